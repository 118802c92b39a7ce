"""Days of other calendars as days of ours: Iran's solar one, the lunar one of Islam, Thai years, Japanese eras."""

from __future__ import annotations

import datetime as dt
from typing import Literal

Calendar = Literal["gregorian", "jalali", "hijri"]

BUDDHIST = 543
"""Years that the Thai calendar is ahead."""
ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "民国": 1911,
    "民國": 1911,
    "中華民國": 1911,
    "西暦": 0,
    "公元": 0,
    "서기": 0,
}
"""The year before the first of each era; 元 is its first."""
JALALI_EPOCH = dt.date(622, 3, 21).toordinal()
HIJRI_EPOCH = dt.date(622, 7, 18).toordinal()
OTHER_YEARS = range(1200, 1500)
"""Years of the other calendars in which newspapers were printed: 1821 to 2121, and 1785 to 2077."""


def gregorian(calendar: Calendar, year: int, month: int, day: int) -> dt.date:
    """The day in our calendar. Raises ValueError where the calendar has no such day."""
    if calendar == "gregorian":
        return dt.date(year, month, day)
    if year not in OTHER_YEARS:
        raise ValueError(f"{year} is no year of the {calendar} calendar that anything was printed in")
    return _from_jalali(year, month, day) if calendar == "jalali" else _from_hijri(year, month, day)


def this_year(calendar: Calendar, today: dt.date) -> int:
    """The year that it is in the calendar; in the lunar one, within a year."""
    if calendar == "jalali":
        return today.year - 621
    return today.year if calendar == "gregorian" else int((today.year - 621.5) * 365.2422 / 354.367)


def _leap_jalali(year: int) -> bool:
    """Eight years in 33 have a thirtieth of Esfand; the rule holds from 1206 to 1498."""
    return (year * 25 + 11) % 33 < 8


def _from_jalali(year: int, month: int, day: int) -> dt.date:
    longest = 31 if month <= 6 else 30 if month <= 11 or _leap_jalali(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(f"no month {month} has a day {day} in {year}")
    leaps = (8 * year + 21) // 33
    before = (month - 1) * 31 - max(month - 7, 0)
    return dt.date.fromordinal(JALALI_EPOCH + 365 * (year - 1) + leaps + before + day - 1)


def _from_hijri(year: int, month: int, day: int) -> dt.date:
    """By the civil calendar, in which eleven years in thirty are leap: the sighted moon may be a day off."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"no month {month} has a day {day}")
    months = (month - 1) * 29 + month // 2
    return dt.date.fromordinal(HIJRI_EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30 + months + day - 1)
