"""Readers: where to come with a file that is to become articles. Whatever the format, they yield ``Article``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from searchsvc.article import Article, Unreadable
from searchsvc.readers.jsonl import read_jsonl
from searchsvc.readers.markdown import read_markdown
from searchsvc.readers.naming import name_fault, no_reader, printable, relative_name, suffix_of
from searchsvc.readers.saved import read_saved

__all__ = ["READERS", "SUFFIXES", "holds_many", "read", "stem_of"]

Reader = Callable[[Path, str, str], Iterator[Article | Unreadable]]
"""From a path, its name in the corpus and the stem of its ids, to what is in the file."""

READERS: dict[str, Reader] = {
    ".txt": read_saved,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl,
    ".jsonl.xz": read_jsonl,
    ".ndjson": read_jsonl,
    ".ndjson.gz": read_jsonl,
    ".ndjson.xz": read_jsonl,
}
"""Which reader reads the files with a suffix (in lower case)."""

SUFFIXES = tuple(READERS)


def read(path: Path, root: Path) -> Iterator[Article | Unreadable]:
    """The articles of one file of the corpus at ``root``, and what of it could not be read, in order.

    No file raises: what is wrong with it is an Unreadable. Raises ValueError where ``path`` is not below ``root``.
    """
    name = relative_name(path, root)
    suffix = suffix_of(name, SUFFIXES)
    fault = name_fault(name) or ("" if suffix else no_reader(name))
    if fault:
        yield Unreadable(printable(name), fault)
    else:
        yield from READERS[suffix.lower()](path, name, name.removesuffix(suffix))


def stem_of(name: str) -> str:
    """The id of the article in the file with this name, or what the ids of its articles begin with."""
    return name.removesuffix(suffix_of(name, SUFFIXES))


def holds_many(name: str) -> bool:
    """Whether the file with this name holds many articles, whose ids are its stem, a # and a key each."""
    return READERS.get(suffix_of(name, SUFFIXES).lower()) is read_jsonl
