"""Needles find every stretch of a text that any writing of some words is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.analysis import LONGEST_TERM, analyser, chunks
from searchsvc.needles import Needles
from searchsvc.places import Places

CASES: dict[str, tuple[set[str], str, list[str]]] = {
    "a word": ({"oil"}, "oil, spoil (oil) oil-rich", ["oil,", "oil", "oil"]),
    "what words share is enough": ({"company", "companies"}, "companies and a companion", ["companies", "companion"]),
    "words that share little": ({"go", "going", "gone"}, "go gone ago", ["go", "gone"]),
    "a word within apostrophes": ({"homme"}, "l'homme", ["l'homme"]),
    "a word behind a line": ({"b"}, "a_b ab", ["a_b"]),
    "letters with dots": ({"us"}, "u.s. use", ["u.s.", "use"]),
    "a grouped number": ({"1000"}, "1,000 1000 x", ["1,000", "1000"]),
    "a decimal number": ({"3.5"}, "3,5 3.5 5", ["3,5", "3.5"]),
    "a part of a date": ({"06"}, "06.02.2020 106", ["06.02.2020"]),
    "none for other alphabets": ({"мир"}, "mir", []),
}


@pytest.mark.parametrize(("words", "plain", "stretches"), CASES.values(), ids=CASES)
def test_stretches(words: set[str], plain: str, stretches: list[str]) -> None:
    text = plain.replace("(", " ").replace(")", " ").replace("-", " ")
    needles = Needles.of([sorted(words)])
    assert needles is not None
    assert [text[start:end] for start, end in needles.stretches(text)] == stretches


def test_a_word_that_was_cut_off_has_no_needle() -> None:
    assert Needles.of([["a" * LONGEST_TERM]]) is None


def test_too_many_words_have_no_needles() -> None:
    assert Needles.of([[f"w{number:03}x"] for number in range(100)]) is None


def neighbours(found: Iterable[tuple[int, str, int, int]]) -> list[tuple[str, int, int, bool]]:
    """The places, each with whether it is the next term after the one before."""
    out, before = [], -2
    for position, term, start, end in found:
        out.append((term, start, end, position == before + 1))
        before = position
    return out


SIGNS = "aAbsS013.,'’‘“–\u00a0-_ \nuUé"
texts = (
    st.text(st.sampled_from(SIGNS), max_size=80)
    | st.text(st.sampled_from(SIGNS[:-1]), max_size=80)
    | st.text(st.characters(max_codepoint=127), max_size=60)
)


@given(texts, st.sampled_from(("en", "fr", "")), st.data())
def test_with_needles_the_places_are_the_same(text: str, language: str, data: st.DataObject) -> None:
    words: defaultdict[str, set[str]] = defaultdict(set)
    for piece in chain.from_iterable(map(analyser(language).pieces, chunks(text))):
        words[piece.term].add(piece.word)
    for word in ("aa", "bus", "1000", "us"):
        words[analyser(language).term(word)].add(word)
    wanted = frozenset(data.draw(st.lists(st.sampled_from(sorted(words)), max_size=5)))
    needles = Needles.of(sorted(words[term]) for term in wanted)
    found = neighbours(Places(wanted, language, needles).find(text))
    assert found == neighbours(Places(wanted, language).find(text))
