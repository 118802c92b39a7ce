"""The records of a web archive, WARC or the older ARC, in the order in which they lie there.

Nothing but their frames is read here. Where a frame is damaged, the next one is looked for behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from searchsvc.readers.headers import fields_of, text_of
from searchsvc.readers.lines import Lines

_BLOCK = 256 * 1024

_ARC_1 = re.compile(r"(?P<url>\S.*) \S+ (?P<time>\d{14})\d* (?P<type>.{0,200}?) (?P<length>\d{1,18})")
_ARC_2 = re.compile(r"(?P<url>\S+) \S+ (?P<time>\d{14})\d* (?P<type>\S+) \d{3} \S+ \S+ \d+ \S+ (?P<length>\d{1,18})")
_LENGTH = re.compile(r"[0-9]{1,18}")
"""No more digits than 64 bits hold: Python refuses to make a number of thousands."""
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
    _file: Lines

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
    file, lost = Lines(stream), False
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


def _record(file: Lines, line: bytes, offset: int) -> Record | None:
    if line.startswith(b"WARC/"):
        return _warc(file, offset)
    return _arc(file, line, offset) if _ARC_START.match(line) else None


def _warc(file: Lines, offset: int) -> Record | None:
    """The record whose header goes on in the next line; None where there is no telling how long it is."""
    header = fields_of(map(text_of, iter(file.line, b"")))
    length = header.get("content-length", "")
    if not _LENGTH.fullmatch(length):
        return None
    url = header.get("warc-target-uri", "").removeprefix("<").removesuffix(">")  # as Wget wrote it once
    time = re.sub(r"\D", "", header.get("warc-date", ""))[:14]
    kind = header.get("warc-type", "").lower()
    return Record(kind, url, time, header.get("content-type", ""), offset, int(length), file)


def _arc(file: Lines, line: bytes, offset: int) -> Record | None:
    text = text_of(line).rstrip()
    found = _ARC_2.fullmatch(text) or _ARC_1.fullmatch(text)
    if found is None:
        return None
    kind = "response" if text.startswith("http") else "other"
    return Record(kind, found["url"], found["time"], "", offset, int(found["length"]), file)
