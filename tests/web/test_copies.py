"""Near-copies on the page, in the API, in a feed and in an export: one hit that says where else the story is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from searchsvc.archive import LiveArchive
from searchsvc.web import create_app
from tests.copies.stories import story
from tests.web.conftest import ENGINE, indexed

WIRE = replace(story(1, date="2020-02-06", source="wire.example"), id="post#wire", title="Ferry aground")
STORY = [
    WIRE,
    replace(story(1, date="2020-02-07", source="north.example"), id="post#north", title="Ferry on a rock"),
    replace(story(1, date="2020-02-08", source="south.example"), id="post#south", title="Ferry stuck"),
]
TWICE = [
    replace(story(2, date="2020-03-01", source="east.example"), id="post#east", title="Harbour"),
    replace(story(2, date="2020-03-02", source="east.example"), id="post#again", title="Harbour, corrected"),
]
ALONE = replace(story(3, date="2020-04-01", source="wire.example"), id="post#alone", title="Lighthouse")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Somebody who asks an app with one story in three papers, and one twice in one."""
    live = LiveArchive(indexed([*STORY, *TWICE, ALONE], tmp_path_factory.mktemp("copies")), ENGINE)
    yield create_app(live).test_client()
    live.close()


def asked(client: FlaskClient, query: str) -> Any:
    return client.get(f"/api/v1/search?{query}").json


def links(client: FlaskClient, path: str, text: str) -> list[str]:
    """Where the links lead that say this."""
    page = client.get(path).get_data(as_text=True)
    return [unescape(url) for url in re.findall(rf'<a[^>]*href="([^"]*)"[^>]*>\s*{text}', page)]


SHOWN = {
    "folded": ("sort=oldest", ["post#wire", "post#east", "post#alone"], 6),
    "each copy": ("sort=oldest&copies=all", [one.id for one in (*STORY, *TWICE, ALONE)], 6),
    "of one": ("copies_of=post%23south&sort=oldest", [one.id for one in STORY], 3),
    "of one, under a filter": ("copies_of=post%23south&source=north.example", ["post#north"], 1),
    "of what is not there": ("copies_of=nobody", [], 0),
    "where the first is filtered out": ("after=2020-02-06&sort=oldest", ["post#north", "post#east", "post#alone"], 5),
}


@pytest.mark.parametrize(("query", "ids", "articles"), SHOWN.values(), ids=SHOWN)
def test_the_api(client: FlaskClient, query: str, ids: list[str], articles: int) -> None:
    answer = asked(client, query)
    assert [hit["id"] for hit in answer["hits"]] == ids
    assert (answer["total"], answer["total_articles"]) == (len(ids), articles)


def test_a_hit_says_where_else_its_story_is(client: FlaskClient) -> None:
    copies = {hit["id"]: hit["copies"] for hit in asked(client, "")["hits"]}
    assert copies == {
        "post#wire": {"total": 2, "in_sources": 2, "sources": ["north.example", "south.example"]},
        "post#east": {"total": 1, "in_sources": 0, "sources": []},
        "post#alone": None,
    }


def test_the_page_leads_to_the_copies(client: FlaskClient) -> None:
    assert links(client, "/", "also in 2 sources") == ["/?copies_of=post%23wire&sort=oldest"]
    assert links(client, "/", "1 more copy") == ["/?copies_of=post%23east&sort=oldest"]
    page = client.get("/?copies_of=post%23wire&sort=oldest").get_data(as_text=True)
    assert "Ferry on a rock" in page
    assert "also in" not in page


def test_the_page_shows_each_copy_and_folds_them_again(client: FlaskClient) -> None:
    assert links(client, "/?sort=newest&q=*", "show each") == ["/?q=%2A&copies=all&sort=newest"]
    unfolded = "/?q=%2A&copies=all&sort=newest"
    assert links(client, unfolded, "fold them") == ["/?q=%2A&sort=newest"]
    assert links(client, unfolded, "Oldest") == ["/?q=%2A&copies=all&sort=oldest"]
    assert '<input type="hidden" name="copies" value="all">' in client.get(unfolded).get_data(as_text=True)


def test_the_chip_leads_out(client: FlaskClient) -> None:
    chip = '<span class="unseen">Remove the filter </span><span class="chip-kind">Copies'
    assert links(client, "/?copies_of=post%23wire&q=*", chip) == ["/?q=%2A"]


def test_an_export_has_every_copy(client: FlaskClient) -> None:
    found = client.get("/api/v1/export")
    assert len(found.get_data(as_text=True).splitlines()) == int(found.headers["X-Total"]) == 6
    folded = client.get("/api/v1/export?copies=fold&sort=oldest").get_data(as_text=True).splitlines()
    assert [json.loads(line)["id"] for line in folded] == ["post#wire", "post#east", "post#alone"]


def test_a_feed_has_a_story_once(client: FlaskClient) -> None:
    assert client.get("/feed.atom").get_data(as_text=True).count("<entry>") == 3
    assert client.get("/feed.atom?copies=all").get_data(as_text=True).count("<entry>") == 6
