"""What every engine promises: the protocol, and the values that cross it.

Engines are handed terms, never text to analyse, and answer with ids. An engine works inside one generation folder,
which nobody reads while it is written and nobody writes while it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from searchsvc.article import Article
from searchsvc.query.plan import Plan

Sort = Literal["relevance", "newest", "oldest"]
FacetName = Literal["source", "language", "month", "year", "copy", "group"]
UNDATED = "none"
"""The facet value of articles without a date."""

GAP = 100
"""Positions left free between two runs of one field."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article ready to be indexed: its text as terms, in order, one per position.

    ``fields`` maps every text field to its runs, each of them terms with blanks between (no term holds a blank). A run
    starts at position 0 or, for a later run of the same field (captions), 100 after the last position of the run
    before. ``keywords`` maps the keyword fields to their exact value; empty, or left out, where the article
    has none.
    """

    article: Article
    fields: dict[str, list[str]]
    keywords: dict[str, str]


Cut = Callable[[Article], Entry]
"""Makes the entry of an article again, for an engine that does not keep all of it."""


class Key(NamedTuple):
    """The place of a hit in the order of results: what a cursor continues after.

    ``score`` is 0 where the order is by date: nothing is scored then. A tuple, because making these is a good part of
    a fast engine's search.
    """

    score: float
    when: int
    id: str


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """One search. ``offset`` skips hits from the start; with ``after`` the window begins right behind that hit.

    ``rank`` tells how many hits came before the end of ``after`` when it was found: a hint where to look, which may be
    wrong by now. With ``articles`` the page brings the articles of its hits, with ``groups`` what their field ``group``
    holds.
    """

    plan: Plan
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    after: Key | None = None
    rank: int = 0
    facets: tuple[FacetName, ...] = ()
    articles: bool = False
    groups: bool = False


@dataclass(frozen=True, slots=True)
class EnginePage:
    """``total`` counts every match, whatever the window; ``facets`` count all of them, by value.

    ``articles`` and ``groups`` are those of ``keys``, in the same order, where they were asked for.
    """

    keys: list[Key]
    total: int
    facets: dict[FacetName, dict[str, int]] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IndexStats:
    """How much is in the index."""

    articles: int
    segments: int


class Writer(Protocol):
    """A batch of changes."""

    def put(self, entry: Entry) -> None:
        """Add the article, or replace the one with its id; of two with one id in a batch the later stays."""
        ...

    def remove(self, ids: Collection[str]) -> None:
        """Remove articles. Removing an id that is not there does nothing."""
        ...


class Engine(Protocol):
    """An open index. Searching is safe from many threads at once."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Open a batch: on a clean exit all of it is on disk; on an exception the folder is to be thrown away."""
        ...

    def search(self, request: EngineRequest) -> EnginePage:
        """The window asked for, past the end an empty one, and the exact total.

        Order: ``relevance`` by score, then newest, then id; ``newest`` and ``oldest`` by date, then id; undated
        articles come last in each.
        """
        ...

    def get(self, ids: Sequence[str]) -> list[Article]:
        """The articles that are there, in the order asked; a missing id is left out."""
        ...

    def ids(self) -> Iterable[str]:
        """Every id in the index, in no particular order."""
        ...

    def stats(self) -> IndexStats:
        """Counts of what is searchable now."""
        ...

    def verify(self) -> list[str]:
        """What is wrong with the index, a sentence each; empty where all is well. Reads everything."""
        ...

    def close(self) -> None:
        """Let go of files and memory. Closing twice does nothing."""
        ...


def when(article: Article) -> int:
    """The sort key of an article's date: seconds of the printed clock since year 1, or -1 undated."""
    day = article.day
    if day is None:
        return -1
    seconds = day.toordinal() * 86400
    hour, minute, second = (getattr(article.date, unit, 0) for unit in ("hour", "minute", "second"))
    return seconds + hour * 3600 + minute * 60 + second
