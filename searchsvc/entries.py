"""Articles made ready for an engine: their language, their terms, and the words that the lexicon counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from searchsvc.analysis import Analyser, analyser, chunks, primary, stretches
from searchsvc.article import Article
from searchsvc.engines.base import Entry
from searchsvc.language import SAMPLE, detect
from searchsvc.lexicon import Lexicon, Word


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
        self._before = lexicon.counts() if lexicon else Counter[Word]()
        self._vocabularies: dict[Analyser, _Vocabulary] = {}
        self._keywords = {"source": Counter[str](), "language": Counter[str]()}
        if lexicon is not None:
            for name, counter in self._keywords.items():
                counter.update(lexicon.keywords.get(name, {}))

    def learn(self, article: Article) -> Entry:
        """The article as engines take it; its words are counted."""
        vocabulary = self._vocabulary(article)
        entry, words = vocabulary.cut(article)
        vocabulary.counts.update(words)
        for name, counter in self._keywords.items():
            counter[entry.keywords[name]] += 1
        return entry

    def forget(self, articles: Iterable[Article]) -> None:
        """Take back the words of articles that are replaced or removed."""
        for article in articles:
            vocabulary = self._vocabulary(article)
            entry, words = vocabulary.cut(article)
            vocabulary.counts.subtract(words)
            for name, counter in self._keywords.items():
                counter[entry.keywords[name]] -= 1

    def lexicon(self) -> Lexicon:
        """The lexicon of what is counted now."""
        total = self._before.copy()
        for vocabulary in self._vocabularies.values():
            for word, count in vocabulary.counts.items():
                total[word, vocabulary.terms[word]] += count
        return Lexicon.build(total, self._keywords)

    def _vocabulary(self, article: Article) -> _Vocabulary:
        words = analyser(article.language)
        if words not in self._vocabularies:
            self._vocabularies[words] = _Vocabulary(words)
        return self._vocabularies[words]


class _Vocabulary:
    """The words of one language: the term of each, and how many articles more have it than before.

    Most stretches are one word as it is listed, so an article's distinct stretches are its words, but for those that
    have an entry in ``odd``: what their words are.
    """

    _MOST = 400_000

    def __init__(self, words: Analyser) -> None:
        self.counts: Counter[str] = Counter()
        self.terms: dict[str, str] = {}
        self.odd: dict[str, tuple[str, ...]] = {}
        self._runs = _Runs(words, self.terms, self.odd)

    def cut(self, article: Article) -> tuple[Entry, set[str]]:
        """The entry of an article, and its distinct words."""
        if self._runs.held > self._MOST:
            self._runs.clear()
        words: set[str] = set()

        def run(text: str) -> str:
            found = stretches(text)
            words.update(found)
            return "".join(map(self._runs.__getitem__, found))[:-1]

        runs = {
            "title": [run(article.title)],
            "body": [run(article.body)],
            "captions": list(map(run, article.captions)),
        }
        odd = self.odd.keys() & words
        words -= odd
        words.update(*map(self.odd.__getitem__, odd))
        return Entry(article, runs, {"source": article.source, "language": primary(article.language)}), words


class _Runs(dict[str, str]):
    """Stretch to its terms, a blank behind each: worked out once. A dict with __missing__, so that ``map`` stays in C.

    ``held`` is how much is remembered, in stretches of up to 40 characters.
    """

    _USUAL = 40

    def __init__(self, analysed: Analyser, terms: dict[str, str], odd: dict[str, tuple[str, ...]]) -> None:
        self._analysed = analysed
        self._terms = terms
        self._odd = odd
        self.held = 0

    def __missing__(self, stretch: str) -> str:
        parts = chunks(stretch)
        if parts == [stretch]:
            found = self._analysed.words(stretch)
            self._terms.update(found)
            words = tuple(word for word, _ in found)
            run = "".join(f"{term} " for _, term in found)
        else:
            run = "".join(map(self.__getitem__, parts))
            words = tuple(word for part in parts for word in self._odd.get(part, (part,)))
        if words != (stretch,):
            self._odd[stretch] = words
        self[stretch] = run
        self.held += 1 + len(stretch) // self._USUAL
        return run

    def clear(self) -> None:
        """Forget all stretches; not between the first and the last text of an article, whose odd ones are needed."""
        super().clear()
        self._odd.clear()
        self.held = 0
