"""MIME: the parts of a mail, or of a page saved as one, as a tree of a few levels.

Not with the email package: it goes through every line once for every level that a hostile mail has, raises for headers
that it did not foresee, and keeps each line as an object.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from searchsvc.readers.encodings import Binary, decode
from searchsvc.readers.headers import charset_of, fields_of, from_base64, media_type_of, parameter, spoken

MAX_DEPTH = 8
MAX_PARTS = 1000
"""Levels of parts in parts, and parts of one level: the rest is not read."""
LONGEST_HEADER = 256 * 1024

_END = re.compile(rb"\r?\n[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A part, which a whole mail is, too: the fields of its header, its content as it was sent, the parts in it."""

    fields: Mapping[str, str]
    content: bytes
    parts: tuple[Part, ...] = ()
    usual_type: str = "text/plain"

    @property
    def media_type(self) -> str:
        """What it is: ``text/html``."""
        kind = media_type_of(self.fields.get("content-type", ""))
        return kind if "/" in kind else self.usual_type

    @property
    def charset(self) -> str:
        """The charset that it declares."""
        return charset_of(self.fields.get("content-type", ""))

    @property
    def is_attached(self) -> bool:
        """Whether it is a file that goes with the mail, rather than its text."""
        disposition = self.fields.get("content-disposition", "").lower()
        return disposition.startswith("attachment") or bool(parameter(disposition, "filename"))

    def field(self, name: str) -> str:
        """The value of a field as it is meant to be read, empty where it is not there."""
        return spoken(self.fields.get(name, ""))

    def whole(self) -> bytes:
        """The content with its transfer encoding taken off, as far as it can be."""
        encoding = self.fields.get("content-transfer-encoding", "").lower()
        if encoding.startswith("base64"):
            return from_base64(self.content) or b""
        return quopri.decodestring(self.content) if encoding.startswith("quoted-printable") else self.content

    def walk(self) -> Iterator[Part]:
        """It and all parts in it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


def part_of(raw: bytes, usual_type: str = "text/plain", depth: int = 0) -> Part:
    """The part that these bytes are; ``usual_type`` is its media type where it says none."""
    head, body = _divided(raw)
    fields = fields_of(_text_of(head).splitlines())
    part = Part(fields, body, usual_type=usual_type)
    boundary = parameter(fields.get("content-type", ""), "boundary")
    if not part.media_type.startswith("multipart/") or not boundary or depth >= MAX_DEPTH:
        return part
    inner_type = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    pieces = _pieces(body, boundary.encode("utf-8", "surrogatepass"))
    return Part(fields, b"", tuple(part_of(piece, inner_type, depth + 1) for piece in pieces), usual_type)


def _divided(raw: bytes) -> tuple[bytes, bytes]:
    """The header, and what follows the blank line behind it."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw.lstrip(b"\r\n")
    end = _END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    return head[:LONGEST_HEADER], body


def _text_of(head: bytes) -> str:
    """A header as text: it should be ASCII, and is in the charset of the mail where it is not."""
    try:
        return decode(head, charset_of(head.decode("latin-1"))).text
    except Binary:
        return head.decode("latin-1")


def _pieces(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """What stands between the lines of a boundary, also where the last one is missing."""
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$\n?", re.MULTILINE)
    start = -1
    for count, found in enumerate(line.finditer(body)):
        if start >= 0:
            yield body[start : found.start()].removesuffix(b"\n").removesuffix(b"\r")
        start = found.end()
        if found[1] or count >= MAX_PARTS:
            return
    if start >= 0:
        yield body[start:]
