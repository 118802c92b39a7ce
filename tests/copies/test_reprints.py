"""Folded results are those that one gets by hand: all results, of each group but the earliest crossed out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from searchsvc import reprints
from searchsvc.answer import Answer, Hit, IndexInfo, Reprints, SearchRequest
from searchsvc.archive import Archive
from searchsvc.article import Article
from searchsvc.copies import Groups, Member, marked
from searchsvc.coverage import Coverage
from searchsvc.engines.base import Sort, when
from searchsvc.searching import export, search
from tests.archives import ENGINES, article, entry, lexicon

WORDS = ("tide", "ebb", "flow", "calm", "storm", "harbour")
SOURCES = ("north", "south", "east", "")
DATES = ("", "2020-01-05", "2020-02-06", "2020-02-06T12:00:00", "2020-02-07", "2021-03-01")
QUERIES = (
    "",
    "tide",
    "tide ebb",
    "tide OR storm",
    "calm -storm",
    '"ebb flow"',
    "storm^2 harbour flow calm",
    "title:flow",
)
NARROWED = (
    SearchRequest(),
    SearchRequest(source=("south",)),
    SearchRequest(source=("south", "east"), after="2020-01"),
    SearchRequest(before="2021"),
    SearchRequest(after="2020-02-05", lang="en"),
)
FACETS = ("source", "date", "year", "lang")
every_engine = pytest.mark.parametrize("engine", ENGINES)


def earliest(one: Article) -> tuple[bool, int, str]:
    return (when(one) < 0, when(one), one.id)


def some_articles(seed: int) -> tuple[list[Article], Groups]:
    """Articles of a few words, most of them in groups; those of a group need not be alike."""
    chance = random.Random(seed)
    articles = [
        article(
            f"id{number}",
            " ".join(chance.choices(WORDS, k=chance.randint(0, 9))),
            title=" ".join(chance.choices(WORDS, k=2)),
            date=chance.choice(DATES),
            source=chance.choice(SOURCES),
            language=chance.choice(("en", "en", "de")),
        )
        for number in range(chance.choice((4, 30, 60)))
    ]
    names = {one.id: f"g{chance.randint(0, len(articles) // 4)}" for one in articles if chance.random() < 0.7}
    groups: dict[str, Member] = {}
    for name in set(names.values()):
        members = sorted((one for one in articles if names.get(one.id) == name), key=earliest)
        if len(members) > 1:
            groups |= {one.id: Member(name, first=one is members[0]) for one in members}
    return articles, groups


@contextmanager
def made(articles: list[Article], groups: Groups, engine: str, folder: Path) -> Iterator[Archive]:
    """The archive in an engine, written in two batches."""
    opened = ENGINES[engine](folder, entry)
    for part in (articles[::2], articles[1::2]):
        with opened.writing() as writer:
            for one in part:
                writer.put(marked(entry(one), groups))
    later = sum(not member.first for member in groups.values())
    info = IndexInfo(engine, "000001", len(articles), "")
    yield Archive(opened, lexicon(articles), info, coverage=Coverage(copies=later))
    opened.close()


def folded(hits: list[Hit], groups: Groups) -> list[Hit]:
    """The hits without those of which an earlier copy is among them."""
    best: dict[str, Article] = {}
    for hit in hits:
        member = groups.get(hit.article.id)
        if member is not None:
            best[member.group] = min(best.get(member.group, hit.article), hit.article, key=earliest)
    return [hit for hit in hits if (member := groups.get(hit.article.id)) is None or best[member.group] is hit.article]


def counted(hits: list[Hit]) -> dict[str, Counter[str]]:
    """The facets of hits, as they count: every copy."""
    dates = [hit.article.date.isoformat() if hit.article.date else "none" for hit in hits]
    return {
        "source": Counter(hit.article.source for hit in hits if hit.article.source),
        "date": Counter(date if date == "none" else date[:7] for date in dates),
        "year": Counter(date if date == "none" else date[:4] for date in dates),
        "lang": Counter(hit.article.language for hit in hits),
    }


def walked(archive: Archive, request: SearchRequest) -> Iterator[Answer]:
    """Every page, from cursor to cursor."""
    answer = search(archive, request)
    yield answer
    while answer.next:
        answer = search(archive, replace(request, cursor=answer.next))
        yield answer


def others(one: Article, articles: list[Article], groups: Groups) -> Reprints | None:
    """The copies of an article, by hand."""
    if one.id not in groups:
        return None
    name = groups[one.id].group
    rest = [two for two in articles if two.id != one.id and two.id in groups and groups[two.id].group == name]
    counts = Counter(two.source for two in rest if two.source and two.source != one.source)
    return Reprints(len(rest), len(counts), tuple(sorted(counts, key=lambda source: (-counts[source], source))))


@pytest.mark.parametrize("seed", range(6))
@every_engine
def test_folded_results_are_those_by_hand(engine: str, seed: int, tmp_path: Path) -> None:
    articles, groups = some_articles(seed)
    chance = random.Random(seed)
    with made(articles, groups, engine, tmp_path) as archive:
        for query in QUERIES:
            narrowed, sort = chance.choice(NARROWED), chance.choice(get_args(Sort))
            check(archive, replace(narrowed, q=query, sort=sort, facets=FACETS, fragments=0), articles, groups)


def check(archive: Archive, request: SearchRequest, articles: list[Article], groups: Groups) -> None:
    every = [hit for page in walked(archive, replace(request, copies="all", per_page=7)) for hit in page.hits]
    right = folded(every, groups)
    pages = list(walked(archive, replace(request, per_page=3)))
    assert [hit for page in pages for hit in page.hits] == right, request
    assert {(page.total, page.total_articles) for page in pages} == {(len(right), len(every))}, request
    facets = {name: {row.value: row.count for row in rows} for name, rows in pages[0].facets.items()}
    assert facets == counted(every), request
    assert search(archive, replace(request, per_page=3, page=2)).hits == tuple(right[3:6]), request
    assert [hit.copies for hit in right] == [others(hit.article, articles, groups) for hit in right]
    assert list(export(archive, request)) == [hit.article for hit in right], request
    assert list(export(archive, replace(request, copies="all"))) == [hit.article for hit in every], request


STORY = ("a", "b", "c")
WIRE = [
    article("a", "tide ebb", date="2020-01-01", source="north"),
    article("b", "tide flow", date="2020-01-02", source="south"),
    article("c", "tide calm", date="2020-01-03", source="east"),
    article("d", "tide", date="2020-01-04", source="south"),
]
GROUPS = {id_: Member("g", first=id_ == "a") for id_ in STORY}
ASKED = {
    "the first was found": (SearchRequest("tide"), ["d", "a"]),
    "another word": (SearchRequest("flow"), ["b"]),
    "a filter": (SearchRequest("tide", source=("south",)), ["d", "b"]),
    "two later ones": (SearchRequest("tide", after="2020-01-01"), ["d", "b"]),
    "each copy": (SearchRequest("tide", copies="all", sort="oldest"), ["a", "b", "c", "d"]),
    "the copies of one": (SearchRequest(copies_of="c", sort="oldest"), ["a", "b", "c"]),
    "those of them with a word": (SearchRequest("calm", copies_of="a"), ["c"]),
    "copies of what has none": (SearchRequest(copies_of="d"), ["d"]),
}


@pytest.mark.parametrize(("request_", "ids"), ASKED.values(), ids=ASKED)
@every_engine
def test_a_story_in_three_papers(engine: str, request_: SearchRequest, ids: list[str], tmp_path: Path) -> None:
    with made(WIRE, GROUPS, engine, tmp_path) as archive:
        found = search(archive, request_)
    assert [hit.article.id for hit in found.hits] == ids


@every_engine
def test_more_than_can_be_folded_is_shown_with_a_notice(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reprints, "MOST", 1)
    with made(WIRE, GROUPS, engine, tmp_path) as archive:
        found = search(archive, SearchRequest("tide", after="2020-01-01"))
    assert ({hit.article.id for hit in found.hits}, found.total) == ({"b", "c", "d"}, 3)
    assert [notice.message for notice in found.notices] == [
        "There are too many copies among these to fold them; each is shown."
    ]


def test_the_copies_of_nothing() -> None:
    with made(WIRE, GROUPS, "memory", Path()) as archive:
        found = search(archive, SearchRequest(copies_of="x"))
    assert (found.total, [notice.message for notice in found.notices]) == (0, ["No article has the id 'x'."])


def test_an_archive_without_copies() -> None:
    with made(WIRE, {}, "memory", Path()) as archive:
        found = search(archive, SearchRequest("tide"))
    assert (found.total, found.total_articles, {hit.copies for hit in found.hits}) == (4, 4, {None})
