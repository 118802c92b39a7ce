"""The parts of a page that make an article. Nothing here reads files: from the text of a page to values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import dropwhile

from searchsvc.article import Link
from searchsvc.readers.html.body import body_of
from searchsvc.readers.html.captions import LONGEST, captions_in, distinct
from searchsvc.readers.html.day import published
from searchsvc.readers.html.lead import lead_of
from searchsvc.readers.html.origin import author_of, language_of, source_of
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.pointers import pointer
from searchsvc.readers.html.region import START, Region, number, region_of
from searchsvc.readers.html.title import title_of
from searchsvc.readers.html.tree import folded, parse

NOTHING = "no text in it"
FRAMES = "a set of frames: save the pages that it shows"
SCRIPTS = "no text: scripts write it when the page is shown; save it from a browser, after they ran"


BRIEF = 20
"""Characters that say little, but in Chinese or Japanese, whose signs begin where the next constant says."""
FIRST_SIGN = "\u2e80"
BEGINNING = 200
"""Characters of a paragraph by which its place on the page is found."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What an article is made of, under the same names; ``lacks`` says why there is neither body nor caption."""

    title: str = ""
    body: str = ""
    date: dt.date | None = None
    date_from: str = ""
    date_doubt: str = ""
    captions: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    author: str = ""
    language: str = ""
    related: tuple[Link, ...] = ()
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class _Texts:
    body: str
    captions: tuple[str, ...]
    related: tuple[Link, ...]


def parts_of(text: str, url: str = "") -> Parts:
    """The parts of the article in a page; ``url`` is where the page was fetched from, where that is known."""
    tree = parse(text)
    if tree is None:
        return Parts(lacks=NOTHING)
    page = Page(tree, url)
    title, day, author, lacks = title_of(page), published(page), author_of(page), _lack(page)
    language, source, address = language_of(page), source_of(page), page.canonical
    texts = _texts(page, title, author)
    return Parts(
        title=title,
        body=texts.body,
        date=day.date,
        date_from=day.place,
        date_doubt=day.doubt,
        captions=texts.captions,
        source=source,
        url=address,
        author=author,
        language=language,
        related=texts.related,
        lacks="" if texts.body or texts.captions else lacks,
    )


def _texts(page: Page, title: str, author: str) -> _Texts:
    """Each text of the page once: what is a caption is not in the body. The captions are taken out of the tree."""
    numbers = number(page.tree)
    names = (title, *author.split(", "), *page.site_names)
    captions = captions_in(page.tree, frozenset(map(folded, names)))
    for caption in captions:
        if caption.marked:
            caption.element.drop_tree()
    paragraphs = body_of(page).split("\n\n")
    region = region_of(numbers, folded(title), map(_beginning, paragraphs))
    kept = distinct(caption.text for caption in captions if region.holds(caption))
    said = {folded(title), *map(folded, kept)}
    own = [text for text in paragraphs if len(text) > LONGEST or folded(text) not in said]
    own, related = _without_pointers(own, region, page)
    own = list(dropwhile(_is_remains, own)) or own
    lead = lead_of(page, region, "".join(own))
    if lead and folded(lead) not in said:
        own.insert(0, lead)
    return _Texts("\n\n".join(own), kept, related)


def _without_pointers(paragraphs: list[str], region: Region, page: Page) -> tuple[list[str], tuple[Link, ...]]:
    """The paragraphs that are more than a link to another page, and those links; all, where little would be left."""
    links: dict[str, Link] = {}
    for text in paragraphs:
        element = region.paragraphs.get(_beginning(text)[:START])
        if element is not None and (link := pointer(element, page)):
            links[text] = link
    own = [text for text in paragraphs if text not in links]
    if sum(map(len, own)) < sum(map(len, links)):
        return paragraphs, ()
    return own, tuple(dict.fromkeys(links.values()))


def _is_remains(paragraph: str) -> bool:
    """Whether a paragraph is too short to begin an article: the remains of a menu, a date, a byline."""
    return len(paragraph) <= BRIEF and max(paragraph, default="") < FIRST_SIGN


def _beginning(paragraph: str) -> str:
    return folded(paragraph[:BEGINNING])


def _lack(page: Page) -> str:
    """Why a page may have no text."""
    if next(page.tree.iter("frameset"), None) is not None:
        return FRAMES
    return SCRIPTS if next(page.tree.iter("script"), None) is not None else NOTHING
