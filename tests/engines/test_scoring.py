"""BM25 and field lengths as eight bits hold them, against published values."""

from __future__ import annotations

import math

import pytest

from searchsvc.engines.scoring import idf, norm, quantised, weight

# The lengths that Lucene's SmallFloat and Tantivy's fieldnorm table hold: exact to 40, then eight for each doubling.
HELD = [*range(40), *(24 + (8 + step << shift) for shift in range(1, 26) for step in range(8))]


def test_lengths_are_held_as_published() -> None:
    assert HELD[40:64] == [
        *(40, 42, 44, 46, 48, 50, 52, 54),
        *(56, 60, 64, 68, 72, 76, 80, 84),
        *(88, 96, 104, 112, 120, 128, 136, 144),
    ]
    assert all(quantised(length) == length for length in HELD)


def test_other_lengths_are_held_as_the_next_below() -> None:
    lengths = sorted({*range(5_000), *(length + step for length in HELD for step in (-1, 1) if length)})
    for length in lengths:
        assert quantised(length) == max(held for held in HELD if held <= length)


IDFS = {
    "of one in one": (1, 1, math.log(4 / 3)),
    "of none": (0, 10, math.log(22)),
    "of all": (10, 10, math.log(1 + 0.5 / 10.5)),
    "in no articles": (0, 0, math.log(2)),
}


@pytest.mark.parametrize(("containing", "articles", "right"), IDFS.values(), ids=IDFS)
def test_idf(containing: int, articles: int, right: float) -> None:
    assert idf(containing, articles) == pytest.approx(right)


def test_a_longer_text_counts_less_and_more_words_count_more() -> None:
    assert weight(1, norm(10, 10)) == pytest.approx(1.0)
    assert weight(1, norm(5, 10)) > weight(1, norm(10, 10)) > weight(1, norm(100, 10))
    assert weight(2, norm(10, 10)) > weight(1, norm(10, 10))
    assert weight(1e9, norm(10, 10)) < 2.2
    assert weight(1, norm(3, 0.0)) == pytest.approx(1.0)
