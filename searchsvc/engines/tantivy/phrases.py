"""Loose phrases that Tantivy cannot tell: three words or more, or a word that stands for two.

Tantivy knows exactly whether two different words stand within some slop of each other. Where every two words of a
phrase do, the article is a candidate, and the text of a candidate is looked at: its terms are made again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import combinations

import tantivy
from tantivy import Query

from searchsvc.engines.base import Cut
from searchsvc.engines.proximity import positions, stands
from searchsvc.engines.surrogates import plain
from searchsvc.engines.tantivy.counting import count
from searchsvc.engines.tantivy.schema import article_of
from searchsvc.engines.tantivy.words import Slots, Words, all_of, any_of, silent

_KEPT = 64
"""How many phrases are remembered: a second page or facet must not look at the same texts again."""

_Asked = tuple[str, Slots, int]


class LoosePhrases:
    """The loose phrases of one state of an index."""

    def __init__(self, words: Words, searcher: tantivy.Searcher, cut: Cut) -> None:
        self._words = words
        self._searcher = searcher
        self._cut = cut
        self._known: dict[_Asked, Query] = {}
        self._lock = threading.Lock()

    def query(self, field: str, slots: Slots, slop: int) -> Query:
        """The articles in which the phrase stands."""
        asked = (field, slots, slop)
        with self._lock:
            known = self._known.get(asked)
        if known is None:
            ids = list(self._standing(field, slots, slop))
            known = self._words.one_of("id", ids)
            with self._lock:
                while len(self._known) >= _KEPT:
                    del self._known[next(iter(self._known))]
                self._known[asked] = known
        return known

    def _standing(self, field: str, slots: Slots, slop: int) -> Iterator[str]:
        candidates = self._candidates(field, slots, slop)
        found = self._searcher.search(candidates, 1)
        for _, address in self._searcher.search(candidates, max(count(found), 1), count=False).hits:
            article = article_of(self._searcher.doc(address))
            places = positions(self._cut(article).fields[field])
            if stands([[p for term in slot for p in places.get(term, ())] for slot in slots], slop):
                yield plain(article.id)

    def _candidates(self, field: str, slots: Slots, slop: int) -> Query:
        """Where every two different words are within ``slop``: all articles with the phrase, and few others."""
        pairs = [
            self._words.phrase(field, (slots[i], slots[j]), (i, j), slop)
            for i, j in combinations(range(len(slots)), 2)
            if set(slots[i]).isdisjoint(slots[j])
        ]
        words = [any_of([self._words.term(field, term) for term in slot]) for slot in dict.fromkeys(slots)]
        return silent(all_of([*pairs, *words]))
