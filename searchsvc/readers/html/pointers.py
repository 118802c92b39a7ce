"""Paragraphs that are nothing but a link to another page: they point away from the article, and are no text of it."""

from __future__ import annotations

from urllib.parse import urljoin

from searchsvc.article import Link
from searchsvc.readers.fields import host
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.tree import Element, folded, tags, text_of

LINES = tags("p div h2 h3 h4 h5 h6")
"""Tags of such paragraphs: an item of a list or the cell of a table that is a link may be what the article is about."""
LEADING = 15
"""Letters and digits around the link: *read more*."""


def pointer(element: Element, page: Page) -> Link | None:
    """Where the paragraph points to, None where it says more than that, or does not lead to another page."""
    if element.tag not in LINES:
        return None
    link = next(iter([*element.iterancestors("a"), *element.iter("a")]), None)
    if link is None:
        return None
    url = _joined(page.canonical, link.get("href") or "")
    if not host(url) or url.partition("#")[0] == page.canonical:
        return None
    title, text = text_of(link), text_of(element)
    # A colon at the end announces what comes below: somebody *reported:*.
    if not title or text.endswith(":") or len(folded(text)) - len(folded(title)) > LEADING:
        return None
    return Link(title, url)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
