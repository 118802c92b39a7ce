"""Whoever writes is the only one: what comes late from one before is refused, and nothing is thrown away under it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.encoding import encode
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.bulk import Lanes
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.engines.opensearch.index import Index
from searchsvc.engines.opensearch.indices import Indices
from searchsvc.engines.opensearch.state import State
from searchsvc.errors import EngineError, IndexLocked, IndexUnwritable, SettingsError
from tests.opensearch.building import build, declare, ids_in, index_of, indices, put

ALIKE = "analysis 1"
Machine = Callable[[str], ClusterGenerations]


@pytest.fixture
def single(place: Cluster) -> Cluster:
    """A place for an archive without copies."""
    return replace(place, shards=1, replicas=0)


@pytest.fixture
def machine(tmp_path: Path, single: Cluster) -> Machine:
    """The same archive on a machine with this name."""
    return lambda name: ClusterGenerations(tmp_path / name, single, patience=5)


def through(folder: Path) -> str:
    """The alias through which a generation is written."""
    return str(json.loads((folder / "engine" / "index.json").read_text(encoding="utf-8"))["through"])


def write(place: Cluster, way: str, ids: str) -> None:
    """Write articles as the engine does."""
    lanes = Lanes(connect(place), way)
    try:
        for id_ in ids:
            lanes.put(id_, encode({"id": id_}))
        lanes.finish()
    finally:
        lanes.end()


def write_part(
    generations: ClusterGenerations, ids: str, *, articles: int | None = None, restart: bool = False
) -> tuple[str, str]:
    """Build the one part: the name of its generation, and the alias through which it was written."""
    with generations.part(1, 1, ALIKE, restart=restart) as folder:
        way = through(folder)
        assert generations.cluster is not None
        put(generations.cluster, index_of(folder), ids, 1)
        declare(folder, len(ids) if articles is None else articles)
    return folder.name, way


def break_off(generations: ClusterGenerations, step: Callable[[Path], object]) -> Path:
    """Begin to put the parts together, and be stopped after a step; the folder in which it was done."""
    with suppress(ZeroDivisionError), generations.finishing() as (folder, _):
        step(folder)
        raise ZeroDivisionError
    return folder


@pytest.fixture
def late(machine: Machine) -> str:
    """Through what a machine wrote that has stood still since."""
    with machine("one").part(1, 1, ALIKE) as folder:
        way = through(folder)
        declare(folder, 0)
    return way


def run_again(generations: ClusterGenerations) -> str:
    return write_part(generations, "ab")[0]


def begin_anew(generations: ClusterGenerations) -> str:
    return write_part(generations, "ab", restart=True)[0]


def put_together(generations: ClusterGenerations) -> str:
    write_part(generations, "ab")
    with generations.finishing() as (folder, _):
        declare(folder, 2)
    return folder.name


TAKEN: dict[str, Callable[[ClusterGenerations], str]] = {
    "the part is run again": run_again,
    "all begins anew": begin_anew,
    "all is put together": put_together,
}


@pytest.mark.parametrize("take", TAKEN.values(), ids=TAKEN)
def test_what_comes_late_is_refused_and_makes_no_index(
    machine: Machine, single: Cluster, late: str, take: Callable[[ClusterGenerations], str]
) -> None:
    write(single, late, "")
    name = take(machine("two"))
    before = indices(single)
    with pytest.raises(IndexLocked, match="run it again"):
        write(single, late, "xb")
    assert indices(single) == before
    connect(single).do("POST", f"/{single.alias}-{name}/_refresh")
    assert ids_in(single, name) == set("ab")


def test_of_two_who_put_together_the_first_writes_no_more(machine: Machine, single: Cluster) -> None:
    name, way = write_part(machine("one"), "ab")
    first = through(break_off(machine("one"), lambda folder: write(single, through(folder), "a")))
    with machine("two").finishing() as (folder, _):
        write(single, through(folder), "b")
        for one in (way, first):
            with pytest.raises(IndexLocked):
                write(single, one, "x")
        declare(folder, 2)
    assert ids_in(single, name) == set("ab")


def test_what_is_served_has_no_writer_and_no_name_but_its_own(machine: Machine, single: Cluster) -> None:
    with machine("one").building(None) as folder:
        write(single, through(folder), "ab")
        declare(folder, 2)
    assert [aliases for index, aliases in indices(single).items() if "records" not in index] == [[single.alias]]
    with pytest.raises(IndexLocked):
        write(single, through(folder), "c")
    build(machine("one"), single, "c", folder.name)
    assert sorted(indices(single).values()) == [[], [], [], [single.alias]]


def test_who_lost_the_right_does_not_close_the_index(machine: Machine, single: Cluster) -> None:
    with machine("one").building(None) as folder:
        index = Index(connect(single), index_of(folder), through(folder))
        index.load()
        put(single, index.name, "ab")
        connect(single).do("PUT", f"/{index.name}/_doc/c", {"id": "c", "body": "oil tide", "body_length": 2})
        Indices(connect(single), single).take(index.name)
        with pytest.raises(IndexLocked, match="run it again"):
            index.settle()
        assert connect(single).do("POST", f"/{index.name}/_count")["count"] == 3
        declare(folder, 3)


def test_nothing_is_thrown_away_while_it_is_put_together(machine: Machine, single: Cluster) -> None:
    name, _ = write_part(machine("one"), "ab")
    with machine("one").finishing() as (folder, _):
        with pytest.raises(IndexLocked, match="another reindex"):
            write_part(machine("two"), "c", restart=True)
        declare(folder, 2)
    assert (machine("two").current(), ids_in(single, name)) == (name, set("ab"))


def test_who_read_before_it_was_put_together_again_throws_nothing_away(machine: Machine, single: Cluster) -> None:
    write_part(machine("one"), "ab")
    state = State(connect(single), single.alias)
    for _ in range(2):
        found = state.read("parts")
        assert found is not None
        break_off(machine("one"), lambda _: None)
        assert not state.remove("parts", found[1])


def test_who_was_stopped_while_the_index_was_closed_can_try_again(machine: Machine, single: Cluster) -> None:
    name, _ = write_part(machine("one"), "ab")
    break_off(machine("one"), lambda folder: connect(single).do("POST", f"/{index_of(folder)}/_close"))
    with machine("two").finishing() as (folder, _):
        write(single, through(folder), "b")
        declare(folder, 2)
    assert (machine("one").current(), ids_in(single, name)) == (name, set("ab"))


def test_a_part_that_is_not_all_there_is_not_done(machine: Machine, single: Cluster) -> None:
    with pytest.raises(EngineError, match=r"wrote 3 articles, .* has 2 .*run this part again"):
        write_part(machine("one"), "ab", articles=3)
    with pytest.raises(SettingsError, match="part 1/1 is not done"), machine("one").finishing():
        raise AssertionError


def test_a_part_that_cannot_be_removed_is_told(machine: Machine, single: Cluster) -> None:
    name, _ = write_part(machine("one"), "ab")
    connect(single).do("PUT", f"/{single.alias}-{name}/_settings", {"index.blocks.write": True})
    with pytest.raises(IndexUnwritable, match="blocked it"):
        write_part(machine("two"), "ab")
