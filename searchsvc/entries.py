"""Articles made ready for an engine: their language, their terms, and the words that the lexicon counts."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

import numpy as np

from searchsvc.analysis import Analyser, analyser, chunks, primary
from searchsvc.article import Article
from searchsvc.engines.base import Entry
from searchsvc.language import SAMPLE, detect
from searchsvc.lexicon import Lexicon, Word

_COUNTED_AT_ONCE = 1_000_000


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
    """Makes articles into entries, and keeps in how many articles each word is, while they come and go.

    Words are numbers here: a text becomes numbers once, and its terms, and its part in the counts, are read off them.
    A vocabulary is a few hundred thousand words, its occurrences are millions.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._words = _Words()
        self._counts = np.zeros(0, np.int64)
        self._seen = array("I")
        self._gone = array("I")
        self._by_language: dict[Analyser, _ChunkNumbers] = {}
        self._keywords = {"source": Counter[str](), "language": Counter[str]()}
        if lexicon is not None:
            known = lexicon.counts()
            self._counts = np.fromiter(known.values(), np.int64, len(known))
            for word in known:
                self._words.number(word)
            for name, counter in self._keywords.items():
                counter.update(lexicon.keywords.get(name, {}))

    def learn(self, article: Article) -> Entry:
        """The article as engines take it; its words are counted."""
        entry, numbers = self._cut(article)
        self._note(self._seen, numbers)
        for name, counter in self._keywords.items():
            counter[entry.keywords[name]] += 1
        return entry

    def forget(self, articles: Iterable[Article]) -> None:
        """Take back the words of articles that are replaced or removed."""
        for article in articles:
            entry, numbers = self._cut(article)
            self._note(self._gone, numbers)
            for name, counter in self._keywords.items():
                counter[entry.keywords[name]] -= 1

    def lexicon(self) -> Lexicon:
        """The lexicon of what is counted now."""
        self._sum_up()
        return Lexicon.build(dict(zip(self._words.words, self._counts.tolist(), strict=True)), self._keywords)

    def _cut(self, article: Article) -> tuple[Entry, set[int]]:
        """The entry of an article, and the numbers of its distinct words."""
        known = self._known(analyser(article.language))
        seen: set[int] = set()

        def run(text: str) -> str:
            numbers = list(chain.from_iterable(map(known.__getitem__, chunks(text))))
            seen.update(numbers)
            return " ".join(map(self._words.terms.__getitem__, numbers))

        runs = {
            "title": [run(article.title)],
            "body": [run(article.body)],
            "captions": [run(caption) for caption in article.captions],
        }
        keywords = {"source": article.source, "language": primary(article.language)}
        return Entry(article, runs, keywords), seen

    def _known(self, words: Analyser) -> _ChunkNumbers:
        if words not in self._by_language:
            self._by_language[words] = _ChunkNumbers(words, self._words)
        return self._by_language[words]

    def _note(self, noted: array[int], numbers: set[int]) -> None:
        noted.extend(numbers)
        if len(noted) > _COUNTED_AT_ONCE:
            self._sum_up()

    def _sum_up(self) -> None:
        size = len(self._words.words)
        total = np.zeros(size, np.int64)
        total[: len(self._counts)] = self._counts
        for sign, numbers in ((1, self._seen), (-1, self._gone)):
            total += sign * np.bincount(np.array(numbers, np.int64), minlength=size)
        self._counts, self._seen, self._gone = total, array("I"), array("I")


class _Words:
    """The words met so far, each with its term, by number."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.terms: list[str] = []
        self._numbers: dict[Word, int] = {}

    def number(self, word: Word) -> int:
        """The number of a word; a new one for a new word."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
            self.terms.append(word[1])
        return number


class _ChunkNumbers(dict[str, tuple[int, ...]]):
    """Chunk to the numbers of its words, worked out once for each language; long chunks are rare and not kept."""

    _MOST = 200_000
    _LONGEST = 40

    def __init__(self, analysed: Analyser, words: _Words) -> None:
        self._analysed = analysed
        self._words = words

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        found = tuple(self._words.number((piece.word, piece.term)) for piece in self._analysed.pieces(chunk))
        if len(chunk) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[chunk] = found
        return found
