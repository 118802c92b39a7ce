"""The days that a written date can mean, the likeliest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.readers.dates.calendars import BUDDHIST, OTHER_YEARS, Calendar, gregorian, this_year
from searchsvc.readers.dates.dated import Hints
from searchsvc.readers.dates.preference import preferred, year_first
from searchsvc.readers.dates.scanning import Written

Triple = tuple[Calendar, str, str, str]
"""A calendar, and year, month and day as written."""
ONE_DAY = dt.timedelta(days=1)
THAI_YEARS = range(2400, 2700)


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of the text as a whole."""

    hints: Hints
    today: dt.date
    persian: bool  # Persian digits or language
    islamic: bool  # the mark of the era, هـ
    thai: bool


def readings(date: Written, page: Page) -> list[dt.date]:
    """All days that the date can mean, the likeliest first. Raises ValueError where there is none."""
    found: dict[dt.date, None] = {}
    reason = "not a date"
    for calendar, year, month, day in _in_words(date) if date.months else _in_figures(date, page):
        for full in _years(calendar, year, page):
            try:
                read = gregorian(calendar, full, int(month), int(day))
            except ValueError as error:
                reason = str(error)
            else:
                found[read] = None
    if not found:
        raise ValueError(reason)
    if _is_lunar(date, page):
        found |= {read + shift: None for shift in (ONE_DAY, -ONE_DAY) for read in list(found)}
    return list(found)


def _is_lunar(date: Written, page: Page) -> bool:
    return date.months[0][0] == "hijri" if date.months else page.islamic and _other_year(date.numbers)


def _in_words(date: Written) -> Iterator[Triple]:
    first, second = date.numbers
    for calendar, month in date.months:
        if len(first) != 4:
            yield calendar, second, str(month), first
        if len(second) != 4:
            yield calendar, first, str(month), second


def _in_figures(date: Written, page: Page) -> Iterator[Triple]:
    first, second, third = date.numbers
    calendar = _calendar(date.numbers, page)
    if len(first) == 4 or date.mark == "年":
        yield calendar, first, second, third
        return
    orders: list[Triple] = [(calendar, third, second, first), (calendar, third, first, second)]
    if _month_first(date.mark, page.hints):
        orders.reverse()
    elif date.mark == "." and len(third) == 4 and not _american(page.hints) and int(second) <= 12:
        orders.pop()
    if len(third) != 4:
        orders.insert(0 if year_first(page.hints) else 2, (calendar, first, second, third))
    yield from orders


def _month_first(mark: str, hints: Hints) -> bool:
    order = preferred(hints)
    return order == "month" and (mark != "." or bool(hints.order) or _american(hints))


def _american(hints: Hints) -> bool:
    """Whether somebody could have put the month first even between points."""
    return hints.order == "month" or hints.language[:2].lower() == "en"


def _calendar(numbers: list[str], page: Page) -> Calendar:
    if _other_year(numbers):
        return "hijri" if page.islamic else "jalali" if page.persian else "gregorian"
    short = all(len(number) < 4 for number in numbers)
    return "jalali" if short and page.persian and page.hints.language[:2] == "fa" else "gregorian"


def _other_year(numbers: list[str]) -> bool:
    return any(len(number) == 4 and int(number) in OTHER_YEARS for number in numbers)


def _years(calendar: Calendar, written: str, page: Page) -> tuple[int, ...]:
    """The year, or both that two digits can mean: the latest that is not after next year, and that a century before."""
    if len(written) == 4:
        year = int(written)
        return (year - BUDDHIST if page.thai and year in THAI_YEARS else year,)
    if len(written) != 2:
        return ()
    latest = this_year(calendar, page.today) + 1
    year = latest - (latest - int(written)) % 100
    return (year, year - 100)
