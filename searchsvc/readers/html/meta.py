"""The meta tags of a page, and what each of several names says."""

from __future__ import annotations

from collections.abc import Mapping

from searchsvc.readers.html.tree import Element
from searchsvc.readers.plain import one_line


def meta_tags(tree: Element) -> Mapping[str, tuple[str, ...]]:
    """From the name (or property, or itemprop) of a meta tag, in lower case, to what the tags of that name say."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        attributes = tag.attrib
        content = one_line(attributes.get("content") or attributes.get("value") or "")
        name = next(filter(None, map(attributes.get, ("property", "name", "itemprop", "http-equiv"))), "")
        if content and name:
            found.setdefault(name.strip().lower(), []).append(content)
    return {name: tuple(contents) for name, contents in found.items()}


def said(meta: Mapping[str, tuple[str, ...]], *names: str) -> str:
    """What the first of the names that is there says; empty for none."""
    return next((meta[name][0] for name in names if name in meta), "")
