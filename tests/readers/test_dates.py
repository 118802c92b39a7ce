"""What day a text means, how sure that is, and what is no date."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from searchsvc.readers.dates import Dated, Hints, dateline, doubt_of, read_date
from tests.readers.printed_dates import SIXTH_OF_FEBRUARY_2020

TODAY = dt.date(2026, 11, 22)
FEBRUARY = dt.date(2020, 2, 6)
JUNE = dt.date(2020, 6, 2)


@pytest.mark.parametrize("language", SIXTH_OF_FEBRUARY_2020)
def test_dates_as_they_are_printed(language: str) -> None:
    read = {text: read_date(text, Hints(language), today=TODAY) for text in SIXTH_OF_FEBRUARY_2020[language]}
    assert read == dict.fromkeys(read, Dated(FEBRUARY))


def test_the_shapes_of_the_documentation(project: Path) -> None:
    section = (project / "docs" / "formats.md").read_text("utf-8").partition("All of these are the same day:")[2]
    table = [line for line in section.partition("\n- ")[0].splitlines() if line.startswith("| ")]
    shapes = [shape for line in table for shape in re.findall("`([^`]+)`", line)]
    assert len(shapes) > 20
    assert {shape for shape in shapes if read_date(shape).date.isoformat()[:10] != "2020-02-06"} == set()


def test_the_language_need_not_be_known() -> None:
    texts = [text for texts in SIXTH_OF_FEBRUARY_2020.values() for text in texts if text != "1398/11/17"]
    assert {text for text in texts if read_date(text, today=TODAY) != Dated(FEBRUARY)} == set()


def offset(hours: float) -> dt.timezone:
    return dt.timezone(dt.timedelta(hours=hours))


INSTANTS = {
    "ISO": ("2020-02-06T23:30:00-05:00", dt.datetime(2020, 2, 6, 23, 30, tzinfo=offset(-5))),
    "ISO, a fraction": ("2020-02-06T23:30:00.123Z", dt.datetime(2020, 2, 6, 23, 30, 0, 123000, dt.UTC)),
    "ISO, loosely": ("2020-02-06 8:05 +0300", dt.datetime(2020, 2, 6, 8, 5, tzinfo=offset(3))),
    "basic": ("20200206T120000Z", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
    "of a mail": ("Thu, 06 Feb 2020 23:30:05 +0300", dt.datetime(2020, 2, 6, 23, 30, 5, tzinfo=offset(3))),
    "of a mail, a comment": ("Thu, 6 Feb 2020 12:00 +0000 (GMT)", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
    "of an old mail": ("Thu, 06 Feb 20 12:00:00 GMT", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
    "of C": ("Thu Feb  6 12:00:00 UTC 2020", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
    "of a script": (
        "Thu Feb 06 2020 00:30:00 GMT+0100 (Central European Standard Time)",
        dt.datetime(2020, 2, 6, 0, 30, tzinfo=offset(1)),
    ),
    "of Java": ("2020-02-06T12:00:00+01:00[Europe/Paris]", dt.datetime(2020, 2, 6, 12, tzinfo=offset(1))),
    "of an old server": ("Thursday, 06-Feb-20 12:00:00 GMT", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
    "an offset in brackets": ("Thứ năm, 6/2/2020, 12:30 (GMT+7)", dt.datetime(2020, 2, 6, 12, 30, tzinfo=offset(7))),
    "of a log": ("06/Feb/2020:12:00:00 -0330", dt.datetime(2020, 2, 6, 12, tzinfo=offset(-3.5))),
    "an afternoon": ("Feb 6, 2020, 11:30 PM EST", dt.datetime(2020, 2, 6, 23, 30, tzinfo=offset(-5))),
    "midnight": ("Feb 6, 2020, 12:15 a.m. UTC+3", dt.datetime(2020, 2, 6, 0, 15, tzinfo=offset(3))),
    "the time first": ("10:30 GMT, 6 February 2020", dt.datetime(2020, 2, 6, 10, 30, tzinfo=dt.UTC)),
    "Moscow": ("6 февраля 2020, 12:30 МСК", dt.datetime(2020, 2, 6, 12, 30, tzinfo=offset(3))),
    "Seoul": ("2020년 2월 6일 오후 7:30 KST", dt.datetime(2020, 2, 6, 19, 30, tzinfo=offset(9))),
    "seconds": ("1580990400", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
    "milliseconds": ("1580990400123", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
}


@pytest.mark.parametrize(("text", "instant"), INSTANTS.values(), ids=INSTANTS)
def test_a_time_with_its_offset_is_kept_as_printed(text: str, instant: dt.datetime) -> None:
    found = read_date(text, today=TODAY)
    assert (found.date.isoformat(), found.doubt) == (instant.isoformat(), "")


TIMELESS = {
    "no offset": "2020-02-06T23:30:00",
    "a zone that is two": "Feb 6, 2020 11:30 PM CST",
    "a zone that is three": "6 February 2020 00:10 IST",
    "a zone that changes": "Feb. 6, 2020 at 11:30 p.m. ET",
    "a stamp": "20200206233000",
    "a stamp without seconds": "202002062330",
    "the hour alone": "6 Feb 2020, 11pm",
    "the last hour": "6 Feb 2020 24:00",
}


@pytest.mark.parametrize("text", TIMELESS.values(), ids=TIMELESS)
def test_a_time_of_no_certain_offset_leaves_the_day(text: str) -> None:
    assert read_date(text, today=TODAY) == Dated(FEBRUARY)


NO_DATES = (
    *("", " ", "soon", "yesterday", "3 days ago", "vor 2 Stunden", "12:30", "2020", "February 2020", "February 6"),
    *("Thursday", "Thursday 12:30", "6 Feb 2020, 7 Feb 2020, 8 Feb 2020"),
    *("2020-13-01", "20201301", "0000-01-01", "31 February 2020", "31/02/2020", "2020-02-30", "6 February 0000"),
    *("February 06, 2020 was cold", "6-7 February 2020", "6 Feb 2020 and 7 Feb 2020", "Feb 6, 2020 updated rules"),
    *("6 Fabruary 2020", "6 février 02020", "1.2", "1.2.3.4", "1/2/3", "13/13/2020", "6 Feb 2020 25:00", "1e9", "٢٠٢٠"),
    *("12345678901", "20200206T256000Z", "2020-W06-4", "31 شباط 2020", "30 اسفند 1398", "6 بهمن 2020", "2020年13月6日"),
    *("12 رجب 1441 الموافق 6 فبراير 2020", "6 Feb 2020 12:30 13:30", "6 Feb Apr 2020", "February " * 12 + "6, 2020"),
)  # fmt: skip


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - all that is promised is the type
        read_date(text, today=TODAY)
    assert dateline(text) is None


CONTRARY = {
    "the day of the week": ("Friday, 6 February 2020", FEBRUARY),
    "in another language": ("mar. 6 feb 2020", FEBRUARY),
    "of two calendars": ("الجمعة 12 جمادى الآخرة 1441 الموافق 6 فبراير 2020", FEBRUARY),
    "neither day": ("Friday 6/2/2020", FEBRUARY),
}


@pytest.mark.parametrize(("text", "date"), CONTRARY.values(), ids=CONTRARY)
def test_a_date_that_contradicts_itself_is_ambiguous(text: str, date: dt.date) -> None:
    assert read_date(text, today=TODAY) == Dated(date, "ambiguous")


WEEKDAY_DECIDES = {
    "day first": ("Thu 6/2/2020", Hints("en-US"), FEBRUARY),
    "month first": ("Tue 6/2/2020", Hints("en-GB"), JUNE),
    "two digits": ("Tuesday, 6/2/20", Hints(), JUNE),
    "a short name in its own language": ("do 06/02/2020", Hints("nl"), FEBRUARY),
    "the moon": ("الخميس 11 جمادى الآخرة 1441هـ", Hints("ar"), FEBRUARY),
}


@pytest.mark.parametrize(("text", "hints", "date"), WEEKDAY_DECIDES.values(), ids=WEEKDAY_DECIDES)
def test_the_day_of_the_week_decides(text: str, hints: Hints, date: dt.date) -> None:
    assert read_date(text, hints, today=TODAY) == Dated(date)


def test_the_lunar_calendar_alone_may_be_a_day_off() -> None:
    assert read_date("12 جمادى الآخرة 1441هـ", today=TODAY) == Dated(FEBRUARY, "ambiguous")
    assert read_date("1441/6/12 هـ", today=TODAY) == Dated(FEBRUARY, "ambiguous")


SURPRISES = {
    "tomorrow": (dt.date(2026, 11, 23), ""),
    "the day after": (dt.date(2026, 11, 24), "future"),
    "an instant": (dt.datetime(2030, 1, 1, tzinfo=dt.UTC), "future"),
    "the first printed": (dt.date(1450, 1, 1), ""),
    "before": (dt.date(1449, 12, 31), "early"),
    "the last day there is": (dt.date.max, "future"),
}


@pytest.mark.parametrize(("date", "doubt"), SURPRISES.values(), ids=SURPRISES)
def test_doubt(date: dt.date, doubt: str) -> None:
    assert doubt_of(date, today=TODAY) == doubt
    assert read_date(date.isoformat(), today=TODAY) == Dated(date, doubt)


def test_without_a_day_given_today_is_today() -> None:
    assert doubt_of(dt.date.today()) == ""
    assert doubt_of(dt.date.today() + dt.timedelta(days=2)) == "future"


NO_LINES = ("20200206", "1580990400", "٢٠٢٠٠٢٠٦", "1.2.20", "6 Feb 20", "12-10-08")


@pytest.mark.parametrize("line", NO_LINES)
def test_what_is_a_date_in_a_field_only(line: str) -> None:
    assert dateline(line) is None
    assert read_date(line, today=TODAY)


def test_the_same_day_twice_is_one() -> None:
    assert read_date("Thursday 6 February 2020 - 06/02/2020", today=TODAY) == Dated(FEBRUARY)


def test_a_line_with_the_hints_of_its_document() -> None:
    assert dateline("6/2/2020", Hints(order="month"), today=TODAY) == Dated(JUNE, "ambiguous")
