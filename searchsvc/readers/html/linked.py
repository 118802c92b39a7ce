"""What a page says of its article in JSON-LD: the object of the article, and texts of its values."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from searchsvc.readers.html.tree import Element
from searchsvc.readers.plain import normal, one_line

Node: TypeAlias = Mapping[str, Any]

ARTICLE = re.compile(r"\w*(?:Article|Posting)|(?:\w*News)?Report|Review|Chapter|Book")
PAGE = re.compile(r"\w*Page|CreativeWork")
ORGANIZATION = re.compile(r"\w*Organization|WebSite")
BREAK = re.compile(r"\n|</?(?:p|br|div|li|h[1-6])\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
START = re.compile(r"\A(?:<!--|(?://\s*+)?<!\[CDATA\[)\s*+")
ENDS = {"-->": "", "]]>": "//"}
"""What may close a script, and what may stand before that."""
INNER = ("@graph", "mainEntity", "mainEntityOfPage")
"""Where the object of the article may stand inside of another; whatever is listed elsewhere is about other pages."""


def nodes(tree: Element) -> tuple[Node, ...]:
    """The objects of a page's JSON-LD that describe the page, in order. What is no JSON is left out."""
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            found += _objects(_value(script.text_content()))
    return tuple(found)


def article_among(found: tuple[Node, ...], titles: frozenset[str]) -> Node:
    """The object of the article: of those with one of the ``titles``, else of all, the first; empty for none."""
    for kind in (ARTICLE, PAGE):
        fitting = [node for node in found if is_a(node, kind) and (kind is ARTICLE or "datePublished" in node)]
        named = [node for node in fitting if text_at(node, "headline", "name").casefold() in titles]
        for node in named + fitting:
            return node
    return {}


def is_a(node: Node, kind: re.Pattern[str]) -> bool:
    """Whether a type of the object is of this kind, whatever vocabulary it is written with."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and kind.fullmatch(re.split(r"[/:#]", name)[-1]) for name in names)


def text_at(node: Node, *keys: str) -> str:
    """The first text at one of the keys, as one line without markup; empty where there is none."""
    return next((text for key in keys for text in texts(node.get(key))), "")


def texts(value: Any) -> Iterator[str]:
    """The texts of a value: itself, those of a list, or the names of objects."""
    if isinstance(value, str):
        text = one_line(TAG.sub("", html.unescape(html.unescape(value))))
        if text:
            yield text
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        yield from texts(value.get("name") or value.get("@value"))


def long_text_at(node: Node, key: str) -> str:
    """The text at the key as paragraphs, without markup; empty where there is none."""
    value = node.get(key)
    if not isinstance(value, str):
        return ""
    return normal(TAG.sub("", BREAK.sub("\n\n", html.unescape(html.unescape(value)))))


def _value(script: str) -> Any:
    try:
        # Not strict: line breaks inside of texts are common.
        return json.loads(_unwrapped(script), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(script: str) -> str:
    """The script without the marks that hide it from old browsers, and without a semicolon behind it."""
    text = START.sub("", script.strip())
    for end, before in ENDS.items():
        if text.endswith(end):
            text = text.removesuffix(end).rstrip().removesuffix(before).rstrip()
            break
    return text.removesuffix(";").rstrip()


def _objects(value: Any) -> Iterator[Node]:
    """The objects of a value that describe the page; without recursion, for who knows how deep it goes."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += reversed(item)
        elif isinstance(item, dict):
            yield item
            waiting += [item[key] for key in reversed(INNER) if isinstance(item.get(key), dict | list)]
