"""A text as a date: one reading of the whole text, or ValueError."""

from __future__ import annotations

import datetime as dt

from searchsvc.readers.dates.calendars import ERAS
from searchsvc.readers.dates.clock import read_clock
from searchsvc.readers.dates.dated import Dated, Hints, doubt_of
from searchsvc.readers.dates.folding import fold
from searchsvc.readers.dates.numerals import in_figures, in_one_number
from searchsvc.readers.dates.readings import Page, calendar_of, readings
from searchsvc.readers.dates.scanning import PIECE, Scan, Written
from searchsvc.readers.dates.words import UPDATED, join_names

LONGEST = 100
"""Characters: no text longer than this is read as a date."""
NO_HINTS = Hints()
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
    scan = _scan(plain, hints.base)
    day, doubt = _decide(scan, Page(text, plain, hints, today))
    date = scan.clock.on(day, scan.half) if scan.clock else day
    return Dated(date, doubt or doubt_of(date, today=today))


def _scan(plain: str, language: str) -> Scan:
    """All pieces of the folded text up to the day of an update. Raises ValueError at what belongs to no date."""
    scan = published = Scan(language)
    place = 0
    while found := PIECE.match(plain, place):
        place = found.end()
        match found.lastgroup:
            case "end":
                return published
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
            case "word" if found["word"] in UPDATED and published.dates and scan is published:
                scan = Scan(language)
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
    possible = readings(scan.dates[0], page) if len(scan.dates) == 1 else _agreed(scan.dates, page)
    fitting = [day for day in possible if day.weekday() in scan.days] if scan.days else possible
    if len(fitting) == 1:
        return fitting[0], ""
    return (fitting or possible)[0], "ambiguous"


def _agreed(dates: list[Written], page: Page) -> list[dt.date]:
    """The days of a text that gives one twice, as in our calendar and another. Raises ValueError for different days."""
    if len(dates) > 2:
        raise ValueError("more than two dates")
    ours, theirs = sorted(dates, key=lambda date: calendar_of(date, page) != "gregorian")
    tolerance = NEAR if calendar_of(theirs, page) == "hijri" else 0
    others = readings(theirs, page)
    near = [day for day in readings(ours, page) if any(abs((day - other).days) <= tolerance for other in others)]
    if not near:
        raise ValueError("two dates")
    return near
