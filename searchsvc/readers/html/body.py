"""The text of a page's article, without what stands around it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import pairwise

from lxml.etree import LxmlError
from trafilatura import bare_extraction

from searchsvc.readers.html.linked import long_text_at
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.tree import Element, folded, names, tags, text_of
from searchsvc.readers.plain import normal

BLOCKS = tags("p head item quote code table row list fw ab body main div")
"""Elements of the extracted text that are paragraphs, or hold some."""
APART = {"lb": "\n", "cell": " "}
"""What stands in the text for other elements: a line break in the same paragraph, a blank between cells."""
UNFORESEEN = (LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, AssertionError)
"""What libraries raise for pages that nobody thought of: such a page has nothing that they could find."""
PARAGRAPHS = names("h1 h2 h3 h4 h5 h6 p li pre tr dt dd")
START = 40
"""Letters and digits by which a paragraph is known again."""
SHORTEST = 10
THIN = 2 / 3
"""The printed text is taken for incomplete where it has less than this part of the text in JSON-LD."""

# What it logs is about single pages; the report says what became of them.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def body_of(page: Page) -> str:
    """The article's paragraphs, a blank line between them; empty where none was found."""
    printed = _all_of(page) if page.large else _extracted(page)
    declared = long_text_at(page.article, "articleBody")
    if not declared or not _is_thin(printed, declared):
        return printed
    confirmed = _confirmed(page, folded(declared))
    return declared if _is_thin(confirmed, declared) else confirmed


def _all_of(page: Page) -> str:
    """All paragraphs of a page that is larger than any article with things around it: a book, a log."""
    return "\n\n".join(filter(None, map(text_of, page.tree.iter(*PARAGRAPHS))))


def _confirmed(page: Page, declared: str) -> str:
    """The paragraphs of the page that its JSON-LD has, too: without the marks that some write there."""
    texts = dict.fromkeys(map(text_of, page.tree.iter(*PARAGRAPHS)))
    return "\n\n".join(text for text in texts if len(start := folded(text)[:START]) > SHORTEST and start in declared)


def _is_thin(text: str, whole: str) -> bool:
    """Whether the text has less than two thirds of the pairs of words of the whole, which may say all twice."""
    some, all_ = ({*pairwise(one.split())} for one in (text, whole))
    return len(some) < THIN * len(all_)


def _extracted(page: Page) -> str:
    try:
        found = bare_extraction(page.tree, url=page.canonical or None, include_comments=False)
    except UNFORESEEN:
        return ""
    body = getattr(found, "body", None)
    return "" if body is None else normal("".join(_pieces(body)))


def _pieces(root: Element) -> Iterator[str]:
    """The text of the extracted elements, blank lines around paragraphs; without recursion, however deep."""
    stack: list[tuple[Element | None, str]] = [(root, "")]
    while stack:
        element, text = stack.pop()
        yield text
        if element is not None:
            apart = "\n\n" if element.tag in BLOCKS else APART.get(element.tag, "")
            stack.append((None, apart))
            for child in reversed(element):
                stack += [(None, child.tail or ""), (child, "")]
            stack.append((None, apart + (element.text or "")))
