"""The days that a written date can mean, the likeliest first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.readers.dates.calendars import BUDDHIST, OTHER_YEARS, Calendar, gregorian, this_year
from searchsvc.readers.dates.dated import Hints
from searchsvc.readers.dates.preference import preferred, year_first
from searchsvc.readers.dates.scanning import Written

Triple = tuple[Calendar, str, str, str]
"""A calendar, and year, month and day as written."""
PERSIAN_DIGITS = re.compile("[۰-۹]")
ERA_OF_ISLAM = re.compile(r"\dه|\bه\b|هجر")
THAI_LETTERS = re.compile("[\u0e01-\u0e7f]")
ONE_DAY = dt.timedelta(days=1)
THAI_YEARS = range(2400, 2700)


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of the text as a whole."""

    text: str  # as it stands there
    plain: str  # folded
    hints: Hints
    today: dt.date

    @property
    def persian(self) -> bool:
        """Whether its language is Persian, or its digits are."""
        return self.hints.base == "fa" or bool(PERSIAN_DIGITS.search(self.text))

    @property
    def islamic(self) -> bool:
        """Whether the era of Islam is named: هـ."""
        return bool(ERA_OF_ISLAM.search(self.plain))

    @property
    def thai(self) -> bool:
        """Whether anything in it is Thai."""
        return self.hints.base == "th" or bool(THAI_LETTERS.search(self.plain))


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
    if calendar_of(date, page) == "hijri":
        found |= {read + shift: None for shift in (ONE_DAY, -ONE_DAY) for read in list(found)}
    return list(found)


def calendar_of(date: Written, page: Page) -> Calendar:
    """The calendar that the date is written in."""
    return date.months[0][0] if date.months else _in_figures_of(date.numbers, page)


def _in_words(date: Written) -> Iterator[Triple]:
    first, second = date.numbers
    for calendar, month in date.months:
        if len(first) != 4:
            yield calendar, second, str(month), first
        if len(second) != 4:
            yield calendar, first, str(month), second


def _in_figures(date: Written, page: Page) -> Iterator[Triple]:
    first, second, third = date.numbers
    calendar = _in_figures_of(date.numbers, page)
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
    return hints.order == "month" or hints.base == "en"


def _in_figures_of(numbers: list[str], page: Page) -> Calendar:
    if _other_year(numbers):
        return "hijri" if page.islamic else "jalali" if page.persian else "gregorian"
    persian_short = page.hints.base == "fa" and all(len(number) < 4 for number in numbers)
    return "jalali" if persian_short else "gregorian"


def _other_year(numbers: list[str]) -> bool:
    return any(len(number) == 4 and int(number) in OTHER_YEARS for number in numbers)


def _years(calendar: Calendar, written: str, page: Page) -> tuple[int, ...]:
    """The year, or both that two digits can mean: the latest that is not after next year, and that a century before."""
    if len(written) == 4:
        year = int(written)
        return (year - BUDDHIST if year in THAI_YEARS and page.thai else year,)
    if len(written) != 2:
        return ()
    latest = this_year(calendar, page.today) + 1
    year = latest - (latest - int(written)) % 100
    return (year, year - 100)
