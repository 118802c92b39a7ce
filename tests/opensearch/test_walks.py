"""Walks over many articles: none is missing without a word, whatever becomes of a request on its way."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture
def proxy(place: Cluster) -> Iterator[Proxy]:
    """A proxy before a node of the shared cluster."""
    with Proxy(place.urls[0]) as before:
        yield before


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


def test_a_walk_goes_on_where_some_nodes_are_not_there(place: Cluster, tmp_path: Path) -> None:
    engine = held(tmp_path, replace(place, urls=(NOBODY, NOBODY, place.urls[0])))
    assert sorted(engine.ids()) == IDS
