"""An archive of which nothing is served any more: what was whole stays, and can be served again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.errors import IndexMissing
from tests.opensearch.building import build, ids_in, indices


@pytest.fixture
def single(place: Cluster) -> Cluster:
    """A place for an archive without copies that keeps three states."""
    return replace(place, shards=1, replicas=0, keep=3)


def without_alias(place: Cluster) -> None:
    """Take the alias away."""
    connect(place).do("DELETE", f"/{place.alias}-*/_alias/{place.alias}")


def without_state(place: Cluster) -> None:
    """Leave the generations alone, as after only these were restored from a snapshot."""
    without_alias(place)
    connect(place).do("DELETE", f"/{place.alias}-state")


LOST: dict[str, Callable[[Cluster], None]] = {"the alias": without_alias, "the alias and the state": without_state}


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST)
def test_what_was_whole_stays_and_is_served_again(
    tmp_path: Path, single: Cluster, caplog: pytest.LogCaptureFixture, lose: Callable[[Cluster], None]
) -> None:
    names = [build(ClusterGenerations(tmp_path, single), single, letter) for letter in "abc"]
    lose(single)
    half = f"{single.alias}-000004"
    connect(single).do("PUT", f"/{half}", {"mappings": {"_meta": {"searchsvc": {"format": 1}}}})
    generations = ClusterGenerations(tmp_path, replace(single, keep=1))
    with pytest.raises(IndexMissing, match="rollback --to 000003"):
        generations.required()
    with caplog.at_level(logging.WARNING):
        assert generations.sweep() == ["000004"]
    assert "rollback --to 000003" in caplog.text
    assert generations.kept() == names
    assert generations.rollback("000002") == generations.current() == "000002"
    assert ids_in(single, "000002") == {"b"}


def test_of_what_only_the_records_are_left_nothing_can_be_served(tmp_path: Path, single: Cluster) -> None:
    names = [build(ClusterGenerations(tmp_path, single), single, letter) for letter in "ab"]
    connect(single).do("DELETE", f"/{single.alias}-{names[1]}")
    generations = ClusterGenerations(tmp_path, single)
    assert generations.kept() == names[:1]
    assert generations.sweep() == names[1:]
    assert generations.rollback() == names[0]


def test_a_new_state_takes_their_place(tmp_path: Path, single: Cluster) -> None:
    for letter in "ab":
        build(ClusterGenerations(tmp_path, single), single, letter)
    without_alias(single)
    name = build(ClusterGenerations(tmp_path, replace(single, keep=2)), single, "c")
    assert ClusterGenerations(tmp_path, single).kept() == ["000002", name]
    assert indices(single).keys() == {
        f"{single.alias}-{one}{what}" for one in ("000002", name) for what in ("", "-records")
    }
