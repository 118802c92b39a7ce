"""Several machines build one generation: whichever begins, dies or is late, it has each part once and whole."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.errors import EngineUnavailable, IndexDamaged, IndexLocked, SettingsError
from tests.opensearch.building import build, declare, ids_in, index_of, indices, put

ALIKE = "analysis 1"


@pytest.fixture
def single(place: Cluster) -> Cluster:
    """A place for an archive without copies."""
    return replace(place, shards=1, replicas=0)


@pytest.fixture
def machine(tmp_path: Path, single: Cluster) -> Callable[..., ClusterGenerations]:
    """The same archive on a machine with this name."""

    def made(name: object, **more: Any) -> ClusterGenerations:
        return ClusterGenerations(tmp_path / str(name), replace(single, **more), patience=5)

    return made


Machine = Callable[..., ClusterGenerations]


def index_part(generations: ClusterGenerations, number: int, of: int, ids: str, **how: Any) -> str:
    """Build a part with an article for each letter; the name of the generation."""
    with generations.part(number, of, how.pop("alike", ALIKE), **how) as folder:
        assert json.loads((folder / "engine" / "index.json").read_text("utf-8"))["part"] == number
        assert generations.cluster is not None
        put(generations.cluster, index_of(folder), ids, number)
        declare(folder, len(ids), **{"lexicon.tsv": ids})
    return folder.name


def finish(generations: ClusterGenerations, articles: int) -> tuple[str, list[str]]:
    """Put the parts together: the name of the generation, and the lexicon of each part."""
    with generations.finishing() as (folder, parts):
        lexicons = [(part / "lexicon.tsv").read_text("utf-8") for part in parts]
        declare(folder, articles)
    return folder.name, lexicons


def test_parts_become_one_generation(machine: Machine, single: Cluster) -> None:
    build(machine("one"), single, "xyz")
    assert [index_part(machine(one), one, 3, ids) for one, ids in ((2, "cd"), (1, "ab"), (3, ""))] == ["000002"] * 3
    assert machine("one").current() == "000001"
    assert finish(machine("four"), 4) == ("000002", ["ab", "cd", ""])
    assert machine("one").current() == "000002"
    assert ids_in(single, "000002") == set("abcd")
    assert machine("one").kept() == ["000001", "000002"]
    assert sorted(path.name for path in machine("four").folder.iterdir()) == ["000002"]
    assert (machine("five").records("000002") / "files.json").exists()
    assert not [index for index in indices(single) if index.endswith("-parts")]
    with pytest.raises(SettingsError, match="--part"):
        finish(machine("four"), 4)
    assert index_part(machine(1), 1, 3, "a") == "000003"


def test_of_eight_that_begin_at_once_all_build_one(machine: Machine, single: Cluster) -> None:
    at_once, names, machines = threading.Barrier(8), [], [machine(number) for number in range(1, 9)]

    def work(number: int) -> None:
        at_once.wait()
        names.append(index_part(machines[number - 1], number, 8, "abcdefgh"[number - 1]))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 8
    assert len(set(names)) == 1
    assert finish(machine("last"), 8)[1] == list("abcdefgh")
    assert ids_in(single, names[0]) == set("abcdefgh")


def test_a_part_run_again_leaves_nothing_of_the_run_before(machine: Machine, single: Cluster) -> None:
    name = index_part(machine(1), 1, 2, "abcdef")
    index_part(machine(2), 2, 2, "uvw")
    with pytest.raises(ZeroDivisionError), machine(1).part(1, 2, ALIKE) as folder:
        break_off(single, folder, "abc", 1)
    with pytest.raises(SettingsError, match="part 1/2 is not done: run"):
        finish(machine(1), 9)
    index_part(machine("another"), 1, 2, "ab")
    assert finish(machine(1), 5) == (name, ["ab", "uvw"])
    assert ids_in(single, name) == set("abuvw")


def break_off(place: Cluster, folder: Path, ids: str, part: int) -> None:
    """Write some articles of a part, and no more."""
    put(place, index_of(folder), ids, part)
    raise ZeroDivisionError


def test_one_part_is_built_once_at_a_time(machine: Machine) -> None:
    with machine(1).part(1, 2, ALIKE) as folder:
        with pytest.raises(IndexLocked, match="part 1 of 2 is being built"):
            index_part(machine(2), 1, 2, "a")
        declare(folder, 0)


def steal(place: Cluster, name: str) -> None:
    connect(place).do("DELETE", f"/{place.alias}-{name}/_doc/c", refresh=True)


def overwrite(place: Cluster, name: str) -> None:
    put(place, f"{place.alias}-{name}", "c", 1)


def slip_in(place: Cluster, name: str) -> None:
    put(place, f"{place.alias}-{name}", "z")


CHANGES: dict[str, tuple[Callable[[Cluster, str], None], type[Exception], str]] = {
    "an article is gone": (steal, SettingsError, "part 2/2 has 1 articles, and wrote 2"),
    "an article is in two parts": (overwrite, SettingsError, "part 1/2 has 3 articles.*part 2/2 has 1"),
    "an article of no part": (slip_in, IndexDamaged, "--restart"),
}


@pytest.mark.parametrize(("change", "error", "told"), CHANGES.values(), ids=CHANGES)
def test_what_is_not_as_the_parts_wrote_it_is_told(
    machine: Machine, single: Cluster, change: Callable[[Cluster, str], None], error: type[Exception], told: str
) -> None:
    index_part(machine(1), 1, 2, "ab")
    change(single, index_part(machine(2), 2, 2, "cd"))
    with pytest.raises(error, match=told):
        finish(machine(1), 4)
    assert machine(1).current() is None


REFUSED: dict[str, tuple[int, int, str, str]] = {
    "another number of parts": (1, 3, ALIKE, "2 parts is being built, not of 3.*--restart"),
    "another analysis": (2, 2, "analysis 2", "another version.*--restart"),
    "no such part": (3, 2, ALIKE, "from 1/2 to 2/2"),
    "a part 0": (0, 2, ALIKE, "from 1/2 to 2/2"),
}


@pytest.mark.parametrize(("number", "of", "alike", "told"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_the_others_is_refused(machine: Machine, number: int, of: int, alike: str, told: str) -> None:
    index_part(machine(1), 1, 2, "ab")
    with pytest.raises(SettingsError, match=told):
        index_part(machine(2), number, of, "c", alike=alike)


def test_beginning_anew(machine: Machine, single: Cluster) -> None:
    first = index_part(machine(1), 1, 2, "ab")
    with machine(1).part(1, 2, ALIKE) as folder:
        with pytest.raises(IndexLocked, match="part 1 of 2"):
            index_part(machine(2), 2, 3, "c", restart=True)
        declare(folder, 0)
    second = index_part(machine(2), 2, 3, "c", restart=True)
    assert first != second
    assert indices(single).keys() == {f"{single.alias}-{second}", f"{single.alias}-{second}-parts"}


def test_a_reindex_meanwhile_goes_its_own_way(machine: Machine, single: Cluster) -> None:
    name = index_part(machine(1), 1, 1, "ab")
    own = build(machine(2), single, "xyz")
    assert machine(2).sweep() == []
    assert machine(2).current() == own != name
    assert finish(machine(1), 2)[0] == name
    assert machine(2).current() == name
    assert machine(2).rollback() == own


def raising(_folder: Path) -> None:
    raise ZeroDivisionError


def too_many(folder: Path) -> None:
    declare(folder, 99)


def all_right(folder: Path) -> None:
    declare(folder, 3)


FAILURES: dict[str, tuple[Callable[[Path], None], dict[str, int], type[Exception]]] = {
    "while they are put together": (raising, {}, ZeroDivisionError),
    "another number of articles": (too_many, {}, IndexDamaged),
    "more copies than nodes": (all_right, {"replicas": 9}, EngineUnavailable),
}


@pytest.mark.parametrize(("step", "more", "error"), FAILURES.values(), ids=FAILURES)
def test_putting_together_can_be_tried_again(
    machine: Machine, single: Cluster, step: Callable[[Path], None], more: dict[str, int], error: type[Exception]
) -> None:
    before = build(machine(1), single, "x")
    name = index_part(machine(1), 1, 1, "abc")
    with pytest.raises(error), machine(2, **more).finishing() as (folder, _):
        step(folder)
    assert machine(1).current() == before
    with pytest.raises(SettingsError, match="--finish"):
        index_part(machine(1), 1, 1, "abc")
    with machine(1).finishing() as (folder, _):
        put(single, index_of(folder), "abc")  # the same articles again, in no part, as where they get their groups
        declare(folder, 3)
    assert machine(1).current() == name


def test_who_was_killed_just_behind_the_change_of_the_alias_is_cleaned_up_after(
    machine: Machine, single: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = index_part(machine(1), 1, 1, "abc")
    generations = machine(1)
    monkeypatch.setattr(generations._parts, "forget", lambda: raising(Path()))
    with pytest.raises(ZeroDivisionError):
        finish(generations, 3)
    assert machine(2).current() == name
    assert machine(2).sweep() == []
    assert index_part(machine(2), 1, 2, "a") != name
