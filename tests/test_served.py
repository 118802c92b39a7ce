"""Which engine an index is served with: what goes before what, and that a running server notices a switch."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from searchsvc.archive import LiveArchive
from searchsvc.errors import IndexDamaged
from searchsvc.indexing import reindex
from searchsvc.migrating import migrate
from searchsvc.served import serve_with, served_engine, stamp
from tests.indexed import saved, two_files, write


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of both engines, served with Whoosh."""
    two_files(tmp_path / "corpus")
    reindex(tmp_path / "corpus", tmp_path / "index")
    migrate(tmp_path / "index", "whoosh", "tantivy")
    return tmp_path / "index"


def engine_of(live: LiveArchive) -> str:
    """The engine that answers now."""
    with live.current() as archive:
        return archive.info.engine


def test_whoosh_until_it_is_switched(index: Path) -> None:
    assert served_engine(index) == served_engine(index / "nowhere") == "whoosh"
    before = stamp(index)
    serve_with(index, "tantivy")
    assert served_engine(index) == "tantivy"
    assert stamp(index) != before
    assert sorted(path.name for path in index.iterdir()) == ["ENGINE", "tantivy", "whoosh"]


DAMAGED = {"no text": b"\xff\xfe", "empty": b"", "no engine": b"lucene\n"}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_told(index: Path, content: bytes) -> None:
    (index / "ENGINE").write_bytes(content)
    with pytest.raises(IndexDamaged, match="--engine"):
        served_engine(index)


def test_a_running_server_notices_a_switch(index: Path) -> None:
    live, named = LiveArchive(index), LiveArchive(index, "whoosh")
    assert engine_of(live) == "whoosh"
    for engine in ("tantivy", "whoosh", "tantivy"):
        serve_with(index, engine)
        assert engine_of(live) == engine
        assert engine_of(named) == "whoosh"
    live.close()
    named.close()


def test_after_a_switch_it_follows_that_engine(index: Path) -> None:
    live = LiveArchive(index)
    serve_with(index, "tantivy")
    assert engine_of(live) == "tantivy"
    write(index.parent / "corpus", "more.txt", saved("One more"))
    for engine, articles in (("whoosh", 3), ("tantivy", 4)):
        reindex(index.parent / "corpus", index, engine)
        with live.current() as archive:
            assert (archive.info.engine, archive.info.articles) == ("tantivy", articles)
    live.close()


def test_what_cannot_be_served_leaves_what_is(index: Path, caplog: pytest.LogCaptureFixture) -> None:
    live = LiveArchive(index)
    assert engine_of(live) == "whoosh"
    with caplog.at_level(logging.WARNING):
        (index / "ENGINE").write_text("lucene", "utf-8")
        assert engine_of(live) == engine_of(live) == "whoosh"
    assert len(caplog.records) == 1
    serve_with(index, "tantivy")
    assert engine_of(live) == "tantivy"
    live.close()


def test_the_file_is_no_article(index: Path) -> None:
    serve_with(index, "tantivy")
    (index / "ENGINE.new").write_text("tantivy", "utf-8")
    assert reindex(index.parent, index, "tantivy", full=True).unreadable == []
