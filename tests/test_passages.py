"""Matches far behind the beginning of a long body are shown, wherever an edge of what is looked at lies."""

from __future__ import annotations

import pytest

from searchsvc import passages
from searchsvc.answer import SearchRequest
from searchsvc.highlight import Marker, Span
from searchsvc.passages import READ, Passages
from searchsvc.query import parse
from searchsvc.query.planner import make_plan
from searchsvc.searching import read_article, search
from tests.archives import archive, article, lexicon

LOREM = "lorem ipsum dolor sit amet "
LONG = LOREM * (READ // len(LOREM) + 100)
LATE = LONG + "\n\n{}. " + LOREM * 20_000

# The language, the query, and how the match is written, in brackets, with what stands around it.
SHOWN: dict[str, tuple[str, str, str]] = {
    "a word": ("en", "needle59999", "x [needle59999] x"),
    "its other forms": ("en", "attacks", "x [attacked] x"),
    "in a text with accents": ("fr", "ete", "dès l'[été] où"),
    "accents in signs of their own": ("fr", "été", "là [e\u0301te\u0301] où"),
    "in capitals": ("ru", "игла", "и [ИГЛА] и"),
    "an acronym": ("en", "usa", "the [U.S.A]. é"),
    "a grouped number": ("en", "1250000", "é [1,250,000] é"),
    "a phrase": ("en", '"needle and thread"', "needle x [needle, and thread] x"),
    "a loose phrase": ("en", '"needle thread"~2', "a [needle] and [thread] x"),
    "a beginning": ("en", "needl*", "x [needlework] x"),
    "of two words one": ("en", "needle haystack", "x [haystack] x"),
    "a run without blanks": ("zh", "鳗鱼", "他们吃[鳗鱼]了"),
    "one character of a run": ("zh", "鳗", "他们吃[鳗]鱼了"),
    "a part of a compound": ("fa", "کتاب", "آن [کتاب‌ها] را"),
}


@pytest.mark.parametrize(("language", "q", "written"), SHOWN.values(), ids=SHOWN)
def test_a_match_behind_the_beginning_is_shown(language: str, q: str, written: str) -> None:
    text = written.replace("[", "").replace("]", "")
    body = LATE.format(text)
    held = archive([article("a", body, language=language)])
    (hit,) = search(held, SearchRequest(q)).hits
    (fragment,) = hit.body
    assert "".join(f"[{piece}]" if marked else piece for piece, marked in fragment.pieces()).find(written) >= 0
    assert body[fragment.start :].startswith(fragment.text)
    (whole,) = [one for one in read_article(held, "a", q).body if one.marks]
    assert [whole.text[low:high] for low, high in whole.marks] == [
        fragment.text[low:high] for low, high in fragment.marks
    ]


def test_without_a_match_the_beginning_is_shown() -> None:
    held = archive([article("a", LONG, title="Needle")])
    (hit,) = search(held, SearchRequest("needle")).hits
    assert [(one.start, one.marks) for one in hit.body] == [(0, ())]


def spans(body: str, q: str) -> tuple[list[Span], list[Span]]:
    """What is found, and what reading all of it finds."""
    known = lexicon([article("a", body)])
    node = make_plan(parse(q), known).plan
    marker = Marker(node, known.words)
    return Passages(marker).spans(body, "en"), marker.spans(body, "body", "en")


EDGES = {"blanks": " ", "paragraphs": "\n\n", "dashes": " - - "}


@pytest.mark.parametrize("between", EDGES.values(), ids=EDGES)
def test_a_phrase_over_an_edge_is_found(between: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "READ", 900)
    monkeypatch.setattr(passages, "_STEP", 120)
    filler = "war or peace x xx xxx " * 30
    phrase = between.join(("war", "and", "peace"))
    for at in range(500, 1300):
        body = f"{(filler * 2)[:at]} {phrase} {filler}"
        found, right = spans(body, '"war and peace"')
        assert found == right, at
        assert found, at


def test_an_index_of_another_version_reads_on() -> None:
    body = f"{LONG}needle {LOREM}"
    node = make_plan(parse("needle"), lexicon([article("a", body)])).plan
    assert Passages(Marker(node)).spans(body, "en") == [(len(LONG), len(LONG) + 6)]


def test_words_that_are_everywhere_are_looked_at_up_to_a_bound() -> None:
    body = "war peace and " * 100_000 + '"war and peace"'
    assert spans(body, '"war and peace"')[0] == []
    assert spans(body[-READ:], '"war and peace"')[0]
