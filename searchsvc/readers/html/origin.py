"""Where a page comes from: who wrote it, who published it, in which language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchsvc.readers.fields import host, language_tag
from searchsvc.readers.html.linked import texts
from searchsvc.readers.html.meta import said
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.tree import folded, names_of, text_of

BY = re.compile(r"^(?:by|von|par|por|di|door|af|av)\s*:?\s+", re.IGNORECASE)
ADDRESS = re.compile(r"^(?:https?:|//|@|www\.)|^\S+@\S+$")
LONGEST = 100
"""Characters of a name: what is longer is a text about the author."""


def author_of(page: Page) -> str:
    """The names of the authors, separated by commas; empty where the page names none."""
    names: dict[str, str] = {}
    for name in _authors(page):
        name = BY.sub("", name).strip(" ,;|")
        if name and len(name) <= LONGEST and not ADDRESS.search(name):
            names.setdefault(folded(name), name)
    return ", ".join(names.values())


def source_of(page: Page) -> str:
    """The publisher: as it calls itself, else the host of the page."""
    name = next(iter(page.site_names), "")
    return host(name) or name  # some call themselves by their address


def language_of(page: Page) -> str:
    """The language that the page declares; empty where it declares none, or two that are not the same."""
    tags = [tag for tag in map(_tag, _languages(page)) if tag]
    primary = {tag.partition("-")[0] for tag in tags}
    return max(tags, key=len) if len(primary) == 1 else ""


def _authors(page: Page) -> Iterator[str]:
    """The names of the first kind of place that has any."""
    if declared := [*texts(page.article.get("author"))]:
        return iter(declared)
    for name in (
        "author",
        "article:author",
        "parsely-author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "byl",
    ):
        if named := [content for content in page.meta.get(name, ()) if not ADDRESS.search(content)]:
            return iter(named)
    marked = page.tree.xpath("//*[@rel='author' or contains(@itemprop, 'author')]")
    bylines = [
        element for element in page.tree.iter("span", "div", "p", "a") if re.search(r"\bbyline\b", names_of(element))
    ]
    return iter([text for element in marked or bylines[:1] if (text := text_of(element))])


def _languages(page: Page) -> Iterator[str]:
    yield page.tree.get("lang") or page.tree.get("xml:lang") or ""
    yield from texts(page.article.get("inLanguage"))
    yield said(page.meta, "og:locale", "language", "content-language", "dc.language", "dcterms.language")


def _tag(text: str) -> str:
    try:
        return language_tag(text)
    except ValueError:
        return ""
