"""Searches that fit an archive, made of its own words, articles and values: the same ones for the same archive."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from math import exp, log

from searchsvc.archive import Archive
from searchsvc.article import Article
from searchsvc.engines.base import Sort
from searchsvc.query import tree

_SEED = 2026
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
"""Code points of a word: writing without blanks would give whole paragraphs."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One search, and of which kind it is."""

    kind: str
    tree: tree.Tree
    sort: Sort = "relevance"


def sample(archive: Archive, count: int) -> list[Sample]:
    """About ``count`` different searches, kind after kind; fewer where the archive has not so much to ask for.

    Words are drawn by their rank, so that common and rare ones come; phrases and pairs of words stand in real articles.
    """
    sampler = _Sampler(archive, count)
    shares = {
        "words": (0.25, sampler.words()),
        "all of two words": (0.15, sampler.pairs(tree.And)),
        "either of two words": (0.1, sampler.pairs(tree.Or)),
        "one word, not another": (0.05, sampler.exclusions()),
        "phrases": (0.15, sampler.phrases(slop=0)),
        "loose phrases": (0.05, sampler.phrases(slop=2)),
        "prefixes": (0.1, sampler.prefixes()),
        "filters, newest first": (0.15, sampler.filters()),
    }
    found: list[Sample] = []
    for kind, (share, trees) in shares.items():
        sort: Sort = "newest" if kind.endswith("newest first") else "relevance"
        wanted = max(round(count * share), 1)
        different = dict.fromkeys(islice(trees, wanted * 2))
        found.extend(Sample(kind, one, sort) for one in islice(different, wanted))
    return found


class _Sampler:
    """Draws from one archive; what it draws depends on nothing but the archive."""

    def __init__(self, archive: Archive, count: int) -> None:
        self._random = random.Random(_SEED)
        commonest = sorted((-articles, word) for (word, _), articles in archive.lexicon.counts().items())
        self._words = list(dict.fromkeys(word for _, word in commonest))
        self._values = {name: sorted(values) for name, values in archive.lexicon.keywords.items()}
        ids = sorted(archive.engine.ids())
        articles = archive.engine.get(self._random.sample(ids, min(count, len(ids))))
        self._articles = [article for article in articles if _WORD.search(_text(article))]

    def words(self) -> Iterator[tree.Tree]:
        """Single words of the archive: the commonest ten as often as the next ninety, and so on."""
        while self._words:
            yield tree.Word(self._word())

    def prefixes(self) -> Iterator[tree.Tree]:
        """Beginnings of words."""
        while self._words:
            yield tree.Prefix(self._word()[: self._random.randint(2, 5)])

    def pairs(self, joined: type[tree.And] | type[tree.Or]) -> Iterator[tree.Tree]:
        """Two words of one article."""
        while self._articles:
            found = self._words_of_one()
            yield joined((tree.Word(found[0]), tree.Word(found[-1])))

    def exclusions(self) -> Iterator[tree.Tree]:
        """One word of an article without another."""
        while self._articles:
            found = self._words_of_one()
            yield tree.And((tree.Word(found[0]), tree.Not(tree.Word(self._word()))))

    def phrases(self, slop: int) -> Iterator[tree.Tree]:
        """Two to four words in a row, as they stand in an article; with ``slop`` the last two change places."""
        while self._articles:
            words = _text(self._random.choice(self._articles)).split()
            start = self._random.randrange(max(len(words) - 1, 1))
            run = words[start : start + self._random.randint(2, 4)]
            if slop:
                run[-2:] = run[:-3:-1]
            yield tree.Phrase(" ".join(word[:_LONGEST] for word in run), slop=slop)

    def filters(self) -> Iterator[tree.Tree]:
        """Everything; then sources, languages and dates, alone and with a word."""
        yield tree.Everything()
        yield tree.Dates("date", "none")
        for made in chain.from_iterable(iter(self._some_filters, [])):
            yield made
            yield tree.And((tree.Word(self._word()), made))

    def _some_filters(self) -> list[tree.Tree]:
        """One of each kind that the archive has values for."""
        made: list[tree.Tree] = []
        if sources := self._values.get("source"):
            made.append(tree.Phrase(self._random.choice(sources), "source"))
        if languages := self._values.get("language"):
            made.append(tree.Word(self._random.choice(languages), "lang"))
        days = [article.day for article in self._articles if article.day]
        if days:
            day = self._random.choice(days).isoformat()
            made.append(tree.Dates("date", day[: self._random.choice((4, 7, 10))]))
            made.append(tree.Dates(self._random.choice(("before", "after")), day))
        return made if self._words else []

    def _word(self) -> str:
        rank = int(exp(self._random.random() * log(len(self._words) + 1)))
        return self._words[rank - 1]

    def _words_of_one(self) -> list[str]:
        found = _WORD.findall(_text(self._random.choice(self._articles)))
        return [word.lower()[:_LONGEST] for word in self._random.sample(found, min(2, len(found)))]


def _text(article: Article) -> str:
    return article.body if _WORD.search(article.body) else article.title
