"""JSON Feed: what it says. A field of another type than it should have is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from searchsvc.readers.entry import Channel, Entry
from searchsvc.readers.fragment import read_fragment
from searchsvc.readers.plain import normal, one_line


def read_json_channel(text: str) -> Channel:
    """The feed that a JSON text is; one with ``trouble`` where it is none."""
    try:
        feed = json.loads(text)
    except json.JSONDecodeError as error:
        return Channel(trouble=f"not JSON: {error.msg} (column {error.colno})", line=error.lineno)
    except (ValueError, RecursionError):
        return Channel(trouble="not JSON that can be read: nested too deeply, or a huge number")
    items = feed.get("items")
    if not isinstance(items, list):
        return Channel(trouble="not a JSON feed: it has no list of items")
    return Channel(
        entries=tuple(_entry(item) for item in items if isinstance(item, dict)),
        version="json",
        title=_line(feed, "title"),
        urls=tuple(filter(None, (_line(feed, "home_page_url"), _line(feed, "feed_url")))),
        authors=tuple(_authors(feed)),
        language=_line(feed, "language"),
    )


def _entry(item: dict[str, Any]) -> Entry:
    fragment = read_fragment(_text(item, "content_html"))
    return Entry(
        id=_id(item),
        title=_line(item, "title"),
        body=fragment.text or normal(_text(item, "content_text")) or normal(_text(item, "summary")),
        captions=fragment.captions,
        urls=tuple(filter(None, (_line(item, "url"), _line(item, "external_url"), _id(item)))),
        dates=tuple(filter(None, (_line(item, "date_published"), _line(item, "date_modified")))),
        authors=tuple(_authors(item)),
        language=_line(item, "language"),
    )


def _id(item: dict[str, Any]) -> str:
    value = item.get("id")
    return str(value) if isinstance(value, int) else _line(item, "id")


def _authors(thing: dict[str, Any]) -> Iterator[str]:
    """The names of the authors: a list in version 1.1, one in version 1."""
    authors = thing.get("authors")
    for author in authors if isinstance(authors, list) else [thing.get("author")]:
        if isinstance(author, dict) and (name := _line(author, "name")):
            yield name


def _text(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""


def _line(thing: dict[str, Any], key: str) -> str:
    return one_line(_text(thing, key))
