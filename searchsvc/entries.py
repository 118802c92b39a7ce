"""Articles made ready for an engine: their language, their terms, and the words that the lexicon counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from searchsvc.analysis import Analyser, analyser, chunks, primary, stretches
from searchsvc.article import Article
from searchsvc.engines.base import Entry
from searchsvc.language import SAMPLE, detect
from searchsvc.lexicon import Lexicon, Word

_MOST_HELD = 400_000


def named(article: Article) -> Article:
    """The article with its language, detected where it does not say so."""
    if article.language:
        return article
    sample = "\n".join((article.title, article.body[:SAMPLE], *article.captions[:1]))
    return replace(article, language=detect(sample))


def cut(article: Article) -> Entry:
    """The article as engines take it, counted nowhere."""
    terms = analyser(article.language).terms
    texts = {"title": [article.title], "body": [article.body], "captions": list(article.captions)}
    runs = {name: [" ".join(terms(text)) for text in some] for name, some in texts.items()}
    return Entry(article, runs, {"source": article.source, "language": primary(article.language)})


class WordCounts:
    """Makes articles into entries, and keeps in how many articles each word is, while they come and go."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._counts = lexicon.counts() if lexicon else Counter[Word]()
        self._tables: dict[Analyser, _Table] = {}
        self._keywords = {"source": Counter[str](), "language": Counter[str]()}
        if lexicon is not None:
            for name, counter in self._keywords.items():
                counter.update(lexicon.keywords.get(name, {}))

    def learn(self, article: Article) -> Entry:
        """The article as engines take it; its words are counted."""
        entry = self._cut(article, 1)
        for name, counter in self._keywords.items():
            counter[entry.keywords[name]] += 1
        return entry

    def forget(self, articles: Iterable[Article]) -> None:
        """Take back the words of articles that are replaced or removed."""
        for article in articles:
            entry = self._cut(article, -1)
            for name, counter in self._keywords.items():
                counter[entry.keywords[name]] -= 1

    def lexicon(self) -> Lexicon:
        """The lexicon of what is counted now."""
        for words in list(self._tables):
            self._counted(self._tables.pop(words))
        return Lexicon.build(self._counts, self._keywords)

    def _cut(self, article: Article, sign: int) -> Entry:
        words = analyser(article.language)
        table = self._tables.get(words)
        if table is None or table.held > _MOST_HELD:
            if table is not None:
                self._counted(table)
            table = self._tables[words] = _Table(words)
        return table.cut(article, sign)

    def _counted(self, table: _Table) -> None:
        for word, count in table.counts():
            self._counts[word] += count


class _Table(dict[str, int]):
    """The stretches met in texts of one language, by number: most are one word, whose number they have.

    A text becomes numbers once; its terms, and what it counts, are read off them. Lookups are what this costs, and
    what lookups cost is memory that is not in the cache: hence one for each stretch of a text, and no second one. A
    dict with __missing__, so that ``map`` stays in C. ``held`` is how much is remembered, in stretches of up to 40
    characters.
    """

    _USUAL = 40
    _NOTED_AT_ONCE = 1_000_000

    def __init__(self, analysed: Analyser) -> None:
        self.held = 0
        self._analysed = analysed
        self._numbers: dict[Word, int] = {}
        self._words: list[Word | None] = []
        self._terms: list[str] = []  # A blank behind each.
        self._several: dict[int, tuple[int, ...]] = {}
        self._several_numbers: set[int] = set()
        self._noted: dict[int, list[int]] = {1: [], -1: []}
        self._total = np.zeros(0, np.int64)

    def __missing__(self, stretch: str) -> int:
        found = chunks(stretch)
        if found == [stretch]:
            numbers = tuple(map(self._number, self._analysed.words(stretch)))
        else:
            several = self._several
            numbers = tuple(chain.from_iterable(several.get(n, (n,)) for n in map(self.__getitem__, found)))
        self[stretch] = number = numbers[0] if len(numbers) == 1 else self._together(numbers)
        self.held += 1 + len(stretch) // self._USUAL
        return number

    def cut(self, article: Article, sign: int) -> Entry:
        """The entry of an article; its distinct words are counted, or taken back where the sign is -1."""
        seen: set[int] = set()

        def run(text: str) -> str:
            numbers = list(map(self.__getitem__, stretches(text)))
            seen.update(numbers)
            return "".join(map(self._terms.__getitem__, numbers))[:-1]

        runs = {
            "title": [run(article.title)],
            "body": [run(article.body)],
            "captions": list(map(run, article.captions)),
        }
        if not self._several_numbers.isdisjoint(seen):
            several = self._several_numbers & seen
            seen -= several
            seen.update(*map(self._several.__getitem__, several))
        self._note(seen, sign)
        return Entry(article, runs, {"source": article.source, "language": primary(article.language)})

    def counts(self) -> Iterator[tuple[Word, int]]:
        """The words with how many articles more have them than at first."""
        self._sum_up()
        for word, count in zip(self._words, self._total.tolist(), strict=True):
            if word and count:
                yield word, count

    def _number(self, word: Word) -> int:
        number = self._numbers.setdefault(word, len(self._words))
        if number == len(self._words):
            self._words.append(word)
            self._terms.append(f"{word[1]} ")
        return number

    def _together(self, numbers: tuple[int, ...]) -> int:
        """A number for several words, or for none."""
        number = len(self._words)
        self._words.append(None)
        self._terms.append("".join(map(self._terms.__getitem__, numbers)))
        self._several[number] = numbers
        self._several_numbers.add(number)
        return number

    def _note(self, numbers: set[int], sign: int) -> None:
        noted = self._noted[sign]
        noted.extend(numbers)
        if len(noted) > self._NOTED_AT_ONCE:
            self._sum_up()

    def _sum_up(self) -> None:
        size = len(self._words)
        total = np.zeros(size, np.int64)
        total[: len(self._total)] = self._total
        for sign, numbers in self._noted.items():
            total += sign * np.bincount(np.array(numbers, np.int64), minlength=size)
            numbers.clear()
        self._total = total
