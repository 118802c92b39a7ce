"""Nodes are lost while people search: answers are whole or there are none, and all is well again by itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from searchsvc import searching
from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, LiveArchive, open_archive
from searchsvc.engines.cluster import Cluster as Place
from searchsvc.errors import EngineUnavailable
from searchsvc.searching import export
from searchsvc.web import create_app
from tests.cluster.cluster import Cluster
from tests.indexed import QUERIES
from tests.opensearch.faults.archives import ENGINE, Story, eventually, truth
from tests.opensearch.faults.nodes import kill, restart
from tests.opensearch.faults.searchers import Searchers
from tests.opensearch.faults.times import TIMES

PROBLEM = "application/problem+json"
ROUND = [pytest.param(turn, id=f"{turn + 1}") for turn in range(TIMES)]


@pytest.fixture
def archive(archived: Path, home: Place) -> Iterator[Archive]:
    """The archive, open."""
    opened = open_archive(archived, ENGINE, home)
    yield opened
    opened.close()


@pytest.fixture
def client(archived: Path, home: Place) -> Iterator[FlaskClient]:
    """A client of the service."""
    live = LiveArchive(archived, ENGINE, home)
    yield create_app(live).test_client()
    live.close()


def ask(client: FlaskClient, query: str = "", **more: object) -> TestResponse:
    """What the API answers."""
    return client.get("/api/v1/search", query_string={"q": query, "sort": "newest", "per_page": 100, **more})


def ids_in(answer: TestResponse) -> tuple[str, ...]:
    """The ids of its hits."""
    return tuple(hit["id"] for hit in answer.json["hits"]) if answer.json else ()


def test_a_node_is_killed_while_people_search(nodes: Cluster, archive: Archive, story: Story) -> None:
    with Searchers(archive, story.before.answers) as searchers:
        for turn in range(max(2, TIMES)):
            searchers.more()
            nodes.kill(turn % 3)
            searchers.more()
            nodes.restart(turn % 3)
            nodes.wait_for("green", nodes=3)
        searchers.more()
    assert (searchers.wrong, searchers.errors) == ([], [])
    assert truth(archive) == story.before


@pytest.mark.parametrize("turn", ROUND)
def test_without_two_of_three_nodes_there_is_no_answer_but_a_whole_one(
    nodes: Cluster, client: FlaskClient, story: Story, turn: int
) -> None:
    right = {request.q: said for request, said in story.before.answers.items()}
    assert all(ids_in(ask(client, query)) == right[query][1] for query in QUERIES)
    lost = (turn % 3, (turn + 1) % 3)
    kill(nodes, lost)
    for query in QUERIES:
        answer = ask(client, query)
        check_unavailable(answer)
    for id_ in islice(story.before.articles, 0, None, 20):
        answer = client.get(f"/api/v1/articles/{quote(id_)}")
        assert answer.status_code == 200 or check_unavailable(answer)
    check_unavailable(client.get("/readyz"))
    assert client.get("/healthz").status_code == 200
    restart(nodes, lost)
    eventually(lambda: client.get("/readyz").status_code == 200, "ready again")
    assert all(ids_in(ask(client, query)) == right[query][1] for query in QUERIES)


def check_unavailable(answer: TestResponse) -> bool:
    """It is the problem that says to ask again later."""
    assert (answer.status_code, answer.content_type) == (503, PROBLEM), answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json
    assert answer.json["type"].endswith("engine-unavailable")
    return True


def test_all_nodes_are_lost(
    nodes: Cluster,
    archived: Path,
    archive: Archive,
    home: Place,
    client: FlaskClient,
    story: Story,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searching, "EXPORTED_AT_ONCE", 50)
    going = export(archive, SearchRequest(copies="all"))
    assert len(list(islice(going, 50))) == 50
    live = LiveArchive(archived.with_name("a machine that never saw it"), ENGINE, home)
    newcomer = create_app(live).test_client()
    assert client.get("/readyz").status_code == 200
    kill(nodes)
    with pytest.raises(EngineUnavailable):
        list(going)
    check_unavailable(client.get("/api/v1/export"))
    for one in (client, newcomer):
        check_unavailable(one.get("/readyz"))
        check_unavailable(ask(one, "harbour"))
    restart(nodes)
    right = {request.q: said for request, said in story.before.answers.items()}
    for one in (client, newcomer):
        eventually(lambda one=one: one.get("/readyz").status_code == 200, "ready again")  # type: ignore[misc]  # its type
        assert ids_in(ask(one, "harbour")) == right["harbour"][1]
    live.close()


@pytest.mark.parametrize("turn", ROUND)
def test_a_node_that_stands_still_holds_nobody_up(nodes: Cluster, archive: Archive, story: Story, turn: int) -> None:
    with Searchers(archive, story.before.answers) as searchers:
        searchers.more()
        nodes.pause(turn % 3)
        searchers.more(80)
        nodes.resume(turn % 3)
        nodes.wait_for("green", nodes=3)
        searchers.more()
    assert searchers.wrong == []
    assert [error for error in searchers.errors if not isinstance(error, EngineUnavailable)] == []
    assert truth(archive) == story.before


@pytest.mark.parametrize("turn", ROUND)
def test_an_export_and_a_walk_by_cursor_go_on_after_the_cluster_was_restarted(
    nodes: Cluster, archive: Archive, client: FlaskClient, story: Story, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    monkeypatch.setattr(searching, "EXPORTED_AT_ONCE", 50)
    going = export(archive, SearchRequest(sort="oldest", copies="all"))
    got = [article.to_json() for article in islice(going, 50 * (turn + 1))]
    answer = ask(client, copies="all")
    walked = list(ids_in(answer))
    kill(nodes)
    restart(nodes)
    nodes.wait_for("yellow", nodes=3)
    got += [article.to_json() for article in going]
    assert len(got) == len(story.before.articles)
    assert {str(article["id"]): article for article in got} == story.before.articles
    while answer.json and answer.json["next"]:
        answer = ask(client, copies="all", cursor=answer.json["next"])
        walked += ids_in(answer)
    assert sorted(walked) == sorted(story.before.articles)
