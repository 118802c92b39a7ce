"""search() and what belongs to it: the real article, pages and cursors, loosening, corrections, facets, export."""

from __future__ import annotations

import base64
import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from searchsvc.answer import Answer, SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.engines.base import Sort
from searchsvc.errors import NotFound, ParameterError, QueryError
from searchsvc.indexing import reindex
from searchsvc.searching import export, read_article, search, suggest
from tests.archives import archive, article, indexed


def ids(answer: Answer) -> list[str]:
    """The ids of the hits in order."""
    return [hit.article.id for hit in answer.hits]


def marked(answer: Answer, field: str) -> list[str]:
    """What is marked in a field of the first hit."""
    fragments = getattr(answer.hits[0], field)
    return [piece for fragment in fragments for piece, is_marked in fragment.pieces() if is_marked]


# --- the real article


@pytest.fixture(scope="module")
def real(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of the one real article."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(corpora / "saved", folder / "corpus")
    reindex(folder / "corpus", folder / "index")
    opened = open_archive(folder / "index", "whoosh")
    yield opened
    opened.close()


FINDS: dict[str, tuple[str, str, list[str]]] = {
    "a word": ("idlib", "body", ["Idlib"]),
    "a word in a caption": ("captions:ally", "captions", ["ally"]),
    "a phrase in quotation marks": ('"military specialists"', "title", ["Military Specialists"]),
    "the phrase in the body": ('body:"military specialists"', "body", ["military specialists"]),
    "a month": ("date:2020-02", "body", []),
    "a source": ("source:themoscowtimes.com", "body", []),
    "the text of a link": ('"Foreign Ministry said Thursday"', "body", ["Foreign Ministry said Thursday"]),
    "another": ('"Security Council meets to"', "body", ["Security Council meets to"]),
    "a number": ("1000", "body", ["1,000"]),
    "a possessive": ('"Russia rare admission"', "body", ["Russia's rare admission"]),
    "a hyphenated word": ('"de escalation zone"', "body", ["de-escalation zone"]),
    "a prefix": ("title:milit*", "title", ["Military"]),
    "a fuzzy word": ("title:militray~", "title", ["Military"]),
    "a name in a credit": ("captions:xinhua", "captions", ["Xinhua"]),
}


@pytest.mark.corpora
@pytest.mark.parametrize(("q", "field", "marks"), FINDS.values(), ids=FINDS)
def test_the_real_article_is_found(real: Archive, q: str, field: str, marks: list[str]) -> None:
    answer = search(real, SearchRequest(q=q))
    assert (answer.total, answer.loosened, answer.notices) == (1, False, ())
    found = marked(answer, field)
    assert set(found) == set(marks)


FINDS_NOT = {
    "a word of the body in the caption": "captions:erdogan",
    "the phrase the other way round": '"specialists military"',
    "the label of the related link": '"Related article"',
    "the text of the related link": '"Special Forces Officers"',
    "markup": "title:stringer",
    "the day before": "date:2020-02-05",
    "another source": "source:moscowtimes",
    "a phrase over two paragraphs that are apart": '"ally Thursday"',
    "what a link is made of": "body:https",
}


@pytest.mark.corpora
@pytest.mark.parametrize("q", FINDS_NOT.values(), ids=FINDS_NOT)
def test_the_real_article_is_not_found(real: Archive, q: str) -> None:
    assert search(real, SearchRequest(q=q)).total == 0


@pytest.mark.corpora
def test_the_hit_of_the_real_article_is_whole(real: Archive) -> None:
    answer = search(real, SearchRequest(q="ally", facets=("source", "date", "year", "lang")))
    hit = answer.hits[0]
    assert hit.article.title == "Russian Military Specialists Killed in Syria, Foreign Ministry Says"
    assert hit.article.day == dt.date(2020, 2, 6)
    assert hit.article.source == "themoscowtimes.com"
    assert hit.article.url.endswith("/russian-military-specialists-killed-in-syria-foreign-ministry-says-a69190")
    assert hit.article.captions[0].startswith("Russia, an ally of Syrian President Bashar Al-Assad")
    assert hit.article.captions[0].endswith("Stringer / Xinhua / ZUMA / TASS")
    assert "[said]" not in hit.article.body
    assert "**" not in "".join((hit.article.body, *hit.article.captions))
    facets = {name: [(row.value, row.count) for row in rows] for name, rows in answer.facets.items()}
    assert facets["date"] == [("2020-02", 1)]
    assert facets["year"] == [("2020", 1)]
    assert facets["source"] == [("themoscowtimes.com", 1)]
    assert facets["lang"] == [("en", 1)]


# --- pages, cursors, export

MANY = [
    article(
        f"id{number:02}",
        "idlib " * (1 + number % 3),
        date="" if number % 5 == 0 else f"2020-02-{1 + number % 4:02}",
        source=("Reuters", "TASS", "")[number % 3],
    )
    for number in range(40)
]


@pytest.fixture(scope="module")
def many() -> Archive:
    """Forty articles, many of them alike."""
    return archive(MANY)


@pytest.fixture(scope="module")
def many_on_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The same in an index."""
    with indexed(MANY, tmp_path_factory.mktemp("many")) as opened:
        yield opened


@pytest.mark.parametrize("where", ["many", "many_on_disk"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("per_page", [1, 7, 10, 39, 40, 41])
def test_every_way_through_the_results_is_the_same(
    request: pytest.FixtureRequest, where: str, sort: Sort, per_page: int
) -> None:
    found: Archive = request.getfixturevalue(where)
    asked = SearchRequest(q="idlib", sort=sort, per_page=per_page)
    by_cursor: list[str] = []
    by_page: list[str] = []
    cursor, pages = "", 0
    while True:
        answer = search(found, replace(asked, cursor=cursor))
        pages += 1
        assert (answer.page, answer.total) == (pages, 40)
        by_cursor += ids(answer)
        by_page += ids(search(found, replace(asked, page=pages)))
        if answer.next is None:
            break
        cursor = answer.next
    assert pages == -(-40 // per_page)
    assert len(set(by_cursor)) == 40
    assert by_cursor == by_page == [one.id for one in export(found, asked)]
    beyond = search(found, replace(asked, page=pages + 1))
    assert (beyond.hits, beyond.next, beyond.total) == ((), None, 40)


def test_undated_articles_come_last_and_ties_by_id(many: Archive) -> None:
    for sort in ("newest", "oldest"):
        dates = [hit.article.day for hit in search(many, SearchRequest(q="", sort=sort, per_page=100)).hits]
        assert dates[-8:] == [None] * 8
        dated = [day for day in dates if day]
        assert dated == sorted(dated, reverse=sort == "newest")


def test_everything_comes_newest_first(many: Archive) -> None:
    for q in ("", "*", "  "):
        assert ids(search(many, SearchRequest(q=q, per_page=100))) == ids(
            search(many, SearchRequest(q="*", sort="newest", per_page=100))
        )


def test_a_cursor_of_another_state_of_the_index_goes_on_and_says_so(many: Archive) -> None:
    first = search(many, SearchRequest(q="idlib"))
    other = archive([one for one in MANY if one.id not in ids(first)], generation="000002")
    second = search(other, SearchRequest(q="idlib", cursor=first.next or ""))
    assert any("changed" in notice.message for notice in second.notices)
    assert not set(ids(first)) & set(ids(second))
    assert not search(many, SearchRequest(q="idlib", cursor=first.next or "")).notices


GARBAGE: dict[str, str] = {
    "no base64": "!!!",
    "blanks": "   ",
    "no ASCII": "ﬀ中",
    "no JSON": base64.urlsafe_b64encode(b"hello").decode(),
    "not UTF-8": base64.urlsafe_b64encode(b"\xff\xfe\xfd").decode(),
    "a number": base64.urlsafe_b64encode(b"5").decode(),
    "an object": base64.urlsafe_b64encode(b'{"a": 1}').decode(),
    "too short a list": base64.urlsafe_b64encode(b"[1,2]").decode(),
    "nulls": base64.urlsafe_b64encode(b"[null,null,null,null,null,null,null]").decode(),
    "infinite": base64.urlsafe_b64encode(b'["x",1,1e999,"a",1,"g",false]').decode(),
    "nested without end": base64.urlsafe_b64encode(b"[" * 50_000).decode(),
    "a number of many digits": base64.urlsafe_b64encode(b"[1," + b"9" * 5_000 + b"]").decode(),
}


@pytest.mark.parametrize("cursor", GARBAGE.values(), ids=GARBAGE)
def test_what_is_no_cursor_is_a_wrong_parameter(many: Archive, cursor: str) -> None:
    with pytest.raises(ParameterError, match="cursor"):
        search(many, SearchRequest(q="idlib", cursor=cursor))


OTHERS: dict[str, dict[str, Any]] = {
    "another query": {"q": "idlib*"},
    "another order": {"sort": "newest"},
    "another source": {"source": ("Reuters",)},
    "another language": {"lang": "en"},
    "other dates": {"after": "2019"},
    "an end": {"before": "2021"},
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_a_cursor_of_another_request_is_a_wrong_parameter(many: Archive, change: dict[str, Any]) -> None:
    asked = SearchRequest(q="idlib", per_page=3)
    cursor = search(many, asked).next or ""
    with pytest.raises(ParameterError, match="another"):
        search(many, replace(asked, cursor=cursor, **change))
    assert search(many, replace(asked, cursor=cursor, per_page=5, fragments=1)).hits


# --- filters and facets

FILTERS: dict[str, tuple[dict[str, Any], int]] = {
    "one source": ({"source": ("Reuters",)}, 14),
    "a source in another case": ({"source": ("reuters",)}, 14),
    "two sources": ({"source": ("Reuters", "TASS")}, 27),
    "a source that nobody has": ({"source": ("nobody",)}, 0),
    "one that is there and one that is not": ({"source": ("nobody", "TASS")}, 13),
    "a language": ({"lang": "en"}, 40),
    "a language with its region": ({"lang": "en-GB"}, 40),
    "another language": ({"lang": "ru"}, 0),
    "after a day": ({"after": "2020-02-03"}, 8),
    "before a day": ({"before": "2020-02-02"}, 8),
    "between": ({"after": "2020-02-01", "before": "2020-02-04"}, 16),
    "nothing between": ({"after": "2020-02-04", "before": "2020-02-01"}, 0),
    "after a year": ({"after": "2020"}, 0),
}


@pytest.mark.parametrize(("filters", "total"), FILTERS.values(), ids=FILTERS)
def test_filters(many: Archive, filters: dict[str, Any], total: int) -> None:
    answer = search(many, SearchRequest(q="idlib", per_page=100, facets=("source", "date", "year"), **filters))
    assert answer.total == len(answer.hits) == total
    assert sum(row.count for row in answer.facets["date"]) == total
    assert sum(row.count for row in answer.facets["year"]) == total


def test_facets_are_in_order(many: Archive) -> None:
    facets = search(many, SearchRequest(q="idlib", facets=("source", "date", "lang"))).facets
    assert [(row.value, row.count) for row in facets["source"]] == [("Reuters", 14), ("TASS", 13)]
    assert [(row.value, row.count) for row in facets["date"]] == [("2020-02", 32), ("none", 8)]


# --- loosening and corrections


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


# --- completions and whole articles

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


def test_an_empty_archive_answers() -> None:
    nothing = archive([])
    for q in ("", "idlib", "a*", '"a b"~2', "-a", "lang:en", "date:none", "idlb~ x"):
        answer = search(nothing, SearchRequest(q=q, facets=("source", "date", "year", "lang")))
        assert (answer.total, answer.hits, answer.next, answer.did_you_mean) == (0, (), None, None)
        assert not any(answer.facets.values())
        assert list(export(nothing, SearchRequest(q=q))) == []
    assert suggest(nothing, "a") == []
