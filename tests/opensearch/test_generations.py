"""Generations in a cluster: one is current, nothing half done ever is, and those before it can be gone back to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.engines.opensearch.layout import Layout
from searchsvc.errors import EngineUnavailable, IndexDamaged, IndexLocked, IndexMissing, SettingsError
from tests.opensearch.building import build, declare, ids_in, index_of, indices, put


@pytest.fixture
def single(place: Cluster) -> Cluster:
    """A place for an archive without copies, which is the quickest."""
    return replace(place, shards=1, replicas=0)


@pytest.fixture
def generations(tmp_path: Path, single: Cluster) -> ClusterGenerations:
    """An archive without a generation."""
    return ClusterGenerations(tmp_path / "index", single)


def both(place: Cluster, name: str) -> set[str]:
    """The indices of a generation."""
    return {f"{place.alias}-{name}", f"{place.alias}-{name}-records"}


def test_before_the_first(generations: ClusterGenerations) -> None:
    assert (generations.current(), generations.stamp(), generations.kept(), generations.sweep()) == (None, None, [], [])
    with pytest.raises(IndexMissing, match="searchsvc reindex"):
        generations.required()


def test_one_follows_the_other_with_its_articles(generations: ClusterGenerations, single: Cluster) -> None:
    first = build(generations, single, "abc")
    stamp = generations.stamp()
    second = build(generations, single, "cd", first)
    assert (first, second, generations.current()) == ("000001", "000002", "000002")
    assert generations.stamp() != stamp
    assert (ids_in(single, first), ids_in(single, second)) == (set("abc"), set("abcd"))
    assert {index for index, aliases in indices(single).items() if aliases} == {f"{single.alias}-{second}"}
    assert generations.size(second) > 0


def test_what_is_served_is_copied_to_other_nodes_and_not_written_any_more(
    generations: ClusterGenerations, place: Cluster, tmp_path: Path
) -> None:
    name = build(ClusterGenerations(tmp_path / "other", place), place, "abc")
    health = connect(place).do("GET", f"/_cluster/health/{place.alias}-{name}*")
    assert (health["status"], health["active_shards"]) == ("green", 2 * 2 + 2)
    refused = connect(place).do("PUT", f"/{place.alias}-{name}/_doc/x", {"id": "x"}, accept={403})
    assert refused["status"] == 403


KEPT = {"only the served one": (1, ["000004"]), "one before": (2, ["000003", "000004"]), "all": (9, None)}


@pytest.mark.parametrize(("keep", "kept"), KEPT.values(), ids=KEPT)
def test_some_are_kept(tmp_path: Path, single: Cluster, keep: int, kept: list[str] | None) -> None:
    generations = ClusterGenerations(tmp_path / "index", replace(single, keep=keep))
    names = [build(generations, single, letter) for letter in "abcd"]
    assert generations.kept() == (kept or names)
    assert set(indices(single)) == set().union(*(both(single, name) for name in kept or names))
    assert sorted(path.name for path in generations.folder.iterdir()) == (kept or names)


def divide(_folder: Path, _place: Cluster) -> None:
    raise ZeroDivisionError


def delete_it(folder: Path, place: Cluster) -> None:
    connect(place).do("DELETE", f"/{index_of(folder)}")
    declare(folder, 1)


def lose_one(folder: Path, _place: Cluster) -> None:
    declare(folder, 2)


def forget_the_manifest(folder: Path, place: Cluster) -> None:
    put(place, index_of(folder), "z")


def move_the_alias(folder: Path, place: Cluster) -> None:
    put(place, index_of(folder), "c")
    moved = [
        {"remove": {"index": f"{place.alias}-000002", "alias": place.alias}},
        {"add": {"index": f"{place.alias}-000001", "alias": place.alias}},
    ]
    connect(place).do("POST", "/_aliases", {"actions": moved})
    declare(folder, 1)


Trouble = Callable[[Path, Cluster], None]
TROUBLES: dict[str, tuple[Trouble, type[BaseException]]] = {
    "an exception": (divide, ZeroDivisionError),
    "its index is deleted": (delete_it, IndexDamaged),
    "an article less than was written": (lose_one, IndexDamaged),
    "no manifest": (forget_the_manifest, IndexDamaged),
}


@pytest.mark.parametrize("based", [False, True], ids=["empty", "a copy"])
@pytest.mark.parametrize(("trouble", "error"), TROUBLES.values(), ids=TROUBLES)
def test_trouble_leaves_the_current_one(
    generations: ClusterGenerations, single: Cluster, trouble: Trouble, error: type[BaseException], based: bool
) -> None:
    first = build(generations, single, "a")
    stamp = generations.stamp()
    with pytest.raises(error), generations.building(first if based else None) as folder:
        trouble(folder, single)
    assert (generations.current(), generations.stamp()) == (first, stamp)
    assert indices(single).keys() == both(single, first)
    assert [path.name for path in generations.folder.iterdir()] == [first]
    assert ids_in(single, first) == {"a"}
    assert build(generations, single, "b", first) == "000003"  # a number is not given twice


def test_more_copies_than_nodes(tmp_path: Path, single: Cluster) -> None:
    first = build(ClusterGenerations(tmp_path / "index", single), single, "a")
    greedy = ClusterGenerations(tmp_path / "index", replace(single, replicas=9), patience=1)
    with pytest.raises(EngineUnavailable, match="--replicas"):
        build(greedy, single, "b", first)
    assert greedy.current() == first
    assert indices(single).keys() == both(single, first)


def test_an_alias_that_somebody_else_moved_is_left_to_them(generations: ClusterGenerations, single: Cluster) -> None:
    first, _ = build(generations, single, "a"), build(generations, single, "b")
    with pytest.raises(IndexLocked, match="somebody else"), generations.building(None) as folder:
        move_the_alias(folder, single)
    assert generations.current() == first


def test_an_interrupt_just_behind_the_change_of_the_alias(
    generations: ClusterGenerations, single: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = Layout.swap

    def interrupted(layout: Layout, old: list[str], new: str) -> None:
        swap(layout, old, new)
        raise KeyboardInterrupt

    monkeypatch.setattr(Layout, "swap", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(generations, single, "a")
    assert generations.current() == "000001"
    assert ids_in(single, "000001") == {"a"}
    assert (generations.path("000001") / "lexicon.tsv").exists()


def test_two_writers_at_once(generations: ClusterGenerations, single: Cluster, tmp_path: Path) -> None:
    other = ClusterGenerations(tmp_path / "other", single, lease=2)
    with generations.lock():
        with pytest.raises(IndexLocked, match="process"), other.building(None):
            raise AssertionError
        build(generations, single, "a")
    assert build(other, single, "b") == "000002"


def test_a_stranger_has_the_name_of_the_alias(generations: ClusterGenerations, single: Cluster) -> None:
    connect(single).do("PUT", f"/{single.alias}")
    for ask in (generations.current, generations.stamp, generations.sweep, generations.required):
        with pytest.raises(SettingsError, match="another --alias"):
            ask()


def test_a_stranger_is_under_the_alias(generations: ClusterGenerations, single: Cluster) -> None:
    connect(single).do("PUT", f"/{single.alias}-logs", {"aliases": {single.alias: {}}})
    with pytest.raises(SettingsError, match="another --alias"):
        generations.current()


def test_a_stranger_with_a_number_is_not_swept(generations: ClusterGenerations, single: Cluster) -> None:
    connect(single).do("PUT", f"/{single.alias}-000007")
    assert build(generations, single, "a") == "000008"
    assert generations.sweep() == []
    assert indices(single).keys() == {f"{single.alias}-000007"} | both(single, "000008")


def test_what_others_keep_in_the_folder_stays(generations: ClusterGenerations, single: Cluster) -> None:
    notes = [generations.folder / name / "notes.md" for name in ("2020", "202001", "part-1/1999", "notes")]
    for note in notes:
        note.parent.mkdir(parents=True)
        note.touch()
    build(generations, single, "a")
    generations.sweep()
    assert all(map(Path.is_file, notes))


def test_an_alias_of_two_is_told_and_mended_by_the_next(generations: ClusterGenerations, single: Cluster) -> None:
    first, second = build(generations, single, "a"), build(generations, single, "b")
    both_served = {"actions": [{"add": {"index": f"{single.alias}-{first}", "alias": single.alias}}]}
    connect(single).do("POST", "/_aliases", both_served)
    with pytest.raises(IndexDamaged, match="--full"):
        generations.current()
    assert generations.sweep() == []
    third = build(generations, single, "c")
    assert generations.current() == third
    assert first not in (second, third)


def test_a_wrong_alias_is_refused(tmp_path: Path, single: Cluster) -> None:
    for alias in ("", "../else", "News", "_news", "a b", "a,b", "a*"):
        with pytest.raises(SettingsError, match="--alias"):
            ClusterGenerations(tmp_path, replace(single, alias=alias))


def test_half_built_indices_are_swept(generations: ClusterGenerations, single: Cluster) -> None:
    name = build(generations, single, "a")
    connect(single).do("PUT", f"/{single.alias}-000005", {"mappings": {"_meta": {"searchsvc": {"format": 1}}}})
    connect(single).do("POST", f"/{single.alias}-000005/_close")
    (generations.folder / "000005").mkdir()
    assert generations.sweep() == ["000005"]
    assert indices(single).keys() == both(single, name)
    assert [path.name for path in generations.folder.iterdir()] == [name]


def test_what_another_process_removes_meanwhile_is_no_trouble(
    generations: ClusterGenerations, single: Cluster, tmp_path: Path
) -> None:
    build(generations, single, "a")
    gone = generations.folder / "lexicon.tsv.half"
    gone.symlink_to(tmp_path / "nothing")
    assert generations.sweep() == []


def test_going_back_and_on(generations: ClusterGenerations, single: Cluster) -> None:
    first = build(generations, single, "a")
    with pytest.raises(SettingsError, match=f"no older generation.*{first}"):
        generations.rollback()
    second = build(generations, single, "b", first)
    assert generations.rollback() == first
    assert (generations.current(), generations.kept()) == (first, [first, second])
    assert generations.rollback(second) == second == generations.rollback(second)
    with pytest.raises(SettingsError, match=r"no generation 000009.*000001, 000002"):
        generations.rollback("000009")
    generations.rollback()
    third = build(generations, single, "c", first)  # what was gone back from is no past of it
    assert (generations.kept(), ids_in(single, third)) == ([first, third], {"a", "c"})
    assert generations.rollback() == first


def test_a_server_elsewhere_notices(generations: ClusterGenerations, single: Cluster, tmp_path: Path) -> None:
    elsewhere = ClusterGenerations(tmp_path / "elsewhere", single)
    assert elsewhere.stamp() is None
    build(generations, single, "a")
    deadline = time.monotonic() + 60
    while elsewhere.stamp() is None:
        assert time.monotonic() < deadline
    assert elsewhere.stamp() == generations.stamp()


def test_without_the_cluster_nothing_is_known(tmp_path: Path) -> None:
    away = ClusterGenerations(tmp_path, Cluster(("http://127.0.0.1:9",), timeout=0.5))
    for ask in (away.current, away.stamp, away.sweep):
        with pytest.raises(EngineUnavailable):
            ask()
