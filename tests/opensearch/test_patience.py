"""Who writes reads as well, and waits for it as long as for what it writes: a cluster may stand still for a moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.engines import opensearch
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch import bulk, connection, index
from searchsvc.engines.opensearch.connection import Connection, connect
from searchsvc.engines.opensearch.index import Index
from searchsvc.errors import EngineUnavailable
from tests.archives import ENGINES, article, as_written
from tests.cluster.current import used
from tests.cluster.fixture import Reached
from tests.cluster.proxy import Proxy, Trouble
from tests.opensearch.faults.archives import eventually

MORE_THAN_A_SEARCH_WAITS = 6
IDS = ["a", "b", "c"]


@pytest.fixture(scope="module")
def place(cluster: Reached) -> Iterator[Cluster]:
    """Where the engines of this module put their indexes."""
    with used(cluster.urls) as place:
        yield place


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many tries as ever, and no long pauses between them."""
    for module in (bulk, connection, index):
        monkeypatch.setattr(module, "WRITING", (0.2,) * 50)


@pytest.fixture
def engine(place: Cluster, proxy: Proxy, tmp_path: Path) -> opensearch.OpenSearchEngine:
    """An engine with some articles, behind the proxy."""
    with ENGINES["opensearch"](tmp_path, as_written).writing() as writer:
        for id_ in IDS:
            writer.put(as_written(article(id_, "oil")))
    return opensearch.open_in(tmp_path, as_written, replace(place, urls=(proxy.url,)))


def test_what_is_replaced_is_read_though_the_cluster_has_no_time(
    engine: opensearch.OpenSearchEngine, proxy: Proxy
) -> None:
    trouble = Trouble(path="_mget", times=MORE_THAN_A_SEARCH_WAITS, status=503)
    proxy.make(trouble)
    with pytest.raises(EngineUnavailable):
        engine.get(IDS)
    trouble.times = MORE_THAN_A_SEARCH_WAITS
    with engine.writing():
        assert [one.id for one in engine.get(IDS)] == IDS


def test_what_is_replaced_is_read_when_its_shards_are_there_again(
    engine: opensearch.OpenSearchEngine, place: Cluster, proxy: Proxy, tmp_path: Path
) -> None:
    name = json.loads((tmp_path / "index.json").read_bytes())["index"]
    with engine.writing(), ThreadPoolExecutor(1) as beside:
        connect(place).do("POST", f"/{name}/_close")
        getting = beside.submit(engine.get, IDS)
        eventually(lambda: getting.done() or len(proxy.statuses("_mget")) > 1, "asked twice")
        connect(place).do("POST", f"/{name}/_open", wait_for_active_shards="all")
        assert [one.id for one in getting.result()] == IDS


def test_a_batch_is_not_lost_for_what_is_looked_at_in_the_end(place: Cluster, proxy: Proxy, tmp_path: Path) -> None:
    ENGINES["opensearch"](tmp_path, as_written)
    name = json.loads((tmp_path / "index.json").read_bytes())["index"]
    looked_at = Index(Connection(replace(place, urls=(proxy.url,))), name)
    looked_at.load()
    proxy.make(Trouble(path=name, times=MORE_THAN_A_SEARCH_WAITS, status=503))
    with looked_at.patiently():
        looked_at.load()
