"""A run's changes on their way into an index: what is counted, compared and written for each article, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from searchsvc.article import Article
from searchsvc.copies import Copies, Groups, later_copies, marked
from searchsvc.engines.base import Engine, Writer
from searchsvc.entries import WordCounts, cut
from searchsvc.spool import Spool

_AT_ONCE = 1_000


class Changing(Protocol):
    """What is told of every article that comes or goes."""

    def put(self, article: Article, *, indexed: bool) -> None:
        """Add an article, or replace the one that is ``indexed`` under its id."""
        ...

    def remove(self, ids: Sequence[str]) -> None:
        """Remove articles that are indexed."""
        ...


class Rehearsal:
    """The changes of a dry run: nothing is written, but it is known in the end how many articles are copies."""

    def __init__(self, copies: Copies) -> None:
        self._copies = copies

    def put(self, article: Article, *, indexed: bool) -> None:
        """Compare an article that comes."""
        self._copies.learn(cut(article))

    def remove(self, ids: Sequence[str]) -> None:
        """Compare without articles that go."""
        self._copies.forget(ids)

    def finish(self) -> int:
        """How many articles would be later copies of another."""
        return later_copies(self._copies.groups())


class Streamed:
    """Articles that only come, each written at once: for one of several parts, whose copies are in the others too."""

    def __init__(self, writer: Writer, words: WordCounts, copies: Copies) -> None:
        self._writer = writer
        self._words = words
        self._copies = copies

    def put(self, article: Article, *, indexed: bool) -> None:
        """Write an article."""
        entry = self._words.learn(article)
        self._copies.learn(entry)
        self._writer.put(entry)

    def remove(self, ids: Sequence[str]) -> None:
        """Nothing can go from what begins empty."""


class Batch:
    """Articles that come and go. What is put is written at the end, when it is known which are copies of each other."""

    def __init__(self, engine: Engine, writer: Writer, words: WordCounts, copies: Copies, spool: Spool) -> None:
        self._engine = engine
        self._writer = writer
        self._words = words
        self._copies = copies
        self._spool = spool
        self._replaced: list[str] = []

    def put(self, article: Article, *, indexed: bool) -> None:
        """Add an article, or replace the one that is ``indexed`` under its id."""
        if indexed:
            self._replaced.append(article.id)
            if len(self._replaced) >= _AT_ONCE:
                self._forget_replaced()
        entry = self._words.learn(article)
        self._copies.learn(entry)
        self._spool.put(entry)

    def remove(self, ids: Sequence[str]) -> None:
        """Remove articles that are indexed."""
        for some in _cut(ids):
            self._words.forget(self._engine.get(some))
            self._writer.remove(some)
        self._copies.forget(ids)

    def finish(self, tell: Callable[[int], None]) -> int:
        """Write all that was put, telling how many so far, and what stayed but whose copies did not.

        Gives how many articles of the index are later copies of another.
        """
        self._forget_replaced()
        groups = self._copies.groups()
        for number, entry in enumerate(self._spool.entries(), 1):
            self._writer.put(marked(entry, groups))
            tell(number)
        regroup(self._engine, self._writer, self._copies, groups)
        return later_copies(groups)

    def _forget_replaced(self) -> None:
        """Count out the words of what is replaced, while it is still there; many are asked for at once."""
        self._words.forget(self._engine.get(self._replaced))
        self._replaced.clear()


@contextmanager
def batch(engine: Engine, words: WordCounts, copies: Copies, folder: Path) -> Iterator[Batch]:
    """Open a batch: on an exception the folder of the generation is to be thrown away, and ``words`` and ``copies``."""
    with Spool(folder) as spool, engine.writing() as writer:
        yield Batch(engine, writer, words, copies, spool)


def regroup(engine: Engine, writer: Writer, copies: Copies, groups: Groups) -> None:
    """Write anew the articles that stayed as they are, but not their place among the copies."""
    for some in _cut(copies.moved(groups)):
        for article in engine.get(some):
            writer.put(marked(cut(article), groups))


def _cut(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
