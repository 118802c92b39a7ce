"""Dates in queries: first and last day of what is typed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.query import dates
from searchsvc.query.tree import DateOp

FIRST, LAST = "0001-01-01", "9999-12-31"

DAYS = {
    "a year": ("2020", "2020-01-01", "2020-12-31"),
    "a month": ("2020-02", "2020-02-01", "2020-02-29"),
    "a month in no leap year": ("1900-02", "1900-02-01", "1900-02-28"),
    "a day": ("2020-02-06", "2020-02-06", "2020-02-06"),
    "a leap day": ("2000-02-29", "2000-02-29", "2000-02-29"),
    "days": ("2020-01-15..2020-02-06", "2020-01-15", "2020-02-06"),
    "years": ("2019..2020", "2019-01-01", "2020-12-31"),
    "a year to a month": ("2019..2020-02", "2019-01-01", "2020-02-29"),
    "a month to its year": ("2020-02..2020", "2020-02-01", "2020-12-31"),
    "a year to a day in it": ("2020..2020-02-06", "2020-01-01", "2020-02-06"),
    "one day as a range": ("2020-02-06..2020-02-06", "2020-02-06", "2020-02-06"),
    "from": ("2020..", "2020-01-01", LAST),
    "to": ("..2020-02", FIRST, "2020-02-29"),
    "the first year": ("0001", FIRST, "0001-12-31"),
    "the last year": ("9999", "9999-01-01", LAST),
    "the last month": ("9999-12", "9999-12-01", LAST),
}
BOUNDS: dict[str, tuple[DateOp, str, str, str]] = {
    "before a month": ("before", "2020-03", FIRST, "2020-02-29"),
    "before a year": ("before", "2020", FIRST, "2019-12-31"),
    "before a day": ("before", "2020-02-06", FIRST, "2020-02-05"),
    "after a year": ("after", "2019", "2020-01-01", LAST),
    "after a month": ("after", "2020-02", "2020-03-01", LAST),
    "after a day": ("after", "2020-02-06", "2020-02-07", LAST),
    "within": ("date", "2020-02", "2020-02-01", "2020-02-29"),
}
WRONG = ("", " ", "x", "20", "20200", "2020-", "2020-1", "2020-00", "2020-13", "2020-02-00", "2020-02-30", "0000")
WRONG_TOO = (
    "2020-02-06-01",
    "..",
    "2020...2021",
    "a..b",
    "2021..2020",
    "none",
    "none..2020",
    "２０２０",
    " 2020",
    "-2020",
)


def ordinal(day: str) -> int:
    """The number of a day."""
    return dt.date.fromisoformat(day).toordinal()


@pytest.mark.parametrize(("typed", "first", "last"), DAYS.values(), ids=DAYS)
def test_days(typed: str, first: str, last: str) -> None:
    assert dates.days(typed) == (ordinal(first), ordinal(last))


@pytest.mark.parametrize(("op", "typed", "first", "last"), BOUNDS.values(), ids=BOUNDS)
def test_before_and_after_exclude_what_they_name(op: DateOp, typed: str, first: str, last: str) -> None:
    assert dates.bounds(op, typed) == (ordinal(first), ordinal(last))


@pytest.mark.parametrize(("op", "typed"), [("before", "0001"), ("after", "9999")])
def test_nothing_lies_beyond_the_calendar(op: DateOp, typed: str) -> None:
    first, last = dates.bounds(op, typed)
    assert first > last


@pytest.mark.parametrize("typed", [*WRONG, *WRONG_TOO])
def test_what_is_no_date_is_refused_with_a_remedy(typed: str) -> None:
    with pytest.raises(dates.DateMistake) as raised:
        dates.days(typed)
    assert isinstance(raised.value, ValueError)
    assert raised.value.message
    assert raised.value.hint
    assert raised.value.hint in str(raised.value)


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(dates.DateMistake) as raised:
        dates.days("x" * 900)
    assert len(raised.value.message) < 80


@pytest.mark.parametrize(("typed", "none"), [("none", True), ("None", True), ("nones", False), ("2020", False)])
def test_none_is_undated(typed: str, none: bool) -> None:
    assert dates.is_none(typed) is none


@given(st.dates(), st.dates())
def test_every_day_lies_in_its_month_year_and_ranges(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    day = one.isoformat()
    assert dates.days(day) == (one.toordinal(), one.toordinal())
    for typed in (day[:4], day[:7], f"{first}..{last}", f"{first}..", f"..{last}"):
        begin, end = dates.days(typed)
        assert begin <= one.toordinal() <= end
    assert dates.bounds("before", day)[1] + 1 == one.toordinal() == dates.bounds("after", day)[0] - 1
