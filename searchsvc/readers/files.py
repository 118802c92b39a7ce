"""The bytes of a corpus file, and the text they hold."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from searchsvc.article import Unreadable

MAX_BYTES = 64 * 2**20
"""The largest file of a format that holds one article."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(path: Path, name: str) -> str | Unreadable:
    """The text of a file that holds one article: UTF-8, or what its byte order mark says."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Unreadable(name, "not a regular file: only files can be read")
        if status.st_size > MAX_BYTES:
            return _too_large(name)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Unreadable(name, os_reason(error))
    return _too_large(name) if len(raw) > MAX_BYTES else _decode(raw, name)


def _too_large(name: str) -> Unreadable:
    return Unreadable(name, f"over {MAX_BYTES // 2**20} MiB: too large to be one article, split the file")


def _decode(raw: bytes, name: str) -> str | Unreadable:
    if not raw.strip():
        return Unreadable(name, "empty")
    mark, encoding = byte_order_mark(raw)
    if encoding == "utf-8" and b"\0" in raw:
        return Unreadable(name, "binary, not text")
    raw = raw[len(mark) :]
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].decode(encoding, "replace").count("\n") + 1
        return Unreadable(name, not_decodable(encoding), line)


def byte_order_mark(raw: bytes) -> tuple[bytes, str]:
    """The mark that the bytes begin with, and the encoding it stands for: none, and UTF-8, without one."""
    return next(((mark, encoding) for mark, encoding in BOMS if raw.startswith(mark)), (b"", "utf-8"))


def not_decodable(encoding: str) -> str:
    """The reason for bytes that are not in the encoding."""
    return f"not {encoding.upper().removesuffix('-LE').removesuffix('-BE')}: convert the file to UTF-8"


def os_reason(error: OSError) -> str:
    """What the operating system said, with what to do about it."""
    if isinstance(error, PermissionError):
        return "permission denied: let the user who indexes read it"
    if isinstance(error, FileNotFoundError):
        return "not there any more: it went while the corpus was read"
    return f"cannot be read: {error.strerror or error}"
