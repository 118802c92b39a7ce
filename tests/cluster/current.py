"""The place in the shared cluster where the engines of the tests put their indexes; all of them are deleted again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from searchsvc.engines.cluster import Cluster
from tests.opensearch.clearing import clear

_PLACES: list[Cluster] = []


def current() -> Cluster:
    """The place that is used now; there is one inside of :func:`used`."""
    assert _PLACES, "a test with the engine opensearch needs the fixture cluster: name the engine in a parameter"
    return _PLACES[-1]


@contextmanager
def used(urls: Sequence[str]) -> Iterator[Cluster]:
    """Use the cluster with these addresses: two shards, that statistics have to come from both, and no copies."""
    place = Cluster(tuple(urls), f"exam-{uuid.uuid4().hex[:12]}", timeout=30.0, shards=2, replicas=0)
    _PLACES.append(place)
    try:
        yield place
    finally:
        _PLACES.remove(place)
        clear(place)
