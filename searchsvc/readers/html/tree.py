"""The tree of a page: how its markup is parsed, whatever is wrong with it, and how text is read from an element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias
from unicodedata import normalize

from lxml.etree import LxmlError, ParserError
from lxml.html import HTMLParser, document_fromstring

from searchsvc.readers.plain import one_line

Element: TypeAlias = Any
"""An element of lxml, which has no types."""


def names(text: str) -> tuple[str, ...]:
    """The names in a text, blanks between them."""
    return tuple(text.split())


def tags(text: str) -> frozenset[str]:
    """The tags that are named in a text, blanks between them."""
    return frozenset(names(text))


INLINE = tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q ruby s samp small span strike "
    "strong sub sup time tt u var wbr"
)
"""Tags that stand inside of words and lines; around all others there is a blank."""
SILENT = tags("button iframe input noscript object script select style svg template textarea video audio")
"""Tags whose content is not text of the article."""
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
KEPT = "p|h[1-6]|a|img|br|title|meta|link|script|style|html|head|body|time"
NESTING = re.compile(rf"(?:</?(?!(?:{KEPT})[\s/>])[a-z][^<>]*>\s*)+", re.IGNORECASE)
"""Runs of tags that can lie in each other without end."""
UNPARSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|x0*(?:[0-8bcef]|1[\da-f]|fff[ef]|d[89a-f][\da-f]{2})(?![\da-f]));?",
    re.IGNORECASE,
)
"""What no tree can take: controls and halves of surrogate pairs, also as references."""
ENCLOSED = re.compile(r"data:[a-z]+/[^\s\"'<>()]{200,}")
"""Images and fonts inside of the page, as browsers save it: much to parse, and none of it is text."""
LONG_TAG = re.compile(r"<([a-z][^\s<>]{0,20})[^<>]{10000,}", re.IGNORECASE)
MOST_ATTRIBUTES = 1000
"""Pieces of a tag between blanks: the parser takes four times as long for twice the attributes."""
TOO_DEEP = "depth"
UNTOLD = re.compile(r"(?:[^\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff]|_)+")
"""What is neither letter nor digit; the signs of vowels are no letters to Python."""
CLOSED = re.compile(r"[.!?:)\]»”’\"]$")


def parse(text: str) -> Element | None:
    """The tree of a page, its root element; None where there is no markup in the text at all.

    Where tags are nested deeper than the parser goes, those that only nest are taken for paragraph ends.
    """
    text = LONG_TAG.sub(_bounded, ENCLOSED.sub("data:,", UNPARSED.sub("", text)))
    tree, deep = _parsed(text)
    return _parsed(NESTING.sub("<p>", text))[0] if deep else tree


def _bounded(tag: re.Match[str]) -> str:
    return f"<{tag[1]} " if len(tag[0].split(None, MOST_ATTRIBUTES)) > MOST_ATTRIBUTES else tag[0]


def _parsed(text: str) -> tuple[Element | None, bool]:
    # Bytes, because lxml refuses text with an XML declaration; the encoding of the parser wins over any in the page.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    try:
        tree = document_fromstring(text.encode(), parser=parser)
    except (ParserError, LxmlError):
        return None, False
    return tree, any(TOO_DEEP in entry.message for entry in parser.error_log)


def text_of(element: Element) -> str:
    """The text of an element as a single line, without what is hidden or is no text, as buttons are."""
    return one_line("".join(_pieces(element)))


def _pieces(root: Element) -> Iterator[str]:
    """The text below an element, a blank where a tag parts words.

    So it is where one sentence has ended and the next element goes on with a letter: pages part these by their styles.
    """
    last = ""
    stack: list[tuple[Element | None, str]] = [(root, "")]
    while stack:
        element, tail = stack.pop()
        if element is None:
            piece = tail
        elif element.tag in SILENT or is_hidden(element):
            continue
        else:
            apart = "" if element.tag in INLINE else " "
            piece = apart + (element.text or "")
            stack.append((None, apart))
            for child in reversed(element):
                stack += [(None, child.tail or ""), (child, "")]
        if piece:
            yield " " if CLOSED.search(last) and piece[0].isalpha() else ""
            yield piece
            last = piece


def is_hidden(element: Element) -> bool:
    """Whether the page itself says that the element is not shown."""
    attributes = element.attrib
    return "hidden" in attributes or bool(HIDDEN.search(attributes.get("style", "")))


def names_of(element: Element) -> str:
    """What an element is called: its class, id and itemprop, in lower case."""
    attributes = element.attrib
    return " ".join((attributes.get("class", ""), attributes.get("id", ""), attributes.get("itemprop", ""))).lower()


def folded(text: str) -> str:
    """The letters and digits of a text, in lower case: two texts with the same ones say the same."""
    return UNTOLD.sub("", text.casefold() if text.isascii() else normalize("NFKC", text).casefold())


def start_of(element: Element, length: int) -> str:
    """The first letters and digits of the text in an element, folded; what is hidden is there, too."""
    start = ""
    for piece in element.itertext():
        start += folded(piece[: 4 * length])
        if len(start) >= length:
            break
    return start[:length]
