"""HTTP responses as web archives keep them: status, media type, and the content with its codings taken off."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from searchsvc.readers.headers import charset_of, fields_of, media_type_of, text_of
from searchsvc.readers.members import Budget

try:
    import brotli
except ImportError:  # it is an extra: of the codings the one that the standard library does not know
    brotli = None

HEAD = 64 * 1024
"""Bytes: the longest header of a response."""
MOST_CODINGS = 3

_STATUS = re.compile(rb"HTTP/\S+\s+(\d{3})\b[^\n]*\n?")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\n]{0,200}\n")
_BLOCK = 16 * 1024


class Undecodable(Exception):
    """Content whose coding cannot be taken off: the message says why. It does not leave the readers."""


@dataclass(frozen=True, slots=True)
class Response:
    """What the header of a response says, and how many bytes it has. ``status`` is 0 where there is no header."""

    status: int
    media_type: str
    charset: str
    chunked: bool
    codings: tuple[str, ...]
    length: int


def response_of(head: bytes) -> Response:
    """The response that begins with these bytes."""
    found = _STATUS.match(head)
    if not found:
        return Response(0, "", "", False, (), 0)
    ends = [end for end in (head.find(b"\n\r\n") + 3, head.find(b"\n\n") + 2) if end > 3]
    length = min(ends, default=len(head))
    fields = fields_of(map(text_of, head[found.end() : length].splitlines(keepends=True)))
    kind = fields.get("content-type", "")
    codings = tuple(filter(None, re.split(r"[\s,]+", fields.get("content-encoding", "").lower())))
    chunked = "chunked" in fields.get("transfer-encoding", "").lower()
    return Response(int(found[1]), media_type_of(kind), charset_of(kind), chunked, codings, length)


def content_of(payload: bytes, response: Response, most: int, budget: Budget) -> bytes:
    """The content of a response, of which ``payload`` is what follows its header, up to ``most`` bytes and one more.

    Where it breaks off, it is what comes before. Some archives take codings off and leave the header as it was: what is
    not coded is taken as it is. What the codings give counts. Raises Undecodable, and TooMuch.
    """
    content = _unchunked(payload) if response.chunked else payload
    for coding in reversed(response.codings[:MOST_CODINGS]):
        decode = _CODINGS.get(coding)
        if decode is None:
            raise Undecodable(f"its content is coded as {coding[:40]}, which is not read")
        content = decode(content, most)
        budget.take(len(content))
    return content


def _unchunked(payload: bytes) -> bytes:
    """The chunks together, as far as they can be told apart."""
    content, at = bytearray(), 0
    while found := _CHUNK.match(payload, at):
        size = int(found[1], 16)
        content += payload[found.end() : found.end() + size]
        at = found.end() + size
        if not size:
            break
    return bytes(content) if at else payload


def _as_it_is(content: bytes, _: int) -> bytes:
    return content


def _from_gzip(content: bytes, most: int) -> bytes:
    return _inflated(content, most, 16 + zlib.MAX_WBITS) if content.startswith(b"\x1f\x8b") else content


def _from_deflate(content: bytes, most: int) -> bytes:
    """Deflate, which servers send with the frame of zlib or without it."""
    return _inflated(content, most, zlib.MAX_WBITS) or _inflated(content, most, -zlib.MAX_WBITS) or content


def _inflated(content: bytes, most: int, frame: int) -> bytes:
    inflate, out = zlib.decompressobj(frame), bytearray()
    for block in _blocks(content):
        try:
            out += inflate.decompress(block, most + 1 - len(out))
        except zlib.error:
            break
        if len(out) > most or inflate.eof:
            break
    return bytes(out)


def _from_brotli(content: bytes, most: int) -> bytes:
    if not hasattr(getattr(brotli, "Decompressor", None), "can_accept_more_data"):  # before 1.2 it had no bounds
        raise Undecodable("its content is coded as br (Brotli): pip install --upgrade 'searchsvc[warc]'")
    inflate, out = brotli.Decompressor(), bytearray()
    for block in _blocks(content):
        try:
            out += inflate.process(block, output_buffer_limit=most + 1 - len(out))
            while len(out) <= most and not inflate.can_accept_more_data():
                out += inflate.process(b"", output_buffer_limit=most + 1 - len(out))
        except brotli.error:
            break
        if len(out) > most or inflate.is_finished():
            break
    return bytes(out) or content


def _blocks(content: bytes) -> Iterator[bytes]:
    """The content in pieces: where one is damaged, those before it count."""
    return (content[at : at + _BLOCK] for at in range(0, len(content), _BLOCK))


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _from_gzip,
    "x-gzip": _from_gzip,
    "deflate": _from_deflate,
    "br": _from_brotli,
    "identity": _as_it_is,
    "none": _as_it_is,
    "utf-8": _as_it_is,  # what some servers say there
}
