"""search(): pages and cursors through all results, filters, facets, export."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from searchsvc import searching
from searchsvc.answer import Answer, SearchRequest
from searchsvc.archive import Archive
from searchsvc.engines.base import EnginePage, EngineRequest, Sort
from searchsvc.engines.memory import MemoryEngine
from searchsvc.errors import ParameterError
from searchsvc.searching import MOST_MARKS, export, read_article, search, suggest
from tests.archives import archive, article, entry, indexed


def ids(answer: Answer) -> list[str]:
    """The ids of the hits in order."""
    return [hit.article.id for hit in answer.hits]


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


class Ranked(MemoryEngine):
    """An engine that takes the hint of the rank at its word."""

    def search(self, request: EngineRequest) -> EnginePage:
        """The same page, by its rank."""
        page = super().search(request)
        if request.after is not None:
            assert page == super().search(replace(request, after=None, offset=request.rank))
        return page


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_pages_and_export_tell_how_many_hits_came_before(
    many: Archive, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "EXPORTED_AT_ONCE", 7)
    ranked = replace(many, engine=Ranked(map(entry, MANY)))
    asked = SearchRequest(q="idlib", sort=sort, per_page=3, source=("Reuters", "TASS"))
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = search(ranked, replace(asked, cursor=cursor))
        found, cursor = found + ids(answer), answer.next
    assert found == [one.id for one in export(ranked, asked)]
    assert len(found) == 27


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


FORGED: dict[str, tuple[str, str, str]] = {
    "no score": ("NaN", "0", "2"),
    "an endless score": ("-Infinity", "0", "2"),
    "after the last day": ("1", "1000000000000000000000000", "2"),
    "before the first day": ("1", "-2", "2"),
    "page 0": ("1", "0", "0"),
    "a page that nobody reaches": ("1", "0", "1000000000000000000000000"),
}


@pytest.mark.parametrize("sort", ["relevance", "oldest"])
@pytest.mark.parametrize(("score", "when", "page"), FORGED.values(), ids=FORGED)
def test_a_forged_cursor_is_a_wrong_parameter(many: Archive, sort: Sort, score: str, when: str, page: str) -> None:
    asked = SearchRequest(q="idlib", sort=sort)
    given = search(many, asked).next or ""
    bound = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))[0]
    forged = f'["{bound}", {score}, {when}, "id", {page}, "000001", false]'
    with pytest.raises(ParameterError, match="not a cursor"):
        search(many, replace(asked, cursor=base64.urlsafe_b64encode(forged.encode()).decode()))


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


def test_an_empty_archive_answers() -> None:
    nothing = archive([])
    for q in ("", "idlib", "a*", '"a b"~2', "-a", "lang:en", "date:none", "idlb~ x"):
        answer = search(nothing, SearchRequest(q=q, facets=("source", "date", "year", "lang")))
        assert (answer.total, answer.hits, answer.next, answer.did_you_mean) == (0, (), None, None)
        assert not any(answer.facets.values())
        assert list(export(nothing, SearchRequest(q=q))) == []
    assert suggest(nothing, "a") == []


def test_a_whole_article_has_only_so_many_marks() -> None:
    with_many = archive([article("long", "war " * (MOST_MARKS + 7), title="War")])
    shown = read_article(with_many, "long", "war")
    assert shown.marks == MOST_MARKS + 1
    assert [notice.message for notice in shown.notices] == [
        f"Only the first {MOST_MARKS:,} matches in the text are marked."
    ]


@pytest.mark.parametrize("typed", ["date:20", "after:2", "-before:1", "war OR", "war NOT", ""])
def test_nothing_is_completed_where_no_word_is_typed(many: Archive, typed: str) -> None:
    assert suggest(many, typed) == []


def test_an_index_of_another_version_says_so_in_every_answer(many: Archive) -> None:
    said = [notice.message for notice in search(replace(many, outdated=True), SearchRequest("idlib")).notices]
    assert said == ["This index was made by another version: run `searchsvc reindex`, or some words are not found."]
    assert not search(many, SearchRequest("idlib")).notices


@pytest.mark.parametrize("typed", ["第5", "5届", "W杯", "杯W", "京", '"第 5 届"'])
def test_lone_ideographs_are_found_inside_of_runs(typed: str) -> None:
    held = archive(
        [article("run", "世界杯W杯的第5届大会在东京举行", language="zh"), article("other", "北方", language="zh")]
    )
    assert ids(search(held, SearchRequest(typed))) == ["run"]
