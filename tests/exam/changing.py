"""Strategies: articles that come, change and go in some batches; of bare terms, or of words as people write them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.engines.base import Engine, Entry
from tests.archives import as_written, entry
from tests.engines import plans
from tests.query.trees import WORDS


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries to put, with ids to remove before and behind them."""

    first: frozenset[str]
    entries: list[Entry]
    then: frozenset[str]


def write(engine: Engine, batch: Batch) -> None:
    """One batch."""
    with engine.writing() as writer:
        writer.remove(batch.first)
        for one in batch.entries:
            writer.put(one)
        writer.remove(batch.then)


def only_added(batches: Iterable[Batch]) -> bool:
    """Whether nothing was removed or replaced."""
    there: set[str] = set()
    for batch in batches:
        ids = [one.article.id for one in batch.entries]
        if there & {*batch.first, *ids} or len(set(ids)) < len(ids) or batch.then & {*there, *ids}:
            return False
        there.update(ids)
    return True


def _batches(entries: st.SearchStrategy[Entry], most: int) -> st.SearchStrategy[list[Batch]]:
    """One to three batches: with articles put twice and removed, or, just as often, only with new ones."""
    removals = st.frozensets(plans.ids, max_size=3)
    messy = st.lists(st.builds(Batch, removals, st.lists(entries, max_size=most), removals), min_size=1, max_size=3)
    return st.one_of(messy, st.lists(entries, unique_by=lambda one: one.article.id, max_size=2 * most).map(_added))


def _added(entries: list[Entry]) -> list[Batch]:
    half = len(entries) // 2
    return [Batch(frozenset(), part, frozenset()) for part in (entries[half:], entries[:half])]


def _crowd(seed: int, number: int) -> list[Batch]:
    """Many articles of the same few words in two batches, some put twice: more than can be drawn one by one."""
    chance = random.Random(seed)

    def text(longest: int) -> str:
        return " ".join(chance.choices(plans.TERMS, k=chance.randint(0, longest)))

    def one(place: int) -> Entry:
        source, language = chance.choice(plans.SOURCES), chance.choice(plans.LANGUAGES)
        captions = tuple(text(6) for _ in range(chance.choice((0, 0, 1, 3))))
        day = chance.choice((*plans.DAYS, plans.INSTANT))
        id_ = f"{chance.choice(('id', 'ï', '中'))}{place}"
        longest = chance.choice((3, 10, 60, 200))
        return as_written(Article(id_, text(4), text(longest), day, "", captions, source, language=language))

    entries = [one(place) for place in range(number)]
    again = chance.choice((0, 0, 3))
    return [*_added(entries), *([Batch(frozenset(), entries[:again], frozenset())] if again else [])]


# Words that the patterns, misspellings and dates of tests/query/trees.py find, or nearly find.
_NEAR = ("military", "militia", "president", "wars", "war", "ward", "special", "spécial", "Идлибе", "x1y", "or", "and")
_SOURCES = ("", "themoscowtimes.com", "Xinhua", "TASS")
_LANGUAGES = ("", "en", "en", "ru", "pt-BR", "zh")
_DAYS = (None, dt.date(2019, 12, 31), dt.date(2020, 1, 15), dt.date(2020, 2, 6), dt.date(2020, 3, 31), plans.INSTANT)

_texts = st.lists(st.sampled_from((*WORDS, *_NEAR)), max_size=10).map(" ".join)
_articles = st.builds(
    Article,
    plans.ids,
    _texts,
    _texts,
    st.sampled_from(_DAYS),
    captions=st.lists(_texts, max_size=2).map(tuple),
    source=st.sampled_from(_SOURCES),
    language=st.sampled_from(_LANGUAGES),
)

of_terms = st.one_of(_batches(plans.entries(), 10), st.builds(_crowd, st.integers(0, 2**32), st.integers(20, 150)))
of_words = _batches(_articles.map(entry), 8)
