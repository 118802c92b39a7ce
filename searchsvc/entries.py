"""Articles made ready for an engine: their language, their terms, and the words that the lexicon counts."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from searchsvc.analysis import Analyser, analyser, chunks, primary
from searchsvc.article import Article
from searchsvc.engines.base import Entry
from searchsvc.language import SAMPLE, detect
from searchsvc.lexicon import Lexicon, Word

_COUNTED_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article as engines take it, and its distinct chunks, by which its words are counted."""

    entry: Entry
    chunks: set[str]


def named(article: Article) -> Article:
    """The article with its language, detected where it does not say so."""
    if article.language:
        return article
    sample = "\n".join((article.title, article.body[:SAMPLE], *article.captions[:1]))
    return replace(article, language=detect(sample))


def prepared(article: Article) -> Prepared:
    """The article with its texts as terms."""
    words = analyser(article.language)
    title, body = chunks(article.title), chunks(article.body)
    captions = [chunks(caption) for caption in article.captions]
    runs = {
        "title": [words.terms_of(title)],
        "body": [words.terms_of(body)],
        "captions": [words.terms_of(caption) for caption in captions],
    }
    keywords = {"source": article.source, "language": primary(article.language)}
    return Prepared(Entry(article, runs, keywords), set(chain(title, body, *captions)))


class WordCounts:
    """In how many articles each word is, kept while articles come and go.

    Words are counted as numbers, in bulk: a vocabulary is a few hundred thousand words, its occurrences are millions.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._numbers: defaultdict[Word, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._counts = np.zeros(0, np.int64)
        self._seen = array("I")
        self._gone = array("I")
        self._by_language: dict[Analyser, _ChunkNumbers] = {}
        self._keywords = {"source": Counter[str](), "language": Counter[str]()}
        if lexicon is not None:
            known = lexicon.counts()
            self._counts = np.fromiter(known.values(), np.int64, len(known))
            self._numbers.update((word, number) for number, word in enumerate(known))
            for name, counter in self._keywords.items():
                counter.update(lexicon.keywords.get(name, {}))

    def learn(self, one: Prepared) -> None:
        """Count the words of an article that was added."""
        self._note(self._seen, one)
        for name, counter in self._keywords.items():
            counter[one.entry.keywords[name]] += 1

    def forget(self, articles: Iterable[Article]) -> None:
        """Take back the words of articles that are replaced or removed."""
        for article in articles:
            one = prepared(article)
            self._note(self._gone, one)
            for name, counter in self._keywords.items():
                counter[one.entry.keywords[name]] -= 1

    def lexicon(self) -> Lexicon:
        """The lexicon of what is counted now."""
        self._sum_up()
        counts = self._counts.tolist()
        return Lexicon.build({word: counts[number] for word, number in self._numbers.items()}, self._keywords)

    def _note(self, numbers: array[int], one: Prepared) -> None:
        words = analyser(one.entry.article.language)
        known = self._by_language.get(words)
        if known is None:
            known = self._by_language[words] = _ChunkNumbers(words, self._numbers)
        numbers.extend(set(chain.from_iterable(map(known.__getitem__, one.chunks))))
        if len(numbers) > _COUNTED_AT_ONCE:
            self._sum_up()

    def _sum_up(self) -> None:
        size = len(self._numbers)
        total = np.zeros(size, np.int64)
        total[: len(self._counts)] = self._counts
        for sign, numbers in ((1, self._seen), (-1, self._gone)):
            total += sign * np.bincount(np.array(numbers, np.int64), minlength=size)
        self._counts, self._seen, self._gone = total, array("I"), array("I")


class _ChunkNumbers(dict[str, tuple[int, ...]]):
    """Chunk to the numbers of its words, worked out once for each language; long chunks are rare and not kept."""

    _MOST = 200_000
    _LONGEST = 40

    def __init__(self, words: Analyser, numbers: defaultdict[Word, int]) -> None:
        self._words = words
        self._numbers = numbers

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        found = tuple(self._numbers[piece.word, piece.term] for piece in self._words.pieces(chunk))
        if len(chunk) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[chunk] = found
        return found
