"""Clear mistakes: each with its place and remedy; and the limits, which cost nothing to break."""

from __future__ import annotations

import pytest

from searchsvc.errors import Mistake, QueryError
from searchsvc.query import parse, spell
from searchsvc.query.tree import Dates

CASES = {
    "no such month": ("a date:2020-13", [(7, 14, "no month 13", "2020-01 to 2020-12")]),
    "no such day": ("date:2020-02-30", [(5, 15, "no day 2020-02-30", "2020-02-29")]),
    "no leap year": ("date:2019-02-29", [(5, 15, "no day 2019-02-29", "2019-02-28")]),
    "no such year": ("date:0000", [(5, 9, "no year 0000", "0001 to 9999")]),
    "backwards": ("date:2021..2020", [(5, 15, "ends before it begins", "2020..2021")]),
    "a range of nothing": ("date:..", [(5, 7, "has no date", "2020..")]),
    "no date": ("date:", [(0, 5, "needs a date", "date:2020")]),
    "no date in a group": ("(a before:) b", [(3, 10, "needs a date", "before:2020")]),
    "only a comma": ("date:,", [(5, 6, "missing", "2020-02-06")]),
    "a word": ("date:soon", [(5, 9, '"soon" is not a date', "2020-02")]),
    "without zeros": ("date:2020-2-6", [(5, 13, "is not a date", "write 2020-02-06")]),
    "with slashes": ("date:2020/02", [(5, 12, "is not a date", "write 2020-02")]),
    "a star": ("date:2020*", [(5, 10, "is not a date", "whole year")]),
    "a short year": ("after:20", [(6, 8, "is not a date", "2020")]),
    "before a range": ("before:2019..2020", [(7, 17, "not a range", "date:2019..2020")]),
    "after none": ("after:none", [(6, 10, "takes a date", "date:none")]),
    "a phrase": ('date:"last year"', [(5, 16, '"last year" is not a date', "2020")]),
    "a group": ("date:(2020 x)", [(11, 12, '"x" is not a date', "2020")]),
    "two of them": ("date:2020-13 a after:x", [(5, 12, "no month", "2020-12"), (21, 22, "not a date", "2020")]),
}


def mistakes(typed: str) -> tuple[Mistake, ...]:
    """The mistakes of a query that has some."""
    with pytest.raises(QueryError) as raised:
        parse(typed)
    return raised.value.mistakes


@pytest.mark.parametrize(("typed", "expected"), CASES.values(), ids=CASES)
def test_mistakes_have_place_and_remedy(typed: str, expected: list[tuple[int, int, str, str]]) -> None:
    found = mistakes(typed)
    assert [(mistake.start, mistake.end) for mistake in found] == [row[:2] for row in expected]
    for mistake, (_, _, message, hint) in zip(found, expected, strict=True):
        assert message in mistake.message
        assert hint in mistake.hint


FITTING = {
    "1,000 characters": "x" * 1000,
    "64 words": "a " * 64,
    "64 leaves of all kinds": 'a "b c" d* date:2020 ' * 16,
    "32 parentheses": "(" * 32 + "a" + ")" * 32,
    "32 negations": "NOT " * 32 + "a",
    "16 negated groups": "-(" * 16 + "a" + ")" * 16,
    "32 weighted groups": "(" * 32 + "a" + ")^2" * 32,
    "32 deep, both ways": "(a OR (b " * 16 + "c" + "))" * 16,
    "parentheses without partners": "(" * 1000,
    "parentheses around nothing": "(" * 500 + ")" * 500,
    "groups side by side": "(a) " * 64,
}
TOO_MUCH = {
    "1,001 characters": ("x" * 1001, (1000, 1001), "1,001 characters"),
    "a million characters": ("(" * 1_000_000, (1000, 1_000_000), "1,000,000 characters"),
    "65 words": ("a " * 65, (128, 129), "65 words and phrases"),
    "33 parentheses": ("(" * 33 + "a" + ")" * 33, (32, 33), "deeper than 32"),
    "33 negations": ("NOT " * 33 + "a", (128, 131), "deeper than 32"),
    "17 negated groups": ("-(" * 17 + "a" + ")" * 17, (32, 33), "deeper than 32"),
    "240 negations": ("NOT " * 240 + "a", (128, 131), "deeper than 32"),
    "too long once spelled out": ("captions:(" + "x" * 900 + " y" * 20 + ")", (0, 951), "Written out"),
}


@pytest.mark.parametrize("typed", FITTING.values(), ids=FITTING)
def test_up_to_the_limits_all_is_read(typed: str) -> None:
    assert parse(spell(parse(typed))) == parse(typed)


@pytest.mark.parametrize(("typed", "place", "message"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_beyond_the_limits_it_is_refused(typed: str, place: tuple[int, int], message: str) -> None:
    (mistake,) = mistakes(typed)
    assert (mistake.start, mistake.end) == place
    assert message in mistake.message
    assert mistake.hint


def test_a_limit_and_a_wrong_date_are_both_told() -> None:
    assert [mistake.start for mistake in mistakes("date:x " + "a " * 64)] == [5, 133]


def test_a_wrong_date_is_wrong_under_a_negation_too() -> None:
    assert mistakes("-date:2020-13")[0].start == 6
    assert parse("date:2020-12") == Dates("date", "2020-12")
