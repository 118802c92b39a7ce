"""A time of day beside a date: how it is written, and its offset from UTC where that is certain."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "мск": 3,
    "wib": 7,
    "hkt": 8,
    "sgt": 8,
    "jst": 9,
    "kst": 9,
    "est": -5,
    "edt": -4,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
"""Hours east of Greenwich of the names that mean one zone. CST is Chicago and Shanghai, IST Delhi, Dublin and
Jerusalem, BST London and Dhaka: those are not here, and neither are ET and PT, which change with the season."""

ZONE = rf"(?:{'|'.join(ZONES)})"
CLOCK = (
    r"t?(?P<hour>\d{1,2})(?:"
    r"\s?(?::|\.|h|ч|[時时點点시])\s?(?P<minute>\d\d)(?!\d)(?:[분分]|min\b)?"
    r"(?:\s?[:.]?(?P<second>\d\d)(?!\d)[초秒]?(?:[.,]\d{1,9})?)?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|\s?(?:(?P<half_of_hour>[ap])\.?\s?m\b\.?|uhr\b|h\b|[時时點点시])"
    r")"
    rf"(?:\s?\(?(?P<zone>{ZONE})\b)?(?:\s?(?P<offset>[+-]\d\d?(?::?\d\d)?)(?![\d./-]))?\)?(?:\s?[(\[][a-z /_]+[)\]])?"
)
"""On folded text. The name of a zone between brackets after it says nothing new."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, and minutes east of Greenwich, None where they are not known."""

    hour: int
    minute: int
    second: int
    offset: int | None

    def on(self, day: dt.date, half: int = 0) -> dt.date:
        """The instant on that day, as printed; the day itself where no offset is known.

        ``half`` is 12 for an afternoon that is named apart. Raises ValueError where no clock shows such a time.
        """
        hour = self.hour + half if self.hour < 12 else self.hour
        if hour == 24 and not self.minute:
            return day
        time = dt.time(hour, self.minute, self.second)
        if self.offset is None:
            return day
        return dt.datetime.combine(day, time, dt.timezone(dt.timedelta(minutes=self.offset)))


def read_clock(found: re.Match[str]) -> Clock:
    """The time that CLOCK found."""
    hour, half = int(found["hour"]), found["half"] or found["half_of_hour"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Clock(hour, int(found["minute"] or 0), min(int(found["second"] or 0), 59), _offset(found))


def _offset(found: re.Match[str]) -> int | None:
    if written := found["offset"]:
        digits = written[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        east = int(hours) * 60 + int(minutes)
        return -east if written[0] == "-" else east
    return None if found["zone"] is None else 60 * ZONES[found["zone"]]
