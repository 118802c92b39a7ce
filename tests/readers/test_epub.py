"""Books, chapter by chapter."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from searchsvc.article import Article
from tests.readers.listed import articles, found_in, left_out, troubles
from tests.readers.mutants import mutants
from tests.readers.test_archives import zipped

CONTAINER = b"""<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Gulls of Marrow Bay</dc:title>
<dc:creator>Ines Okoro</dc:creator><dc:creator>Per Lindqvist</dc:creator><dc:publisher>Quay Press</dc:publisher>
<dc:language>en-gb</dc:language><dc:date>2020-02-06</dc:date></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two%20b.xhtml#start" media-type="application/xhtml+xml"/>
<item id="p" href="gull.jpg" media-type="image/jpeg"/></manifest>
<spine><itemref idref="n"/><itemref idref="c"/><itemref idref="one"/><itemref idref="two"/><itemref idref="p"/></spine>
</package>"""
CHAPTER = """<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><h1>The <em>First</em> Gull</h1><p>It came back to the quay.</p>
<figure><img src="gull.jpg" alt=""/><figcaption>A gull.</figcaption></figure></body></html>"""
BOOK = {
    "mimetype": b"application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE.encode(),
    "OEBPS/nav.xhtml": CHAPTER.encode(),
    "OEBPS/cover.xhtml": b"<html><body><img src='gull.jpg'/></body></html>",
    "OEBPS/text/one.xhtml": CHAPTER.encode(),
    "OEBPS/text/two b.xhtml": b"<html><body><p>Caf\xc3\xa9 gulls.</p></body></html>",
}


def without(name: str, *, but: dict[str, bytes] | None = None) -> bytes:
    """The book without one of its files, and with others."""
    return zipped({path: content for path, content in BOOK.items() if path != name} | (but or {}))


def test_chapters_are_articles(tmp_path: Path) -> None:
    found = found_in(zipped(BOOK), "a.epub", tmp_path)
    first, second = articles(found).values()
    assert first == Article(
        id="a#OEBPS/text/one",
        title="Gulls of Marrow Bay: The First Gull",
        body="It came back to the quay.",
        date=date(2020, 2, 6),
        date_from="EPUB metadata",
        captions=("A gull.",),
        source="Quay Press",
        author="Ines Okoro, Per Lindqvist",
        language="en-GB",
    )
    assert (second.id, second.title, second.body) == ("a#OEBPS/text/two b", "Gulls of Marrow Bay", "Café gulls.")
    assert left_out(found) == ["pages of books without text"]
    assert not troubles(found)


BOOKS = {
    "packed": ("a.epub.gz", gzip.compress(zipped(BOOK))),
    "called a zip archive": ("a.zip", zipped(BOOK)),
    "without saying first what it is": ("a.epub", without("mimetype")),
    "in an archive": ("a.zip", zipped({"b.epub": zipped(BOOK)})),
}


@pytest.mark.parametrize(("name", "content"), BOOKS.values(), ids=BOOKS)
def test_books_are_known_by_their_content(name: str, content: bytes, tmp_path: Path) -> None:
    assert len(articles(found_in(content, name, tmp_path))) == 2


RIGHTS = b'<encryption><CipherReference URI="OEBPS/text/one.xhtml"/></encryption>'
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter + 1, b"&%c;" % letter * 10) for letter in b"abcdefgh"
)
UNREADABLE = {
    "no package": (without("OEBPS/book.opf"), "a.epub: a damaged book: OEBPS/book.opf cannot be read"),
    "a broken package": (without("", but={"OEBPS/book.opf": b"<package>"}), "a.epub: a damaged book: OEBPS/book.opf"),
    "a missing chapter": (without("OEBPS/text/one.xhtml"), "a.epub#OEBPS/text/one.xhtml: cannot be read"),
    "protected": (without("", but={"META-INF/encryption.xml": RIGHTS}), "a.epub: protected against copying"),
    "a bomb": (without("", but={"OEBPS/book.opf": BOMB + b"]><x>&i;</x>"}), "a.epub: a damaged book: OEBPS/book.opf"),
    "no book": (b"PK\x03\x04" + b"x" * 100, "a.epub: cannot be read: the zip archive is damaged"),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(content: bytes, told: str, tmp_path: Path) -> None:
    [trouble] = troubles(found_in(content, "a.epub", tmp_path))
    assert trouble.startswith(told)


def test_damaged_books_never_raise(tmp_path: Path) -> None:
    for mutant in mutants(zipped(BOOK)):
        assert found_in(mutant, "a.epub", tmp_path)
    for mutant in mutants(PACKAGE.encode()):
        assert found_in(without("", but={"OEBPS/book.opf": mutant}), "a.epub", tmp_path)
