"""Phrases over whole position arrays: where all words of a phrase stand together."""

from __future__ import annotations

import numpy as np

from searchsvc.engines.proximity import occurrences
from searchsvc.engines.whoosh.arrays import Array
from searchsvc.engines.whoosh.inversion import ARTICLE_GAP
from searchsvc.engines.whoosh.segment import Segment

Slots = tuple[tuple[str, ...], ...]


def phrase_counts(segment: Segment, field: str, slots: Slots, slop: int) -> tuple[Array, Array]:
    """(article numbers, how often the phrase occurs in each), as ``proximity.occurrences`` defines it."""
    places = [_positions(segment, field, slot) for slot in slots]
    if not all(len(positions) for positions in places):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    adjusted = [positions.astype(np.int64) - i for i, positions in enumerate(places)]
    if slop == 0:
        starts = _in_all(adjusted)
    else:
        starts = _windows(adjusted, slop)
    # A window may begin before its article, where an early word stands late in the phrase; never by half a gap.
    articles, counts = np.unique(segment.article_at(field, starts + ARTICLE_GAP // 2), return_counts=True)
    if slop and len({term for slot in slots for term in slot}) < sum(map(len, slots)):
        return _recounted(segment, field, places, slop, articles)
    return articles, counts


def _positions(segment: Segment, field: str, slot: tuple[str, ...]) -> Array:
    found = [segment.positions(field, int(term)) for term in segment.numbers(slot)]
    if len(found) == 1:
        return found[0]
    return np.sort(np.concatenate(found), kind="stable") if found else np.zeros(0, np.uint32)


def _in_all(adjusted: list[Array]) -> Array:
    """The values that every array has, from the shortest on."""
    first, *rest = sorted(adjusted, key=len)
    for other in rest:
        if len(first) == 0:
            break
        first = first[_held(first, other)]
    return first


def _held(values: Array, other: Array) -> Array:
    """Which of ``values`` are in ``other``, both rising. Sorting two rising runs is a merge, and beats many look-ups."""
    if len(values) * 16 < len(other):
        places = np.searchsorted(other, values)
        places[places == len(other)] = 0
        mask: Array = other[places] == values
        return mask
    both = np.concatenate((values, other))
    order = np.argsort(both, kind="stable")
    both = both[order]
    again = np.flatnonzero(both[1:] == both[:-1])
    mask = np.zeros(len(values), bool)
    mask[order[again]] = True
    return mask


def _windows(adjusted: list[Array], slop: int) -> Array:
    """The values that begin a window of width ``slop`` in which every array has a value."""
    rarest = min(adjusted, key=len)
    near = [values[_next(rarest, values - slop) <= values + slop] for values in adjusted]
    starts = np.unique(np.concatenate(near))
    for values in near:
        if len(starts) == 0 or len(values) == 0:
            return np.zeros(0, np.int64)
        starts = starts[_next(values, starts) <= starts + slop]
    return starts


def _next(values: Array, wanted: Array) -> Array:
    """For each wanted value, the first of ``values`` that is not below it; a huge one where there is none."""
    places = np.searchsorted(values, wanted)
    padded = np.append(values, np.iinfo(np.int64).max)
    found: Array = padded[places]
    return found


def _recounted(segment: Segment, field: str, places: list[Array], slop: int, articles: Array) -> tuple[Array, Array]:
    """The counts where one word stands twice in a phrase: it must then be in the text twice, too."""
    bases = segment.arrays[f"{field}.bases"]
    counts = []
    for article in articles:
        base = int(bases[article])
        ends = np.array((base, base + ARTICLE_GAP // 2 + _reach(segment, field, int(article))))
        own = [p[slice(*np.searchsorted(p, ends))].tolist() for p in places]
        counts.append(occurrences(own, slop))
    kept = np.array(counts, np.int64)
    return articles[kept > 0], kept[kept > 0]


def _reach(segment: Segment, field: str, article: int) -> int:
    """How far the positions of an article can go: to the next base that is further on."""
    bases = segment.arrays[f"{field}.bases"]
    later = int(np.searchsorted(bases, bases[article], side="right"))
    if later == len(bases):
        return int(np.iinfo(np.int32).max)
    return int(bases[later] - bases[article]) - ARTICLE_GAP
