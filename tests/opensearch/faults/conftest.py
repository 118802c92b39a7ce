"""A cluster whose nodes may be killed, an archive of one's own in it, and what that archive has to say."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchsvc.engines.cluster import Cluster as Place
from searchsvc.indexing import reindex
from tests.cluster.cluster import Cluster
from tests.cluster.fixture import own_cluster
from tests.opensearch.clearing import clear
from tests.opensearch.faults.archives import ENGINE, Story, local_truth, write_corpus
from tests.opensearch.faults.nodes import mend
from tests.opensearch.faults.times import THOROUGH, TIMES


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A fault marked ``again`` is done as often as somebody waits for; others have that in a parameter of their own."""
    if THOROUGH and metafunc.definition.get_closest_marker("again"):
        metafunc.fixturenames.append("time")
        metafunc.parametrize("time", range(TIMES))


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The corpus of these tests, and what it is on this machine; nobody changes it."""
    folder = tmp_path_factory.mktemp("story")
    first, second = write_corpus(folder / "first"), write_corpus(folder / "second", 2)
    before, after = local_truth(first, folder / "index-1"), local_truth(second, folder / "index-2")
    assert before.articles.keys() != after.articles.keys()
    return Story(first, second, before, after)


@pytest.fixture(scope="package")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes that no other test uses."""
    with own_cluster(tmp_path_factory.mktemp("fragile")) as started:
        yield started


@pytest.fixture
def nodes(fragile: Cluster) -> Iterator[Cluster]:
    """The three nodes, all well before the test and after it, whatever it did to them."""
    fragile.wait_for("green", nodes=3)
    yield fragile
    mend(fragile)


@pytest.fixture
def home(nodes: Cluster) -> Iterator[Place]:
    """A place for an archive in those nodes: each has two of its six shards and copies."""
    made = Place(tuple(nodes.urls), alias=f"test-{uuid.uuid4().hex[:12]}", shards=3, replicas=1, timeout=20.0)
    yield made
    mend(nodes)
    clear(made)


@pytest.fixture
def archived(home: Place, story: Story, tmp_path: Path) -> Path:
    """The index folder of an archive in those nodes, which holds the first edition of the story."""
    reindex(story.first, tmp_path / "index", ENGINE, home)
    return tmp_path / "index"
