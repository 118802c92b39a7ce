"""Dates in the address of an article, and in the name of its file."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from searchsvc.readers.dates.dated import Dated, doubt_of
from searchsvc.readers.dates.words import months

SHAPES = (
    re.compile(r"/(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?=[/_.-]|$)", re.ASCII),
    re.compile(r"/(?P<y>\d{4})/(?P<name>[a-z]{3,9})/(?P<d>\d{1,2})(?=[/_.-]|$)", re.ASCII),
    re.compile(r"(?<!\d)(?P<y>\d{4})([-_.])(?P<m>\d\d?)\2(?P<d>\d\d?)(?!\d)", re.ASCII),
    re.compile(r"/(?P<y>\d{4})(?:-(?P<m>\d\d)/|/(?P<m_>\d\d)-?)(?P<d>\d\d)(?=[/_.-]|$)", re.ASCII),
    re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?!\d)", re.ASCII),
)
IN_NAME = (SHAPES[2], SHAPES[4])
OF_THE_WEB = range(1990, 2100)
"""Years that a number of eight digits in an address may begin with: most such numbers are no dates."""


def date_in_url(url: str, *, today: dt.date | None = None) -> Dated | None:
    """The day in the path of an address: ``/2020/02/06/``, ``/2020/feb/06/``, ``2020-02-06-title``, ``20200206``.

    None where there is none, or two different ones. A year and month alone are no date.
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return _first(path.lower(), SHAPES, today)


def date_in_name(name: str, *, today: dt.date | None = None) -> Dated | None:
    """The day in the name of a file: ``2020-02-06-title.md``, ``20200206.html``; None where there is none, or two."""
    return _first(name.lower().replace("\\", "/").rpartition("/")[2], IN_NAME, today)


def _first(text: str, shapes: tuple[re.Pattern[str], ...], today: dt.date | None) -> Dated | None:
    """The date of the first shape that occurs."""
    for shape in shapes:
        found = {day for match in shape.finditer(text) if (day := _day(match, today))}
        if found:
            return Dated(day, doubt_of(day, today=today)) if len(found) == 1 and (day := found.pop()) else None
    return None


def _day(match: re.Match[str], today: dt.date | None) -> dt.date | None:
    parts = match.groupdict()
    month = parts.get("m") or parts.get("m_")
    if month is None:
        named = months(parts["name"], "en")
        month = str(named[0][1]) if named and named[0][0] == "gregorian" else "0"
    try:
        day = dt.date(int(parts["y"]), int(month), int(parts["d"]))
    except ValueError:
        return None
    compact = match.end() - match.start() == 8
    return None if compact and (day.year not in OF_THE_WEB or doubt_of(day, today=today)) else day
