"""From matches to a page: exact totals, a total order, a window of it, facet counts."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchsvc.arrays import Array
from searchsvc.engines.base import UNDATED, EngineRequest, FacetName, Key
from searchsvc.engines.whoosh.matches import Matches
from searchsvc.engines.whoosh.segment import Segment
from searchsvc.fields import KEYWORD_FIELDS

_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one segment."""

    segment: Segment
    matches: Matches


def window(found: Sequence[Found], request: EngineRequest) -> list[Key]:
    """The keys of the window asked for, in order."""
    wanted = request.offset + request.limit
    if request.limit == 0 or request.offset >= sum(len(one.matches) for one in found):
        return []
    runs = [_first(one, request, wanted) for one in found]
    merged = heapq.merge(*runs, key=lambda row: row[:3])
    rows = [row for _, row in zip(range(wanted), merged, strict=False)]
    return [key for *_, key in rows[request.offset :]]


def facet(found: Sequence[Found], name: FacetName) -> dict[str, int]:
    """How many matches have each value; articles without a value are in none."""
    counts: Counter[str] = Counter()
    for one in found:
        if name in KEYWORD_FIELDS:
            counts.update(_by_keyword(one, name))
        else:
            counts.update(_by_date(one, name))
    return dict(counts)


def _first(one: Found, request: EngineRequest, wanted: int) -> list[tuple[float, int, str, Key]]:
    """The first ``wanted`` matches of one segment as sortable rows (score part, date part, id, key)."""
    segment, articles, scores = one.segment, one.matches.articles, one.matches.scores
    when = segment.when[articles]
    by_date = np.where(when < 0, _LAST, when if request.sort == "oldest" else -when)
    columns = [-scores, by_date, segment.ranks[articles].astype(np.int64)]
    kept = _behind(segment, columns, request)
    places = np.flatnonzero(kept)[_leading([column[kept] for column in columns], wanted)]
    keys = (Key(float(scores[n]), int(when[n]), segment.id_of(int(articles[n]))) for n in places)
    return [(-key.score, int(by_date[n]), key.id, key) for n, key in zip(places, keys, strict=True)]


def _leading(columns: Sequence[Array], wanted: int) -> Array:
    """The places of the first ``wanted`` rows in the order of the columns, the first column counting most."""
    places = _cut(np.arange(len(columns[0])), columns, wanted)
    order: Array = places[np.lexsort([column[places] for column in reversed(columns)])]
    return order


def _cut(places: Array, columns: Sequence[Array], wanted: int) -> Array:
    """The places of the first ``wanted`` rows in any order: those below the edge, and of the tied what comes first."""
    if len(places) <= wanted or not columns:
        return places
    column = columns[0][places]
    edge = np.partition(column, wanted - 1)[wanted - 1]
    better = places[column < edge]
    return np.concatenate((better, _cut(places[column == edge], columns[1:], wanted - len(better))))


def _behind(segment: Segment, columns: Sequence[Array], request: EngineRequest) -> Array:
    """Which matches come after the key that a cursor names: a mask."""
    by_score, by_date, ranks = columns
    after = request.after
    if after is None:
        return np.ones(len(ranks), bool)
    score = -after.score if request.sort == "relevance" else 0.0
    date = _LAST if after.when < 0 else after.when if request.sort == "oldest" else -after.when
    # No id sorts between an id and the same id with a NUL behind it.
    first = segment.ids.place(after.id.encode("utf-8", "surrogatepass") + b"\0")
    later_date = (by_date > date) | ((by_date == date) & (ranks >= first))
    mask: Array = (by_score > score) | ((by_score == score) & later_date)
    return mask


def _by_keyword(one: Found, name: FacetName) -> dict[str, int]:
    values = one.segment.keyword_values[name]
    numbers = one.segment.arrays[f"{name}.values"][one.matches.articles]
    counts = np.bincount(numbers, minlength=len(values))
    found = ((values[number], int(counts[number])) for number in np.flatnonzero(counts).tolist())
    return {value: count for value, count in found if value}


def _by_date(one: Found, name: FacetName) -> dict[str, int]:
    months = one.segment.months[one.matches.articles]
    periods = months if name == "month" else np.where(months < 0, -1, months // 12)
    counts = np.bincount(periods + 1)
    return {_label(int(period) - 1, name): int(counts[period]) for period in np.flatnonzero(counts)}


def _label(period: int, name: FacetName) -> str:
    if period < 0:
        return UNDATED
    return f"{period // 12:04}-{period % 12 + 1:02}" if name == "month" else f"{period:04}"
