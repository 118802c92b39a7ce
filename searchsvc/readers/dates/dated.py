"""What a text is read as: the date and why it may be wrong; and what is known beforehand about the text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Order = Literal["day", "month", ""]
SAME_LANGUAGE = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "tl": "fil", "sh": "sr", "mo": "ro"}
EARLIEST = dt.date(1450, 1, 1)
"""The first day that is no surprise: articles are printed."""
PAST = dt.date(2026, 11, 1)
"""Days before it are no future, by whatever clock: to ask the clock takes longer than to read most dates."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, or an instant with its offset where both are written, and its doubt.

    ``ambiguous`` is a text with two readings or one that contradicts itself, ``future`` a day after tomorrow, ``early``
    one before 1450; nothing is a date that needs no second look.
    """

    date: dt.date
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What decides between two readings of ``6/2/2020``, the strongest first.

    ``order`` is what the document's other dates show stands first (``order_of``), ``language`` a tag (``en-GB``),
    ``source`` the host or the address of the publisher.
    """

    language: str = ""
    order: Order = ""
    source: str = ""

    @property
    def base(self) -> str:
        """The language without region and script, under its usual code."""
        base = self.language.replace("_", "-").partition("-")[0].lower()
        return SAME_LANGUAGE.get(base, base)


def doubt_of(date: dt.date, *, today: dt.date | None = None) -> str:
    """Why a date that was read without trouble is not to be trusted: ``future``, ``early``, or nothing.

    The day after ``today`` is no future: where the sun rises first it may have come already.
    """
    day = date.date() if isinstance(date, dt.datetime) else date
    if day < EARLIEST:
        return "early"
    if today is None and day < PAST:
        return ""
    return "future" if (day - (today or dt.date.today())).days > 1 else ""
