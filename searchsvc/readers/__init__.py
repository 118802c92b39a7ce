"""Readers: where to come with a file that is to become articles. Whatever the format, they yield ``Article``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from searchsvc.article import Article, Note, Unreadable
from searchsvc.readers.clock import Clock, Stop
from searchsvc.readers.dispatch import MISSING, REPORT, read_file
from searchsvc.readers.formats import SUFFIXES, format_named, holds_many, stem_of

__all__ = [
    "MISSING",
    "REPORT",
    "SUFFIXES",
    "Clock",
    "Stop",
    "format_named",
    "holds_many",
    "read",
    "read_file",
    "stem_of",
]


def read(path: Path, root: Path) -> Iterator[Article | Unreadable]:
    """The articles of one file of the corpus at ``root``, and what of it could not be read, in order.

    No file raises: what is wrong with it is an Unreadable. Raises ValueError where ``path`` is not below ``root``.
    """
    return (found for found in read_file(path, root, {}) if not isinstance(found, Note))
