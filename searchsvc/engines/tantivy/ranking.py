"""The order of hits: the window of a request, hits of equal score newest first, and the way on from a cursor.

Within a segment documents lie in the order newest first, then by id, and Tantivy breaks ties by it. Only where hits of
one score come from several segments their keys have to be compared.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import tantivy
from tantivy import Order, Query

from searchsvc.article import Article
from searchsvc.engines.base import EngineRequest, Key, Sort
from searchsvc.engines.tantivy.counting import count
from searchsvc.engines.tantivy.schema import article_of, group_of, key_of, order

_MORE = 30
"""How many hits are looked at beyond every window: seldom has the last one so many equals."""

_STEP = 64
"""How many are looked at next, where it has."""

_SMALL = 1_000
"""A window that ends before this place needs no room made to measure."""

_Hit = tuple[Any, tantivy.DocAddress]
"""(score, or the text that orders), and where the document is."""


class Ranked(NamedTuple):
    """A hit: its key, the text that orders it within its score, and the stored document where it was read."""

    key: Key
    order: str
    address: tantivy.DocAddress
    document: tantivy.Document | None = None


class Ranking:
    """All hits of one query in their order; only those that are asked for are fetched."""

    def __init__(self, searcher: tantivy.Searcher, query: Query, sort: Sort, *, scored: bool) -> None:
        self._searcher = searcher
        self._query = query
        self._column = "oldest" if sort == "oldest" else "newest"
        self._scored = scored
        self._total = -1

    @property
    def total(self) -> int:
        """How many hits there are."""
        if self._total < 0:
            self._search(0, 1)
        return self._total

    def window(self, request: EngineRequest) -> list[Ranked]:
        """The hits that a request asks for."""
        if request.after is None:
            return self._cut(request.offset, request.limit)
        place = min(request.rank, self.total)
        if place and request.offset == 0:
            at_cursor = self._cut(place - 1, request.limit + 1)
            if at_cursor[0].key == request.after:
                return at_cursor[1:]
        return self._cut(self._place(request.after, place) + request.offset, request.limit)

    def articles(self, hits: Iterable[Ranked]) -> list[Article]:
        """The articles of hits."""
        return [article_of(hit.document or self._searcher.doc(hit.address)) for hit in hits]

    def groups(self, hits: Iterable[Ranked]) -> list[str]:
        """What the field ``group`` of hits holds."""
        return [group_of(hit.document or self._searcher.doc(hit.address)) for hit in hits]

    def _place(self, after: Key, guess: int) -> int:
        """How many hits do not come behind ``after``: looked for in growing steps around a guess, then by halves."""
        low, high, step = 0, self.total, 1
        if guess < high and not self._comes(guess, after):
            low = guess + 1
            while low + step < high and not self._comes(low + step, after):
                low, step = low + step + 1, step * 2
            high = min(high, low + step)
        else:
            high = guess
            while high - step > 0 and self._comes(high - step, after):
                high, step = high - step, step * 2
            low = max(low, high - step)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._comes(middle, after) else (middle + 1, high)
        return low

    def _comes(self, place: int, after: Key) -> bool:
        """Whether the hit at ``place`` comes behind ``after``."""
        hit = self._cut(place, 1)[0]
        return (-hit.key.score, hit.order) > (-after.score, order(after, self._column))

    def _cut(self, offset: int, limit: int) -> list[Ranked]:
        """The hits from ``offset`` on."""
        if limit < 1:
            return []
        if not self._scored:
            hits = self._hits(offset, limit)
            return [Ranked(key_of(text, self._column), text, address) for text, address in hits]
        if self._searcher.num_segments <= 1:
            return list(map(self._read, self._hits(offset, limit)))
        return self._cut_across(offset, limit)

    def _cut_across(self, offset: int, limit: int) -> list[Ranked]:
        """The hits from ``offset`` on where there are several segments: those of one score are put in order."""
        begin = max(offset - 1, 0)
        hits = self._hits(begin, offset - begin + limit + _MORE)
        if len(hits) <= offset - begin:
            return []
        begin, hits = self._from_first_equal(begin, hits, hits[offset - begin][0])
        hits = self._to_last_equal(begin, hits, offset - begin + limit - 1)
        ranked: list[Ranked] = []
        end = offset - begin + limit
        for _, equal in groupby(hits, itemgetter(0)):
            run = list(equal)
            ranked += [self._read(run[0])] if len(run) == 1 else islice(self._in_order(run), end - len(ranked))
            if len(ranked) == end:
                break
        return ranked[offset - begin :]

    def _from_first_equal(self, begin: int, hits: list[_Hit], score: float) -> tuple[int, list[_Hit]]:
        step = _STEP
        while begin > 0 and hits[0][0] == score:
            earlier = max(begin - step, 0)
            hits = self._hits(earlier, begin - earlier) + hits
            begin, step = earlier, step * 2
        return begin, hits

    def _to_last_equal(self, begin: int, hits: list[_Hit], last: int) -> list[_Hit]:
        step = _STEP
        while last + 1 < len(hits) and hits[-1][0] == hits[last][0] and (more := self._hits(begin + len(hits), step)):
            hits, step = hits + more, step * 2
        return hits

    def _in_order(self, equal: Iterable[_Hit]) -> Iterator[Ranked]:
        """Hits of one score, which come segment after segment and in each in order; each is read when it is needed."""
        segments = groupby(equal, lambda hit: hit[1].segment_ord)
        return heapq.merge(*(map(self._read, list(part)) for _, part in segments), key=attrgetter("order"))

    def _read(self, hit: _Hit) -> Ranked:
        score, address = hit
        document = self._searcher.doc(address)
        text = str(document.get_first("newest"))
        return Ranked(key_of(text, "newest", score), text, address, document)

    def _hits(self, offset: int, limit: int) -> list[_Hit]:
        """What Tantivy finds from ``offset`` on. It makes room for all hits up to there, so never beyond the end."""
        if offset + limit > _SMALL:
            limit = min(limit, self.total - offset)
        return list(self._search(offset, limit)) if limit > 0 else []

    def _search(self, offset: int, limit: int) -> Sequence[_Hit]:
        column = None if self._scored else self._column
        counting = self._total < 0
        found = self._searcher.search(self._query, limit, counting, column, offset, Order.Asc)
        if counting:
            self._total = count(found)
        return found.hits
