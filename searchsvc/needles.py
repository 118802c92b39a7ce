"""Needles: pieces of text of which every writing of some words holds one, so that a text need not be read word by word.

Texts here are *plain*: ASCII, lower-cased, and blank wherever no chunk of the analysis is. A word is written there as
it is listed in the lexicon, but for two cases: with a dot behind each letter, and, where it is a number, in groups and
with a comma for the point. In any writing a word begins where no letter or digit stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from searchsvc.analysis import LONGEST_TERM

_MOST = 24
"""With more needles than this it takes less time to read the text."""

_LEAST_STEM = 3
_DOT = re.compile(r"\.[a-z]")
_NUMBER = re.compile(r"([0-9]+)(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Needles:
    """``starts`` are where a word begins, ``parts`` may be anywhere; ``dotted`` are two letters with a dot between."""

    starts: tuple[str, ...]
    parts: tuple[str, ...]
    dotted: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[Collection[str]]) -> Needles | None:
        """Needles for words, in groups of the same term; None where they are too many, or cut off for their length."""
        starts: set[str] = set()
        parts: set[str] = set()
        dotted: set[str] = set()
        for group in words:
            plain = [word for word in group if word.isascii()]
            if any(len(word) >= LONGEST_TERM for word in plain):
                return None
            numbers = [number for word in plain if (number := _NUMBER.fullmatch(word))]
            starts |= shared([word for word in plain if not _NUMBER.fullmatch(word)])
            starts |= {number[0] for number in numbers if not number[2] and len(number[1]) <= 3}
            parts |= {number[1][-3:] for number in numbers if number[2] or len(number[1]) > 3}
            dotted |= {f"{word[0]}.{word[1]}" for word in plain if len(word) > 1 and word.isalpha()}
            if len(starts) + len(parts) > _MOST:
                return None
        return cls(tuple(_shortest(starts)), tuple(parts), frozenset(dotted))

    def stretches(self, plain: str) -> list[tuple[int, int]]:
        """[start, end) of every stretch with a needle in it, in order."""
        found: dict[int, int] = {}
        for needle in self.starts:
            at = plain.find(needle)
            while at >= 0:
                if at and plain[at - 1].isalnum():
                    at = plain.find(needle, at + 1)
                else:
                    at = plain.find(needle, _note(found, plain, at))
        for needle in self.parts:
            at = plain.find(needle)
            while at >= 0:
                at = plain.find(needle, _note(found, plain, at))
        for dot in _DOT.finditer(plain):
            if plain[dot.start() - 1 : dot.end()] in self.dotted:
                _note(found, plain, dot.start())
        return sorted(found.items())


def _note(found: dict[int, int], plain: str, at: int) -> int:
    """Note the stretch around ``at``; return its end."""
    end = plain.find(" ", at)
    if end < 0:
        end = len(plain)
    found[plain.rfind(" ", 0, at) + 1] = end
    return end


def shared(words: Collection[str]) -> set[str]:
    """What all of the words begin with, or where that is little the words themselves."""
    if not words:
        return set()
    first, last = min(words), max(words)
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return {first[:same]} if same >= _LEAST_STEM else set(words)


def _shortest(starts: Iterable[str]) -> Iterator[str]:
    """Those that do not begin with another one."""
    last = None
    for start in sorted(starts):
        if last is None or not start.startswith(last):
            last = start
            yield start
