"""What stands in a text that is a date, piece by piece; ValueError at the first piece that no date has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from searchsvc.readers.dates.calendars import ERAS
from searchsvc.readers.dates.clock import CLOCK, Clock
from searchsvc.readers.dates.words import HALF, IGNORED, Month, days_of_week, months

ORDINAL = r"(?:[-:]?(?:st|nd|rd|th|er|re|eme|ste|de|o|a|e|r|n|η|ο|го|е|ое|й|ого|ті)\b)?"
# Vowel signs of India, Burma and Thailand are no letters to Python; Thai shortens with points inside: ก.พ.
LETTER = r"[^\W\d]|[\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff]"
PIECE = re.compile(
    r"[\s,;|·•‧・,،؛、。:()\[\]«»“”„\"/*~–—@.-]*(?:"
    r"(?P<figures>(?P<first>\d{1,4})\s?(?P<mark>[-/.])\s?(?P<middle>\d{1,2})\s?(?P=mark)\s?(?P<third>\d{1,4})(?!\d))"
    rf"|(?P<signs>(?:(?P<era>{'|'.join(ERAS)})\s?)?(?P<year>\d{{1,4}}|元)\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]"
    r"\s?(?P<day>\d{1,2})\s?[日号號일]?)"
    rf"|(?P<clock>{CLOCK})"
    rf"|(?P<number>(?P<value>\d{{1,4}})(?!\d){ORDINAL})"
    r"|(?:thang|thg)\s(?P<thang>\d{1,2})(?!\d)"
    r"|(?P<thai>[\u0e00-\u0eff]+(?:\.[\u0e00-\u0eff]+)+)"
    rf"|(?P<word>(?:{LETTER})+)"
    r"|(?P<end>\Z)"
    r")"
)


@dataclass(slots=True)
class Written:
    """A date as written: months that the word may be (none where all is in figures), two or three numbers."""

    months: tuple[Month, ...] = ()
    numbers: list[str] = field(default_factory=list)
    mark: str = ""  # between the figures of 6/2/2020; 年 for a date whose parts are named
    month_word: str = ""

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to say."""
        return bool(self.mark) or bool(self.months and len(self.numbers) == 2)


@dataclass(slots=True)
class Scan:
    """The pieces of a text: its dates, mostly one, the day of the week, the time."""

    language: str
    dates: list[Written] = field(default_factory=list)
    days: frozenset[int] = frozenset()
    clock: Clock | None = None
    half: int = 0

    def figures(self, numbers: list[str], mark: str) -> None:
        """A date all in figures."""
        self._close()
        self.dates.append(Written(numbers=numbers, mark=mark))

    def number(self, digits: str) -> None:
        """A number that is day or year."""
        self._open().numbers.append(digits)

    def month(self, meant: tuple[Month, ...], word: str = "") -> None:
        """The name of a month; a second name of the same month (``شباط/فبراير``) changes nothing."""
        date = self._open(months=True)
        if not date.months:
            date.months, date.month_word = meant, word
        elif both := tuple(month for month in date.months if month in meant):
            date.months = both
        elif days := days_of_week(word, self.language):
            self._weekday(days)
        elif days := days_of_week(date.month_word, self.language):
            self._weekday(days)
            date.months, date.month_word = meant, word
        else:
            raise ValueError(word)

    def word(self, word: str) -> None:
        """Any word. Raises ValueError where it does not belong to a date."""
        if meant := months(word, self.language):
            self.month(meant, word)
        elif days := days_of_week(word, self.language):
            self._weekday(days)
        elif word in HALF:
            self.half = HALF[word]
        elif word not in IGNORED:
            raise ValueError(word)

    def time(self, clock: Clock) -> None:
        """A time of day: one and no more."""
        if self.clock is not None:
            raise ValueError("two times")
        self.clock = clock

    def _weekday(self, days: frozenset[int]) -> None:
        self.days = (self.days & days if self.days else days) or days

    def _open(self, *, months: bool = False) -> Written:
        """The date that the next number belongs to, or with ``months`` the next name of a month."""
        full = self.dates and (self.dates[-1].complete if not months else self.dates[-1].mark)
        if not self.dates or full:
            self.dates.append(Written())
        return self.dates[-1]

    def _close(self) -> None:
        if self.dates and not self.dates[-1].complete:
            raise ValueError("figures inside of a date in words")
