"""The day on which a page's article was published, where that was read, and why it may be wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from htmldate import find_date

from searchsvc.readers.dates import Dated, Hints, date_in_url, dateline, order_of, read_date
from searchsvc.readers.fields import host
from searchsvc.readers.html.body import UNFORESEEN
from searchsvc.readers.html.linked import text_at
from searchsvc.readers.html.origin import language_of
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.tree import Element, names, names_of, text_of

PUBLISHED = names(
    "article:published_time article:published og:article:published_time og:published_time og:pubdate "
    "datepublished article.published published_time published-date publication_date publicationdate publish-date "
    "publish_date publishdate pubdate pub_date date.published parsely-pub-date sailthru.date "
    "cxenseparse:recs:publishtime citation_publication_date citation_date dc.date.issued dc.date.created "
    "dcterms.issued dcterms.created dcterms.date dc.date date originalpublicationdate article_date_original "
    "article:create_time created creation_date"
)
"""Names of meta tags for the day of publication, the best first; none that is for a change."""
DATED = re.compile(r"\b(?:date|dateline|time|timestamp|published|pubdate|byline|meta|datum|fecha|data)")
CHANGED = re.compile(r"modif|updat|edit|aktuali")
HEADINGS = 5
NEAR = 40
"""Elements before and after the headline among which a date line is looked for."""
AGREED = dt.timedelta(days=1)
"""So far apart are the days of one instant, in two time zones."""


@dataclass(frozen=True, slots=True)
class Published:
    """A day or instant, the kind of place that it was read from, and its doubt."""

    date: dt.date | None = None
    place: str = ""
    doubt: str = ""


def published(page: Page) -> Published:
    """When the article was published: by JSON-LD, a meta tag, a time tag, a date line, the url, any date in the text.

    It is ``ambiguous`` where two of the first three are more than a day apart, or where it reads so by itself.
    """
    texts = [(place, text) for place, text in _declared(page) if text]
    hints = Hints(language_of(page), order_of([text for _, text in texts]), host(page.canonical))
    good = [(place, dated) for place, text in texts if (dated := _read(text, hints))]
    for place, dated in chain(good, _printed(page, hints)):
        apart = any(abs(_day(dated.date) - _day(other.date)) > AGREED for _, other in good)
        return Published(dated.date, place, dated.doubt or ("ambiguous" if apart else ""))
    return Published()


def _declared(page: Page) -> Iterator[tuple[str, str]]:
    """What the page declares for machines, by kind of place; time tags only where they say one thing."""
    yield "JSON-LD", text_at(page.article, "datePublished", "dateCreated")
    yield "meta tag", next((text for name in PUBLISHED for text in page.meta.get(name, ())), "")
    marked = {text for element in page.tree.iter("time", "span", "div", "p", "abbr") if (text := _marked(element))}
    if len(marked) == 1:
        yield "time tag", marked.pop()


def _marked(element: Element) -> str:
    """The date in an element that is marked as the day of publication, as it is written."""
    attributes = element.attrib
    if "pubdate" in attributes or "datepublished" in attributes.get("itemprop", "").lower():
        return attributes.get("datetime") or attributes.get("content") or text_of(element)
    return ""


def _printed(page: Page, hints: Hints) -> Iterator[tuple[str, Dated]]:
    """The dates that are printed near the headline, stand in the url, or anywhere in the text."""
    yield from _near_headline(page, hints)
    for url in (page.canonical, page.url):
        if dated := date_in_url(url):
            yield "url", dated
    if not page.large and (dated := _anywhere(page, hints)):
        yield "text", dated


def _near_headline(page: Page, hints: Hints) -> Iterator[tuple[str, Dated]]:
    """The dates around the headlines: those after one before those above it, as there stands the day of today."""
    elements = list(page.tree.iter())
    for place in [place for place, element in enumerate(elements) if element.tag == "h1"][:HEADINGS]:
        for element in (*elements[place : place + NEAR], *reversed(elements[max(place - NEAR, 0) : place])):
            if element.tag == "time" and (dated := _read(element.get("datetime") or text_of(element), hints)):
                yield "time tag", dated
            called = names_of(element)
            if DATED.search(called) and not CHANGED.search(called) and (dated := dateline(text_of(element), hints)):
                yield "dateline", dated


def _anywhere(page: Page, hints: Hints) -> Dated | None:
    """The date that looks most like one of publication, anywhere in the page."""
    try:
        found = find_date(page.tree, original_date=True, url=page.url or None)
    except UNFORESEEN:
        return None
    return _read(found or "", hints)


def _read(text: str, hints: Hints) -> Dated | None:
    try:
        return read_date(text, hints)
    except ValueError:
        return None


def _day(date: dt.date) -> dt.date:
    return date.date() if isinstance(date, dt.datetime) else date
