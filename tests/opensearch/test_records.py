"""The files of a generation, kept in the cluster: fetched whole or not at all, by any number of machines."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch import records
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.engines.opensearch.records import Records
from searchsvc.errors import IndexDamaged
from tests.opensearch.building import RECORDS, build

SERVING = {"engine/index.json", "manifest.json", "lexicon.tsv", "coverage.json"}
LARGE = os.urandom(64) * 40_000
NOISE = os.urandom(1_500_000)


@pytest.fixture
def single(place: Cluster) -> Cluster:
    """A place for an archive without copies."""
    return replace(place, shards=1, replicas=0)


@pytest.fixture
def name(tmp_path: Path, single: Cluster) -> str:
    """A generation, built on another machine."""
    return build(ClusterGenerations(tmp_path / "there", single), single, "abc")


@pytest.fixture
def here(tmp_path: Path, single: Cluster) -> ClusterGenerations:
    """The same archive on this machine."""
    return ClusterGenerations(tmp_path / "here", single)


def names_in(folder: Path) -> set[str]:
    """The files of a generation as they lie in its folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_serving_fetches_less_than_a_reindex(here: ClusterGenerations, name: str) -> None:
    assert names_in(here.path(name)) == SERVING
    assert names_in(here.records(name)) == SERVING | RECORDS.keys()
    assert {file: (here.records(name) / file).read_text("utf-8") for file in RECORDS} == RECORDS


SPOILT: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "cut": lambda path: path.write_text("har"),
    "of the same length": lambda path: path.write_text("harbouR\n"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("again", [False, True], ids=["another process", "the same process"])
def test_a_file_here_that_is_not_as_it_was_written_is_fetched_again(
    here: ClusterGenerations, name: str, spoil: Callable[[Path], object], again: bool, tmp_path: Path, single: Cluster
) -> None:
    lexicon = here.path(name) / "lexicon.tsv"
    spoil(lexicon)
    generations = here if again else ClusterGenerations(tmp_path / "here", single)
    assert (generations.path(name) / "lexicon.tsv").read_text("utf-8") == RECORDS["lexicon.tsv"]


def test_many_processes_fetch_at_once(single: Cluster, name: str, tmp_path: Path) -> None:
    machines = [ClusterGenerations(tmp_path / "here", single) for _ in range(6)]
    found: list[set[str]] = []
    threads = [threading.Thread(target=lambda one=one: found.append(names_in(one.path(name)))) for one in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(files >= SERVING for files in found)
    assert names_in(machines[0].folder / name) == SERVING


def test_a_large_file_goes_in_pieces(
    single: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: ClusterGenerations
) -> None:
    monkeypatch.setattr(records, "_PIECE", 1_000_000)
    generation = Records(connect(single), f"{single.alias}-000001")
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "large").write_bytes(LARGE)
    (tmp_path / "there" / "noise").write_bytes(NOISE)
    (tmp_path / "there" / "empty").touch()
    generation.make()
    generation.upload(tmp_path / "there")
    assert generation.fetch(here.folder)
    assert (here.folder / "large").read_bytes() == LARGE
    assert (here.folder / "noise").read_bytes() == NOISE
    assert (here.folder / "empty").read_bytes() == b""
    assert not generation.fetch(here.folder)


def test_what_is_amended_reaches_the_others(
    here: ClusterGenerations, name: str, tmp_path: Path, single: Cluster
) -> None:
    folder = here.records(name)
    other = ClusterGenerations(tmp_path / "other", single)
    other.records(name)
    with here.lock():
        (folder / "files.json").write_text("other.jsonl\n")
        (folder / "coverage.json").write_text("[]")
        here.amended(name, "files.json", "coverage.json")
    assert names_in(other.records(name)) == SERVING | RECORDS.keys()
    assert (other.records(name) / "files.json").read_text("utf-8") == "other.jsonl\n"
    assert (other.path(name) / "coverage.json").read_text("utf-8") == "[]"


def pieces(place: Cluster, name: str) -> list[str]:
    """The pieces of the records of a generation."""
    found = connect(place).do("POST", f"/{place.alias}-{name}-records/_search", {"size": 100})
    return [hit["_id"] for hit in found["hits"]["hits"] if hit["_id"] != "all"]


def lose_pieces(place: Cluster, name: str) -> None:
    for piece in pieces(place, name):
        connect(place).do("DELETE", f"/{place.alias}-{name}-records/_doc/{piece}")


def spoil_pieces(place: Cluster, name: str) -> None:
    for piece in pieces(place, name):
        connect(place).do("PUT", f"/{place.alias}-{name}-records/_doc/{piece}", {"piece": "bm9uZQ=="})


def mix_pieces(place: Cluster, name: str) -> None:
    found = [connect(place).do("GET", f"/{place.alias}-{name}-records/_doc/{one}") for one in pieces(place, name)]
    for one, other in zip(found, found[1:] + found[:1], strict=True):
        connect(place).do("PUT", f"/{place.alias}-{name}-records/_doc/{one['_id']}", other["_source"])


def lose_everything(place: Cluster, name: str) -> None:
    connect(place).do("DELETE", f"/{place.alias}-{name}-records")


def lead_astray(place: Cluster, name: str) -> None:
    files = {"../../astray": {"size": 0, "digest": "00"}}
    connect(place).do("PUT", f"/{place.alias}-{name}-records/_doc/all", {"files": files})


DAMAGES = {
    "lost": lose_pieces,
    "spoilt": spoil_pieces,
    "mixed up": mix_pieces,
    "gone": lose_everything,
    "a path": lead_astray,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_in_the_cluster_is_told(
    here: ClusterGenerations, single: Cluster, name: str, damage: Callable[[Cluster, str], None], tmp_path: Path
) -> None:
    damage(single, name)
    with pytest.raises(IndexDamaged):
        here.path(name)
    assert not (tmp_path / "astray").exists()
    assert not [path for path in here.folder.rglob("*") if path.name.endswith(".half")]


def test_a_generation_that_is_gone(here: ClusterGenerations) -> None:
    with pytest.raises(IndexDamaged, match="000009"):
        here.path("000009")


def test_folders_of_generations_that_are_gone_are_removed(
    here: ClusterGenerations, single: Cluster, name: str, tmp_path: Path
) -> None:
    here.path(name)
    there = ClusterGenerations(tmp_path / "there", replace(single, keep=1))
    second = build(there, single, "d", name)
    here.path(second)
    assert [path.name for path in here.folder.iterdir()] == [second]


def test_another_alias_has_other_files(here: ClusterGenerations, single: Cluster, name: str, tmp_path: Path) -> None:
    here.path(name)
    other = ClusterGenerations(tmp_path / "here", replace(single, alias=f"{single.alias}-b"))
    with pytest.raises(IndexDamaged):
        other.path(name)
