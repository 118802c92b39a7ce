"""What archives have in common: their members, how much may come out of them, and streams that keep count of it."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from searchsvc.readers.unpacking import FREE_BYTES, MAX_RATIO, TooMuch

MAX_MEMBERS = 100_000
MAX_SPOOLED = 4 * 2**30
"""Bytes of a temporary file, for what can be read only once."""
HELD = 4 * 2**20
"""Bytes: what is smaller is held in memory."""


class Damaged(OSError):
    """An archive, or a member of one, that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, how many bytes it says to have, and what opens it.

    ``again``: it can be opened more than once, and after others. Else it has to be read before the next member is
    asked for. Opening and reading raise OSError.
    """

    path: str
    size: int
    open: Callable[[], BinaryIO]
    again: bool = True


class Budget:
    """How much may come out of one file of the corpus, of ``packed`` bytes, with all archives and books in it."""

    def __init__(self, packed: int = 0) -> None:
        self._bytes = max(MAX_RATIO * packed, FREE_BYTES)
        self._members = MAX_MEMBERS
        self.spent = ""

    def take(self, count: int) -> None:
        """Count bytes that came out. Raises TooMuch where they are too many, and from then on always."""
        self._bytes -= count
        if self._bytes < 0:
            self.spent = f"unpacks to over {MAX_RATIO} times its size: not read any further"
        if self.spent:
            raise TooMuch(self.spent)

    def take_member(self) -> None:
        """Count a member; ``spent`` tells whether there may be more."""
        self._members -= 1
        if self._members <= 0:
            self.spent = f"holds over {MAX_MEMBERS:,} files: not read any further, make several archives of it"


@contextmanager
def held(member: Member, budget: Budget) -> Iterator[Callable[[], BinaryIO]]:
    """What opens a member as often as one likes, and counts what comes out of it. Raises OSError."""
    if member.again and member.size > HELD:
        yield partial(counted, member.open, budget)
        return
    with counted(member.open, budget) as stream:
        start = stream.read(HELD)
        if len(start) < HELD:
            yield partial(io.BytesIO, start)
            return
        with spooled(stream, start) as file:
            yield partial(window, file, 0, file.tell())


@contextmanager
def spooled(stream: BinaryIO, start: bytes = b"") -> Iterator[BinaryIO]:
    """A temporary file with ``start`` and the rest of a stream in it, standing at its end. Raises OSError."""
    with tempfile.TemporaryFile(prefix="searchsvc-") as file:
        while start:
            file.write(start)
            if file.tell() > MAX_SPOOLED:
                raise TooMuch(f"over {MAX_SPOOLED // 2**30} GiB inside of an archive: unpack it into the corpus")
            start = stream.read(HELD)
        yield file


@contextmanager
def seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream, or a temporary file with its content where it can only be read onwards. Raises OSError."""
    if stream.seekable():
        yield stream
        return
    with spooled(stream, stream.read(HELD)) as file:
        yield file


def counted(opened: Callable[[], BinaryIO], budget: Budget) -> BinaryIO:
    """A stream whose bytes count. Raises OSError, as reading from it does."""
    return io.BufferedReader(_Counted(opened(), budget))


def window(file: BinaryIO, start: int, size: int) -> BinaryIO:
    """A part of a file as a stream of its own."""
    return io.BufferedReader(_Window(file, start, size))


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a Buffer in the stubs; always this in fact
        got = self._stream.read(len(buffer))
        self._budget.take(len(got))
        buffer[: len(got)] = got
        return len(got)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Window(io.RawIOBase):
    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size = file, start, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a Buffer in the stubs; always this in fact
        self._file.seek(self._start + self._at)
        got = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        self._at += len(got)
        buffer[: len(got)] = got
        return len(got)
