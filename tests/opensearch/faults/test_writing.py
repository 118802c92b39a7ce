"""Nodes are lost while an archive is written: nothing of it is lost, nothing is double, and what is served stays."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from searchsvc.archive import open_archive
from searchsvc.engines import generations_of
from searchsvc.engines.cluster import Cluster as Place
from searchsvc.engines.opensearch import bulk
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.errors import EngineUnavailable, IndexDamaged, IndexUnwritable, SearchsvcError
from searchsvc.indexing import reindex
from searchsvc.report import Progress
from tests.cluster.cluster import Cluster
from tests.opensearch.faults.archives import ENGINE, Story, eventually, truth_of
from tests.opensearch.faults.nodes import tell
from tests.opensearch.faults.searchers import Searchers
from tests.opensearch.faults.times import THOROUGH, TIMES

ROUND = [pytest.param(turn, id=f"{turn + 1}") for turn in range(TIMES)]
FAILS_CLEANLY = (EngineUnavailable, IndexDamaged)
"""What a reindex may end with that lost a node."""


class Writing:
    """A reindex in a thread of its own; ``error`` is what it ended with."""

    def __init__(self, corpus: Path, index: Path, place: Place, watch: Callable[[Progress], None], full: bool) -> None:
        self.error: SearchsvcError | None = None
        self._run = partial(reindex, corpus, index, ENGINE, place, full=full, watch=watch)
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._thread.is_alive()

    def ended(self) -> SearchsvcError | None:
        """What it ended with, None where it was done."""
        self._thread.join()
        return self.error

    def _work(self) -> None:
        try:
            self._run()
        except SearchsvcError as error:
            self.error = error


def at_articles(written: int, do: Callable[[], None]) -> Callable[[Progress], None]:
    """A watcher that does something once when so many articles have been written; all are read before that."""
    seen: list[int] = []

    def watch(progress: Progress) -> None:
        if seen and seen[-1] == progress.articles:
            seen.append(progress.articles)
        else:
            seen[:] = [progress.articles]
        if len(seen) == written:
            do()

    return watch


@pytest.fixture
def small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests go out all the while, as with a large corpus."""
    monkeypatch.setattr(bulk, "REQUEST", 5_000)


@pytest.mark.usefixtures("small_requests")
@pytest.mark.parametrize("full", [True, False] if THOROUGH else [False], ids=lambda full: "all" if full else "changes")
@pytest.mark.parametrize("turn", ROUND)
def test_a_node_is_killed_while_articles_are_written(
    nodes: Cluster, home: Place, archived: Path, story: Story, turn: int, full: bool
) -> None:
    def kill() -> None:
        nodes.kill(turn % 3)
        threading.Thread(target=nodes.restart, args=(turn % 3,)).start()

    with serving(archived, home, story):
        run = Writing(story.second, archived, home, at_articles(150, kill), full)
        error = run.ended()
    assert nodes.nodes[turn % 3].running
    nodes.wait_for("yellow", nodes=3)
    check_mended(error, story, archived, home)


def copies_are_made(url: str, index: str) -> bool:
    """Whether an index that was built is being copied."""
    found = tell(url, "GET", f"/_cluster/state/metadata/{index}?filter_path=metadata.indices.*.settings")
    return bool(found) and found["metadata"]["indices"][index]["settings"]["index"]["number_of_replicas"] == "1"


def is_there(url: str, index: str) -> bool:
    """Whether an index has just been made, or cloned."""
    return bool(tell(url, "GET", f"/_cluster/state/metadata/{index}?filter_path=metadata.indices.*.version"))


MOMENTS: Mapping[str, tuple[bool, Callable[[str, str], bool]]] = {
    "it is cloned": (False, is_there),
    "copies of it are made": (False, copies_are_made),
} | ({"it is made": (True, is_there)} if THOROUGH else {})


@pytest.mark.parametrize(("full", "moment"), MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("turn", ROUND)
def test_a_node_is_killed_when(
    nodes: Cluster,
    home: Place,
    archived: Path,
    story: Story,
    turn: int,
    full: bool,
    moment: Callable[[str, str], bool],
) -> None:
    url, index = nodes.urls[(turn + 1) % 3], f"{home.alias}-000002"
    with serving(archived, home, story):
        run = Writing(story.second, archived, home, lambda _: None, full)
        eventually(lambda: not run.running or moment(url, index), "the moment comes")
        assert run.running, run.error
        nodes.kill(turn % 3)
        nodes.restart(turn % 3)
        error = run.ended()
    check_mended(error, story, archived, home)


@contextmanager
def serving(index: Path, place: Place, story: Story) -> Iterator[None]:
    """The state before is served meanwhile, without a wrong answer or an error."""
    archive = open_archive(index, ENGINE, place)
    with Searchers(archive, story.before.answers, threads=1) as searchers:
        yield
        searchers.more(len(story.before.answers))
    assert (searchers.wrong, searchers.errors) == ([], [])
    archive.close()


def check_mended(error: SearchsvcError | None, story: Story, index: Path, place: Place) -> None:
    """All was done; or nothing was, and the next run does it. Nothing else is left in the cluster."""
    assert error is None or isinstance(error, FAILS_CLEANLY), error
    if error is not None:
        assert truth_of(index, place) == story.before
        reindex(story.second, index, ENGINE, place)
    assert truth_of(index, place) == story.after
    names = [f"{place.alias}-{name}{what}" for name in kept(index, place) for what in ("", "-records")]
    assert sorted(tell(place.urls[0], "GET", f"/{place.alias}-*")) == sorted([*names, f"{place.alias}-state"])


def kept(index: Path, place: Place) -> list[str]:
    """The generations that can be served."""
    generations = generations_of(index, ENGINE, place)
    assert isinstance(generations, ClusterGenerations)
    return generations.kept()


BLOCK = "index.blocks.read_only_allow_delete"


def block_by_hand(nodes: Cluster, index: str) -> None:
    """What a full disk does."""
    tell(nodes.urls[0], "PUT", f"/{index}/_settings", {BLOCK: True})


def fill_disks(nodes: Cluster, index: str) -> None:
    """Let the cluster take its disks for full, and wait until it has noticed that."""
    limits(nodes, "1%")
    eventually(lambda: blocked(nodes, index), "the index is blocked")


def limits(nodes: Cluster, share: str) -> None:
    """How full a disk may be."""
    marks = dict.fromkeys(("low", "high", "flood_stage"), share)
    disk = {"threshold_enabled": True, "watermark": marks}
    body = {"cluster": {"routing.allocation.disk": disk, "info.update.interval": "10s"}}
    tell(nodes.urls[0], "PUT", "/_cluster/settings", {"persistent": body})


def blocked(nodes: Cluster, pattern: str) -> bool:
    """Whether any of these indices takes no more articles."""
    found = tell(nodes.urls[0], "GET", f"/{pattern}/_settings?filter_path=*.settings.index.blocks")
    return any("read_only_allow_delete" in one["settings"]["index"]["blocks"] for one in found.values())


DISKS = {"blocked by hand": block_by_hand} | ({"full": fill_disks} if THOROUGH else {})


@pytest.fixture
def room(nodes: Cluster, home: Place) -> Iterator[Callable[[], None]]:
    """Makes room on the disks again."""

    def make() -> None:
        limits(nodes, "99.9%")
        eventually(lambda: not blocked(nodes, f"{home.alias}-*"), "no index is blocked")

    yield make
    disk = "cluster.routing.allocation.disk.*"
    tell(nodes.urls[0], "PUT", "/_cluster/settings", {"persistent": {disk: None, "cluster.info.update.interval": None}})


@pytest.mark.again
@pytest.mark.usefixtures("small_requests")
@pytest.mark.parametrize("full", DISKS.values(), ids=DISKS)
def test_the_disks_become_full(
    nodes: Cluster,
    home: Place,
    archived: Path,
    story: Story,
    full: Callable[[Cluster, str], None],
    room: Callable[[], None],
) -> None:
    index = f"{home.alias}-000002"
    with serving(archived, home, story):
        run = Writing(story.second, archived, home, at_articles(100, lambda: full(nodes, index)), False)
        error = run.ended()
        assert isinstance(error, IndexUnwritable)
        assert "make room on the disks" in str(error)
        assert truth_of(archived, home) == story.before
        if blocked(nodes, f"{home.alias}-*"):
            with pytest.raises(IndexUnwritable, match="make room on the disks"):
                reindex(story.second, archived, ENGINE, home)
            room()
    reindex(story.second, archived, ENGINE, home)
    assert truth_of(archived, home) == story.after
