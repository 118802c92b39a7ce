"""There is something of somebody else's where an archive would lie: nothing of it is touched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from searchsvc.archive import open_archive
from searchsvc.engines import generations_of
from searchsvc.engines.cluster import Cluster as Place
from searchsvc.errors import SearchsvcError, SettingsError
from searchsvc.indexing import reindex
from tests.opensearch.faults.archives import ENGINE, Story, truth_of
from tests.opensearch.faults.nodes import tell

DOCUMENTS = 7


def theirs(url: str, index: str, **more: object) -> None:
    """Make an index of another product."""
    tell(url, "PUT", f"/{index}", {"settings": {"number_of_replicas": 0}, **more})
    for number in range(DOCUMENTS):
        tell(url, "PUT", f"/{index}/_doc/{number}?refresh=true", {"price": number})


def as_found(url: str, index: str) -> object:
    """All that is to be seen of an index: its documents, settings, mapping and aliases."""
    hits = tell(url, "GET", f"/{index}/_search?version=true&seq_no_primary_term=true")["hits"]["hits"]
    return sorted(map(repr, hits)), tell(url, "GET", f"/{index}")


def index_named_as_the_alias(url: str, alias: str) -> str:
    """An index has the name."""
    theirs(url, alias)
    return alias


def alias_of_theirs(url: str, alias: str) -> str:
    """An alias of another index has the name."""
    theirs(url, f"{alias}-shop", aliases={alias: {}})
    return f"{alias}-shop"


def alias_of_a_namesake(url: str, alias: str) -> str:
    """An alias of an index with the name of a generation."""
    theirs(url, f"{alias}-000001", aliases={alias: {}})
    return f"{alias}-000001"


def state_of_theirs(url: str, alias: str) -> str:
    """An index has the name of what machines agree in."""
    theirs(url, f"{alias}-state")
    return f"{alias}-state"


IN_THE_WAY = {
    "an index with the name of the alias": index_named_as_the_alias,
    "an alias of theirs": alias_of_theirs,
    "an alias of an index named like a generation": alias_of_a_namesake,
    "an index named like the state": state_of_theirs,
}


@pytest.mark.again
@pytest.mark.parametrize("make", IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_is_in_the_way_is_told_and_not_touched(
    place: Place, story: Story, tmp_path: Path, make: Callable[[str, str], str]
) -> None:
    name = make(place.urls[0], place.alias)
    before = as_found(place.urls[0], name)
    for full in (False, True):
        with pytest.raises(SettingsError, match="--alias"):
            reindex(story.first, tmp_path / "index", ENGINE, place, full=full)
    with pytest.raises(SearchsvcError):
        open_archive(tmp_path / "index", ENGINE, place)
    with suppress(SettingsError):
        generations_of(tmp_path / "index", ENGINE, place).sweep()
    assert as_found(place.urls[0], name) == before
    assert [*tell(place.urls[0], "GET", f"/{place.alias}*")] in ([name], sorted({name, f"{place.alias}-state"}))


NAMESAKES = ("000001", "000002", "000004-records", "shop", "records")


@pytest.mark.again
def test_namesakes_beside_an_archive_are_left_alone(place: Place, story: Story, tmp_path: Path) -> None:
    url, index = place.urls[0], tmp_path / "index"
    others = [f"{place.alias}-{name}" for name in NAMESAKES]
    for name in others:
        theirs(url, name)
    before = [as_found(url, name) for name in others]
    reindex(story.first, index, ENGINE, place)
    reindex(story.second, index, ENGINE, place)
    with pytest.raises(Interrupted):
        reindex(story.first, index, ENGINE, place, full=True, watch=interrupt)
    reindex(story.first, index, ENGINE, place, full=True)
    generations_of(index, ENGINE, place).sweep()
    assert truth_of(index, place) == story.before
    assert [as_found(url, name) for name in others] == before


class Interrupted(Exception):
    """Somebody stops a reindex."""


def interrupt(_: object) -> None:
    """Stop it."""
    raise Interrupted
