"""Books (``.epub``): each chapter is an article, since a hit should lead to a place in a book, not to its beginning."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZipFile

from searchsvc.article import Article, Note, Unreadable
from searchsvc.readers import zips
from searchsvc.readers.dates import Dated, Hints
from searchsvc.readers.encodings import Binary, decode, notes
from searchsvc.readers.fields import field_date, field_language
from searchsvc.readers.fragment import read_fragment
from searchsvc.readers.keys import Keys
from searchsvc.readers.members import Budget, Damaged, counted, seekable
from searchsvc.readers.naming import printable
from searchsvc.readers.plain import one_line
from searchsvc.readers.reasons import os_reason
from searchsvc.readers.source import Found, Source
from searchsvc.readers.unpacking import TooMuch

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
MAX_BYTES = 16 * 2**20
"""Bytes of one file in a book."""

HEADING = re.compile(r"<h([1-3])\b[^<>]*>((?:(?!</?h\d).){1,2000}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
BODY = re.compile(r"<body\b", re.IGNORECASE)
PROTECTED = re.compile(rb"CipherReference[^<>]+\.x?html?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Book:
    """What is true of all chapters, and the paths of these in the archive, in order."""

    title: str
    author: str
    publisher: str
    language: str
    dated: Dated | None
    chapters: tuple[str, ...]
    complaints: tuple[str, ...]


def read_epub(source: Source) -> Iterator[Found]:
    """The chapters of a book, and why others could not be read. Raises what reading raises."""
    with source.open() as stream, seekable(stream) as file, zips.opened(file) as archive:
        package = _Package(archive, source.budget)
        try:
            book = package.book()
        except Damaged as error:
            yield Unreadable(source.name, str(error))
            return
        yield from (Unreadable(source.name, complaint) for complaint in book.complaints)
        keys = Keys()
        for path in book.chapters:
            try:
                raw = package.read(path)
            except TooMuch:
                raise
            except OSError as error:
                yield Unreadable(printable(f"{source.name}#{path}"), os_reason(error))
                continue
            yield from _chapter(book, path, raw, source, keys)


def _chapter(book: Book, path: str, raw: bytes, source: Source, keys: Keys) -> Iterator[Found]:
    try:
        decoded = decode(raw, html=True)
    except Binary as error:
        yield Unreadable(printable(f"{source.name}#{path}"), str(error))
        return
    start = BODY.search(decoded.text)
    markup = decoded.text[start.start() if start else 0 :]
    fragment = read_fragment(markup)
    if not fragment.text:
        yield Note("left out", "pages of books without text")
        return
    yield from notes(decoded)
    found = HEADING.search(markup)
    heading = one_line(read_fragment(found[2]).text) if found else ""
    yield Article(
        id=f"{source.stem}#{keys.give(posixpath.splitext(path)[0])}",
        title=": ".join(filter(None, (book.title, heading))) or fragment.text.partition("\n")[0][:100],
        body=_without(heading, fragment.text),
        date=book.dated.date if book.dated else None,
        date_from="EPUB metadata" if book.dated else "",
        date_doubt=book.dated.doubt if book.dated else "",
        captions=fragment.captions,
        source=book.publisher,
        author=book.author,
        language=book.language,
    )


def _without(heading: str, text: str) -> str:
    """The text without the heading above it."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and first == heading else text


class _Package:
    """The files of a book, and what its package document says of them."""

    def __init__(self, archive: ZipFile, budget: Budget) -> None:
        self._archive, self._budget = archive, budget

    def book(self) -> Book:
        """What the package document says. Raises Damaged."""
        root = next((one for one in self._parsed(CONTAINER).iter() if _name(one) == "rootfile"), None)
        path = _unquoted(root.get("full-path", "") if root is not None else "")
        package = self._parsed(path)
        if PROTECTED.search(self._encryption()):
            raise Damaged("protected against copying: it can be read only with a program of its seller")
        said = {name: _texts(package, name) for name in ("title", "creator", "publisher", "language", "date")}
        language, misnamed = field_language(said["language"][0] if said["language"] else "")
        dated, misdated = field_date(said["date"][0] if said["date"] else "", Hints(language=language))
        return Book(
            title=next(iter(said["title"]), ""),
            author=", ".join(said["creator"]),
            publisher=next(iter(said["publisher"]), ""),
            language=language,
            dated=dated,
            chapters=tuple(_chapters(package, posixpath.dirname(path))),
            complaints=tuple(filter(None, (misnamed, misdated))),
        )

    def read(self, path: str) -> bytes:
        """The bytes of a file of the book. Raises OSError."""
        with counted(lambda: zips.member(self._archive, path), self._budget) as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise Damaged(f"over {MAX_BYTES // 2**20} MiB: too large for a part of a book")
        return raw

    def _parsed(self, path: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self.read(path))
        except (OSError, ElementTree.ParseError, ValueError, LookupError) as error:
            raise Damaged(f"a damaged book: {path or CONTAINER} cannot be read ({error})") from error

    def _encryption(self) -> bytes:
        return self.read(ENCRYPTION) if ENCRYPTION in self._archive.NameToInfo else b""


def _chapters(package: ElementTree.Element, folder: str) -> Iterator[str]:
    """The paths of what is to be read one after the other, without the table of contents."""
    items = {item.get("id", ""): item for item in package.iter() if _name(item) == "item"}
    read: set[str] = set()
    for reference in package.iter():
        item = items.get(reference.get("idref", "")) if _name(reference) == "itemref" else None
        if item is None or "nav" in item.get("properties", "").split() or "html" not in item.get("media-type", ""):
            continue
        path = posixpath.normpath(posixpath.join(folder, _unquoted(item.get("href", ""))))
        if path not in read:
            read.add(path)
            yield path


def _texts(package: ElementTree.Element, name: str) -> tuple[str, ...]:
    texts = (one_line("".join(element.itertext())) for element in package.iter() if _name(element) == name)
    return tuple(filter(None, texts))


def _name(element: ElementTree.Element) -> str:
    """The name of an element, whatever its namespace."""
    return element.tag.rpartition("}")[2]


def _unquoted(path: str) -> str:
    return unquote(path.partition("#")[0])
