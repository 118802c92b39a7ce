"""Sketches: what is kept of a text so that near-copies of it are found without reading it again.

A text is taken as the set of its shingles, every three words in a row, each a number of 31 bits. Its sketch is the
``SIZE`` smallest of them, rising: a sample that two texts choose alike (bottom-k MinHash). What two sketches share, up
to the smaller of their largest numbers, tells how much of either text is in the other, also where one was cut.

A short text has too few shingles for that, and those of a market brief or an empty stub are the same every day: its
sketch is made of its whole title and body, and is shared only by texts with the same words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from searchsvc.engines.base import Entry

SIZE = 96
"""Numbers in a sketch, at most."""

SHORT = 20
"""A text of fewer different shingles is short."""

EXACT = 16
"""Numbers in the sketch of a short text."""

LEAST = 8
"""A body of fewer words has no copies: there is too little to tell."""

NONE = 0xFFFFFFFF
"""What fills up a sketch of fewer numbers; it is none of them."""

Array = npt.NDArray[Any]

_SHINGLE = 3
_BITS = 31
_BLANK = 0x20
_LONGEST = 1 << 18
"""Bytes of a body that are looked at."""

# Odd numbers without a pattern.
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xFF51AFD7ED558CCD)


def sketches(entries: Sequence[Entry]) -> Array:
    """A row for each entry: its sketch, filled up with NONE; a row of NONE for one that can have no copies.

    They are the same in every process and on every machine. A few dozen at once are fastest.
    """
    bodies = [" ".join(entry.fields["body"]).encode("utf-8", "surrogatepass")[:_LONGEST] for entry in entries]
    rows, sizes = _rows(bodies)
    for number in np.flatnonzero(sizes < SHORT).tolist():
        rows[number] = NONE
        if bodies[number].count(b" ") >= LEAST - 1:
            rows[number, :EXACT] = _whole(" ".join(entries[number].fields["title"]), bodies[number])
    return rows


def _rows(bodies: Sequence[bytes]) -> tuple[Array, Array]:
    """The smallest shingles of each text, and how many different ones it has."""
    rows = np.full((len(bodies), SIZE), NONE, np.uint32)
    numbers, texts = _shingles(bodies)
    found = texts.astype(np.uint64) << np.uint64(_BITS) | numbers
    found.sort()
    fresh = np.ones(len(found), bool)
    fresh[1:] = found[1:] != found[:-1]
    found = found[fresh]
    texts = (found >> np.uint64(_BITS)).astype(np.int64)
    begins = np.searchsorted(texts, np.arange(len(bodies) + 1))
    places = np.arange(len(found)) - begins[texts]
    small = places < SIZE
    rows[texts[small], places[small]] = found[small] & np.uint64((1 << _BITS) - 1)
    return rows, np.diff(begins)


def _shingles(bodies: Sequence[bytes]) -> tuple[Array, Array]:
    """The number of every shingle, and the number of the text that it is in.

    A shingle is hashed as the bytes from the begin of its first word to the end of its last: a polynomial in _BASE. All
    of them are differences of one running sum, brought to the same power.
    """
    raw = b" ".join((*bodies, b""))
    powers, inverses = _powers(1 << max(len(raw), 1).bit_length())
    sums = np.zeros(len(raw) + 1, np.uint64)
    codes = np.frombuffer(raw, np.uint8)
    np.cumsum(codes * powers[: len(raw)], out=sums[1:])
    ends = np.flatnonzero(codes == _BLANK)
    begins = np.zeros(len(ends), np.int64)
    begins[1:] = ends[:-1] + 1
    texts = np.repeat(np.arange(len(bodies)), [body.count(b" ") + 1 for body in bodies])
    inside = np.flatnonzero(texts[: 1 - _SHINGLE] == texts[_SHINGLE - 1 :])
    first = begins[inside]
    hashes = (sums[ends[inside + _SHINGLE - 1]] - sums[first]) * inverses[first]
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    return hashes >> np.uint64(64 - _BITS), texts[inside]


@lru_cache(maxsize=2)
def _powers(count: int) -> tuple[Array, Array]:
    """The powers of _BASE, from 0 on, and those of its inverse, all modulo 2 to the 64th."""
    columns = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        column = np.full(count, base, np.uint64)
        column[0] = 1
        columns.append(np.multiply.accumulate(column))
    return columns[0], columns[1]


def _whole(title: str, body: bytes) -> Array:
    """The sketch of a short text."""
    raw = title.encode("utf-8", "surrogatepass") + b"\n" + body
    made = np.frombuffer(hashlib.blake2b(raw, digest_size=4 * EXACT).digest(), "<u4")
    found: Array = np.sort(made >> np.uint32(32 - _BITS))
    return found
