"""Phrases over whole position arrays: where all words of a phrase stand together."""

from __future__ import annotations

import numpy as np

from searchsvc.arrays import Array
from searchsvc.engines.proximity import stands
from searchsvc.engines.whoosh.inversion import ARTICLE_GAP
from searchsvc.engines.whoosh.segment import Segment

Slots = tuple[tuple[str, ...], ...]

_NONE = np.zeros(0, np.int64)
_NEVER = np.iinfo(np.int64).max


def phrase_counts(segment: Segment, field: str, slots: Slots) -> tuple[Array, Array]:
    """(article numbers, how often the phrase stands in a row in each), as ``proximity.begins`` defines it."""
    return _counted(segment.article_at(field, _in_a_row(segment, field, slots)))


def phrase_articles(segment: Segment, field: str, slots: Slots, slop: int) -> Array:
    """The numbers of the articles where the phrase stands, as ``proximity.stands`` defines it."""
    if slop == 0:
        return phrase_counts(segment, field, slots)[0]
    terms = [segment.numbers(slot) for slot in slots]
    if not all(_size(segment, field, numbers) for numbers in terms):
        return _NONE
    places = {slot: _positions(segment, field, numbers) for slot, numbers in zip(slots, terms, strict=True)}
    # A window may begin before its article, where an early word stands late in the phrase; never by half a gap.
    articles = segment.article_at(field, _windows(slots, places, slop) + ARTICLE_GAP // 2)
    articles = articles[_first_of_each(articles)]
    if len({term for slot in places for term in slot}) < sum(map(len, places)):
        return _standing(segment, field, [places[slot] for slot in slots], slop, articles)
    return articles


def _size(segment: Segment, field: str, terms: Array) -> int:
    return sum(len(segment.positions(field, int(term))) for term in terms)


def _positions(segment: Segment, field: str, terms: Array) -> Array:
    found = [segment.positions(field, int(term)) for term in terms]
    return found[0] if len(found) == 1 else np.sort(np.concatenate(found), kind="stable")


def _in_a_row(segment: Segment, field: str, slots: Slots) -> Array:
    """Where the phrase begins. From the rarest slot on, so that few candidates are left before the common ones."""
    terms = [segment.numbers(slot) for slot in slots]
    sizes = [_size(segment, field, numbers) for numbers in terms]
    if not all(sizes):
        return _NONE
    first, *rest = sorted(range(len(terms)), key=sizes.__getitem__)
    starts = _positions(segment, field, terms[first]).astype(np.int64) - first
    for slot in rest:
        if len(starts) == 0:
            break
        if len(terms[slot]) == 1:
            starts = starts[_held(starts + slot, segment.positions(field, int(terms[slot][0])))]
        else:
            starts = starts[_among(starts + slot, segment, field, terms[slot])]
    return starts


def _among(values: Array, segment: Segment, field: str, terms: Array) -> Array:
    """Which of ``values`` are positions of one of many terms: a bit for each position costs less than sorting them."""
    base, end = int(values[0]), int(values[-1])
    taken = np.zeros(end - base + 1, bool)
    for term in terms:
        positions = segment.positions(field, int(term))
        low, high = np.searchsorted(positions, (base, end + 1))
        taken[positions[low:high] - base] = True
    mask: Array = taken[values - base]
    return mask


def _held(values: Array, other: Array) -> Array:
    """Which of ``values`` are in ``other``, both rising: to sort two rising runs is a merge, not many look-ups."""
    if len(values) * 16 < len(other):
        places = np.searchsorted(other, values)
        places[places == len(other)] = 0
        mask: Array = other[places] == values
        return mask
    # The last bit tells the two apart, and sorts a value before the same value of the other.
    both = np.concatenate((values << 1, (other.astype(np.int64) << 1) | 1))
    both.sort(kind="stable")
    own = (both & 1) == 0
    followed = np.append(both[1:] == both[:-1] + 1, False)
    held: Array = followed[own]
    return held


def _windows(slots: Slots, places: dict[tuple[str, ...], Array], slop: int) -> Array:
    """The adjusted positions p_i − i that begin a window of width ``slop`` in which every slot has one.

    A word that stands several times in the phrase takes several places: each slot the first that is free, which is
    the best choice because the places a slot may take begin and end further on from slot to slot.
    """
    rarest = min((places[slot] for slot in slots), key=len)
    reach = slop + len(slots)
    near = {
        slot: _near(positions.astype(np.int64), rarest.astype(np.int64), reach) for slot, positions in places.items()
    }
    starts = np.concatenate([near[slot] - i for i, slot in enumerate(slots)])
    starts.sort(kind="stable")
    starts = starts[_first_of_each(starts)]
    for slot, positions in near.items():
        padded = np.append(positions, _NEVER)
        free = starts
        for i in (place for place, other in enumerate(slots) if other == slot):
            taken = padded[np.searchsorted(positions, np.maximum(starts + i, free))]
            kept = taken <= starts + i + slop
            starts, free = starts[kept], taken[kept] + 1
    return starts


def _counted(rising: Array) -> tuple[Array, Array]:
    """The distinct values of a rising array, and how often each is in it (np.unique would hash them)."""
    begins = np.flatnonzero(_first_of_each(rising))
    return rising[begins], np.diff(begins, append=len(rising))


def _first_of_each(rising: Array) -> Array:
    first = np.ones(len(rising), bool)
    first[1:] = rising[1:] != rising[:-1]
    return first


def _near(values: Array, rarest: Array, slop: int) -> Array:
    """Those of ``values`` that a window with one of ``rarest`` can hold; all, where looking would not pay."""
    if len(rarest) * 16 >= len(values):
        return values
    low, high = np.searchsorted(values, rarest - slop), np.searchsorted(values, rarest + slop, side="right")
    ends = np.zeros(len(values) + 1, np.int64)
    np.add.at(ends, low, 1)
    np.add.at(ends, high, -1)
    return values[np.cumsum(ends[:-1]) > 0]


def _standing(segment: Segment, field: str, places: list[Array], slop: int, articles: Array) -> Array:
    """Those of ``articles`` where the phrase stands, its slots sharing some of their terms.

    Which of these slots takes which place is not to be told in bulk.
    """
    bases = segment.arrays[f"{field}.bases"]
    kept = np.zeros(len(articles), bool)
    for n, article in enumerate(articles):
        base = int(bases[article])
        ends = np.array((base, base + ARTICLE_GAP // 2 + _reach(segment, field, int(article))))
        own = [p[slice(*np.searchsorted(p, ends))].tolist() for p in places]
        kept[n] = stands(own, slop)
    return articles[kept]


def _reach(segment: Segment, field: str, article: int) -> int:
    """How far the positions of an article can go: to the next base that is further on."""
    bases = segment.arrays[f"{field}.bases"]
    later = int(np.searchsorted(bases, bases[article], side="right"))
    if later == len(bases):
        return int(np.iinfo(np.int32).max)
    return int(bases[later] - bases[article]) - ARTICLE_GAP
