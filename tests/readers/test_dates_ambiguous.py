"""Which of two days ``6/2/2020`` is, by what is known beside it; it is said to be ambiguous whatever decides."""

from __future__ import annotations

import datetime as dt

import pytest

from searchsvc.readers.dates import Dated, Hints, Order, order_of, read_date

TODAY = dt.date(2026, 11, 22)
FEBRUARY = dt.date(2020, 2, 6)
JUNE = dt.date(2020, 6, 2)

HINTS = {
    "nothing known": (Hints(), FEBRUARY),
    "the document: day first": (Hints(order="day"), FEBRUARY),
    "the document: month first": (Hints(order="month"), JUNE),
    "the document above the language": (Hints("en-GB", "month"), JUNE),
    "the document above the country": (Hints("en-US", "day", "x.us"), FEBRUARY),
    "American": (Hints("en-US"), JUNE),
    "American, underlined": (Hints("en_us"), JUNE),
    "British": (Hints("en-GB"), FEBRUARY),
    "Canadian": (Hints("en-CA"), FEBRUARY),
    "Philippine": (Hints("fil"), JUNE),
    "Puerto Rican": (Hints("es-PR"), JUNE),
    "Spanish of the United States": (Hints("es-US"), FEBRUARY),
    "German": (Hints("de"), FEBRUARY),
    "Chinese": (Hints("zh-Hant-TW"), JUNE),
    "English of a British paper": (Hints("en", source="www.x.co.uk"), FEBRUARY),
    "English of an Indian address": (Hints("en", source="https://x.in/a.b/c"), FEBRUARY),
    "English of an American office": (Hints("en", source="https://x.gov"), JUNE),
    "English of anywhere": (Hints("en", source="x.com"), FEBRUARY),
    "English of a domain that is no country": (Hints("en", source="x.io"), FEBRUARY),
    "the country alone": (Hints(source="x.us"), JUNE),
    "the language above the country": (Hints("en-GB", source="x.us"), FEBRUARY),
    "no host at all": (Hints("en", source="http://[x"), FEBRUARY),
}


@pytest.mark.parametrize(("hints", "date"), HINTS.values(), ids=HINTS)
@pytest.mark.parametrize("text", ["6/2/2020", "06-02-2020", "Published 6/2/2020, 12:30"])
def test_a_day_that_could_be_a_month(text: str, hints: Hints, date: dt.date) -> None:
    assert read_date(text, hints, today=TODAY) == Dated(date, "ambiguous")


CERTAIN = {
    "the day over 12": ("25/12/2019", dt.date(2019, 12, 25)),
    "the day over 12, last": ("12/25/2019", dt.date(2019, 12, 25)),
    "both the same": ("6/6/2020", dt.date(2020, 6, 6)),
    "the year first": ("2020/2/6", FEBRUARY),
    "the year first, points": ("2020.02.06", FEBRUARY),
}


@pytest.mark.parametrize(("text", "date"), CERTAIN.values(), ids=CERTAIN)
@pytest.mark.parametrize("hints", [Hints(), Hints("en-US"), Hints("de", "month")], ids=["none", "en-US", "month first"])
def test_one_reading_is_certain_whatever_is_known(text: str, date: dt.date, hints: Hints) -> None:
    assert read_date(text, hints, today=TODAY) == Dated(date)


POINTS = {
    "nothing known": (Hints(), Dated(FEBRUARY)),
    "German": (Hints("de"), Dated(FEBRUARY)),
    "Chinese": (Hints("zh"), Dated(FEBRUARY)),
    "English": (Hints("en"), Dated(FEBRUARY, "ambiguous")),
    "American": (Hints("en-US"), Dated(JUNE, "ambiguous")),
    "the document: month first": (Hints("de", "month"), Dated(JUNE, "ambiguous")),
}


@pytest.mark.parametrize(("hints", "dated"), POINTS.values(), ids=POINTS)
def test_between_points_only_english_may_put_the_month_first(hints: Hints, dated: Dated) -> None:
    assert read_date("6.2.2020", hints, today=TODAY) == dated


SHORT_YEARS = {
    "points": ("6.2.20", Hints(), FEBRUARY),
    "American": ("6/2/20", Hints("en-US"), JUNE),
    "Japanese": ("20/02/06", Hints("ja"), FEBRUARY),
    "in words": ("6 Feb '20", Hints("en"), FEBRUARY),
    "the last year that is of this century": ("1.1.27", Hints("de"), dt.date(2027, 1, 1)),
    "the first that is of the last": ("1.1.28", Hints("de"), dt.date(1928, 1, 1)),
    "only the year can be first": ("99/12/31", Hints(), dt.date(1999, 12, 31)),
    "Persian": ("98/11/17", Hints("fa"), FEBRUARY),
    "Persian, in words": ("۱۷ بهمن ۹۸", Hints("fa"), FEBRUARY),
}


@pytest.mark.parametrize(("text", "hints", "date"), SHORT_YEARS.values(), ids=SHORT_YEARS)
def test_a_year_of_two_digits_is_ambiguous(text: str, hints: Hints, date: dt.date) -> None:
    assert read_date(text, hints, today=TODAY) == Dated(date, "ambiguous")


NAMES = {
    "Polish": (Hints("pl"), Dated(dt.date(2020, 11, 6))),
    "Croatian": (Hints("hr"), Dated(dt.date(2020, 10, 6))),
    "unknown": (Hints(), Dated(dt.date(2020, 11, 6), "ambiguous")),
}


@pytest.mark.parametrize(("hints", "dated"), NAMES.values(), ids=NAMES)
def test_a_name_of_two_months(hints: Hints, dated: Dated) -> None:
    assert read_date("6 listopada 2020", hints, today=TODAY) == dated


YEARS_OF_OTHERS = {
    "Jalali by its digits": ("۱۳۹۸/۱۱/۱۷", Hints(), Dated(FEBRUARY)),
    "Jalali by its language": ("17/11/1398", Hints("fa-IR"), Dated(FEBRUARY)),
    "an old year elsewhere": ("1398/11/17", Hints("de"), Dated(dt.date(1398, 11, 17), "early")),
    "a year of ours in Persian": ("۲۰۲۰/۰۲/۰۶", Hints("fa"), Dated(FEBRUARY)),
    "a leap day of Iran": ("30 اسفند 1399", Hints("fa"), Dated(dt.date(2021, 3, 20))),
    "new year of Iran": ("1 فروردین 1400", Hints("fa"), Dated(dt.date(2021, 3, 21))),
    "the end of an era": ("平成31年4月30日", Hints("ja"), Dated(dt.date(2019, 4, 30))),
    "the first year of an era": ("令和元年5月1日", Hints("ja"), Dated(dt.date(2019, 5, 1))),
    "Shōwa": ("昭和六十四年一月七日", Hints("ja"), Dated(dt.date(1989, 1, 7))),
    "a Chinese twentieth": ("二〇二〇年十二月二十日", Hints("zh"), Dated(dt.date(2020, 12, 20))),
    "a Chinese tenth": ("二〇二〇年十月十日", Hints("zh"), Dated(dt.date(2020, 10, 10))),
}


@pytest.mark.parametrize(("text", "hints", "dated"), YEARS_OF_OTHERS.values(), ids=YEARS_OF_OTHERS)
def test_other_calendars(text: str, hints: Hints, dated: Dated) -> None:
    assert read_date(text, hints, today=TODAY) == dated


ORDERS: dict[str, tuple[tuple[str, ...], Order]] = {
    "nothing": ((), ""),
    "day first": (("6/2/2020", "25/12/2019"), "day"),
    "month first": (("12/25/2019 12:30",), "month"),
    "points and strokes": (("25.12.2019", "25-12-2019"), "day"),
    "inside of a text": (("Published: 25/12/2019.",), "day"),
    "Arabic": (("٢٥/١٢/٢٠١٩",), "day"),
    "both": (("25/12/2019", "12/25/2019"), ""),
    "only ambiguous ones": (("6/2/2020", "6/6/2020"), ""),
    "no such day": (("25/25/2019",), ""),
    "the year first": (("2019-12-25", "2019/25/12"), ""),
    "part of something else": (("1/25/12/2019", "25/12/20190", "10.25.12.2019"), ""),
}


@pytest.mark.parametrize(("texts", "order"), ORDERS.values(), ids=ORDERS)
def test_what_the_dates_of_a_document_show(texts: tuple[str, ...], order: Order) -> None:
    assert order_of(texts) == order
