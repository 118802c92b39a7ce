"""Places of terms in a text: the same as reading all of its tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc import places
from searchsvc.analysis import analyser
from searchsvc.places import Place, Places

SIGNS = "aAbBs.,'’-–1 \n\t\u00a0\u2028\x1c中人ｶﾞéё😀\u0301\u00adคำเم\u200c\u200b"
texts = st.text(st.sampled_from(SIGNS), max_size=80) | st.text(max_size=60)
languages = st.sampled_from(("en", "fr", "ru", "zh", "fa", ""))


def read_all(text: str, wanted: frozenset[str], language: str) -> list[Place]:
    """The places, found by analysing the whole text."""
    tokens = enumerate(analyser(language).tokens(text))
    return [(n, token.term, token.start, token.end) for n, token in tokens if token.term in wanted]


@given(texts, languages, st.data())
def test_places_are_those_of_the_tokens(text: str, language: str, data: st.DataObject) -> None:
    terms = sorted(set(analyser(language).terms(text)))
    wanted = frozenset(data.draw(st.lists(st.sampled_from([*terms, "x"]), max_size=6)))
    assert Places(wanted, language).find(text) == read_all(text, wanted, language)


CASES: dict[str, tuple[str, set[str], list[str]]] = {
    "a word inside of another stretch is not taken for it": ("warfare (war) war-war war", {"war"}, ["war"] * 4),
    "stretches that differ in their punctuation": ('"Oil, oil. (oil)', {"oil"}, ["Oil", "oil", "oil"]),
    "blanks of every kind": ("war\u00a0war\u2028war\twar\x1cwar", {"war"}, ["war"] * 5),
    "behind stretches without terms": ("-- & ... war", {"war"}, ["war"]),
    "nothing wanted is there": ("peace", {"war"}, []),
    "a long stretch": ("x" * 50 + "-war", {"war"}, ["war"]),
}


@pytest.mark.parametrize(("text", "wanted", "pieces"), CASES.values(), ids=CASES)
def test_cases(text: str, wanted: set[str], pieces: list[str]) -> None:
    found = Places(wanted, "en").find(text)
    assert [text[start:end] for _, _, start, end in found] == pieces
    assert found == read_all(text, frozenset(wanted), "en")


def test_one_finder_serves_many_texts() -> None:
    finder = Places({"war", "us"}, "en")
    for text in ("War, U.S.", "U.S. war", "us", ""):
        assert finder.find(text) == read_all(text, frozenset({"war", "us"}), "en")


def test_when_too_many_stretches_are_kept_a_new_start_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_ROOM", 4)
    finder = Places({"war"}, "en")
    for number in range(20):
        text = f"war-{number} one{number} {'x' * 500} war"
        assert finder.find(text) == read_all(text, frozenset({"war"}), "en")
