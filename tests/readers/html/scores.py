"""How much of what a page says was read right: the words of two texts compared, and captions found again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A word; of Chinese, Japanese and Korean each sign, as nothing parts their words, or other things than words.
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
SAME = 0.8
"""The token F1 from which two captions are the same one."""


def tokens(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return TOKEN.findall(text.lower())


def token_f1(found: str, expected: str) -> float:
    """The harmonic mean of precision and recall over words, counted as often as they occur; 1 for two empty texts."""
    first, second = Counter(tokens(found)), Counter(tokens(expected))
    common = (first & second).total()
    return 2 * common / (first.total() + second.total()) if first or second else 1.0


def same_words(found: str, expected: str) -> bool:
    """Whether two texts have the same letters and digits in the same order: case, quotes and dashes aside."""
    return _plain(found) == _plain(expected)


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


@dataclass(frozen=True, slots=True)
class Expected:
    """A caption that is expected, and who is credited for its image: a caption that was read may end in the credit."""

    text: str
    credited: str = ""

    def score(self, found: str) -> float:
        """How well a caption that was read says this one, with its credit or without."""
        return max(token_f1(found, self.text), token_f1(found, f"{self.text} {self.credited}"))


def match(found: Sequence[str], expected: Iterable[Expected]) -> tuple[list[str], list[str], int]:
    """The captions that were found and not expected, those expected and not found, and how many are right.

    Each one found is right for one expected at most. A caption expected twice, as of a gallery shown twice, is
    expected once: captions are without duplicates.
    """
    left, missing, right = list(found), [], 0
    for one in {_plain(one.text): one for one in expected if one.text}.values():
        best = max(left, key=one.score, default="")
        if one.score(best) >= SAME:
            left.remove(best)
            right += 1
        else:
            missing.append(one.text)
    return left, missing, right
