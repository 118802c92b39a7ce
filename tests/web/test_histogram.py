"""The histogram over the results: its bars, its labels, and what absurd dates do to it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from searchsvc.answer import FacetCount, SearchRequest
from searchsvc.web.histogram import MOST_BARS, histogram
from searchsvc.web.links import Links
from searchsvc.web.sheet import years

LINKS = Links("/")


def asked(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def rows(*counts: tuple[str, int]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, count) for value, count in counts)


def test_the_histogram_has_a_bar_for_each_month_with_articles() -> None:
    drawn = histogram(
        rows(("2020-01", 1), ("2020-02", 5), ("2020-04", 10), ("none", 5)), SearchRequest(q="a", page=7), LINKS
    )
    assert drawn is not None
    assert drawn.unit == "month"
    assert [bar.says for bar in drawn.bars] == [
        "January 2020: 1 article",
        "February 2020: 5 articles",
        "April 2020: 10 articles",
    ]
    assert drawn.width == "25.000%"
    assert [bar.x for bar in drawn.bars] == ["0.000%", "25.000%", "75.000%"]
    assert asked(drawn.bars[2].url) == {"q": "a", "after": "2020-03", "before": "2020-05"}


def test_a_chosen_month_is_marked_and_can_be_let_go() -> None:
    request = SearchRequest(q="a", after="2020-03", before="2020-05")
    drawn = histogram(rows(("2020-01", 1), ("2020-04", 10), ("2020-06", 1)), request, LINKS)
    assert drawn is not None
    assert [bar.chosen for bar in drawn.bars] == [False, True, False]
    assert asked(drawn.bars[1].url) == {"q": "a"}


def test_a_long_archive_has_a_bar_for_each_year() -> None:
    drawn = histogram(rows(("1990-05", 2), ("1990-06", 3), ("2020-04", 10)), SearchRequest(), LINKS)
    assert drawn is not None
    assert drawn.unit == "year"
    assert [bar.says for bar in drawn.bars] == ["1990: 5 articles", "2020: 10 articles"]
    assert asked(drawn.bars[0].url) == {"after": "1989", "before": "1991"}


def test_a_year_chosen_in_a_long_archive_unfolds_into_months() -> None:
    request = SearchRequest(after="1989", before="1991")
    drawn = histogram(rows(("1990-05", 2), ("1990-06", 3), ("2020-04", 10)), request, LINKS)
    assert drawn is not None
    assert [bar.says for bar in drawn.bars] == ["May 1990: 2 articles", "June 1990: 3 articles"]


LABELS = {
    "the first month has its year": (("2006-10", "2006-11", "2007-01"), ["Oct 2006", "Jan 2007"]),
    "and January has its own": (("2006-01", "2006-03", "2007-02"), ["Jan 2006", "Apr", "Jul", "Oct", "Jan 2007"]),
    "few in many months": (("2006-09", "2007-05", "2008-08"), ["Jan 2007", "Jul", "Jan 2008", "Jul"]),
    "years in more": (("2006-09", "2007-05", "2008-09"), ["2007", "2008"]),
}


@pytest.mark.parametrize(("months", "labels"), LABELS.values(), ids=LABELS)
def test_the_labels_say_the_year(months: tuple[str, ...], labels: list[str]) -> None:
    drawn = histogram(rows(*((month, 1) for month in months)), SearchRequest(), LINKS)
    assert drawn is not None
    assert [text for _, text in drawn.labels] == labels


NOTHING_TO_DRAW = {
    "no article": (),
    "none dated": rows(("none", 3)),
    "two months": rows(("2020-01", 5), ("2020-02", 5)),
}


@pytest.mark.parametrize("months", NOTHING_TO_DRAW.values(), ids=NOTHING_TO_DRAW)
def test_there_is_no_histogram_where_there_is_nothing_to_compare(months: tuple[FacetCount, ...]) -> None:
    assert histogram(months, SearchRequest(), LINKS) is None


def test_the_histogram_of_two_thousand_years_is_still_small() -> None:
    drawn = histogram(rows(("0001-01", 1), ("1000-01", 1), ("2020-12", 1)), SearchRequest(), LINKS)
    assert drawn is None or len(drawn.bars) <= 12 * MOST_BARS


MODERN = [("2020-01", 40), ("2020-02", 50), ("2020-04", 60)]
OUTSIDE = {
    "year one": (rows(("0001-01", 1), *MODERN), 1),
    "the last year": (rows(*MODERN, ("9999-12", 1)), 1),
    "both": (rows(("0001-01", 1), *MODERN, ("9999-12", 1)), 2),
    "a year within reach stays": (rows(("1950-01", 1), *MODERN), 0),
    "three far apart stay": (rows(("1850-01", 1), ("1990-01", 1), ("2020-01", 1)), 0),
    "one in a hundred": (rows(("0001-01", 9), ("2020-01", 300), ("2020-02", 300), ("2020-03", 300)), 9),
}


@pytest.mark.parametrize(("months", "outside"), OUTSIDE.values(), ids=OUTSIDE)
def test_absurd_dates_do_not_take_the_histogram_away(months: tuple[FacetCount, ...], outside: int) -> None:
    drawn = histogram(months, SearchRequest(), LINKS)
    assert drawn is not None
    assert drawn.outside == outside
    assert any("2020" in bar.says for bar in drawn.bars)
    assert not any("9999" in bar.says or bar.says.startswith("1:") for bar in drawn.bars)


def test_an_archive_of_centuries_is_drawn_whole() -> None:
    drawn = histogram(rows(*((f"{year}-01", 1) for year in range(1600, 2000))), SearchRequest(), LINKS)
    assert drawn is not None
    assert (drawn.outside, len(drawn.bars)) == (0, 400)


def test_absurd_years_are_not_those_of_the_archive() -> None:
    assert years(rows(("0001", 1), ("2019", 50), ("2020", 50), ("none", 4))) == "2019–2020"
