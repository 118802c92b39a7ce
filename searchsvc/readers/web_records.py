"""The records of a web archive, WARC or the older ARC, in the order in which they lie there.

Nothing but their frames is read here. Where a frame is damaged, the next one is looked for behind it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from searchsvc.readers.files import os_reason
from searchsvc.readers.unpacking import DAMAGED, DAMAGES, TooMuch

LONGEST_LINE = 64 * 1024
MOST_LINES = 1000
"""Bytes of a line, and lines of a header: what has more is none."""
_BLOCK = 256 * 1024

_ARC_1 = re.compile(r"(?P<url>\S.*) \S+ (?P<time>\d{14})\d* (?P<type>.*?) (?P<length>\d+)")
_ARC_2 = re.compile(r"(?P<url>\S+) \S+ (?P<time>\d{14})\d* (?P<type>\S+) \d{3} \S+ \S+ \d+ \S+ (?P<length>\d+)")
_ARC_START = re.compile(rb"(?:https?|ftp|dns|filedesc):\S")


@dataclass(frozen=True, slots=True)
class Damage:
    """A place, in bytes from the beginning of the unpacked file, and what is wrong there."""

    offset: int
    reason: str


@dataclass(slots=True)
class Record:
    """One record: what it is (``response``, ``resource``, ``revisit``, …), of which url, from when (14 digits), and of
    which media type. Its content can be read until the next record is asked for; ``left`` bytes have not been yet.
    """

    kind: str
    url: str
    time: str
    media_type: str
    offset: int
    left: int
    _file: _File

    def read(self, most: int) -> bytes:
        """The next bytes of the content: up to ``most``, fewer where it ends or the file does."""
        got = self._file.read(min(most, self.left))
        self.left -= len(got)
        return got

    def skip(self) -> None:
        """Go to the end of the content, as far as the file goes."""
        while self.left and self.read(_BLOCK):
            pass


def records(stream: BinaryIO) -> Iterator[Record | Damage]:
    """The records of an unpacked web archive, and where it is damaged."""
    file, lost = _File(stream), False
    while line := file.line():
        offset = file.offset - len(line)
        if not line.strip():
            continue
        record = _record(file, line, offset)
        if record is not None:
            lost = False
            yield record
            record.skip()
            if record.left:
                yield Damage(offset, "the file ends within this record: it was cut short")
        elif not lost:  # one damage, however many lines there are to the next record
            lost = True
            yield Damage(offset, "no record where one should begin: read on from the next one")
    if file.broken:
        yield Damage(file.offset, file.broken)


def _record(file: _File, line: bytes, offset: int) -> Record | None:
    if line.startswith(b"WARC/"):
        return _warc(file, offset)
    return _arc(file, line, offset) if _ARC_START.match(line) else None


def _warc(file: _File, offset: int) -> Record | None:
    """The record whose header goes on in the next line; None where there is no telling how long it is."""
    header = headers(iter(file.line, b""))
    length = header.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return None
    url = header.get("warc-target-uri", "").removeprefix("<").removesuffix(">")  # as Wget wrote it once
    time = re.sub(r"\D", "", header.get("warc-date", ""))[:14]
    kind = header.get("warc-type", "").lower()
    return Record(kind, url, time, header.get("content-type", ""), offset, int(length), file)


def _arc(file: _File, line: bytes, offset: int) -> Record | None:
    text = text_of(line).rstrip()
    found = _ARC_2.fullmatch(text) or _ARC_1.fullmatch(text)
    if found is None:
        return None
    kind = "response" if text.startswith("http") else "other"
    return Record(kind, found["url"], found["time"], "", offset, int(found["length"]), file)


def headers(lines: Iterator[bytes]) -> dict[str, str]:
    """The fields of a header up to the blank line behind it, by name in lower case; of two of a name, the first."""
    found: dict[str, str] = {}
    name = ""
    for _, line in zip(range(MOST_LINES), lines, strict=False):
        text = text_of(line)
        if not text.strip():
            break
        if text[0] in " \t" and name:
            found[name] = f"{found[name]} {text.strip()}"[:LONGEST_LINE]
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        found.setdefault(name, value.strip())
    return found


def text_of(line: bytes) -> str:
    """A line of a header: UTF-8, or else Latin-1."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


class _File:
    """A stream that can be read by the line, and gives all that comes before a place where it is broken."""

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
