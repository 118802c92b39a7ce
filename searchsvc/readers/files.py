"""The bytes of a corpus file, and the text they hold."""

from __future__ import annotations

from searchsvc.article import Unreadable
from searchsvc.readers import charsets
from searchsvc.readers.encodings import Binary, Decoded, decode
from searchsvc.readers.source import Source

MAX_BYTES = 64 * 2**20
"""The largest file of a format that holds one article."""


def read_bytes(source: Source) -> bytes | Unreadable:
    """The bytes of a source that holds one article. Raises what reading raises."""
    with source.open() as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        return Unreadable(source.name, f"over {MAX_BYTES // 2**20} MiB: too large to be one article, split the file")
    return raw if raw.strip() else Unreadable(source.name, "empty")


def read_text(source: Source) -> Decoded | Unreadable:
    """The text of a source that holds one article, and how it was decoded: to be told with ``encodings.notes``."""
    raw = read_bytes(source)
    if isinstance(raw, Unreadable):
        return raw
    try:
        return decode(raw, source.charset)
    except Binary as error:
        return Unreadable(source.name, str(error))


def byte_order_mark(raw: bytes) -> tuple[bytes, str]:
    """The mark that the bytes begin with, and the encoding it stands for: none, and UTF-8, without one."""
    mark, encoding = charsets.byte_order_mark(raw)
    return mark, encoding or "utf-8"


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
