"""A segment, open for searching: the posting arrays of a few thousand articles, and which of them were deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

import numpy as np

from searchsvc.arrays import Array, Arrays, Strings
from searchsvc.engines.whoosh.buffer import ARTICLE_TOKENS, checksums
from searchsvc.engines.whoosh.inversion import ARTICLE_GAP
from searchsvc.fields import KEYWORD_FIELDS, TEXT_FIELDS
from searchsvc.query import plan

_FEW = 100
"""So many ids are looked for faster one by one."""


class Segment:
    """The arrays of one segment with its deletions. Immutable; many threads may read."""

    def __init__(self, name: str, arrays: Arrays, deleted: Collection[int]) -> None:
        self.name = name
        self.arrays = arrays
        self.size = len(arrays["when"])
        self.live = np.ones(self.size, bool)
        self.live[list(deleted)] = False
        self.deletions = bool(deleted)
        self.when: Array = arrays["when"]
        self.ranks: Array = arrays["ids.ranks"]
        self.ids = Strings(arrays["ids.blob"], arrays["ids.offsets"])
        self.terms = Strings(arrays["terms.blob"], arrays["terms.offsets"])

    @property
    def articles(self) -> int:
        """How many articles are searchable."""
        return int(self.live.sum())

    @property
    def tokens(self) -> int:
        """How many positions are stored, deleted articles included."""
        return sum(len(self.arrays[f"{name}.positions"]) for name in TEXT_FIELDS)

    @property
    def weight(self) -> int:
        """How much memory it takes to merge, in tokens."""
        return self.tokens + ARTICLE_TOKENS * self.size

    @property
    def end(self) -> int:
        """The furthest position used in any stream, the gap behind it included."""
        ends = (int(self.arrays[f"{name}.bases"].max(initial=0)) for name in TEXT_FIELDS)
        lasts = (int(self.arrays[f"{name}.positions"].max(initial=0)) for name in TEXT_FIELDS)
        return max(*ends, *lasts) + ARTICLE_GAP

    def tokens_in(self, field: str) -> int:
        """The length of a field over all searchable articles."""
        return int(self.arrays[f"{field}.lengths"][self.live].sum())

    def id_of(self, number: int) -> str:
        """The id of an article number."""
        return self.ids[int(self.ranks[number])]

    def find(self, id_: str) -> int:
        """The article number of an id, or -1 where it is not there or deleted."""
        for place in self._places(id_):
            number = int(self.arrays["ids.articles"][place])
            if self.live[number]:
                return number
        return -1

    def _places(self, id_: str) -> Iterable[int]:
        """Where ``id_`` stands among the sorted ids: once, or again for copies that died in the making."""
        place = self.ids.find(id_)
        while 0 <= place < len(self.ids) and self.ids[place] == id_:
            yield place
            place += 1

    def find_many(self, ids: Collection[str]) -> list[int]:
        """The article numbers of those of ``ids`` that are here."""
        here = np.isin(checksums(ids), self.arrays["ids.crc"])
        return [number for id_, may in zip(ids, here, strict=True) if may and (number := self.find(id_)) >= 0]

    def places(self, terms: Iterable[str]) -> Array:
        """The term number of each of ``terms``, -1 where it is not here."""
        return np.array([self.terms.find(term) for term in terms], np.int64)

    def numbers(self, terms: Iterable[str]) -> Array:
        """The term numbers of those of ``terms`` that are here."""
        places = self.places(terms)
        return places[places >= 0]

    def postings(self, field: str, term: int) -> tuple[Array, Array]:
        """(article numbers, counts) of one term."""
        begin, end = self._bounds(f"{field}.postings", term)
        return self.arrays[f"{field}.articles"][begin:end], self.arrays[f"{field}.counts"][begin:end]

    def positions(self, field: str, term: int) -> Array:
        """The positions of one term in the stream of a field, rising."""
        begin, end = self._bounds(f"{field}.places", term)
        return self.arrays[f"{field}.positions"][begin:end]

    def all_postings(self, field: str, terms: Array) -> tuple[Array, Array, Array]:
        """(index into ``terms``, article number, count) of every posting of many terms."""
        bounds = self.arrays[f"{field}.postings"]
        begins = bounds[terms].astype(np.int64)
        sizes = bounds[terms + 1].astype(np.int64) - begins
        places = np.repeat(begins - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        which = np.repeat(np.arange(len(terms)), sizes)
        return which, self.arrays[f"{field}.articles"][places], self.arrays[f"{field}.counts"][places]

    def containing_each(self, field: str, places: Array) -> Array:
        """How many searchable articles have each of many terms, given by ``places``, in a field."""
        here = places >= 0
        counts = np.zeros(len(places), np.int64)
        if self.deletions:
            which, articles, _ = self.all_postings(field, places[here])
            counts[here] = np.bincount(which[self.live[articles]], minlength=int(here.sum()))
        else:
            bounds = self.arrays[f"{field}.postings"]
            counts[here] = bounds[places[here] + 1].astype(np.int64) - bounds[places[here]]
        return counts

    def article_at(self, field: str, positions: Array) -> Array:
        """The article numbers that positions of a field's stream belong to."""
        return np.searchsorted(self.arrays[f"{field}.bases"], positions, side="right") - 1

    def keyword(self, field: str, values: Collection[str]) -> Array:
        """Which articles have one of the values: a mask."""
        known = self._keyword_places[field]
        wanted = np.zeros(len(known) + 1, bool)
        wanted[[known.get(value, -1) for value in values]] = True  # What is not here is counted at the end.
        wanted[-1] = False
        mask: Array = wanted[self.arrays[f"{field}.values"]]
        return mask

    def keyword_of(self, field: str, number: int) -> str:
        """The value of a keyword field of one article."""
        return self.keyword_values[field][int(self.arrays[f"{field}.values"][number])]

    def with_ids(self, ids: Collection[str]) -> Array:
        """Which articles have one of the ids: a mask."""
        found = self.find_many(ids) if len(ids) > _FEW else [number for id_ in ids if (number := self.find(id_)) >= 0]
        mask = np.zeros(self.size, bool)
        mask[found] = True
        return mask

    @cached_property
    def _keyword_places(self) -> dict[str, dict[str, int]]:
        """By keyword field the number of each of its values."""
        return {
            field: {value: place for place, value in enumerate(values)} for field, values in self.keyword_values.items()
        }

    @cached_property
    def keyword_values(self) -> dict[str, list[str]]:
        """The values of each keyword field, by their numbers."""
        found = {}
        for name in KEYWORD_FIELDS:
            strings = Strings(self.arrays[f"{name}.blob"], self.arrays[f"{name}.offsets"])
            found[name] = [strings[number] for number in range(len(strings))]
        return found

    @cached_property
    def months(self) -> Array:
        """The month of each article's date as year · 12 + month − 1, or −1."""
        days = self.when // 86400 - 719_163
        months: Array = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
        months[self.when < 0] = -1
        return months

    def _bounds(self, name: str, term: int) -> tuple[int, int]:
        bounds = self.arrays[name]
        return int(bounds[term]), int(bounds[term + 1])


def between(segment: Segment, days: plan.DayRange) -> Array:
    """Which articles are dated within a range of days: a mask."""
    mask: Array = (segment.when >= days.first * 86400) & (segment.when < (days.last + 1) * 86400)
    return mask
