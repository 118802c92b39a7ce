"""The fixture that gives tests of the engine opensearch the shared cluster, where their parameters name it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.current import used
from tests.cluster.fixture import Reached


@pytest.fixture(scope="session")
def used_cluster(cluster: Reached) -> Iterator[None]:
    """The shared cluster, as the one in which the engine of ``tests/archives.py`` makes its indexes."""
    with used(cluster.urls):
        yield


@pytest.fixture(autouse=True)
def cluster_of_the_engine(request: pytest.FixtureRequest) -> None:
    """A test with a parameter "opensearch" has a cluster; without one it is skipped."""
    given = getattr(request.node, "callspec", None)
    if given is not None and "opensearch" in given.params.values():
        request.getfixturevalue("used_cluster")
