"""An archive of one's own in the cluster that the tests share."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from searchsvc.engines.cluster import Cluster
from tests.cluster.fixture import Reached
from tests.cluster.proxy import Proxy
from tests.opensearch.clearing import clear


@pytest.fixture
def place(cluster: Reached) -> Iterator[Cluster]:
    """A place for an archive that no other test has; empty, and emptied in the end."""
    made = Cluster(tuple(cluster.urls), alias=f"test-{uuid.uuid4().hex[:12]}", shards=2, replicas=1)
    try:
        yield made
    finally:
        clear(made)


@pytest.fixture
def proxy(place: Cluster) -> Iterator[Proxy]:
    """A proxy before a node of the shared cluster."""
    with Proxy(place.urls[0]) as before:
        yield before
