"""Packed files (gzip, xz, bzip2) as streams of what is in them, up to a bound: a bomb must not fill the disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

MAX_RATIO = 200
FREE_BYTES = 2**30
"""Beyond FREE_BYTES, what unpacks to more than MAX_RATIO times its size is a bomb: texts pack 3 to 30 times smaller."""

DAMAGES = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)
"""What the libraries raise over a damaged file; bzip2 raises a plain OSError without a number."""

DAMAGED = "the compressed file is damaged or cut short: compress it again"
"""The reason for a file that one of DAMAGES was raised over."""

PACKED_SUFFIXES = (".gz", ".xz", ".bz2")

Opener = Callable[[BinaryIO], io.BufferedIOBase]
"""From a packed stream to what is in it."""

_OPENERS: dict[bytes, Opener] = {
    b"\x1f\x8b\x08": lambda file: cast("io.BufferedIOBase", gzip.GzipFile(fileobj=file)),
    b"\xfd7zXZ\0": lambda file: lzma.LZMAFile(file),  # noqa: SIM115 - closed by who opened it
    b"BZh": lambda file: bz2.BZ2File(file),
}


class TooMuch(OSError):
    """Something packed holds more than it may: the message says what."""


def opener_of(head: bytes) -> Opener | None:
    """What opens bytes that begin so, or None where they are not packed."""
    return next((opener for magic, opener in _OPENERS.items() if head.startswith(magic)), None)


def unpacked(file: BinaryIO, size: int, opener: Opener) -> BinaryIO:
    """A stream of what is packed in ``file``, of ``size`` bytes. Closing it closes the file.

    It raises TooMuch where too much comes out, one of DAMAGES where the file is damaged.
    """
    return io.BufferedReader(_Unpacking(file, opener(file), max(MAX_RATIO * size, FREE_BYTES)))


class _Unpacking(io.RawIOBase):
    def __init__(self, packed: BinaryIO, stream: io.BufferedIOBase, most: int) -> None:
        self._packed, self._stream, self._left = packed, stream, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a Buffer in the stubs; always this in fact
        got = self._stream.read1(len(buffer))  # read would lose what comes before the place that is damaged
        self._left -= len(got)
        if self._left < 0:
            raise TooMuch(f"unpacks to over {MAX_RATIO} times its size: not read any further")
        buffer[: len(got)] = got
        return len(got)

    def close(self) -> None:
        self._stream.close()
        self._packed.close()
        super().close()
