"""Dates as a query names them: days, months, years and ranges of them, as first and last day.

Days are proleptic ordinals (``date.toordinal``: 1 January of the year 1 is 1), both ends included. Years run from
0001 to 9999 and are written with four digits.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from searchsvc.query.tree import DateOp

FIRST_DAY = dt.date.min.toordinal()
LAST_DAY = dt.date.max.toordinal()

_FORMS = "write a year, month or day such as 2020, 2020-02 or 2020-02-06"
_PARTS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_UNPADDED = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")


class DateMistake(ValueError):
    """A text that is no date: ``message`` says what is wrong, ``hint`` what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} ({hint})")
        self.message = message
        self.hint = hint


def is_none(text: str) -> bool:
    """Whether ``date:text`` asks for undated articles."""
    return text.lower() == "none"


def days(text: str) -> tuple[int, int]:
    """First and last day of ``2020``, ``2020-02``, ``2020-02-06`` or a range ``a..b``, open on either side.

    Raises DateMistake where the text is none of these; ``none`` has no days (see :func:`is_none`).
    """
    if not text.strip():
        raise DateMistake("A date is missing", _FORMS)
    earliest, dots, latest = text.partition("..")
    if not dots:
        return _span(text)
    if not earliest and not latest:
        raise DateMistake("The range has no date", "write at least one end, as in 2020-01..2020-02, 2020.. or ..2020")
    first = _span(earliest)[0] if earliest else FIRST_DAY
    last = _span(latest)[1] if latest else LAST_DAY
    if first > last:
        raise DateMistake(f"The range {text} ends before it begins", f"write {latest}..{earliest}")
    return first, last


def bounds(op: DateOp, text: str) -> tuple[int, int]:
    """First and last day that ``op:text`` allows: ``before`` and ``after`` exclude what they name.

    ``before:2020-03`` ends on 29 February 2020, ``after:2019`` begins on 1 January 2020. Where nothing is left
    (``before:0001``, ``after:9999``) the first day is later than the last. Raises DateMistake as :func:`days`.
    """
    if op == "date":
        return days(text)
    if ".." in text:
        raise DateMistake(f"{op}: takes one date, not a range", f"write {op}:2020-02, or date:{text} for the range")
    if is_none(text):
        raise DateMistake(f"{op}: takes a date", "write date:none for articles without a date")
    first, last = days(text)
    return (FIRST_DAY, first - 1) if op == "before" else (last + 1, LAST_DAY)


def check(op: DateOp, text: str) -> None:
    """Raise DateMistake unless ``op:text`` can be searched; ``date:none`` can."""
    if op != "date" or not is_none(text):
        bounds(op, text)


def _span(text: str) -> tuple[int, int]:
    """First and last day of a year, month or day."""
    found = _PARTS.fullmatch(text)
    if found is None:
        raise DateMistake(f"{_shown(text)} is not a date", _instead_of(text))
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if year == 0:
        raise DateMistake("There is no year 0000", "years run from 0001 to 9999")
    if found[2] is None:
        return dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    if not 1 <= month <= 12:
        raise DateMistake(f"There is no month {found[2]}", f"months run from {year:04}-01 to {year:04}-12")
    length = calendar.monthrange(year, month)[1]
    if found[3] is None:
        return dt.date(year, month, 1).toordinal(), dt.date(year, month, length).toordinal()
    if not 1 <= day <= length:
        hint = f"{year:04}-{month:02} runs from {year:04}-{month:02}-01 to {year:04}-{month:02}-{length}"
        raise DateMistake(f"There is no day {text}", hint)
    return (ordinal := dt.date(year, month, day).toordinal()), ordinal


def _instead_of(text: str) -> str:
    """What was probably meant, where that is plain; else the forms that can be read."""
    if found := _UNPADDED.fullmatch(text):
        return "write " + "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)])
    if "*" in text or "?" in text:
        return "write date:2020 for a whole year, date:2020-02 for a month, -date:none for any date"
    return _FORMS


def _shown(text: str) -> str:
    """The text, cut where it is too long for a message."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'
