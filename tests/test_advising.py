"""Advice where nothing was found: near queries, each of which finds something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from searchsvc.advising import advice
from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive
from searchsvc.searching import search
from tests.archives import archive, article


@pytest.fixture(scope="module")
def port() -> Archive:
    """Three articles about a harbour."""
    return archive(
        [
            article("wall", "The ferry waits.", title="A wall for the harbour", date="2020-01-05", source="Port Post"),
            article("ferry", "The harbour is closed.", title="Ferry or bridge", date="2019-03-01"),
            article("keeper", "The lighthouse keeper writes.", title="Letters"),
        ]
    )


APART, EITHER = "The words without quotation marks, in any order", "Any of the words"
BEGIN, NEAR = "Words that start the same way", "Words with similar spellings"

ADVICE: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a phrase": ('"harbour wall"', [(APART, "harbour wall"), (EITHER, "harbour OR wall")]),
    "a phrase in a field": (
        'title:"harbour wall"',
        [(APART, "title:harbour title:wall"), (EITHER, "title:harbour OR title:wall")],
    ),
    "a phrase of words from several articles": ('title:"wall letters"', [(EITHER, "title:wall OR title:letters")]),
    "a phrase whose last word is begun": ('"harbour wa*"', [(APART, "harbour wa*"), (EITHER, "harbour OR wa*")]),
    "a phrase of signs": ('"!? …"', []),
    "a phrase in curly marks, with a weight": ("“harbour wall”^2", [(APART, "(harbour wall)^2")]),
    "a phrase beside a word": (
        '"harbour wall" ferry',
        [(APART, "harbour wall ferry"), (EITHER, "harbour OR wall OR ferry")],
    ),
    "a phrase in an or": ('xyzzyq OR "harbour wall"', [(APART, "xyzzyq OR harbour wall")]),
    "operators and signs in a phrase": (
        '"wall OR (harbour) -ferry…"',
        [(EITHER, "wall OR or OR harbour OR ferry")],
    ),
    "a field without its value, a mark without its partner": (
        'title: keeper "harb',
        [(EITHER, "title OR keeper OR harb")],
    ),
    "dates and what is excluded stay": (
        "title:harbour title:letters date:2020 -keeper",
        [(EITHER, "(title:harbour OR title:letters) date:2020 -keeper")],
    ),
    "exact values stay": (
        'title:letters title:wall source:"Port Post"',
        [(EITHER, '(title:letters OR title:wall) source:"Port Post"')],
    ),
    "the beginning of a word": ("lightheads", [(BEGIN, "lighth*")]),
    "a word with an error": ("kepeer", [(NEAR, "kepeer~2")]),
    "both in a field": ("title:lettres", [(BEGIN, "title:lett*"), (NEAR, "title:lettres~2")]),
    "a word that nothing is like": ("xyzzyq", []),
    "two such words": ("qqqq zzzz", []),
    "a short word": ("xyz", []),
    "an exact value": ("source:Prot", []),
    "a date": ("date:1999", []),
    "what is excluded": ("-the", []),
    "nothing to take apart": ('"xyzzyq"', []),
}


@pytest.mark.parametrize(("q", "offered"), ADVICE.values(), ids=ADVICE)
def test_advice(port: Archive, q: str, offered: list[tuple[str, str]]) -> None:
    assert advice(port, SearchRequest(q=q)) == offered
    for _, near in offered:
        answer = search(port, SearchRequest(q=near))
        assert answer.total
        assert not answer.loosened


def test_advice_finds_something_under_the_filters(port: Archive) -> None:
    asked = SearchRequest(q='"harbour wall"')
    assert advice(port, replace(asked, after="2019", page=7)) == advice(port, asked)
    assert advice(port, replace(asked, before="2020", source=())) == [(EITHER, "harbour OR wall")]
    assert advice(port, replace(asked, before="2019")) == []


def test_what_could_not_be_asked_is_not_offered(port: Archive) -> None:
    many = " ".join(f"w{number}" for number in range(70))
    assert advice(port, SearchRequest(q=f'"{many}" harbour')) == []
