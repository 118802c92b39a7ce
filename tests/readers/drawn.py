"""PDF files that a test draws itself: lines of text at places on pages."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

Drawn = tuple[str, float, float, float]
"""A line: its text, how far from the left and from below it begins, and its size, all in points."""


def drawn(pages: Sequence[Sequence[Drawn]], facts: Mapping[str, str] | None = None, *, packed: bool = True) -> bytes:
    """A PDF file with these pages and these facts about it (``Title``, ``CreationDate``)."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    said = " ".join(f"/{key} ({value})" for key, value in (facts or {}).items())
    objects = [
        b"<</Type /Catalog /Pages 2 0 R /Lang (en-GB)>>",
        f"<</Type /Pages /Kids [{kids}] /Count {len(pages)}>>".encode(),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding>>",
    ]
    for number, page in enumerate(pages):
        content = 5 + 2 * number
        resources = "/Resources <</Font <</F1 3 0 R>>>> /MediaBox [0 0 595 842]"
        objects.append(f"<</Type /Page /Parent 2 0 R {resources} /Contents {content} 0 R>>".encode())
        objects.append(_stream(b"".join(map(_shown, page)), packed=packed))
    objects.append(f"<<{said}>>".encode("latin-1"))
    return _file(objects)


def column(*paragraphs: str, top: float = 780, size: float = 10) -> list[Drawn]:
    """Paragraphs of lines, one below the other."""
    lines: list[Drawn] = []
    for paragraph in paragraphs:
        for line in paragraph.splitlines():
            lines.append((line, 70, top, size))
            top -= 1.2 * size
        top -= size
    return lines


def _shown(line: Drawn) -> bytes:
    text, left, height, size = line
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, left, height, escaped)


def _stream(content: bytes, *, packed: bool) -> bytes:
    body = zlib.compress(content) if packed else content
    coded = b"/Filter /FlateDecode " if packed else b""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (coded, len(body), body)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d /Root 1 0 R /Info %d 0 R>>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
