"""The parts of a page that make an article. Nothing here reads files: from the text of a page to values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from searchsvc.readers.html.body import body_of
from searchsvc.readers.html.captions import LONGEST, captions_in, distinct
from searchsvc.readers.html.day import published
from searchsvc.readers.html.lead import lead_of
from searchsvc.readers.html.origin import author_of, language_of, source_of
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.region import number, region_of
from searchsvc.readers.html.title import title_of
from searchsvc.readers.html.tree import folded, parse

NOTHING = "no text in it"
FRAMES = "a set of frames: save the pages that it shows"
SCRIPTS = "no text: scripts write it when the page is shown; save it from a browser, after they ran"


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
    lacks: str = ""


def parts_of(text: str, url: str = "") -> Parts:
    """The parts of the article in a page; ``url`` is where the page was fetched from, where that is known."""
    tree = parse(text)
    if tree is None:
        return Parts(lacks=NOTHING)
    page = Page(tree, url)
    title, day, author, lacks = title_of(page), published(page), author_of(page), _lack(page)
    language, source, address = language_of(page), source_of(page), page.canonical
    body, captions = _texts(page, title, author)
    return Parts(
        title=title,
        body=body,
        date=day.date,
        date_from=day.place,
        date_doubt=day.doubt,
        captions=captions,
        source=source,
        url=address,
        author=author,
        language=language,
        lacks="" if body or captions else lacks,
    )


def _texts(page: Page, title: str, author: str) -> tuple[str, tuple[str, ...]]:
    """Body and captions: what is a caption is not in the body. The captions are taken out of the tree."""
    numbers = number(page.tree)
    names = (title, *author.split(", "), *page.site_names)
    captions = captions_in(page.tree, frozenset(map(folded, names)))
    for caption in captions:
        if caption.marked:
            caption.element.drop_tree()
    paragraphs = body_of(page).split("\n\n")
    region = region_of(numbers, folded(title), (folded(paragraph[:BEGINNING]) for paragraph in paragraphs))
    kept = distinct(caption.text for caption in captions if region.holds(caption))
    said = {folded(title), *map(folded, kept)}
    own = [text for text in paragraphs if len(text) > LONGEST or folded(text) not in said]
    lead = lead_of(page, region, "".join(own))
    return "\n\n".join([lead, *own] if lead and folded(lead) not in said else own), kept


def _lack(page: Page) -> str:
    """Why a page may have no text."""
    if next(page.tree.iter("frameset"), None) is not None:
        return FRAMES
    return SCRIPTS if next(page.tree.iter("script"), None) is not None else NOTHING
