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
OFFSET = r"\s*(Z|z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?"
INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt]|\s+)(\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)" + OFFSET, re.ASCII)
MAIL = re.compile(r"(.*\d{4}),?\s+(\d{1,2}:\d\d(?::\d\d)?)" + OFFSET, re.ASCII | re.IGNORECASE)
BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?" + OFFSET + ")?", re.ASCII)
EPOCH = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d*)?", re.ASCII)
"""Seconds since 1970, or milliseconds."""
YEAR_FIRST = re.compile(r"(\d{4})([-/.年년])\s*(\d{1,2})(?:\2|[月월])\s*(\d{1,2})[.日일]?", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s*(\d{1,2})\2\s*(\d{4})", re.ASCII)
LONGEST = 50
"""Characters: no text longer than this is read as a date."""


def dateline(line: str) -> dt.date | None:
    """The date that the whole line is (``February 06, 2020``, ``6 Feb. 2020``, ``2020-02-06``), or None.

    A number alone (``20200206``, ``1580990400``) is a date in a field only.
    """
    line = line.strip()
    if len(line) > LONGEST or line.isdigit() or not any(map(str.isdigit, line)):
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
    if found := BASIC.fullmatch(text):
        year, month, day, hour, minute, second, offset = found.groups()
        clock = f"{hour}:{minute}:{second or '00'}"
        return _instant(f"{year}-{month}-{day}", clock, offset or "") if hour else _day(year, month, day)
    if found := EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(found[1]), dt.UTC)
    if found := MAIL.fullmatch(text):
        return _instant(_worded(found[1].lower()).isoformat(), found[2], found[3] or "")
    return _in_figures(text) or _worded(text.lower())


def _day(year: str, month: str, day: str) -> dt.date:
    return dt.date(int(year), int(month), int(day))


def _instant(day: str, clock: str, offset: str) -> dt.date:
    if not offset:
        return dt.date.fromisoformat(day)
    offset = "+00:00" if offset[0] not in "+-" else offset
    hour, _, rest = clock.partition(":")
    seconds, point, fraction = rest.partition(".")
    return dt.datetime.fromisoformat(f"{day}T{hour:0>2}:{seconds}{point}{fraction[:6]}{offset}")


def _in_figures(text: str) -> dt.date | None:
    """The day of ``2020/2/6``, ``2020年2月6日`` or ``6.2.2020``; None where it is none, or could be two.

    Between points the day stands first. Otherwise day and month are told apart only where one is over 12 or both are
    the same.
    """
    if found := YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := YEAR_LAST.fullmatch(text):
        first, point, second, year = found.groups()
        if point == "." or int(first) > 12 or int(first) == int(second):
            return _day(year, second, first)
        if int(second) > 12:
            return _day(year, first, second)
    return None


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
