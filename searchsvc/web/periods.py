"""Years and months as filters: ``after`` and ``before`` exclude what they name, so a period needs its neighbours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from searchsvc.web.wording import MONTHS, spoken_date


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as a request says it; an empty side is open."""

    after: str = ""
    before: str = ""

    @property
    def months(self) -> tuple[int, int]:
        """The first and last month inside, as month numbers (see :func:`month_number`); open sides reach far."""
        return _edge(self.after, 1, -(10**6)), _edge(self.before, -1, 10**6)

    @property
    def name(self) -> str:
        """``February 2020`` where the period is just that, else ``after 2018``, ``before 2021`` or both."""
        inside = _only(self.after, self.before)
        if inside:
            return spoken_date(inside)
        sides = [
            f"{word} {spoken_date(side)}" for word, side in (("after", self.after), ("before", self.before)) if side
        ]
        return ", ".join(sides)


def month_number(text: str) -> int:
    """Months since year 0 of ``2020-02`` (or of January, for ``2020``)."""
    year, _, rest = text.partition("-")
    return int(year) * 12 + (int(rest[:2]) - 1 if rest else 0)


def month_name(number: int) -> str:
    """``2020-02`` of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_spoken(number: int) -> str:
    """``February 2020`` of a month number."""
    return f"{MONTHS[number % 12]} {number // 12}"


def year(number: int) -> Period:
    """The whole of one year."""
    return Period(f"{number - 1:04d}" if number > 1 else "", f"{number + 1:04d}" if number < 9999 else "")


def month(number: int) -> Period:
    """The whole of one month, given by its number."""
    after = month_name(number - 1) if number > 12 else ""
    return Period(after, month_name(number + 1) if number < 9999 * 12 + 11 else "")


def _edge(side: str, step: int, far: int) -> int:
    """The nearest month that is not wholly excluded by ``after`` (step 1) or ``before`` (step -1)."""
    if not side:
        return far
    try:
        number = month_number(side)
    except ValueError:
        return far
    if len(side) > 7:
        return number
    if len(side) == 4:
        return number + 12 if step > 0 else number - 1
    return number + step


def _only(after: str, before: str) -> str:
    """The one year, month or day between the two, or nothing."""
    if not after or len(after) != len(before):
        return ""
    try:
        if len(after) == 10:
            day = dt.date.fromisoformat(after) + dt.timedelta(days=1)
            return day.isoformat() if dt.date.fromisoformat(before) - day == dt.timedelta(days=1) else ""
        if len(after) == 7:
            number = month_number(after)
            return month_name(number + 1) if month_number(before) - number == 2 else ""
        return f"{int(after) + 1:04d}" if int(before) - int(after) == 2 else ""
    except (ValueError, OverflowError):
        return ""
