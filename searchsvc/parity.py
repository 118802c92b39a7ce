"""Do two engines answer alike? The same searches put to both: their totals, facets and first ten hits side by side."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import fmean, median

from searchsvc.archive import Archive
from searchsvc.engines.base import EnginePage, EngineRequest, FacetName
from searchsvc.lexicon import Lexicon
from searchsvc.query import spell
from searchsvc.query.planner import make_plan
from searchsvc.sampling import Sample, sample

OVERLAP = 0.95
"""How many of the first ten hits have to be the same, on average. Equal scores are rounded differently by engines."""

FIRST = 10
_FACETS: tuple[FacetName, ...] = ("source", "language", "month", "year")


@dataclass(frozen=True, slots=True)
class Difference:
    """A count of one search that is not the same: ``what`` is ``total``, or a facet and one of its values."""

    query: str
    what: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Kind:
    """The searches of one kind: how many, and in how many of them the totals and the facets are equal.

    ``overlap`` is the mean share of equal hits among the first ten, ``worst`` the least.
    """

    name: str
    searches: int
    totals: int
    facets: int
    overlap: float
    worst: float


@dataclass(frozen=True, slots=True)
class Parity:
    """What came of a comparison: by kind of search, over all of them, and what is not equal.

    ``worst_query`` is the one whose first ten hits have the least in common.
    ``old_ms`` and ``new_ms`` are the median times of a search with its facets, in milliseconds.
    """

    kinds: list[Kind]
    all: Kind
    worst_query: str
    old_ms: float
    new_ms: float
    differences: list[Difference]

    @property
    def agrees(self) -> bool:
        """Whether one engine may take the place of the other."""
        return not self.differences and self.all.overlap >= OVERLAP


def compare(old: Archive, new: Archive, count: int = 200) -> Parity:
    """Put about ``count`` searches, made of the words and articles of ``old``, to both; both hold the same articles."""
    asked = [_Asked.of(one, old, new) for one in sample(old, count)]
    return Parity(
        kinds=[_kind(name, list(some)) for name, some in groupby(asked, lambda one: one.kind)],
        all=_kind("all", asked),
        worst_query=min(asked, key=lambda one: one.overlap).query,
        old_ms=round(median(one.seconds[0] for one in asked) * 1000, 2),
        new_ms=round(median(one.seconds[1] for one in asked) * 1000, 2),
        differences=[difference for one in asked for difference in one.differences],
    )


@dataclass(slots=True)
class _Asked:
    """One search and what came of it. An overlap of nothing with nothing is whole, and says nothing."""

    kind: str
    query: str
    seconds: tuple[float, float]
    found: bool = False
    overlap: float = 1.0
    differences: list[Difference] = field(default_factory=list)

    @classmethod
    def of(cls, one: Sample, old: Archive, new: Archive) -> _Asked:
        """Ask both engines. The words of both archives are the same, so that one plan is for both."""
        request = _request(one, old.lexicon)
        (left, before), (right, after) = _timed(old, request), _timed(new, request)
        query = spell(one.tree)
        asked = cls(one.kind, query, (before, after), found=bool(left.keys or right.keys))
        asked.overlap = _overlap(left, right)
        asked.differences.extend(_differences(query, left, right))
        return asked


def _request(one: Sample, lexicon: Lexicon) -> EngineRequest:
    return EngineRequest(make_plan(one.tree, lexicon).plan, one.sort, limit=FIRST, facets=_FACETS)


def _timed(archive: Archive, request: EngineRequest) -> tuple[EnginePage, float]:
    begun = time.perf_counter()
    page = archive.engine.search(request)
    return page, time.perf_counter() - begun


def _overlap(left: EnginePage, right: EnginePage) -> float:
    ids = {key.id for key in left.keys}, {key.id for key in right.keys}
    return len(ids[0] & ids[1]) / max(len(ids[0]), len(ids[1]), 1) if any(ids) else 1.0


def _differences(query: str, left: EnginePage, right: EnginePage) -> Iterator[Difference]:
    if left.total != right.total:
        yield Difference(query, "total", left.total, right.total)
    for name in _FACETS:
        old, new = left.facets[name], right.facets[name]
        for value in sorted(old.keys() | new.keys()):
            if old.get(value, 0) != new.get(value, 0):
                yield Difference(query, f"{name} {value}", old.get(value, 0), new.get(value, 0))


def _kind(name: str, asked: Sequence[_Asked]) -> Kind:
    unequal = [{difference.what == "total" for difference in one.differences} for one in asked]
    found = [one.overlap for one in asked if one.found] or [1.0]
    return Kind(
        name,
        searches=len(asked),
        totals=sum(True not in wrong for wrong in unequal),
        facets=sum(False not in wrong for wrong in unequal),
        overlap=fmean(found),
        worst=min(found),
    )
