"""Article: the one kind of document. Whatever the file format, a reader yields these."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another article, as the text had it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article. Texts are plain text: no markup belongs to them.

    ``date`` is a calendar day, or an instant with its offset where the time is known (a ``datetime`` is a
    ``date`` too), or None; ``date_from`` says where it was read (``dateline``, ``front matter``, ``field``), and
    ``date_doubt`` why it may be wrong: ``ambiguous``, ``future``, ``early`` (before 1450), or nothing.
    ``source`` is the publisher, ``language`` a BCP 47 tag or empty.
    """

    id: str
    title: str = ""
    body: str = ""
    date: dt.date | None = None
    date_from: str = ""
    captions: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    author: str = ""
    language: str = ""
    related: tuple[Link, ...] = ()
    date_doubt: str = ""

    def __reduce__(self) -> tuple[type[Article], tuple[object, ...]]:
        # Articles go from process to process: what a dataclass with slots has for this takes far longer.
        values = (self.id, self.title, self.body, self.date, self.date_from, self.captions, self.source, self.url)
        return Article, (*values, self.author, self.language, self.related, self.date_doubt)

    @property
    def day(self) -> dt.date | None:
        """The calendar day as printed: no time zone moves it."""
        return self.date.date() if isinstance(self.date, dt.datetime) else self.date

    def to_json(self) -> dict[str, Any]:
        """The article as a JSON object: the keys that the JSON Lines reader reads."""
        return {
            "id": self.id,
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "date_from": self.date_from,
            "date_doubt": self.date_doubt,
            "source": self.source,
            "url": self.url,
            "author": self.author,
            "language": self.language,
            "captions": list(self.captions),
            "body": self.body,
            "related": [{"title": link.title, "url": link.url} for link in self.related],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Article:
        """The article that :meth:`to_json` wrote."""
        return cls(
            id=data["id"],
            title=data["title"],
            body=data["body"],
            date=iso_date(data["date"]) if data["date"] else None,
            date_from=data["date_from"],
            captions=tuple(data["captions"]),
            source=data["source"],
            url=data["url"],
            author=data["author"],
            language=data["language"],
            related=tuple(Link(link["title"], link["url"]) for link in data["related"]),
            date_doubt=data.get("date_doubt", ""),  # an index of an older version is served until it is made again
        )


def iso_date(text: str) -> dt.date:
    """The day (``2020-02-06``) or instant (``2020-02-06T12:00:00+03:00``) of an ISO 8601 text.

    Raises ValueError where it is neither.
    """
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)


_PLACE = re.compile(r"(?:at byte|entry|row|record|line|page|message|chapter|member) [\d,]+[^:]{0,20}: ")
_QUOTED = re.compile(r" ?“[^”]*”")

KEYS = ("id", "title", "body", "date", "captions", "source", "url", "author", "language")
"""The keys of an article that can have another name in a file of records."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or one line of it, that gave no article: where and why."""

    path: str
    reason: str
    line: int | None = None

    @property
    def place(self) -> tuple[str, bool, int]:
        """What troubles are sorted by: the file, then the line; those about no line come last."""
        return self.path, self.line is None, self.line or 0

    @property
    def kind(self) -> str:
        """The reason without the place it is about, without what is quoted, and without the remedy."""
        return _QUOTED.sub("", _PLACE.sub("", self.reason)).partition(":")[0]

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader found out or assumed, for the report: ``reader`` and its name, ``encoding`` and which it took."""

    kind: str
    value: str
