"""A page as it is read: its tree, and what its head declares of the article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from searchsvc.readers.fields import host
from searchsvc.readers.html.linked import ORGANIZATION, Node, article_among, is_a, nodes, text_at
from searchsvc.readers.html.meta import meta_tags, said
from searchsvc.readers.html.tree import SILENT, Element, text_of

LARGE = 20_000
"""Elements of a page: ten times as many as most articles have, with all that stands around them."""
LONG = 1_000_000
"""Characters of its text."""
HEADINGS = 200
"""Headings of the first level that are looked at: where none is closed, each holds all that follow."""


@dataclass(frozen=True)
class Page:
    """A parsed page, and where it was fetched from, where that is known."""

    tree: Element
    url: str = ""

    @cached_property
    def meta(self) -> Mapping[str, tuple[str, ...]]:
        """Its meta tags by name."""
        return meta_tags(self.tree)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The objects of its JSON-LD."""
        return nodes(self.tree)

    @cached_property
    def article(self) -> Node:
        """The object of the article in its JSON-LD; empty for none."""
        titles = {*self.headings, said(self.meta, "og:title", "twitter:title")}
        return article_among(self.nodes, frozenset(title.casefold() for title in titles))

    @cached_property
    def large(self) -> bool:
        """Whether it is too large for everything whose time grows faster than the page."""
        length = 0
        for count, element in enumerate(self.tree.iter()):
            length += len(element.tail or "") + (0 if element.tag in SILENT else len(element.text or ""))
            if count > LARGE or length > LONG:
                return True
        return False

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The texts of its headings of the first level, in order."""
        return tuple(filter(None, map(text_of, islice(self.tree.iter("h1"), HEADINGS))))

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the site is called: by its publisher's object, its meta tags, its host. The best first."""
        publisher = self.article.get("publisher")
        organizations = [text_at(node, "name") for node in self.nodes if is_a(node, ORGANIZATION)]
        names = [
            text_at({"name": publisher}, "name"),
            said(self.meta, "og:site_name"),
            *organizations,
            said(self.meta, "application-name", "apple-mobile-web-app-title", "cre", "dc.publisher"),
            said(self.meta, "twitter:site").lstrip("@"),
            host(self.canonical),
            host(self.url),
        ]
        return tuple(dict.fromkeys(filter(None, names)))

    @cached_property
    def canonical(self) -> str:
        """The address of the article, the one that the page prefers: a whole http address, or empty.

        An address of the whole site is none of the article, where it is known to have its own.
        """
        links = [link.get("href", "") for link in self.tree.iter("link") if "canonical" in link.get("rel", "").split()]
        own = text_at(self.article, "url", "@id")
        known = [url for url in (*links, said(self.meta, "og:url"), own, self.url) if host(url)]
        deep = [url for url in known if urlsplit(url).path.strip("/") or urlsplit(url).query]
        return next(iter(deep or known), "")
