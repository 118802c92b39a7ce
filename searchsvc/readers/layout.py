"""Layout: under which names the records of a file (JSON objects, rows of a table) hold what articles are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import unescape
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Record: TypeAlias = dict[str, Json]
Path: TypeAlias = tuple[str, ...]

# Our own key stands first; then what others call it, in this order. Case, _, - and blanks make no difference.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("_id", "uid", "guid", "uuid", "key"),
    "title": ("headline", "heading", "name", "subject"),
    "body": (
        *("text", "content", "article", "article_body", "main_text", "full_text", "story", "content_text"),
        *("content_html", "html", "description", "summary", "abstract", "excerpt"),
    ),
    "date": (
        *("published", "published_at", "date_published", "published_date", "pub_date", "publish_date"),
        *("publication_date", "posted", "posted_at", "created", "created_at", "date_created", "datetime"),
        *("timestamp", "time"),
    ),
    "source": ("publisher", "site", "site_name", "domain", "outlet", "publication", "newspaper", "source_name"),
    "url": ("link", "permalink", "href", "source_url", "canonical_url", "web_url", "uri"),
    "author": ("authors", "byline", "creator", "dc:creator", "writer", "by"),
    "language": ("lang", "locale"),
    "captions": ("caption", "image_caption", "image_captions"),
    "related": (),
    "date_from": (),
    "date_doubt": (),
}
NAMED = ("name", "rendered", "text", "value", "title", "#text", "$t", "href", "url", "$oid", "$date")
"""Under which of its keys an object that stands for a text has it: an author a name, a link an address."""
WRAPPERS = ("_source", "attributes", "article", "document", "node", "data", "fields")
"""Keys under which a record has the article as an object of its own, as the hits of a search engine do."""
SHAPES = 1000
"""So many different sets of keys are remembered."""


class Layout:
    """Where the records of one file have their fields; ``names`` comes first: field of an article → name in the file.

    A name with dots leads into objects: ``by.name``.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = names or {}
        self._plans: dict[tuple[str, ...], list[tuple[str, list[Path]]]] = {}

    def fields(self, record: Record) -> Record:
        """The fields of the article in a record, by our own keys; what is missing or empty is left out."""
        found = self._fields(record)
        if not has_text(found):
            for key in WRAPPERS:
                if isinstance(inner := record.get(key), dict) and has_text(within := self._fields(inner)):
                    return {**found, **within}
        return found

    def knows(self, names: Iterable[str]) -> set[str]:
        """The fields of an article that are among the names of columns or keys."""
        return {field for field, _ in self._plan(tuple(names))}

    def _fields(self, record: Record) -> Record:
        found: Record = {}
        for field, paths in self._plan(tuple(record)):
            for path in paths:
                value = record.get(path[0]) if len(path) == 1 else _follow(record, path)
                if isinstance(value, dict) and field != "related":
                    value = named(value)
                if value is not None and value != "" and not isinstance(value, bool):
                    found[field] = value
                    break
        return found

    def _plan(self, shape: tuple[str, ...]) -> list[tuple[str, list[Path]]]:
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._made(shape)
            if len(self._plans) < SHAPES:
                self._plans[shape] = plan
        return plan

    def _made(self, shape: tuple[str, ...]) -> list[tuple[str, list[Path]]]:
        exact = set(shape)
        loose = {_loose(key): key for key in reversed(shape)}
        plan = []
        for field, synonyms in SYNONYMS.items():
            paths = _mapped(self._names.get(field, ""), exact, loose)
            for name in (field, *synonyms):
                key = name if name in exact else loose.get(_loose(name), "")
                if key and (key,) not in paths:
                    paths.append((key,))
            if paths:
                plan.append((field, paths))
        return plan


def has_text(fields: Record) -> bool:
    """Whether fields have something to read."""
    return any(fields.get(field) for field in ("title", "body", "captions"))


def named(value: Record) -> Json:
    """What an object that stands for a text says, or None."""
    for key in NAMED:
        if isinstance(inner := value.get(key), str | int | float):
            # WordPress has HTML here, in a title at least its entities.
            return unescape(inner) if key == "rendered" and isinstance(inner, str) and "<" not in inner else inner
    return None


def _mapped(name: str, exact: set[str], loose: dict[str, str]) -> list[Path]:
    if not name:
        return []
    first, *rest = [name] if name in exact or _loose(name) in loose else name.split(".")
    key = first if first in exact else loose.get(_loose(first), "")
    return [(key, *rest)] if key else []


def _loose(name: str) -> str:
    name = name.strip().lower()
    # _source is not source: it is where search engines put the whole record.
    return name if name.startswith("_") else name.replace("_", "").replace("-", "").replace(" ", "")


def _follow(value: Json, path: Path) -> Json:
    """What lies at the end of a path; of the objects of a list, what each has there."""
    if not path:
        return value
    if isinstance(value, dict):
        return _follow(value.get(path[0]), path[1:])
    if isinstance(value, list):
        found = [_follow(item, path) for item in value if isinstance(item, dict)]
        return [item for item in found if item is not None] or None
    return None
