"""A text as a date: one reading of the whole text, or ValueError."""

from __future__ import annotations

import datetime as dt
import re

from searchsvc.readers.dates.calendars import ERAS
from searchsvc.readers.dates.clock import read_clock
from searchsvc.readers.dates.dated import Dated, Hints, doubt_of
from searchsvc.readers.dates.folding import fold
from searchsvc.readers.dates.numerals import in_figures, in_one_number
from searchsvc.readers.dates.readings import Page, readings
from searchsvc.readers.dates.scanning import PIECE, Scan, Written
from searchsvc.readers.dates.words import join_names

LONGEST = 100
"""Characters: no text longer than this is read as a date."""
NO_HINTS = Hints()
PERSIAN_DIGITS = re.compile("[۰-۹]")
ERA_OF_ISLAM = re.compile(r"\dه|\bه\b|هجر")
NEAR = 2
"""Days that a date in two calendars may differ by, where the moon was sighted and not calculated."""


def read_date(text: str, hints: Hints = NO_HINTS, *, today: dt.date | None = None) -> Dated:
    """The date that the whole text is, with its doubt; beside it may stand a time, a day of the week, *published at*.

    A day, or an instant where a time *and* its offset are written; the day is always the one printed. ``today`` decides
    what is in the future, and the century of ``6.2.20``. Raises ValueError where the text is no date, more than one, or
    one that no calendar has.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    date = _exact(text)
    if date is None:
        return _worded(text, hints, today or dt.date.today())
    return Dated(date, doubt_of(date, today=today))


def _exact(text: str) -> dt.date | None:
    """The date of ISO 8601, of figures alone (``20200206``, seconds since 1970); None where it is another shape."""
    if text[4:5] == "-" == text[7:8]:
        try:
            if len(text) == 10:
                return dt.date.fromisoformat(text)
            instant = dt.datetime.fromisoformat(text)
        except ValueError:
            return None
        return instant if instant.tzinfo else instant.date()
    return in_one_number(text) if text[:8].isdecimal() else None


def _worded(text: str, hints: Hints, today: dt.date) -> Dated:
    plain = in_figures(join_names(fold(text)))
    scan = _scan(plain, hints.language[:2].lower())
    page = Page(
        hints=hints,
        today=today,
        persian=hints.language[:2] == "fa" or bool(PERSIAN_DIGITS.search(text)),
        islamic=bool(ERA_OF_ISLAM.search(plain)),
        thai=any("\u0e00" <= letter <= "\u0e7f" for letter in plain) or hints.language[:2] == "th",
    )
    day, doubt = _decide(scan, page)
    if scan.clock:
        return _dated(scan.clock.on(day, scan.half), doubt, today)
    return _dated(day, doubt, today)


def _dated(date: dt.date, doubt: str, today: dt.date) -> Dated:
    return Dated(date, doubt or doubt_of(date, today=today))


def _scan(plain: str, language: str) -> Scan:
    """All pieces of the folded text. Raises ValueError at what belongs to no date."""
    scan, place = Scan(language), 0
    while found := PIECE.match(plain, place):
        place = found.end()
        match found.lastgroup:
            case "end":
                return scan
            case "figures":
                scan.figures([found["first"], found["middle"], found["third"]], found["mark"])
            case "signs":
                scan.figures([_year_of_era(found["era"], found["year"]), found["month"], found["day"]], "年")
            case "clock":
                scan.time(read_clock(found))
            case "number":
                scan.number(found["value"])
            case "thang":
                scan.month((("gregorian", int(found["thang"])),))
            case _:
                scan.word(found["thai"] or found["word"])
    raise ValueError(plain[place:])


def _year_of_era(era: str | None, written: str) -> str:
    if not era:
        return written
    return f"{ERAS[era] + (1 if written == '元' else int(written)):04}"


def _decide(scan: Scan, page: Page) -> tuple[dt.date, str]:
    """The day that is meant, and ``ambiguous`` where it could be another."""
    if not scan.dates or not all(date.complete for date in scan.dates):
        raise ValueError("no day, month and year")
    first, *others = (readings(date, page) for date in scan.dates)
    if others:
        return _same(first, others, scan.dates)
    fitting = [day for day in first if day.weekday() in scan.days] if scan.days else first
    if len(fitting) == 1:
        return fitting[0], ""
    return (fitting or first)[0], "ambiguous"


def _same(first: list[dt.date], others: list[list[dt.date]], dates: list[Written]) -> tuple[dt.date, str]:
    """The day of a text that gives it in two calendars. Raises ValueError where they are different days."""
    if len(others) > 1:
        raise ValueError("more than one date")
    ours, theirs = (first, others[0]) if _is_ours(dates[0]) else (others[0], first)
    near = [day for day in ours if any(abs((day - other).days) <= NEAR for other in theirs)]
    if not near:
        raise ValueError("two dates")
    return near[0], "" if len(near) == 1 else "ambiguous"


def _is_ours(date: Written) -> bool:
    return date.months[0][0] == "gregorian" if date.months else not 1200 <= max(map(int, date.numbers)) < 1500
