"""PDF files (``.pdf``) with a text layer: one article each.

With pypdf: on manuals of 17 and 36 pages it took two thirds of the time that pdfminer.six does, gives the lines in the
same order, and tells where each stands and how large it is. It has no compiled parts.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from math import hypot
from typing import Any, BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from searchsvc.article import Article, Unreadable
from searchsvc.readers.dates import doubt_of
from searchsvc.readers.fields import field_language
from searchsvc.readers.files import read_bytes
from searchsvc.readers.pdf_lines import Line, headline, paragraphs, usual_size, without_running_titles
from searchsvc.readers.plain import normal, one_line
from searchsvc.readers.source import Found, Source

MAX_PAGES = 1000
MAX_CONTENT = 64 * 2**20
"""Bytes of what draws the pages, unpacked: each megabyte takes about a second."""
LONGEST_TITLE = 300

NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|sin t[ií]tulo|без имени|無題|no title|title)$|"
    r"microsoft (?:word|powerpoint|excel)|(?:document|print|slide|page) ?\d*$|powerpoint|(?:https?|file):|"
    r"\S+\.(?:docx?|dotx?|pptx?|xlsx?|rtf|odt|txt|html?|pdf|tex|dvi|ps|eps|indd|qxd|qxp|pmd|cdr|ai|fm)$",
    re.IGNORECASE,
)
"""Titles that programs give to files: no title of an article."""
CREATED = re.compile(r"\s*(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?\s*(?:(Z)|([+-]\d\d)'?(\d\d)?)?")

FORESEEN = (
    PyPdfError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError, RecursionError,
    NotImplementedError, EOFError, struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises for files that it did not foresee."""

# What it logs is about single objects; the report says what became of the file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class _Refused(Exception):
    """A file that is not read: the message says why."""


def read_pdf(source: Source) -> Iterator[Found]:
    """The article of a file, or why there is none. Raises what reading raises."""
    with source.open() as stream:
        seekable = _seekable(stream, source)
        if isinstance(seekable, Unreadable):
            yield seekable
            return
        try:
            yield from _article(_opened(seekable), source)
        except _Refused as error:
            yield Unreadable(source.name, str(error))
        except FORESEEN as error:
            yield Unreadable(source.name, f"a damaged PDF file: print it to a new one ({type(error).__name__})")


def _seekable(stream: BinaryIO, source: Source) -> BinaryIO | Unreadable:
    if stream.seekable():
        return stream
    raw = read_bytes(source)
    return raw if isinstance(raw, Unreadable) else io.BytesIO(raw)


def _opened(stream: BinaryIO) -> PdfReader:
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _Refused("encrypted: save it without its password")
    except (DependencyError, FileNotDecryptedError) as error:
        raise _Refused("encrypted: save it without encryption") from error
    return reader


def _article(reader: PdfReader, source: Source) -> Iterator[Found]:
    pages, complaint = _pages(reader, source)
    if not any(pages):
        raise _Refused(complaint or "no text layer: run OCR first")
    facts = {key: one_line(str(value)) for key, value in dict(reader.metadata or {}).items()}
    title = _title(facts.get("/Title", ""), pages)
    created = _created(facts.get("/CreationDate", ""))
    yield Article(
        id=source.stem,
        title=title,
        body=_without(title, normal(paragraphs(without_running_titles(pages)))),
        date=created,
        date_from="PDF metadata" if created else "",
        date_doubt=doubt_of(created) if created else "",
        author=facts.get("/Author", ""),
        language=field_language(one_line(str(reader.root_object.get("/Lang", ""))))[0],
    )
    if complaint:
        yield Unreadable(source.name, complaint)


def _pages(reader: PdfReader, source: Source) -> tuple[list[list[Line]], str]:
    """The lines of each page; why some of them were not read, where they were not."""
    pages: list[list[Line]] = []
    complaint, content = "", 0
    for number, page in enumerate(reader.pages, start=1):
        if number > MAX_PAGES or content > MAX_CONTENT:
            return pages, f"very long: only its first {number - 1:,} pages were read, split it"
        timed = partial(source.clock.timed, source.name, 0)  # the limit is for a page, not for all of them
        try:
            content += timed(partial(_size, page))
            pages.append(timed(partial(_lines, page)))
        except FORESEEN as error:
            pages.append([])
            complaint = complaint or f"page {number} is damaged, and was not read ({type(error).__name__})"
    return pages, complaint


def _size(page: PageObject) -> int:
    drawing = page.get_contents()
    return len(drawing.get_data()) if drawing is not None else 0


def _lines(page: PageObject) -> list[Line]:
    visit = _Visit()
    page.extract_text(visitor_text=visit)
    visit.end_line()
    return visit.lines


@dataclass(slots=True)
class _Visit:
    """What pypdf hands its text to, piece by piece."""

    lines: list[Line] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _place: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def __call__(self, text: str, outer: list[float], inner: list[float], font: Any, size: float) -> None:
        """Take a piece of text, with the matrices of where it stands."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.end_line()
            if piece.strip() and not self._pieces:
                self._place = _place(outer, inner, size)
            if piece:
                self._pieces.append(piece)

    def end_line(self) -> None:
        """Take what comes next as another line."""
        text = one_line("".join(self._pieces))
        if text:
            self.lines.append(Line(text, *self._place))
        self._pieces.clear()


def _place(outer: list[float], inner: list[float], size: float) -> tuple[float, float, float]:
    """From the left, from below, and how high, in points."""
    left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    return left, height, abs(size) * hypot(inner[2], inner[3]) * hypot(outer[2], outer[3])


def _title(declared: str, pages: list[list[Line]]) -> str:
    """The title that the file says to have, if it is one, or else its headline."""
    if declared and not NO_TITLE.match(declared):
        return declared[:LONGEST_TITLE]
    first = next(filter(None, pages), [])
    found = headline(first, usual_size(line for page in pages for line in page))
    return found if len(found) <= LONGEST_TITLE else ""


def _without(title: str, body: str) -> str:
    """The body without the title at its head."""
    first, _, rest = body.partition("\n\n")
    return rest if rest and first.casefold() == title.casefold() else body


def _created(text: str) -> dt.date | None:
    """The date of a field of a PDF (``D:20200206120000+03'00'``), None where it is none."""
    found = CREATED.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second, utc, hours, minutes = found.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
        if hour is None or not (utc or hours):
            return date
        offset = dt.timedelta(hours=int(hours or 0), minutes=int(f"{(hours or '+')[0]}{minutes or 0}"))
        time = dt.time(int(hour), int(minute), int(second or 0), tzinfo=dt.timezone(offset))
        return dt.datetime.combine(date, time)
    except ValueError:
        return None
