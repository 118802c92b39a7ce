"""Walks over many articles: none is missing without a word, whatever becomes of a request on its way."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.engines import opensearch
from searchsvc.engines.base import EngineRequest
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch import index
from searchsvc.errors import EngineUnavailable
from searchsvc.query import plan
from tests.archives import ENGINES, article, as_written
from tests.cluster.current import used
from tests.cluster.fixture import Reached
from tests.cluster.proxy import Proxy, Trouble

NOBODY = "http://127.0.0.1:9"
ARTICLES = [article(f"id{number:02}", "mill old mill" if number % 2 else "mill") for number in range(35)]
IDS = [one.id for one in ARTICLES]
LOOSE = EngineRequest(plan.TermPhrase((("mill",), ("old",), ("mill",)), ("body",), 2), sort="newest", limit=100)

LOST = {
    "the answer": Trouble(path="_search/scroll", cut="after"),
    "the end of the answer": Trouble(path="_search/scroll", cut="within"),
    "nobody knows what": Trouble(path="_search/scroll", status=503),
}


@pytest.fixture(scope="module")
def place(cluster: Reached) -> Iterator[Cluster]:
    """Where the engines of this module put their indexes."""
    with used(cluster.urls) as place:
        yield place


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Walks of several steps over few articles."""
    monkeypatch.setattr(index, "_STEP", 10)


def held(folder: Path, reached: Cluster) -> opensearch.OpenSearchEngine:
    """An engine that holds the articles, and asks these nodes."""
    with ENGINES["opensearch"](folder, as_written).writing() as writer:
        for one in ARTICLES:
            writer.put(as_written(one))
    return opensearch.open_in(folder, as_written, reached)


@pytest.mark.parametrize("trouble", LOST.values(), ids=LOST)
def test_a_step_of_which_something_is_lost_ends_the_walk(
    place: Cluster, proxy: Proxy, tmp_path: Path, trouble: Trouble
) -> None:
    engine = held(tmp_path, replace(place, urls=(proxy.url,)))
    proxy.make(replace(trouble))
    with pytest.raises(EngineUnavailable):
        list(engine.ids())
    assert sorted(engine.ids()) == IDS


def test_a_search_looks_for_a_loose_phrase_again_where_a_node_was_lost_meanwhile(
    place: Cluster, proxy: Proxy, tmp_path: Path
) -> None:
    engine = held(tmp_path, replace(place, urls=(proxy.url,)))
    proxy.make(replace(LOST["the answer"]))
    assert [key.id for key in engine.search(LOOSE).keys] == IDS[1::2]


def test_of_many_who_look_for_one_phrase_one_reads_the_texts(place: Cluster, proxy: Proxy, tmp_path: Path) -> None:
    engine = held(tmp_path, replace(place, urls=(proxy.url,)))
    proxy.make(Trouble(path="_search/scroll", delay=1.0))
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(engine.search, [LOOSE] * 8))
    assert all([key.id for key in answer.keys] == IDS[1::2] for answer in answers)
    walks = [seen for seen in proxy.seen if "scroll=" in seen.path]
    assert len(walks) == 1


def test_who_waited_for_a_phrase_that_was_not_found_out_is_told(place: Cluster, proxy: Proxy, tmp_path: Path) -> None:
    engine = held(tmp_path, replace(place, urls=(proxy.url,)))
    proxy.make(Trouble(path="scroll=", times=100, status=503, delay=0.2))
    with ThreadPoolExecutor(4) as many:
        asking = [many.submit(engine.search, LOOSE) for _ in range(4)]
        assert all(isinstance(one.exception(), EngineUnavailable) for one in asking)
    proxy.forget()
    assert [key.id for key in engine.search(LOOSE).keys] == IDS[1::2]


def test_a_walk_goes_on_where_some_nodes_are_not_there(place: Cluster, tmp_path: Path) -> None:
    engine = held(tmp_path, replace(place, urls=(NOBODY, NOBODY, place.urls[0])))
    assert sorted(engine.ids()) == IDS


def test_a_walk_that_was_read_to_its_end_is_whole_though_the_cluster_cannot_let_it_go(
    place: Cluster, proxy: Proxy, tmp_path: Path
) -> None:
    engine = held(tmp_path, replace(place, urls=(proxy.url,)))
    proxy.make(Trouble(path="_search/scroll", method="DELETE", times=100, status=503))
    assert sorted(engine.ids()) == IDS
    assert proxy.statuses("_search/scroll").count(503) == 1
