"""Tar archives, read as a stream from their beginning to their end.

Of tarfile only the reading of headers is used: its own loop ends without a word at a damaged header, and holds in
memory as much as a header asks for.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from searchsvc.article import Unreadable
from searchsvc.readers.members import Member, window

BLOCK = 512
MOST_SAID = 2**20
"""Bytes of what is said about the next member before its header: a long name, and more."""

_LONG_NAME = tarfile.GNUTYPE_LONGNAME
_EXTENDED = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_SAYING = (_LONG_NAME, tarfile.GNUTYPE_LONGLINK, *_EXTENDED, tarfile.XGLTYPE)
_WITHOUT_CONTENT = (
    tarfile.LNKTYPE,
    tarfile.SYMTYPE,
    tarfile.DIRTYPE,
    tarfile.FIFOTYPE,
    tarfile.CHRTYPE,
    tarfile.BLKTYPE,
)
_EXTENSION = re.compile(rb"(?<!\d)\d++ (path|size)=([^\n]*)\n")
_SIZE = re.compile(r"[0-9]{1,18}")
"""No more digits than 64 bits hold: Python refuses to make a number of thousands."""
_SKIPPED = 2**20


def members(stream: BinaryIO, name: str) -> Iterator[Member | Unreadable]:
    """The files in an archive that is called ``name``, and where it is damaged; links and devices are passed over.

    Raises what reading raises.
    """
    tar, said, lost = _Tar(stream), dict[str, str](), False
    while block := tar.read(BLOCK):
        header = _header(block)
        if header is None:
            if block.strip(b"\0") and not lost:
                lost = True
                if len(block) < BLOCK:
                    yield _cut(name, tar.at)
                    return
                yield Unreadable(name, f"damaged at byte {tar.at - len(block):,}: read on from the next file in it")
            continue
        lost = False
        size = 0 if header.type in _WITHOUT_CONTENT else int(said.get("size", header.size))
        end = tar.at + size
        if header.type in _SAYING:
            said |= _said(header.type, tar.read(min(size, MOST_SAID)))
        else:
            if header.isreg() and not header.issparse():
                yield tar.member(said.get("path") or _text(header.name.encode("utf-8", "surrogateescape")), size)
            said = {}
        tar.go(end)
        if tar.at < end:
            yield Unreadable(name, f"ends at byte {tar.at:,}, in the middle of a file: it was cut short")
            return
        tar.go(end + -size % BLOCK)
        # That the two empty blocks at the end are missing is no sign: some programs leave them out.
        if tar.at % BLOCK:
            yield _cut(name, tar.at)


def _cut(name: str, at: int) -> Unreadable:
    return Unreadable(
        name, f"ends at byte {at:,}, in the middle of a block: it was cut short, and files may be missing"
    )


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError, OverflowError):
        return None
    return header if header.size >= 0 else None


def _said(kind: bytes, content: bytes) -> dict[str, str]:
    """What the header before that of a member says of its path and its size."""
    if kind == _LONG_NAME:
        return {"path": _text(content.rstrip(b"\0"))}
    if kind not in _EXTENDED:
        return {}
    found = {key.decode(): _text(value) for key, value in _EXTENSION.findall(content)}
    return {key: value for key, value in found.items() if key == "path" or _SIZE.fullmatch(value)}


def _text(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp437")


class _Tar:
    """A tar archive, and the place up to which it was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._seekable = stream.seekable()
        self.at = 0

    def read(self, size: int) -> bytes:
        """The next bytes, fewer where the file ends."""
        got = self._stream.read(size)
        self.at += len(got)
        return got

    def go(self, place: int) -> None:
        """Go on to a place, or to the end where that comes before it."""
        if self._seekable:
            self.at = min(place, self._stream.seek(0, io.SEEK_END))
            self._stream.seek(self.at)
        while self.at < place and self.read(min(place - self.at, _SKIPPED)):
            pass

    def member(self, path: str, size: int) -> Member:
        """The member of this size whose content begins here."""
        if self._seekable:
            return Member(path, size, partial(window, self._stream, self.at, size))
        return Member(path, size, lambda: io.BufferedReader(_Once(self, size)), again=False)


class _Once(io.RawIOBase):
    """The content of a member that begins where the archive was read up to."""

    def __init__(self, tar: _Tar, size: int) -> None:
        self._tar, self._left = tar, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a Buffer in the stubs; always this in fact
        got = self._tar.read(min(len(buffer), self._left))
        self._left -= len(got)
        buffer[: len(got)] = got
        return len(got)
