"""The bytes of a corpus file, and the text they hold."""

from __future__ import annotations

import codecs

from searchsvc.article import Unreadable
from searchsvc.readers.source import Source

MAX_BYTES = 64 * 2**20
"""The largest file of a format that holds one article."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_bytes(source: Source) -> bytes | Unreadable:
    """The bytes of a source that holds one article. Raises what reading raises."""
    with source.open() as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        return Unreadable(source.name, f"over {MAX_BYTES // 2**20} MiB: too large to be one article, split the file")
    return raw if raw.strip() else Unreadable(source.name, "empty")


def read_text(source: Source) -> str | Unreadable:
    """The text of a source that holds one article: UTF-8, or what its byte order mark says."""
    raw = read_bytes(source)
    return raw if isinstance(raw, Unreadable) else _decode(raw, source.name)


def _decode(raw: bytes, name: str) -> str | Unreadable:
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
