"""Facets with copies folded: the number beside a value is how many articles, copies included, choosing it leaves."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from searchsvc import reprints
from searchsvc.answer import FACETS, Answer, SearchRequest
from searchsvc.archive import Archive, LiveArchive
from searchsvc.article import Article
from searchsvc.copies import Member
from searchsvc.searching import search
from searchsvc.web import create_app
from tests.archives import article
from tests.copies.stories import CHANGES, SOURCES, copy, story
from tests.copies.test_reprints import every_engine, made, some_articles
from tests.web.conftest import ENGINE, indexed

QUERIES = ("", "tide", "tide OR storm", "calm -storm", '"ebb flow"', "title:flow", "tide storm calm nowhere")
FILTERS = (
    SearchRequest(),
    SearchRequest(source=("south",)),
    SearchRequest(source=("south", "east"), before="2021"),
    SearchRequest(lang="de"),
    SearchRequest(after="2020-01"),
    SearchRequest(copies="all"),
)


def chosen(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """The request with one value of a facet chosen beside what it has, instead of what it has of the same facet."""
    if facet == "source":
        return replace(request, source=(value,))
    if facet == "lang":
        return replace(request, lang=value)
    return replace(request, q=f"({request.q}) date:{value}" if request.q else f"date:{value}")


def rows(answer: Answer) -> Iterator[tuple[str, str, int]]:
    """(facet, value, count)."""
    return ((name, row.value, row.count) for name, counts in answer.facets.items() for row in counts)


@pytest.mark.parametrize("seed", range(2))
@every_engine
def test_a_value_chosen_leaves_as_many_articles_as_were_counted(engine: str, seed: int, tmp_path: Path) -> None:
    articles, groups = some_articles(seed)
    chance = random.Random(seed)
    with made(articles, groups, engine, tmp_path) as archive:
        for narrowed in FILTERS:
            for query in chance.sample(QUERIES, 4):
                check(archive, replace(narrowed, q=query, facets=FACETS, fragments=0, per_page=1), chance)


def check(archive: Archive, request: SearchRequest, chance: random.Random) -> None:
    answer = search(archive, request)
    found = list(rows(answer))
    for name, value, count in chance.sample(found, min(len(found), 4)):
        left = search(archive, replace(chosen(request, name, value), facets=(name,)))
        assert left.total_articles == count, (request, name, value)
        assert (name, value, count) in rows(left), (request, name, value)
    unfolded = search(archive, replace(request, copies="all"))
    assert (answer.facets, answer.total_articles) == (unfolded.facets, unfolded.total), request
    for name in ("date", "year", "lang"):
        assert sum(row.count for row in answer.facets[name]) == answer.total_articles


PAPERS = ("wire", "daily", "daily")
WIRE = [article(f"a{day}", "tide", date=f"2020-01-0{day}", source=paper) for day, paper in enumerate(PAPERS, start=1)]
GROUPS = {one.id: Member("g", first=one.id == "a1") for one in WIRE}


@every_engine
def test_a_paper_that_only_reprints_is_offered(engine: str, tmp_path: Path) -> None:
    with made(WIRE, GROUPS, engine, tmp_path) as archive:
        answer = search(archive, SearchRequest("tide", facets=("source",)))
    assert (answer.total, answer.total_articles) == (1, 3)
    assert list(rows(answer)) == [("source", "daily", 2), ("source", "wire", 1)]


def test_facets_of_what_could_not_be_folded_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprints, "MOST_GROUPS", 0)
    with made(WIRE, GROUPS, "memory", Path()) as archive:
        answer = search(archive, SearchRequest("tide", after="2020-01-01", facets=FACETS))
    assert (answer.total, answer.total_articles, len(answer.notices)) == (2, 2, 1)
    assert ("year", "2020", 2) in rows(answer)


def reprinted() -> Iterator[Article]:
    """Stories of a few years, each taken over by some papers, changed and of another date."""
    chance = random.Random(5)
    for number in range(12):
        date = f"20{chance.randint(17, 19)}-0{chance.randint(1, 9)}-11" if number else ""
        first = replace(story(number, 90, date=date, source=chance.choice(SOURCES)), id=f"post#{number}")
        first = replace(first, title=f"{chance.choice(('Ferry', 'Harbour'))} {number}")
        yield first
        for paper in chance.sample(SOURCES, chance.randint(0, 3)):
            again = copy(first, f"{first.id}-{paper}", CHANGES["redatelined"], chance)
            yield replace(again, source=paper, language=chance.choice(("en", "de")))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Somebody who asks an app over them."""
    live = LiveArchive(indexed(reprinted(), tmp_path_factory.mktemp("reprinted")), ENGINE)
    yield create_app(live).test_client()
    live.close()


@contextmanager
def page(client: FlaskClient, url: str) -> Iterator[tuple[int, list[tuple[str, int, bool]]]]:
    """The count at the head of the results, and what can be chosen: (address, number, is it chosen)."""
    text = client.get(url).get_data(as_text=True)
    head = re.search(r'class="count">(?:All )?([\d,]+) article', text)
    choices = re.findall(r'<a href="([^"]*)"( aria-current="true")?><span class="value">.*?"number">([\d,]+)', text)
    bars = re.findall(r'<a href="([^"]*)"( aria-current="true")?><title>[^<]*?(\d+) articles?</title>', text)
    found = [(unescape(address), int(count), bool(now)) for address, now, count in (*choices, *bars)]
    yield int(head[1]) if head else 0, found


PAGES = ("/?q=*", "/?q=ferry", "/?q=ferry&sort=newest", "/?q=harbour&after=2017", "/?q=*&lang=de", "/?q=*&copies=all")


@pytest.mark.parametrize("url", PAGES)
def test_the_page_agrees_with_where_its_choices_lead(client: FlaskClient, url: str) -> None:
    with page(client, url) as (_, choices):
        assert len(choices) > 4
    for address, count, now in choices:
        if now:
            continue
        with page(client, address) as (head, again):
            assert head == count, address
            assert count in [number for _, number, is_chosen in again if is_chosen], address


def test_the_head_tells_how_many_are_shown(client: FlaskClient) -> None:
    text = client.get("/?q=ferry").get_data(as_text=True)
    answer = client.get("/api/v1/search?q=ferry").json
    assert answer
    assert f'class="count">{answer["total_articles"]} articles' in text
    assert f'class="folded">{answer["total"]} without copies, <a' in text
