"""One writer at a time, wherever it is: a lease in the cluster that outlives nobody for long."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.engines.opensearch.lease import Lease
from searchsvc.engines.opensearch.state import State
from searchsvc.errors import EngineUnavailable, IndexLocked
from tests.cluster.proxy import Proxy, Trouble
from tests.opensearch.building import build, declare, ids_in, indices

PATIENCE = 120.0
SHORT = 3.0
"""Seconds: that of a lease that is to end soon."""

LONG = 60.0
"""One that no machine is too busy to renew."""


@pytest.fixture
def single(place: Cluster) -> Cluster:
    """A place for an archive without copies."""
    return replace(place, shards=1, replicas=0)


def lease_of(place: Cluster, seconds: float) -> Lease:
    """The right to do one thing."""
    return Lease(State(connect(place), place.alias), "right", "somebody does it", seconds)


def until(reached: Callable[[], bool]) -> None:
    """Return when it is so."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


HOLDS = """
import sys
from pathlib import Path
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from tests.opensearch.building import build
index, url, alias, seconds = sys.argv[1:]
place = Cluster((url,), alias=alias, shards=1, replicas=0)
generations = ClusterGenerations(Path(index), place, lease=float(seconds))
with generations.lock():
    print("held", flush=True)
    sys.stdin.readline()
    build(generations, place, "xyz")
"""


@contextmanager
def holder(index: Path, place: Cluster, seconds: float, project: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that is the writer, and builds a generation when it is told a line."""
    command = [sys.executable, "-c", HOLDS, str(index), place.urls[0], place.alias, str(seconds)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=project) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_the_holder_is_named(single: Cluster) -> None:
    here = rf"somebody does it \(process {os.getpid()} on {re.escape(socket.gethostname())} since .*within 60 seconds"
    with lease_of(single, LONG).held(), pytest.raises(IndexLocked, match=here), lease_of(single, LONG).held():
        raise AssertionError
    with lease_of(single, LONG).held():
        pass


def test_a_holder_that_goes_on_keeps_it_for_longer_than_its_time(single: Cluster) -> None:
    state = State(connect(single), single.alias)
    lease = lease_of(single, SHORT)
    with lease.held():
        began = time.monotonic()
        until(lambda: time.monotonic() - began > 2 * SHORT)
        lease.insist()
        with pytest.raises(IndexLocked), lease_of(single, SHORT).held():
            raise AssertionError
    assert state.read("right") is None


def test_of_many_at_once_one_has_it(single: Cluster) -> None:
    at_once, results, done = threading.Barrier(8), [], threading.Event()

    def attempt() -> None:
        at_once.wait()
        try:
            with lease_of(single, LONG / 10).held():
                results.append("held")
                done.wait()
        except IndexLocked:
            results.append("locked")

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    until(lambda: len(results) == 8)
    done.set()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["held"] + ["locked"] * 7


def test_a_killed_writer_is_waited_for_as_long_as_its_lease(single: Cluster, tmp_path: Path, project: Path) -> None:
    generations = ClusterGenerations(tmp_path / "here", single)
    with holder(tmp_path / "there", single, SHORT, project) as process:
        with pytest.raises(IndexLocked, match=f"process {process.pid} on .*within 3 seconds"):
            generations.lock().__enter__()
        process.kill()
        process.wait()
        with generations.lock():
            assert build(generations, single, "a") == "000001"


def test_a_writer_that_stood_still_for_too_long_publishes_nothing(
    single: Cluster, tmp_path: Path, project: Path
) -> None:
    generations = ClusterGenerations(tmp_path / "here", single)
    with holder(tmp_path / "there", single, SHORT, project) as process:
        process.send_signal(signal.SIGSTOP)
        with generations.lock():
            process.send_signal(signal.SIGCONT)
            _, said = process.communicate("go on\n", timeout=PATIENCE)
            assert re.search(r"IndexLocked: process \d+ on .* took over", said)
            assert generations.current() is None
            assert indices(single) == {}
            name = build(generations, single, "a")
    assert ids_in(single, name) == {"a"}


def test_a_writer_that_lost_it_leaves_what_the_next_one_builds(single: Cluster, tmp_path: Path) -> None:
    late = ClusterGenerations(tmp_path / "late", single)
    with pytest.raises(IndexLocked, match="took over"), late.building(None) as folder:
        take_over(single, folder, tmp_path)
    assert late.current() == "000002"
    assert ids_in(single, "000002") == {"b"}
    assert indices(single).keys() == {f"{single.alias}-000002", f"{single.alias}-000002-records"}


def take_over(place: Cluster, folder: Path, tmp_path: Path) -> None:
    """Do what nobody does: take the lock away, and build."""
    State(connect(place), place.alias).remove("lock")
    quick = ClusterGenerations(tmp_path / "quick", place)
    with quick.lock():
        build(quick, place, "b")
    declare(folder, 0)


def test_what_is_built_by_a_killed_writer_is_swept_by_the_next(single: Cluster, tmp_path: Path, project: Path) -> None:
    generations = ClusterGenerations(tmp_path / "here", single)
    with holder(tmp_path / "there", single, SHORT, project) as process:
        assert process.stdin is not None
        process.stdin.write("go on\n")
        process.stdin.flush()
        until(lambda: any(index.startswith(f"{single.alias}-0") for index in indices(single)))
        process.kill()
        process.wait()
        with generations.lock():
            generations.sweep()
            served = generations.current()  # it may just have been done
            name = build(generations, single, "a", served)
    kept = [served, name] if served else [name]
    assert generations.kept() == kept
    assert indices(single).keys() == {f"{single.alias}-{one}{end}" for one in kept for end in ("", "-records")}


def test_it_is_given_back_though_the_answer_to_its_last_beat_was_lost(place: Cluster) -> None:
    state = State(connect(place), place.alias)
    with Proxy(place.urls[0]) as proxy:
        far = State(connect(replace(place, urls=(proxy.url,))), place.alias, patience=0.5)
        lease = Lease(far, "right", "somebody does it", LONG)
        with lease.held():
            proxy.make(Trouble(path="_doc/right", times=1_000, cut="after"))
            with pytest.raises(EngineUnavailable):
                lease.insist()
            proxy.forget()
    assert state.read("right") is None
