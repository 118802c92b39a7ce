"""Articles made ready for an engine: their language, their terms, and the words that the lexicon counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from searchsvc.analysis import analyser, primary
from searchsvc.article import Article
from searchsvc.engines.base import Entry
from searchsvc.language import SAMPLE, detect
from searchsvc.lexicon import Lexicon, Word


def named(article: Article) -> Article:
    """The article with its language, detected where it does not say so."""
    if article.language:
        return article
    return replace(article, language=detect("\n".join((article.title, article.body[:SAMPLE], *article.captions))))


def entry_of(article: Article) -> tuple[Entry, set[Word]]:
    """An article as engines take it, and its distinct words with their terms."""
    words = analyser(article.language)
    runs = {
        "title": [words.terms(article.title)],
        "body": [words.terms(article.body)],
        "captions": [words.terms(caption) for caption in article.captions],
    }
    keywords = {"source": article.source, "language": primary(article.language)}
    return Entry(article, runs, keywords), words.words((article.title, article.body, *article.captions))


class WordCounts:
    """The counts that the lexicon is made of."""

    def __init__(self, lexicon: Lexicon | None) -> None:
        self._counts: Counter[Word] = lexicon.counts() if lexicon else Counter()
        self._keywords = {"source": Counter[str](), "language": Counter[str]()}
        for name, counter in self._keywords.items():
            counter.update(lexicon.keywords.get(name, {}) if lexicon else {})

    def learn(self, entry: Entry, used: set[Word]) -> None:
        """Count the words of an article that was added."""
        self._counts.update(used)
        for name, counter in self._keywords.items():
            counter[entry.keywords[name]] += 1

    def forget(self, articles: list[Article]) -> None:
        """Take back the words of articles that are replaced or removed."""
        for article in articles:
            entry, used = entry_of(article)
            self._counts.subtract(used)
            for name, counter in self._keywords.items():
                counter[entry.keywords[name]] -= 1

    def lexicon(self) -> Lexicon:
        """The lexicon of what is counted now."""
        return Lexicon.build(self._counts, self._keywords)
