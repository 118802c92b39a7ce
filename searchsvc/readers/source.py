"""Source: what a reader reads. The bytes of a file, or of a member of one, and what is known of them from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from searchsvc.article import Article, Note, Unreadable
from searchsvc.readers.clock import NO_CLOCK, Clock
from searchsvc.readers.members import Budget
from searchsvc.readers.unpacking import DAMAGES

Found = Article | Unreadable | Note

HEAD = 64 * 1024
"""Bytes: how much of a source is looked at to tell its format."""


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read, with a name for messages (``dumps/a.zip#2020/page.html`` for a member of an archive).

    ``stem`` is the id of the article in it, or what the ids of its articles begin with, a # and a key behind it.
    ``open`` makes a new stream from the beginning each time, and raises OSError where that cannot be; ``size`` is in
    bytes as they lie in the corpus, 0 where nobody knows. ``url`` is where it was fetched from, ``charset`` the
    encoding that came with it; ``names`` maps keys of an article to the names they have in the file; ``depth`` counts
    the archives it lies in, ``formats`` names theirs and its own; in ``budget`` counts what unpacks in it, for all that
    lies in one file of the corpus. A member of a source is made with ``dataclasses.replace``: it keeps what it does not
    have of its own.
    """

    name: str
    stem: str
    open: Callable[[], BinaryIO]
    size: int = 0
    url: str = ""
    charset: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0
    clock: Clock = NO_CLOCK
    budget: Budget = field(default_factory=Budget)
    formats: tuple[str, ...] = ()

    def head(self) -> bytes:
        """The first 64 KiB, or what comes before a damage. Raises what reading raises, where nothing does."""
        return self.start()[0]

    def start(self) -> tuple[bytes, bool]:
        """The :meth:`head`, and whether that is all there is, undamaged."""
        head = bytearray()
        with self.open() as stream:
            read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)  # read would lose what comes before
            try:
                while piece := read(HEAD - len(head)):
                    head += piece
            except DAMAGES:
                if not head:
                    raise
                return bytes(head), False
        return bytes(head), len(head) < HEAD


Reader = Callable[[Source], Iterator[Found]]
"""From a source to the articles in it, why something gave none, and what had to be assumed. It does not raise."""
