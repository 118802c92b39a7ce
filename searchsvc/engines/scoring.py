"""BM25, the same on every engine (Robertson and Zaragoza 2009, with the idf that Lucene uses)."""

from __future__ import annotations

import math

K1 = 1.2
B = 0.75


def idf(containing: int, articles: int) -> float:
    """The weight of a term that ``containing`` of ``articles`` have: ln(1 + (N − n + 0.5) / (n + 0.5))."""
    return math.log(1.0 + (articles - containing + 0.5) / (containing + 0.5))


def norm(length: int, average: float) -> float:
    """What a field of ``length`` terms adds to the frequency below the line: k1 · (1 − b + b · length / average)."""
    return K1 * (1.0 - B + B * quantised(length) / average) if average else K1


def weight(frequency: float, norm_: float) -> float:
    """The saturated frequency of a term: tf · (k1 + 1) / (tf + norm)."""
    return frequency * (K1 + 1.0) / (frequency + norm_)


def quantised(length: int) -> int:
    """A field length as eight bits can hold it: exact to 40, then the floor with four significant bits.

    This is the scheme of Lucene (SmallFloat.intToByte4) and Tantivy, kept here so that scores agree with theirs.
    """
    if length < 40:
        return length
    rest = length - 24
    shift = rest.bit_length() - 4
    return 24 + (rest >> shift << shift)
