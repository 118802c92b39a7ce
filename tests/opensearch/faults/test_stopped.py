"""A process that reindexes is killed at any step, or finds another at work: what is served stays, all goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.engines import generations_of
from searchsvc.engines.cluster import Cluster as Place
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.errors import IndexLocked
from searchsvc.indexing import reindex
from tests.cluster.proxy import Proxy, Trouble
from tests.killing import environment
from tests.opensearch.faults.archives import ENGINE, Story, eventually, truth_of
from tests.opensearch.faults.nodes import tell
from tests.opensearch.faults.times import THOROUGH

LOCKED = 4
FOR_EVER = 600.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals that stop or kill are POSIX")


class Held:
    """``searchsvc reindex`` in a process of its own, behind a proxy that keeps back the answer to one request."""

    def __init__(self, corpus: Path, index: Path, place: Place, proxy: Proxy, path: str) -> None:
        self._trouble = Trouble(path=path, delay=FOR_EVER)
        proxy.make(self._trouble)
        options = ["--index", str(index), "--engine", ENGINE, "--url", proxy.url, "--alias", place.alias]
        options += ["--shards", str(place.shards), "--replicas", str(place.replicas)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "searchsvc", "reindex", str(corpus), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
        )
        eventually(lambda: self._trouble.times == 0 or self._process.poll() is not None, f"the request {path}")
        assert self._process.poll() is None, self._process.communicate()[0]

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def kill(self) -> None:
        """Kill it, and return when it is gone."""
        self._process.kill()
        self._process.communicate()
        assert self._process.returncode == -signal.SIGKILL


def hurry(place: Place) -> None:
    """Let the lease of who was killed end in seconds, and not in a minute: it says itself how long it is."""
    where = f"/{place.alias}-state/_doc/lock"
    lease = tell(place.urls[0], "GET", where)["_source"]
    tell(place.urls[0], "PUT", where, {**lease, "seconds": 1.0})


# The last request that the cluster gets of a process, in the order in which they come.
STEPS = {
    "it has the lock": "_create/lock",
    "it has a number": "_doc/history",
    "the old state is blocked": "000001/_settings",
    "a clone is made": "_clone",
    "articles are written": "_bulk",
    "they can be seen": "000002/_refresh",
    "they are counted": "000002/_count",
    "its records are there": "000002-records/_doc/all",
    "it is copied": "records/_settings",
    "it is served": "_aliases",
}
FEW = ("a clone is made", "articles are written", "it is served")


@pytest.mark.parametrize("step", [pytest.param(STEPS[name], id=name) for name in (STEPS if THOROUGH else FEW)])
def test_it_is_killed_when(place: Place, proxy: Proxy, story: Story, tmp_path: Path, step: str) -> None:
    index = tmp_path / "index"
    reindex(story.first, index, ENGINE, place)
    Held(story.second, index, place, proxy, step).kill()
    assert truth_of(index, place) == (story.after if step == "_aliases" else story.before)
    hurry(place)
    reindex(story.second, index, ENGINE, place)
    assert truth_of(index, place) == story.after
    generations = generations_of(index, ENGINE, place)
    assert isinstance(generations, ClusterGenerations)
    names = [f"{place.alias}-{name}{what}" for name in generations.kept() for what in ("", "-records")]
    assert sorted(tell(place.urls[0], "GET", f"/{place.alias}-*")) == sorted([*names, f"{place.alias}-state"])


def test_of_two_at_once_the_second_says_who_is_first(place: Place, proxy: Proxy, story: Story, tmp_path: Path) -> None:
    first = Held(story.first, tmp_path / "index", place, proxy, "_bulk")
    with pytest.raises(IndexLocked, match=f"process {first.pid} on ") as locked:
        reindex(story.first, tmp_path / "other machine", ENGINE, replace(place))
    assert locked.value.exit_code == LOCKED
    first.kill()
    hurry(place)
    reindex(story.first, tmp_path / "other machine", ENGINE, place)
    assert truth_of(tmp_path / "index", place) == story.before
