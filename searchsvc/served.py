"""Which engine an index is served with where nobody names one: the file ``ENGINE`` in its folder says so."""

from __future__ import annotations

from pathlib import Path

from searchsvc.engines import NAMES
from searchsvc.engines.generations import Stamp, stamp_of, write_at_once
from searchsvc.errors import IndexDamaged

DEFAULT = "whoosh"
"""The engine of a folder without that file."""

_FILE = "ENGINE"
FILES = (_FILE, f"{_FILE}.new")
"""What lies in the folder for it; the second while it is written."""


def served_engine(index: Path) -> str:
    """The engine of the index in a folder; raises IndexDamaged where the file cannot be read or names no engine."""
    path = index / _FILE
    remedy = "name one with --engine, or remove that file"
    try:
        name = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return DEFAULT
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{path}, which names the engine, cannot be read ({error}): {remedy}") from error
    if name not in NAMES:
        raise IndexDamaged(f"{path} names the engine {name!r}, and there are {', '.join(NAMES)}: {remedy}")
    return name


def serve_with(index: Path, engine: str) -> None:
    """Serve the index in a folder with this engine from now on, at once."""
    write_at_once(index / _FILE, f"{engine}\n")


def stamp(index: Path) -> Stamp | None:
    """What changes whenever another engine is to serve the index; cheap enough for every request."""
    return stamp_of(index / _FILE)
