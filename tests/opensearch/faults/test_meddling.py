"""Somebody changes an index behind our back: it is noticed, the message says what it is, and --full mends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchsvc.archive import open_archive
from searchsvc.checking import check
from searchsvc.engines.cluster import Cluster as Place
from searchsvc.errors import IndexDamaged, IndexMissing, SearchsvcError
from searchsvc.indexing import reindex
from tests.opensearch.faults.archives import ENGINE, Story, truth_of
from tests.opensearch.faults.nodes import tell

Meddle = Callable[[str, str], object]
"""Does something to an index (url, name)."""


def put_mapping(**mapping: object) -> Meddle:
    """Change the mapping."""
    return lambda url, index: tell(url, "PUT", f"/{index}/_mapping", mapping)


def writable(url: str, index: str) -> None:
    """Take away the block that keeps an index as it was served."""
    tell(url, "PUT", f"/{index}/_settings", {"index.blocks.write": None})


def delete_article(url: str, index: str) -> None:
    """Delete one."""
    writable(url, index)
    tell(url, "DELETE", f"/{index}/_doc/wire-0%230000?refresh=true")


def change_article(url: str, index: str) -> None:
    """Write another one in the place of one."""
    writable(url, index)
    other = tell(url, "GET", f"/{index}/_doc/wire-0%230006")["_source"]
    tell(url, "PUT", f"/{index}/_doc/wire-0%230000?refresh=true", {"id": "wire-0#0000", **other})


def spoil_article(url: str, index: str) -> None:
    """Write nonsense in the place of one."""
    writable(url, index)
    tell(url, "PUT", f"/{index}/_doc/wire-0%230000?refresh=true", {"id": "wire-0#0000", "article": {"a": 1}})


def change_similarity(url: str, index: str) -> None:
    """Change how articles are scored."""
    tell(url, "POST", f"/{index}/_close")
    tell(url, "PUT", f"/{index}/_settings", {"index.similarity.title.b": "0.1"})
    tell(url, "POST", f"/{index}/_open?wait_for_active_shards=all")


def delete_records(url: str, index: str) -> None:
    """Delete what belongs to it."""
    tell(url, "DELETE", f"/{index}-records")


def delete_record(url: str, index: str) -> None:
    """Delete a piece of what belongs to it."""
    digest = tell(url, "GET", f"/{index}-records/_doc/all")["_source"]["files"]["lexicon.tsv"]["digest"]
    tell(url, "DELETE", f"/{index}-records/_doc/all-{digest}-0?refresh=true")


# What is done, what opening says of it (nothing: it is not noticed then), and what a check says.
MEDDLING: dict[str, tuple[Meddle, str, str]] = {
    "a field more": (put_mapping(properties={"colour": {"type": "keyword"}}), "'colour'", "'colour'"),
    "another field": (put_mapping(properties={"source": {"type": "keyword", "ignore_above": 9}}), "'source'", "source"),
    "a dynamic mapping": (put_mapping(dynamic=True), "mapping", "mapping"),
    "an article is deleted": (delete_article, "has not the articles", "has not the articles"),
    "an article is changed": (change_article, "", "wire-0#0006"),
    "an article is spoilt": (spoil_article, "", "wire-0#0000"),
    "another similarity": (change_similarity, "", "similarity of the field 'title'"),
    "no records": (delete_records, "records", "records"),
    "a record less": (delete_record, "lacks", "lacks"),
}


@pytest.mark.again
@pytest.mark.parametrize(("meddle", "opening", "checking"), MEDDLING.values(), ids=MEDDLING)
def test_it_is_noticed_told_and_mended(
    place: Place, story: Story, tmp_path: Path, meddle: Meddle, opening: str, checking: str
) -> None:
    reindex(story.first, tmp_path / "index", ENGINE, place)
    meddle(place.urls[0], f"{place.alias}-000001")
    elsewhere = tmp_path / "elsewhere"
    if opening:
        with pytest.raises(IndexDamaged, match=opening) as told:
            open_archive(elsewhere, ENGINE, place)
        assert "reindex --full" in str(told.value)
    found = check(elsewhere, ENGINE, place)
    assert any(checking in wrong for wrong in found.wrong), found.wrong
    assert "--full" in found.remedy
    reindex(story.first, tmp_path / "index", ENGINE, place, full=True)
    assert truth_of(elsewhere, place) == story.before


@pytest.mark.again
def test_an_index_that_was_deleted_is_made_anew(place: Place, story: Story, tmp_path: Path) -> None:
    reindex(story.first, tmp_path / "index", ENGINE, place)
    tell(place.urls[0], "DELETE", f"/{place.alias}-000001")
    for ask in (open_archive, check):
        with pytest.raises(IndexMissing, match="reindex"):
            ask(tmp_path / "index", ENGINE, place)
    reindex(story.first, tmp_path / "index", ENGINE, place)
    assert truth_of(tmp_path / "index", place) == story.before


def test_who_has_it_open_while_it_is_deleted_is_told(place: Place, story: Story, tmp_path: Path) -> None:
    reindex(story.first, tmp_path / "index", ENGINE, place)
    archive = open_archive(tmp_path / "index", ENGINE, place)
    tell(place.urls[0], "DELETE", f"/{place.alias}-000001")
    for ask in (lambda: archive.engine.get(["wire-0#0000"]), lambda: list(archive.engine.ids()), archive.engine.stats):
        with pytest.raises(SearchsvcError, match="replaced or deleted"):
            ask()
    archive.close()
