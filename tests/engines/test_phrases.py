"""Where the words of a phrase stand together: the definition against all ways to choose, and both engines on cases."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.engines.base import EngineRequest, Entry
from searchsvc.engines.proximity import occurrences
from searchsvc.fields import TEXT_FIELDS
from searchsvc.query import plan
from tests.archives import ENGINES

places = st.lists(st.integers(0, 12), max_size=4, unique=True)


@given(st.lists(places, min_size=2, max_size=5), st.integers(0, 5), st.booleans())
def test_occurrences_are_what_trying_every_choice_finds(slots: list[list[int]], slop: int, twice: bool) -> None:
    if twice:
        slots[-1] = slots[0]
    begins: set[int] = set()
    for chosen in product(*slots):
        moved = [position - number for number, position in enumerate(chosen)]
        if len(set(chosen)) == len(chosen) and max(moved) - min(moved) <= slop:
            begins.add(min(moved))
    # A window may begin with a word that is not chosen: every adjusted position within reach of a choice counts.
    adjusted = {position - number for number, slot in enumerate(slots) for position in slot}
    counted = occurrences(slots, slop)
    if slop == 0:
        assert counted == len(begins)
    else:
        assert len(begins) <= counted <= len(adjusted)
        assert (counted > 0) == (len(begins) > 0)


def test_a_word_many_times_takes_no_time() -> None:
    assert occurrences([list(range(29))] * 30, 20) == 0
    assert occurrences([list(range(30))] * 30, 20) > 0


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
    return Entry(Article(id_), {"title": [""], "body": [""], "captions": runs}, {"source": "", "language": ""})


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("text", "phrase", "slop", "found"), CASES.values(), ids=CASES)
def test_phrases(name: str, text: str, phrase: str, slop: int, found: bool, tmp_path: Path) -> None:
    engine = ENGINES[name](tmp_path)
    with engine.writing() as writer:
        # Neighbours that begin and end with the words: no phrase may reach into them.
        for number in range(3):
            writer.put(_entry(f"before{number}", "c d b a"))
            writer.put(_entry(f"empty{number}", ""))
        writer.put(_entry("right", text))
        writer.put(_entry("none", ""))
        writer.put(_entry("behind", "b c d e"))
    slots = tuple(tuple(sorted(slot.split("|"))) for slot in phrase.split())
    page = engine.search(EngineRequest(plan.TermPhrase(slots, TEXT_FIELDS, slop), limit=100))
    assert ("right" in {key.id for key in page.keys}) is found
    engine.close()
