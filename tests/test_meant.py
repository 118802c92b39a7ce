"""What was probably meant: most of the words, corrections, completions; and articles with their marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from searchsvc.answer import Answer, SearchRequest
from searchsvc.archive import Archive
from searchsvc.errors import NotFound, QueryError
from searchsvc.searching import export, read_article, search, suggest
from tests.archives import archive, article


def ids(answer: Answer) -> list[str]:
    """The ids of the hits in order."""
    return [hit.article.id for hit in answer.hits]


@pytest.fixture(scope="module")
def news() -> Archive:
    """A few articles that differ."""
    return archive(
        [
            article("idlib", "A ceasefire in Idlib. The president spoke.", title="Ceasefire", source="Reuters"),
            article("aleppo", "Aleppo is quiet; the ceasefire holds.", date="2020-01-05"),
            article("sport", "The president watched a match.", title="Sport"),
            article("zh", "停火在伊德利卜开始。人人", language="zh"),
        ]
    )


LOOSE: dict[str, tuple[str, bool, set[str]]] = {
    "two words, one unknown": ("ceasefire quxquxqux", True, {"idlib", "aleppo"}),
    "three words: two of them": ("ceasefire idlib match", True, {"idlib"}),
    "all words are found": ("ceasefire idlib", False, {"idlib"}),
    "one word": ("quxquxqux", False, set()),
    "what is left out stays left out": ("ceasefire quxquxqux -aleppo", True, {"idlib"}),
    "a field stays required": ("ceasefire quxquxqux title:sport", False, set()),
    "a date stays required": ("ceasefire quxquxqux date:2020", True, {"aleppo"}),
    "an or is not traded": ("(quxquxqux OR quux) ceasefire", False, set()),
    "a phrase may be missing": ('"holds ceasefire" idlib', True, {"idlib"}),
    "nothing fits": ("quxquxqux quuxquux", False, set()),
    "the same word twice": ("quxquxqux quxquxqux", False, set()),
}


@pytest.mark.parametrize(("q", "loosened", "found"), LOOSE.values(), ids=LOOSE)
def test_loosening(news: Archive, q: str, loosened: bool, found: set[str]) -> None:
    answer = search(news, SearchRequest(q=q))
    assert (answer.loosened, set(ids(answer))) == (loosened, found)
    assert {one.id for one in export(news, SearchRequest(q=q))} == found


def test_a_cursor_goes_on_loosened() -> None:
    alike = archive([article(f"id{number}", "idlib war") for number in range(5)])
    asked = SearchRequest(q="idlib quxquxqux", per_page=2)
    first = search(alike, asked)
    second = search(alike, replace(asked, cursor=first.next or ""))
    third = search(alike, replace(asked, cursor=second.next or ""))
    assert first.loosened
    assert second.loosened
    assert ids(first) + ids(second) + ids(third) == [f"id{number}" for number in range(5)]
    assert third.next is None


MEANT: dict[str, tuple[str, str | None]] = {
    "a letter swapped": ("presidnet", "president"),
    "in a phrase": ('"the presidnet spoke"', '"the president spoke"'),
    "beside a comma": ("presidnet, ceasefire", "president, ceasefire"),
    "beside a hyphen": ("idlb-the", "idlib-the"),
    "in a field": ("title:ceasfire", "title:ceasefire"),
    "in an or": ("presidnet OR quxquxqux", "president OR quxquxqux"),
    "weighted": ("presidnet^2", "president^2"),
    "two words": ("presidnet idlb", "president idlib"),
    "right already": ("president", None),
    "nothing near": ("quxquxqux", None),
    "a short word": ("zz", None),
    "a number": ("2031", None),
    "Chinese": ("停车", None),
    "an address": ("http://presidnet", None),
    "what is left out is not corrected": ("quxquxqux -presidnet", None),
    "would find nothing": ("title:presidnet", None),
}


@pytest.mark.parametrize(("q", "meant"), MEANT.values(), ids=MEANT)
def test_did_you_mean(news: Archive, q: str, meant: str | None) -> None:
    answer = search(news, SearchRequest(q=q))
    assert answer.did_you_mean == meant
    if meant:
        assert search(news, SearchRequest(q=meant)).total > 0


def test_a_correction_finds_something_under_the_filters(news: Archive) -> None:
    assert search(news, SearchRequest(q="alepo")).did_you_mean == "aleppo"
    assert search(news, SearchRequest(q="alepo", source=("Reuters",))).did_you_mean is None


@pytest.fixture(scope="module")
def port() -> Archive:
    """Articles in which nearly all was, and few walls stand beside the harbour."""
    texts = (
        *(
            "The harbour was closed.",
            "The harbour wall was old.",
            "A wall was there.",
            "It was a way of war in the war.",
        ),
        *(
            "What a way it was.",
            "It was the wall of the harbour.",
            "A way.",
            "The crew was away on its way.",
            "The war.",
        ),
    )
    return archive([article(f"a{number}", text) for number, text in enumerate(texts)])


LIKELIEST: dict[str, tuple[str, str]] = {
    "what stands with the other words": ("harbour wal", "harbour wall"),
    "though another is misspelt too": ("harbor wal", "harbour wall"),
    "in a phrase": ('"harbor wal"', '"harbour wall"'),
    "beside a pattern and what is excluded": ("harbour wal cl* -cr*", "harbour wall cl* -cr*"),
    "in an or": ("xyzzyq OR wal", "xyzzyq OR way"),
    "alone, what is not everywhere": ("wal", "way"),
    "the same letters in another order, though everywhere": ("aws war", "was war"),
}


@pytest.mark.parametrize(("q", "meant"), LIKELIEST.values(), ids=LIKELIEST)
def test_of_the_nearest_words_the_likeliest_is_meant(port: Archive, q: str, meant: str) -> None:
    assert search(port, SearchRequest(q=q)).did_you_mean == meant


TYPED: dict[str, tuple[str, list[str]]] = {
    "a word": ("cea", ["ceasefire"]),
    "in upper case": ("CEA", ["ceasefire"]),
    "the last of two": ("idlib cea", ["idlib ceasefire"]),
    "behind a field": ("title:cea", ["title:ceasefire"]),
    "behind a minus": ("-cea", ["-ceasefire"]),
    "behind a parenthesis": ("(cea", ["(ceasefire"]),
    "in a phrase": ('"the cea', ['"the ceasefire']),
    "a source": ("source:reu", ["source:Reuters"]),
    "Chinese": ("停", ["停火"]),
    "nothing": ("", []),
    "behind a blank": ("idlib ", []),
    "unknown": ("quxq", []),
}


@pytest.mark.parametrize(("q", "right"), TYPED.values(), ids=TYPED)
def test_completions(news: Archive, q: str, right: list[str]) -> None:
    assert [suggestion.text for suggestion in suggest(news, q)] == right


def test_the_commonest_completions_come_first(news: Archive) -> None:
    counts = [suggestion.articles for suggestion in suggest(news, "p") + suggest(news, "c")]
    assert counts == sorted(counts, reverse=True)
    assert len(suggest(news, "a", limit=1)) == 1


def test_a_whole_article_has_every_mark(news: Archive) -> None:
    shown = read_article(news, "idlib", "ceasefire president")
    texts = [fragment.text for fragment in (shown.title, *shown.body)]
    assert texts == ["Ceasefire", "A ceasefire in Idlib. The president spoke."]
    assert shown.marks == 3
    assert read_article(news, "idlib").marks == 0
    with pytest.raises(NotFound):
        read_article(news, "nobody")
    with pytest.raises(QueryError):
        read_article(news, "idlib", "date:2020-13")
