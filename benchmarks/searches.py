"""Searches of eight kinds, drawn from real texts: words that each engine is asked for in its own language.

The same ones come for the same articles, seed and count.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.reuters import Record

Shape = Literal["word", "all", "any", "phrase", "prefix"]

WORD = re.compile(r"(?<![\w'’.&/-])[A-Za-z]+(?!\w|['’&/-]|\.\w)")
RARE = (2, 20)
MID = (0.001, 0.02)
COMMON = 0.10
KEPT = 10_000
SEED = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of search: its name in the tables, and how its words belong together."""

    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Asked:
    """One search: lower-case words, or for a prefix its letters."""

    kind: Kind
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """As typed into the search field of searchsvc."""
        match self.kind.shape:
            case "any":
                return " OR ".join(self.words)
            case "phrase":
                return f'"{" ".join(self.words)}"'
            case "prefix":
                return f"{self.words[0]}*"
            case _:
                return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers: the ids of the ten best, the best first, and how many there are in all."""

    ids: list[str]
    total: int


class Draw:
    """Draws searches from articles.

    A rare word is in 2 to 20 of the articles, a mid one in 0.1 to 2 % of them, a common one in 10 % or more.
    """

    def __init__(self, records: Iterable[Record], seed: int = SEED) -> None:
        self.random = random.Random(seed)
        self.bodies: list[str] = []
        counts: Counter[str] = Counter()
        articles = 0
        for record in records:
            articles += 1
            text = " ".join((record["title"] or "", record["body"] or "", *record["captions"]))
            counts.update(set(map(str.lower, WORD.findall(text))))
            self._keep(record["body"] or "", articles)
        self.rare = self._between(counts, *RARE)
        self.mid = self._between(counts, MID[0] * articles, MID[1] * articles)
        self.common = self._between(counts, COMMON * articles, articles)

    def _keep(self, body: str, seen: int) -> None:
        """Keep a body so that in the end each one seen had the same chance to be among those kept."""
        if len(self.bodies) < KEPT:
            self.bodies.append(body)
        elif (place := self.random.randrange(seen)) < KEPT:
            self.bodies[place] = body

    def _between(self, counts: Counter[str], least: float, most: float) -> list[str]:
        return sorted(word for word, count in counts.items() if least <= count <= most and len(word) > 1)

    def passage(self, count: int, shortest: int = 1) -> tuple[str, ...]:
        """Words of at least so many letters, in the order in which they stand in some article; all different."""
        while True:
            words = [word.lower() for word in WORD.findall(self.random.choice(self.bodies)) if len(word) >= shortest]
            start = self.random.randrange(max(1, len(words) - count))
            if len(set(found := tuple(words[start : start + count]))) == count:
                return found

    def phrase(self) -> tuple[str, ...]:
        """Two to four words that stand in a row in some article."""
        while True:
            body = self.random.choice(self.bodies)
            runs = re.findall(r"[A-Za-z]+(?: [A-Za-z]+)+(?=[ ,.\n])", body)
            if not runs:
                continue
            words = self.random.choice(runs).lower().split()
            count = min(self.random.randint(2, 4), len(words))
            start = self.random.randrange(len(words) - count + 1)
            return tuple(words[start : start + count])

    def prefix(self) -> tuple[str]:
        """The first four or five letters of a longer word."""
        return (self.passage(1, 7)[0][: self.random.randint(4, 5)],)

    def asked(self, count: int) -> dict[Kind, list[Asked]]:
        """``count`` different searches of every kind, fewer where there are no more."""
        return {kind: [Asked(kind, words) for words in self._different(make, count)] for kind, make in KINDS.items()}

    def _different(self, make: Callable[[Draw], tuple[str, ...]], count: int) -> Sequence[tuple[str, ...]]:
        found: dict[tuple[str, ...], None] = {}
        for _ in range(count * 20):
            found[make(self)] = None
            if len(found) == count:
                break
        return list(found)


KINDS: dict[Kind, Callable[[Draw], tuple[str, ...]]] = {
    Kind("a rare word", "word"): lambda draw: (draw.random.choice(draw.rare),),
    Kind("a mid word", "word"): lambda draw: (draw.random.choice(draw.mid),),
    Kind("a common word", "word"): lambda draw: (draw.random.choice(draw.common),),
    Kind("two words, all", "all"): lambda draw: draw.passage(2, 4),
    Kind("three words, any", "any"): lambda draw: draw.passage(3, 4),
    Kind("a phrase", "phrase"): Draw.phrase,
    Kind("eight words, any", "any"): lambda draw: draw.passage(8),
    Kind("a prefix", "prefix"): Draw.prefix,
}
