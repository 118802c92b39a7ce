"""An archive of any size out of the Reuters articles: repeated with other ids, other dates and a sentence of their own.

The sentence has words from all over the archive and a name, every fourth one a new one, so that posting lists and the
vocabulary grow with the archive as those of real articles do. The first round is the articles as they are. All rounds
of an article are near-copies of each other, unless the words of the later ones are shuffled.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import orjson

from benchmarks.reuters import Record
from benchmarks.searches import WORD

SEED = 5
WORDS = 12
NEW_NAMES = 0.25
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
LEARNED = 5_000
DAYS_LATER = 61


def records(articles: Path, count: int, *, shuffled: bool = False) -> Iterator[Record]:
    """``count`` articles made of those in a JSON Lines file, with the words of later rounds ``shuffled`` or not."""
    texts = Sentences(articles)
    given = turn = 0
    while given < count:
        with articles.open("rb") as lines:
            for line in lines:
                if given == count:
                    return
                record: Record = orjson.loads(line)
                if turn:
                    record = altered(record, turn, texts.sentence())
                    record["body"] = texts.shuffled(record["body"]) if shuffled else record["body"]
                yield record
                given += 1
        turn += 1


def altered(record: Record, turn: int, sentence: str) -> Record:
    """The article of a later round: its id has the round behind it, its day is later, its body ends otherwise."""
    day = dt.date.fromisoformat(record["date"]) + dt.timedelta(days=DAYS_LATER * turn)
    return Record(
        id=f"{record['id']}-{turn}",
        title=record["title"],
        date=day.isoformat(),
        body=f"{record['body'] or ''}\n\n{sentence}",
        captions=record["captions"],
        source=record["source"],
        url=record["url"],
        author=record["author"],
    )


def write_jsonl(articles: Path, corpus: Path, count: int) -> Path:
    """The archive as one JSON Lines file in the folder ``corpus``; gives its path."""
    corpus.mkdir(parents=True, exist_ok=True)
    path = corpus / "repeated.jsonl"
    with path.open("wb") as out:
        out.writelines(orjson.dumps(record) + b"\n" for record in records(articles, count))
    return path


class Sentences:
    """Makes sentences, always the same ones in the same order."""

    def __init__(self, articles: Path) -> None:
        self.random = random.Random(SEED)
        self.order = np.random.default_rng(SEED)
        self.words = _words(articles)
        self.names = 0

    def sentence(self) -> str:
        """A name and twelve words, each as likely as it is common."""
        words = self.random.choices(self.words, k=WORDS)
        if not self.names or self.random.random() < NEW_NAMES:
            self.names += 1
            number = self.names
        else:
            number = self.random.randint(1, self.names)
        return f"{name(number).title()} {' '.join(words)}."

    def shuffled(self, text: str) -> str:
        """The words of a text in another order."""
        words = text.split()
        return " ".join(words[place] for place in self.order.permutation(len(words)))


def name(number: int) -> str:
    """A word that no other number has."""
    found = ""
    while number:
        number, place = divmod(number, len(SYLLABLES))
        found += SYLLABLES[place]
    return f"{found}x"


def _words(articles: Path) -> Sequence[str]:
    """The words of the first articles, as often as they stand there."""
    found: list[str] = []
    with articles.open("rb") as lines:
        for _, line in zip(range(LEARNED), lines, strict=False):
            found += WORD.findall(orjson.loads(line)["body"] or "")
    return found
