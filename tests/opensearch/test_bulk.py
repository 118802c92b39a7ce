"""Changes on their way: none is lost in silence, whatever ends the thread that sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch import bulk
from searchsvc.engines.opensearch.bulk import Lanes
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.indices import Indices
from searchsvc.errors import EngineError

PUT = {"a": b"1\n", "b": b"2\n", "c": b"3\n"}
MANY = 1_000


@pytest.fixture
def lanes(place: Cluster) -> Iterator[Lanes]:
    """Lanes into an index."""
    single = replace(place, shards=1, replicas=0)
    indices, index = Indices(connect(single), single), f"{place.alias}-000001"
    indices.make(index)
    made = Lanes(connect(single), indices.take(index))
    yield made
    made.end()


def test_what_ends_a_thread_is_raised_by_whoever_waits(lanes: Lanes) -> None:
    add(lanes, 1)
    with pytest.raises(TypeError):
        lanes.finish()


def test_what_ends_a_thread_keeps_nobody_waiting(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "REQUEST", 1)
    with pytest.raises(TypeError):
        add(lanes, MANY)


def add(lanes: Lanes, times: int) -> None:
    """Hand over what ends a thread, as nothing that the engine writes does."""
    for _ in range(times):
        lanes._add("a", "no bytes")  # type: ignore[arg-type]  # that is the point


def item(status: int, type_: str) -> dict[str, object]:
    """What the cluster says to a change that it did not make."""
    return {"index": {"status": status, "error": {"type": type_, "reason": "of the cluster"}}}


DONE = {"index": {"status": 201}}
PASSING = {
    "it has too much to do": item(429, "rejected_execution_exception"),
    "a node goes": item(500, "node_closed_exception"),
    "a shard moves": item(500, "illegal_index_shard_state_exception"),
    "no copy of the shard is there": item(503, "unavailable_shards_exception"),
}


@pytest.mark.parametrize("answer", PASSING.values(), ids=PASSING)
def test_what_passes_is_sent_again(answer: dict[str, object]) -> None:
    assert bulk._left({"errors": True, "items": [DONE, answer, DONE]}, PUT) == {"b": b"2\n"}


def test_what_does_not_pass_is_told() -> None:
    with pytest.raises(EngineError, match="refused 1 articles: 'b' "):
        bulk._left({"errors": True, "items": [DONE, item(400, "mapper_parsing_exception"), DONE]}, PUT)
