"""Numbers that are written otherwise: Chinese numerals, and a whole date as one number."""

from __future__ import annotations

import datetime as dt
import re

NUMERALS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
NUMBER = re.compile("([〇零一二三四五六七八九十廿卅]+)(?=[年月日号號])")
TENS = str.maketrans({"廿": "二十", "卅": "三十"})


def in_figures(text: str) -> str:
    """The text with Chinese numerals as figures where a date has them: ``二〇二〇年二月六日`` is ``2020年2月6日``."""
    return NUMBER.sub(lambda found: _figures(found[1].translate(TENS)), text) if "月" in text else text


def _figures(number: str) -> str:
    tens, ten, ones = number.partition("十")
    digits = "".join(NUMERALS.get(numeral, "") for numeral in ones)
    if not ten:
        return "".join(NUMERALS[numeral] for numeral in number)
    return f"{NUMERALS.get(tens, '1')}{digits or '0'}"


def in_one_number(text: str) -> dt.date:
    """``20200206``, also with a time (``20200206T120000Z``), or seconds or milliseconds since 1970, which are instants.

    Raises ValueError where the number is none of these.
    """
    whole, _, fraction = text.partition(".")
    if not whole.isdecimal() or (fraction and not fraction.isdecimal()):
        instant = dt.datetime.fromisoformat(text)
        return instant if instant.tzinfo else instant.date()
    if len(whole) in (8, 12, 14) and (day := _stamp(whole)):
        return day
    if len(whole) in (9, 10, 12, 13):
        return dt.datetime.fromtimestamp(int(whole if len(whole) < 11 else whole[:-3]), dt.UTC)
    raise ValueError(f"{text} is no date")


def _stamp(digits: str) -> dt.date | None:
    """The day of ``20200206123000``, whose time is that of an unknown place."""
    try:
        dt.time(int(digits[8:10] or 0), int(digits[10:12] or 0), int(digits[12:] or 0))
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
