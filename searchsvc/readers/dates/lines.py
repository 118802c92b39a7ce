"""A date that is a whole line of an article, under its title."""

from __future__ import annotations

import datetime as dt
import re

from searchsvc.readers.dates.dated import Dated, Hints
from searchsvc.readers.dates.reading import LONGEST, NO_HINTS, read_date

FULL_YEAR = re.compile(r"\d{4}|[年년]")


def dateline(line: str, hints: Hints = NO_HINTS, *, today: dt.date | None = None) -> Dated | None:
    """The date that the whole line is (``February 06, 2020``, ``6 Feb. 2020``, ``2020-02-06``), or None.

    A number alone (``20200206``, ``1580990400``) and a year of two digits are dates in a field only: ``1.2.20`` may as
    well be a heading.
    """
    line = line.strip()
    if len(line) > LONGEST or line.isdecimal() or not FULL_YEAR.search(line):
        return None
    try:
        return read_date(line, hints, today=today)
    except ValueError:
        return None
