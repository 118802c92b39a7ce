"""Web pages: from a saved page to its article."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import LxmlError

from searchsvc.article import Article, Unreadable
from searchsvc.readers.encodings import notes
from searchsvc.readers.files import read_text
from searchsvc.readers.html.parts import Parts, parts_of
from searchsvc.readers.source import Found, Source

__all__ = ["Parts", "parts_of", "read_html"]


def read_html(source: Source) -> Iterator[Found]:
    """The article of a page, or why there is none; the encoding that was taken for it. Raises what reading raises."""
    decoded = read_text(source, html=True)
    if isinstance(decoded, Unreadable):
        yield decoded
        return
    yield from notes(decoded)
    try:
        parts = parts_of(decoded.text, source.url)
    except LxmlError as error:
        yield Unreadable(source.name, f"a page that cannot be taken apart ({error}): save it again, or as text")
        return
    yield Unreadable(source.name, parts.lacks) if parts.lacks else _article(parts, source.stem)


def _article(parts: Parts, article_id: str) -> Article:
    return Article(
        id=article_id,
        title=parts.title,
        body=parts.body,
        date=parts.date,
        date_from=parts.date_from,
        date_doubt=parts.date_doubt,
        captions=parts.captions,
        source=parts.source,
        url=parts.url,
        author=parts.author,
        language=parts.language,
        related=parts.related,
    )
