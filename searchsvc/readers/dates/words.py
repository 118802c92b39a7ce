"""What a word of a date says: a month, a day of the week, a half of the day, or nothing that matters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from searchsvc.readers.dates.calendars import Calendar
from searchsvc.readers.dates.folding import fold
from searchsvc.readers.dates.months import GREGORIAN, HIJRI, JALALI
from searchsvc.readers.dates.particles import HALVES, PARTICLES, UPDATES
from searchsvc.readers.dates.weekdays import WEEKDAYS

Month = tuple[Calendar, int]
Names = Mapping[str, Mapping[str, int]]
"""A name, and its number in each language that has it."""


def _names(table: Mapping[str, str]) -> Names:
    found: dict[str, dict[str, int]] = {}
    for language, groups in table.items():
        for number, names in enumerate(groups.split("|")):
            for name in names.split():
                found.setdefault(fold(name), {}).setdefault(language, number)
    return found


def _months(tables: Mapping[Calendar, Mapping[str, str]]) -> Mapping[str, Mapping[str, Month]]:
    found: dict[str, dict[str, Month]] = {}
    for calendar, table in tables.items():
        for name, numbers in _names(table).items():
            for language, number in numbers.items():
                found.setdefault(name, {}).setdefault(language, (calendar, number + 1))
    return found


DAYS = _names(WEEKDAYS)
MONTHS = _months({"gregorian": GREGORIAN, "jalali": JALALI, "hijri": HIJRI})
UPDATED = frozenset(fold(word) for word in UPDATES.split())
IGNORED = frozenset(fold(word) for words in PARTICLES.values() for word in words.split()) | UPDATED
HALF = {fold(word): hours for hours, words in HALVES.items() for word in words.split()}

_LONG = sorted((name for name in [*MONTHS, *DAYS] if "_" in name), key=len, reverse=True)
_LONG_NAME = re.compile("|".join(name.replace("_", " +") for name in _LONG))


def join_names(text: str) -> str:
    """The folded text with names of two words as one: ``تشرين_الاول``."""
    return _LONG_NAME.sub(lambda found: re.sub(" +", "_", found[0]), text)


def months(word: str, language: str) -> tuple[Month, ...]:
    """The months that the folded word can be: one if the language has it, else all that any language means by it."""
    meant = MONTHS.get(word)
    if meant is None:
        return ()
    return (meant[language],) if language in meant else tuple(dict.fromkeys(meant.values()))


def days_of_week(word: str, language: str) -> frozenset[int]:
    """The days of the week that the folded word can be, Monday 0; none where it is no such name.

    A short name that is a small word elsewhere (*la*, *to*, *do*) counts in its own language only.
    """
    meant = DAYS.get(word)
    if meant is None:
        return frozenset()
    if language in meant:
        return frozenset((meant[language],))
    return frozenset() if word in IGNORED else frozenset(meant.values())
