"""Zip archives: what is in them, with names as they were meant."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from searchsvc.article import Unreadable
from searchsvc.readers.members import MAX_MEMBERS, Damaged, Member

MAX_DIRECTORY = 200 * MAX_MEMBERS
"""Bytes of the list of members, which takes some twenty times as much memory."""

_TROUBLES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,  # encrypted; NotImplementedError, for compressions that Python does not have, is one too
    KeyError,  # no member of this name
    ValueError,  # places before the beginning, names that are not UTF-8
    OverflowError,
    struct.error,
    OSError,
    MemoryError,
)
"""What zipfile raises over damaged archives, or ones that it cannot read."""
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_END, _END_64, _TAIL = b"PK\x05\x06", b"PK\x06\x06", 66_000


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive in a stream that can be read at any place. Raises Damaged."""
    try:
        size = _directory_size(stream)
        if size <= MAX_DIRECTORY:
            return zipfile.ZipFile(stream)
    except _TROUBLES as error:
        raise Damaged(_reason(error)) from error
    raise Damaged(f"holds over {MAX_MEMBERS:,} files: make several archives of it")


def members(archive: zipfile.ZipFile, name: str) -> Iterator[Member | Unreadable]:
    """The files in an archive that is called ``name``; those that are encrypted cannot be read."""
    for info in archive.infolist():
        path = _meant(info)
        if info.is_dir() or path.endswith("\\"):
            continue
        if info.flag_bits & _ENCRYPTED:
            yield Unreadable(f"{name}#{path}", "encrypted: unpack it with its password into the corpus")
        else:
            yield Member(path, info.file_size, partial(member, archive, info))


def _meant(info: zipfile.ZipInfo) -> str:
    """The name of a member. One that does not say its encoding is UTF-8 more often than the cp437 of the standard."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except ValueError:
        return info.filename


def _directory_size(stream: BinaryIO) -> int:
    """How many bytes the list of members has, as the end of the archive says."""
    length = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, length - _TAIL))
    tail = stream.read(_TAIL)
    sizes = [0]
    if (at := tail.rfind(_END)) >= 0 and len(tail) >= at + 22:
        sizes.append(struct.unpack_from("<L", tail, at + 12)[0] & 0xFFFFFFFF)
        if sizes[-1] == 0xFFFFFFFF:
            sizes.pop()
    if (at := tail.rfind(_END_64)) >= 0 and len(tail) >= at + 56:
        sizes.append(struct.unpack_from("<Q", tail, at + 40)[0])
    stream.seek(0)
    return max(sizes)


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo | str) -> BinaryIO:
    """A stream of a file in an archive, by its entry or its name. Raises Damaged, as reading does."""
    try:
        return cast("BinaryIO", io.BufferedReader(_Told(archive.open(info))))
    except _TROUBLES as error:
        raise Damaged(_reason(error)) from error


class _Told(io.RawIOBase):
    """A member whose troubles are all Damaged."""

    def __init__(self, stream: zipfile.ZipExtFile | object) -> None:
        self._stream = cast("io.BufferedIOBase", stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a Buffer in the stubs; always this in fact
        try:
            got = self._stream.read(len(buffer))
        except _TROUBLES as error:
            raise Damaged(_reason(error)) from error
        buffer[: len(got)] = got
        return len(got)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _reason(error: Exception) -> str:
    return f"the zip archive is damaged here, or packed in a way that is not read ({error or type(error).__name__})"
