"""Which engine an index is served with where nobody names one: the file ``ENGINE`` in its folder says so.

Without that file it is the engine of the one index that lies there; where there are several, or none, the default.
"""

from __future__ import annotations

from pathlib import Path

from searchsvc.engines import LOCAL, NAMES
from searchsvc.engines.generations import Generations, Stamp, stamp_of, write_at_once
from searchsvc.errors import IndexDamaged

DEFAULT = "whoosh"
"""The engine of a folder with nothing in it."""

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
        return _engine_of(index, DEFAULT)
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{path}, which names the engine, cannot be read ({error}): {remedy}") from error
    if name not in NAMES:
        raise IndexDamaged(f"{path} names the engine {name!r}, and there are {', '.join(NAMES)}: {remedy}")
    return name


def serve_with(index: Path, engine: str) -> None:
    """Serve the index in a folder with this engine from now on, at once."""
    write_at_once(index / _FILE, f"{engine}\n")


def remember(index: Path, engine: str = DEFAULT) -> None:
    """Write down which engine the index is served with, where only what lies in the folder says so: before more comes.

    In a folder without an index on this machine it is ``engine``. The default needs no writing down.
    """
    served = _engine_of(index, engine)
    if served != DEFAULT and stamp(index) is None:
        serve_with(index, served)


def stamp(index: Path) -> Stamp | None:
    """What changes whenever another engine is to serve the index; cheap enough for every request."""
    return stamp_of(index / _FILE)


def _engine_of(index: Path, otherwise: str) -> str:
    """The engine of the one index in a folder; ``otherwise`` where there is none, the default where there are more."""
    engines = [name for name in LOCAL if Generations(index, name).stamp() is not None]
    return (engines or [otherwise])[0] if len(engines) < 2 else DEFAULT
