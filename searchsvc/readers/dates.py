"""Dates as articles print them: a date line, or a field."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+)?"
MONTH_FIRST = re.compile(WEEKDAY + r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
DAY_FIRST = re.compile(WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt]|\s+)(\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?", re.ASCII
)
LONGEST = 50
"""Characters: no text longer than this is read as a date."""


def dateline(line: str) -> dt.date | None:
    """The date that the whole line is (``February 06, 2020``, ``6 Feb. 2020``, ``2020-02-06``), or None."""
    line = line.strip()
    if len(line) > LONGEST or not (line[:1].isdigit() or line[-1:].isdigit()):
        return None
    try:
        return day_or_instant(line)
    except ValueError:
        return None


def day_or_instant(text: str) -> dt.date:
    """The day, or the instant where a time *and* its offset are written; a time without an offset is left out.

    Raises ValueError where the text is no date, or one that no calendar has.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError(text[:LONGEST])
    if len(text) == 10 and text[4] == text[7] == "-":
        return dt.date.fromisoformat(text)
    if found := INSTANT.fullmatch(text):
        return _instant(found[1], found[2], found[3] or "")
    return _worded(text.lower())


def _instant(day: str, clock: str, offset: str) -> dt.date:
    if not offset:
        return dt.date.fromisoformat(day)
    offset = "+00:00" if offset[0] not in "+-" else offset
    hour, _, rest = clock.partition(":")
    seconds, point, fraction = rest.partition(".")
    return dt.datetime.fromisoformat(f"{day}T{hour:0>2}:{seconds}{point}{fraction[:6]}{offset}")


def _worded(text: str) -> dt.date:
    if found := MONTH_FIRST.fullmatch(text):
        month, day, year = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError(text)
    if month not in MONTHS:
        raise ValueError(text)
    return dt.date(int(year), MONTHS[month], int(day))
