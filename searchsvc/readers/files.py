"""The bytes of a corpus file, and the text they hold."""

from __future__ import annotations

from searchsvc.article import Unreadable
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


def read_text(source: Source, *, html: bool = False) -> Decoded | Unreadable:
    """The text of a source that is read whole, and how it was decoded: to be told with ``encodings.notes``.

    With ``html`` an encoding that the text itself declares counts.
    """
    raw = read_bytes(source)
    if isinstance(raw, Unreadable):
        return raw
    try:
        return decode(raw, source.charset, html=html)
    except Binary as error:
        return Unreadable(source.name, str(error))
