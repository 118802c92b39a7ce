"""Loose phrases that no query of the cluster tells exactly: a word that stands for two, or too many readings.

Where the words are near each other in whatever order, an article is a candidate, and its text is looked at: its terms
are made again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from searchsvc.article import Article
from searchsvc.engines.base import Cut
from searchsvc.engines.opensearch.mapping import document_id
from searchsvc.engines.opensearch.translation import Query, Slots, near
from searchsvc.engines.proximity import positions, stands

_KEPT = 64
"""How many phrases are remembered: a second page or facet must not look at the same texts again."""

Found = Callable[[Query], Iterator[Article]]
"""Every article that a query finds, in no particular order."""


class LoosePhrases:
    """The loose phrases of one state of an index."""

    def __init__(self, found: Found, cut: Cut) -> None:
        self._found = found
        self._cut = cut
        self._known: dict[tuple[str, Slots, int], Query] = {}
        self._lock = threading.Lock()

    def query(self, field: str, slots: Slots, slop: int) -> Query:
        """The articles in which the phrase stands."""
        asked = (field, slots, slop)
        with self._lock:
            known = self._known.get(asked)
        if known is None:
            known = {"ids": {"values": list(self._standing(field, slots, slop))}}
            with self._lock:
                while len(self._known) >= _KEPT:
                    del self._known[next(iter(self._known))]
                self._known[asked] = known
        return known

    def _standing(self, field: str, slots: Slots, slop: int) -> Iterator[str]:
        for article in self._found(near(field, slots, slop, in_order=False)):
            places = positions(self._cut(article).fields[field])
            if stands([[p for term in slot for p in places.get(term, ())] for slot in slots], slop):
                yield document_id(article.id)
