"""What readers find in bytes that a test makes up."""

from __future__ import annotations

from pathlib import Path

from searchsvc.article import Article, Note, Unreadable
from searchsvc.readers import read_file
from searchsvc.readers.source import Found


def found_in(content: bytes, name: str, root: Path) -> list[Found]:
    """Everything that a file with this content and name gives, in order."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return list(read_file(path, root, {}))


def articles(found: list[Found]) -> dict[str, Article]:
    """The articles among it, by their ids."""
    return {one.id: one for one in found if isinstance(one, Article)}


def troubles(found: list[Found]) -> list[str]:
    """What could not be read, as it is listed."""
    return [str(one) for one in found if isinstance(one, Unreadable)]


def left_out(found: list[Found]) -> list[str]:
    """What was left out on purpose."""
    return [one.value for one in found if isinstance(one, Note) and one.kind == "left out"]
