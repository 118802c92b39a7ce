"""A stream by the line and by the block: lines have a limit, and what comes before a damage is not lost."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from searchsvc.readers.reasons import os_reason
from searchsvc.readers.unpacking import DAMAGED, DAMAGES, TooMuch

LONGEST_LINE = 64 * 1024
"""Bytes of a line; a longer one comes in pieces."""
_BLOCK = 256 * 1024


class Lines:
    """A stream, read up to ``offset``; ``broken`` says why it went no further, where that was not its end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedIOBase", stream)
        self._block, self._at = b"", 0
        self.offset = 0
        self.broken = ""

    def line(self) -> bytes:
        """The next line with its end, or as much of it as a line may have; nothing at the end."""
        end = self._block.find(b"\n", self._at) + 1
        while not end and len(self._block) - self._at < LONGEST_LINE:
            seen = len(self._block) - self._at
            if not self._more():
                break
            end = self._block.find(b"\n", seen) + 1
        return self._taken(min((end or len(self._block)) - self._at, LONGEST_LINE))

    def read(self, size: int) -> bytes:
        """So many bytes, fewer where the file ends or breaks off."""
        pieces = bytearray()
        while len(pieces) < size and (self._at < len(self._block) or self._more()):
            pieces += self._taken(min(size - len(pieces), len(self._block) - self._at))
        return bytes(pieces)

    def _taken(self, size: int) -> bytes:
        taken = self._block[self._at : self._at + size]
        self._at += size
        self.offset += size
        return taken

    def _more(self) -> bool:
        # read1, because read would lose what it has before the place that is broken
        try:
            block = b"" if self.broken else self._stream.read1(_BLOCK)
        except TooMuch as error:
            block, self.broken = b"", str(error)
        except DAMAGES:
            block, self.broken = b"", DAMAGED
        except OSError as error:
            block, self.broken = b"", os_reason(error)
        self._block, self._at = self._block[self._at :] + block, 0
        return bool(block)
