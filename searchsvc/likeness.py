"""Which of many sketches are of near-copies: candidates by numbers that they share, then the sketches held together.

Two texts are near-copies where three fifths of the shingles of the shorter one are in the other, by estimate. Of a text
in which every tenth word was changed 0.9 cubed stays, 0.73, however it was cut; a sketch errs by about 0.05. What is
less than a third as long as the other is no copy of it: it may be one part of a long digest.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from searchsvc.sketch import NONE, Array

CONTAINED = 0.6
UNLIKE = 0.46
"""Copies of one text share more: two of them in which every tenth word was changed, 0.73 squared."""

SHORTEST = 0.3
SHARED = 10
"""Fewer numbers in common tell nothing."""

_KEYS = 16
"""Candidates are found by so many numbers of each sketch, the smallest; of near-copies about half are shared."""

_KEYS_SHARED = 2
_NEIGHBOURS = 8
"""A number that many sketches have makes a candidate of each with so many before it, and with so many of the first."""

_AT_ONCE = 20_000
"""So many rows, and so many pairs of them, are looked at in one step: it bounds the memory."""


Pairs = list[tuple[int, int]]


def alike(table: Array, order: Array) -> tuple[Pairs, Pairs]:
    """The near-copies among the rows of ``table``, and those that were held together and are unlike each other.

    Both are pairs of places in ``order``, the earlier first.
    """
    earlier, later = _candidates(table[order, :_KEYS])
    last = table[order, -1]
    largest = np.where(last == NONE, np.uint32(NONE - 1), last)  # Up to there a sketch has every shingle of its text.
    shares = np.zeros(len(earlier))
    for start in range(0, len(earlier), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        left, right = earlier[some], later[some]
        bound = np.minimum(largest[left], largest[right])
        shares[some] = _shares(table[order[left]], table[order[right]], bound[:, None])
    return _pairs(earlier, later, shares >= CONTAINED), _pairs(earlier, later, shares < UNLIKE)


def _pairs(earlier: Array, later: Array, which: Array) -> Pairs:
    return list(zip(earlier[which].tolist(), later[which].tolist(), strict=True))


def _shares(left: Array, right: Array, bound: Array) -> Array:
    """How much of the shorter text is in the other, row by row: 0 to 1, and 0 where there is too little to tell."""
    both = np.sort(np.concatenate((left, right), axis=1), axis=1)
    shared = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] <= bound)).sum(axis=1)
    sizes = (left <= bound).sum(axis=1), (right <= bound).sum(axis=1)
    fewer, more = np.minimum(*sizes), np.maximum(*sizes)
    told = (shared >= SHARED) & (fewer >= SHORTEST * more)
    found: Array = np.where(told, shared / np.maximum(fewer, 1), 0.0)
    return found


def _candidates(keys: Array) -> tuple[Array, Array]:
    """The pairs of rows that share some keys: (earlier, later), in the order of the later."""
    filled = keys != NONE
    rows = np.repeat(np.arange(len(keys)), filled.sum(axis=1))
    values = keys[filled]
    order = np.argsort(values, kind="stable")  # The rows of one value stay in their order.
    rows, values = rows[order], values[order]
    begins = np.ones(len(values), bool)
    begins[1:] = values[1:] != values[:-1]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(values)), 0))
    by_row = np.argsort(rows, kind="stable")
    ends = np.searchsorted(rows[by_row], np.arange(0, len(keys) + _AT_ONCE, _AT_ONCE))
    found = [_shared(rows, first, by_row[start:end], len(keys)) for start, end in pairwise(ends)]
    later, earlier = np.divmod(np.concatenate([np.zeros(0, np.int64), *found]), max(len(keys), 1))
    return earlier, later


def _shared(rows: Array, first: Array, places: Array, of: int) -> Array:
    """The pairs that share some keys and whose later rows are those at ``places``, each as later * ``of`` + earlier.

    ``rows`` are sorted by their values, and ``first`` tells for each place where those of its value begin.
    """
    found = []
    for distance in range(1, _NEIGHBOURS + 1):
        near = places[places - first[places] >= distance]
        found.append(rows[near] * of + rows[near - distance])
        # The firsts that are further away than any neighbour.
        far = near[near - first[near] >= _NEIGHBOURS + distance]
        found.append(rows[far] * of + rows[first[far] + distance - 1])
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    shared: Array = pairs[counts >= _KEYS_SHARED]
    return shared
