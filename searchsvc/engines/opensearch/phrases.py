"""Loose phrases that no query of the cluster tells exactly: a word that stands for two, or too many readings.

Where the words are near each other in whatever order, an article is a candidate, and its text is looked at: its terms
are made again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

from searchsvc.article import Article
from searchsvc.engines.base import Cut
from searchsvc.engines.opensearch.mapping import document_id
from searchsvc.engines.opensearch.translation import Query, Slots, near
from searchsvc.engines.opensearch.trouble import WalkLost
from searchsvc.engines.proximity import positions, stands
from searchsvc.errors import EngineUnavailable

_KEPT = 64
"""How many phrases are remembered: a second page or facet must not look at the same texts again."""

_Asked = tuple[str, Slots, int]

Found = Callable[[Query], Iterator[Article]]
"""Every article that a query finds, in no particular order."""


class LoosePhrases:
    """The loose phrases of one state of an index."""

    def __init__(self, found: Found, cut: Cut) -> None:
        self._found = found
        self._cut = cut
        self._known: dict[_Asked, Future[Query]] = {}
        self._lock = threading.Lock()

    def query(self, field: str, slots: Slots, slop: int) -> Query:
        """The articles in which the phrase stands. One thread looks; others that ask the same meanwhile wait for it."""
        asked = (field, slots, slop)
        with self._lock:
            known = self._known.get(asked)
            if known is None:
                while len(self._known) >= _KEPT:
                    del self._known[next(iter(self._known))]
                looking = self._known[asked] = Future()
        return known.result() if known else self._looked_for(looking, asked)

    def _looked_for(self, looking: Future[Query], asked: _Asked) -> Query:
        try:
            looking.set_result({"ids": {"values": self._ids(*asked)}})
        finally:
            if not looking.done():
                with self._lock:
                    self._known.pop(asked, None)
                looking.set_exception(EngineUnavailable("another search for the same phrase has failed: ask again"))
        return looking.result()

    def _ids(self, field: str, slots: Slots, slop: int) -> list[str]:
        try:
            return list(self._standing(field, slots, slop))
        except WalkLost:  # as with a node: another one has the same articles
            return list(self._standing(field, slots, slop))

    def _standing(self, field: str, slots: Slots, slop: int) -> Iterator[str]:
        for article in self._found(near(field, slots, slop, in_order=False)):
            places = positions(self._cut(article).fields[field])
            if stands([[p for term in slot for p in places.get(term, ())] for slot in slots], slop):
                yield document_id(article.id)
