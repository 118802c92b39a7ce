"""Where the words of a phrase stand together: the definition against all ways to choose, and both engines on cases."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.engines.base import EngineRequest, Entry
from searchsvc.engines.proximity import begins, stands
from searchsvc.engines.scoring import idf, norm, weight
from searchsvc.fields import BOOSTS, TEXT_FIELDS
from searchsvc.query import plan
from tests.archives import ENGINES, as_written

places = st.lists(st.integers(0, 12), max_size=4, unique=True)


@given(st.lists(places, min_size=2, max_size=5), st.integers(0, 5), st.booleans())
def test_a_phrase_stands_where_trying_every_choice_finds_it(slots: list[list[int]], slop: int, twice: bool) -> None:
    if twice:
        slots[-1] = slots[0]
    found: set[int] = set()
    for chosen in product(*slots):
        moved = [position - number for number, position in enumerate(chosen)]
        if len(set(chosen)) == len(chosen) and max(moved) - min(moved) <= slop:
            found.add(min(moved))
    assert stands(slots, slop) == bool(found)
    if slop == 0:
        assert begins(slots) == len(found)


def test_a_word_many_times_takes_no_time() -> None:
    assert not stands([list(range(29))] * 30, 20)
    assert stands([list(range(30))] * 30, 20)


CASES: dict[str, tuple[str, str, int, bool]] = {
    "in a row": ("x a b c x", "a b c", 0, True),
    "in another order": ("b a", "a b", 0, False),
    "with a word between": ("a x b", "a b", 0, False),
    "a word between, slop 1": ("a x b", "a b", 1, True),
    "two words between, slop 1": ("a x x b", "a b", 1, False),
    "swapped, slop 1": ("b a", "a b", 1, False),
    "swapped, slop 2": ("b a", "a b", 2, True),
    "one word cannot be two": ("a", "a a", 5, False),
    "two words can": ("a x a", "a a", 5, True),
    "a repeated word in a row": ("a b a", "a b a", 0, True),
    "a repeated word that is there once": ("a b", "a b a", 3, False),
    "at the very end": ("x x a b", "a b", 0, True),
    "one word of many readings": ("x b c", "a|b c", 0, True),
    "slots that share a word": ("b a", "a|b a|b", 0, True),
    "slots that share a word that is there once": ("b", "a|b a|b", 4, False),
    "longer than the text": ("a b", "a b c d", 4, False),
    "not over the end of a caption": ("a / b", "a b", 0, False),
    "not over the end of a caption, slop 20": ("a / b", "a b", 20, False),
    "in the second caption": ("x / a b", "a b", 0, True),
    "captions without words between": ("a / / b", "a b", 20, False),
}


def _entry(id_: str, text: str) -> Entry:
    runs = [run.strip() for run in text.split("/")]
    return Entry(
        Article(id_, captions=tuple(runs)),
        {"title": [""], "body": [""], "captions": runs},
        {"source": "", "language": ""},
    )


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("text", "phrase", "slop", "found"), CASES.values(), ids=CASES)
def test_phrases(name: str, text: str, phrase: str, slop: int, found: bool, tmp_path: Path) -> None:
    engine = ENGINES[name](tmp_path, as_written)
    with engine.writing() as writer:
        # Neighbours that begin and end with the words: no phrase may reach into them.
        for number in range(3):
            writer.put(_entry(f"before{number}", "c d b a"))
            writer.put(_entry(f"empty{number}", ""))
        writer.put(_entry("right", text))
        writer.put(_entry("none", ""))
        writer.put(_entry("behind", "b c d e"))
    page = engine.search(EngineRequest(_plan(phrase, slop), limit=100))
    assert ("right" in {key.id for key in page.keys}) is found
    engine.close()


SCORES: dict[str, tuple[str, int, list[tuple[str, int]]]] = {
    "in a row, as one term": ("a b", 0, [("a b", 2)]),
    "a word twice in a row": ("a b a", 0, [("a b a", 1)]),
    "with slop, as its words do": ("a b", 1, [("a", 3), ("b", 2)]),
    "a word twice, with slop": ("a a", 4, [("a", 3)]),
    "a slot of several readings": ("a|x b", 0, [("a", 3), ("b", 2), ("x", 1)]),
    "a reading that the article has not": ("a|c b", 0, [("a", 3), ("b", 2)]),
}
BODIES = {"right": "a b x a b a", "one": "a", "two": "b x c", "none": "c c c"}


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("phrase", "slop", "counted"), SCORES.values(), ids=SCORES)
def test_scores(name: str, phrase: str, slop: int, counted: list[tuple[str, int]], tmp_path: Path) -> None:
    engine = ENGINES[name](tmp_path, as_written)
    with engine.writing() as writer:
        for id_, body in BODIES.items():
            # The captions have the words, but nowhere the phrase: they score nothing.
            fields = {"title": [""], "body": [body], "captions": ["a", "b", "x"]}
            writer.put(Entry(Article(id_, body=body, captions=("a", "b", "x")), fields, {"source": "", "language": ""}))
    norm_ = norm(6, 13 / 4)
    containing = {"a": 2, "b": 2, "x": 2}
    right = sum(
        weight(frequency, norm_) * sum(idf(containing[term], len(BODIES)) for term in terms.split())
        for terms, frequency in counted
    )
    page = engine.search(EngineRequest(_plan(phrase, slop)))
    assert {key.id: key.score for key in page.keys}["right"] == pytest.approx(BOOSTS["body"] * right)
    engine.close()


def _plan(phrase: str, slop: int) -> plan.TermPhrase:
    return plan.TermPhrase(tuple(tuple(sorted(slot.split("|"))) for slot in phrase.split()), TEXT_FIELDS, slop)
