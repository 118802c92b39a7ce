"""A source as text, piece by piece: a file of any length in any encoding."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from types import TracebackType

from searchsvc.article import Note
from searchsvc.readers.charsets import byte_order_mark
from searchsvc.readers.codepages import LENIENT, STRAY
from searchsvc.readers.encodings import Decoded, decode, notes
from searchsvc.readers.mojibake import may_have_mojibake, mended
from searchsvc.readers.source import Source
from searchsvc.readers.unpacking import DAMAGES

SAMPLE = 2**20
"""Bytes that the encoding of the whole is told from."""
PIECE = 2**20


class TextStream:
    """The text of a source. Entering it raises Binary where it is none; what reading raises comes through."""

    def __init__(self, source: Source) -> None:
        self._stream = source.open()
        self._read: Callable[[int], bytes] = getattr(self._stream, "read1", self._stream.read)
        self._charset = source.charset
        self._trouble: Exception | None = None
        self._mended = False

    def __enter__(self) -> TextStream:
        try:
            self._sample = self._first_bytes()
            self.decoded = decode(_whole_lines(self._sample), self._charset)
        except BaseException:
            self._stream.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def notes(self) -> Iterator[Note]:
        """What was assumed, for the report; the whole truth is known when everything has been read."""
        found = self.decoded
        yield from notes(Decoded("", found.encoding, found.how, found.certain, found.repaired or self._mended))

    def pieces(self) -> Iterator[str]:
        """The text in order. What reading raises comes when everything before it was given."""
        mark, _ = byte_order_mark(self._sample)
        errors = "strict" if self.decoded.encoding == "utf-8" else LENIENT
        decoder = codecs.getincrementaldecoder(self.decoded.encoding)(errors)
        raw, last = self._sample[len(mark) :], False
        while not last:
            last = not raw
            state = decoder.getstate()
            try:
                text = decoder.decode(raw, last)
            except UnicodeDecodeError:
                self._mended = True
                decoder = codecs.getincrementaldecoder(self.decoded.encoding)(STRAY)
                decoder.setstate(state)
                text = decoder.decode(raw, last)
            yield (
                text
                if text.isascii() or not may_have_mojibake(text.encode("utf-8", "surrogatepass"))
                else self._mend(text)
            )
            raw = b"" if last else self._next_bytes()

    def lines(self) -> Iterator[str]:
        r"""The lines of the text without their ``\n``, or their ``\r`` where that is what old Macintoshes wrote."""
        rest = end = ""
        for piece in self.pieces():
            end = end or ("\r" if "\r" in piece and "\n" not in piece else "\n")
            *lines, rest = (rest + piece).split(end)
            yield from lines
            if len(rest) > LONGEST:
                break
        if rest:
            yield rest

    def _mend(self, text: str) -> str:
        better = mended(text)
        self._mended |= better != text
        return better

    def _next_bytes(self) -> bytes:
        if self._trouble:
            raise self._trouble
        return self._read(PIECE)

    def _first_bytes(self) -> bytes:
        """The first bytes; where reading them fails, those before the failure, which comes later."""
        sample = b""
        try:
            while len(sample) < SAMPLE and (piece := self._read(SAMPLE - len(sample))):
                sample += piece
        except (OSError, *DAMAGES) as error:
            if not sample:
                raise
            self._trouble = error
        return sample


LONGEST = 64 * 2**20
"""Characters: what is read of a line that does not end."""


def _whole_lines(sample: bytes) -> bytes:
    """The sample up to its last line end: no letter is cut in two."""
    if len(sample) < SAMPLE or b"\0" in sample:
        return sample[: len(sample) // 4 * 4] if len(sample) >= SAMPLE else sample
    return sample[: sample.rfind(b"\n") + 1] or sample
