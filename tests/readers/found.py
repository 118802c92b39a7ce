"""Readers in tests: what one finds in some bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO

from searchsvc.article import Article, Note, Unreadable
from searchsvc.readers.source import Found, Reader, Source


def found_by(reader: Reader, raw: bytes | str, **names: str) -> list[Found]:
    """All that the reader finds in a source called ``x``; ``names`` is a mapping of field names."""
    content = raw.encode() if isinstance(raw, str) else raw

    def opened() -> BinaryIO:
        return io.BytesIO(content)

    return list(reader(Source("x", "x", opened, len(content), names=names)))


def articles_in(found: Iterable[Found]) -> list[Article]:
    """The articles among what was found."""
    return [one for one in found if isinstance(one, Article)]


def troubles_in(found: Iterable[Found]) -> list[str]:
    """What could not be read, as messages."""
    return [str(one) for one in found if isinstance(one, Unreadable)]


def notes_in(found: Iterable[Found]) -> list[str]:
    """What had to be assumed."""
    return [one.value for one in found if isinstance(one, Note)]
