"""Archives of a few words each, where every phrase nearly fits everywhere: engines and oracle agree on all of them.

Real articles seldom repeat words the way that breaks a phrase search; here they do nothing else.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from pathlib import Path

import pytest

from searchsvc.article import Article
from searchsvc.engines.base import Engine, EngineRequest
from searchsvc.engines.memory import MemoryEngine
from searchsvc.engines.whoosh import WhooshEngine
from searchsvc.entries import WordCounts
from searchsvc.lexicon import Lexicon, Word
from searchsvc.query import spell, tree
from searchsvc.query.planner import make_plan
from tests.oracle import Oracle

WORLDS = 12
ARTICLES = 40
PHRASES = 60
WORDS = ["to", "be", "or", "not", "bees", "bee"]


def text(chance: random.Random, longest: int) -> str:
    """Some of the few words, some of them twice as often as the rest."""
    return " ".join(chance.choices(WORDS[: chance.randint(2, len(WORDS))], k=chance.randint(0, longest)))


def article(chance: random.Random, number: int) -> Article:
    """An article of the few words, with a field empty now and then."""
    captions = tuple(text(chance, 4) for _ in range(chance.randint(0, 3)))
    day = dt.date(2020, chance.randint(1, 12), 1)
    return Article(f"a{number:02}", text(chance, 4), text(chance, 30), day, captions=captions, language="en")


def phrase(chance: random.Random) -> tree.Phrase:
    """A phrase of two to six of the words."""
    words = " ".join(chance.choices(WORDS, k=chance.randint(2, 6)))
    return tree.Phrase(words, chance.choice((None, None, "title", "captions", "body")), chance.randint(0, 8))


def lexicon_of(articles: list[Article]) -> Lexicon:
    """The lexicon of the articles; only its words matter here."""
    counts: dict[Word, int] = {}
    for word, terms in Oracle(articles).words.items():
        counts.update(dict.fromkeys(((word, term) for term in terms), 1))
    return Lexicon.build(counts, {"source": {}, "language": {"en": len(articles)}})


def fill(engine: Engine, articles: list[Article], batches: int) -> None:
    """Put the articles in, a batch at a time, after other texts under the same ids."""
    with engine.writing() as writer:
        for one in articles[::3]:
            writer.put(WordCounts().learn(Article(one.id, "not to be", one.title, language="en")))
        for one in articles[:3]:
            writer.put(WordCounts().learn(Article(f"{one.id}/gone", one.body, one.title, language="en")))
    for batch in range(batches):
        with engine.writing() as writer:
            writer.remove([f"{one.id}/gone" for one in articles[:3]])
            for one in articles[batch::batches]:
                writer.put(WordCounts().learn(one))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_phrases_of_few_words(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    articles = [article(chance, number) for number in range(ARTICLES)]
    oracle, lexicon = Oracle(articles), lexicon_of(articles)
    memory, whoosh = MemoryEngine(WordCounts().learn(one) for one in articles), WhooshEngine(tmp_path)
    fill(whoosh, articles, batches=1 + seed % 3)
    for _ in range(PHRASES):
        asked = phrase(chance)
        request = EngineRequest(make_plan(asked, lexicon).plan, limit=ARTICLES)
        right = oracle.answer(asked).ids
        scores = [{key.id: key.score for key in engine.search(request).keys} for engine in (memory, whoosh)]
        assert [frozenset(one) for one in scores] == [right, right], spell(asked)
        assert all(math.isclose(scores[0][id_], scores[1][id_], rel_tol=1e-9) for id_ in right), spell(asked)
    whoosh.close()
