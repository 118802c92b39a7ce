"""Which engine an index is served with: what goes before what, and that a running server notices a switch."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from searchsvc.archive import LiveArchive
from searchsvc.errors import IndexDamaged, IndexMissing
from searchsvc.indexing import reindex
from searchsvc.migrating import migrate
from searchsvc.report import Progress
from searchsvc.served import remember, serve_with, served_engine, stamp
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


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two files with three articles."""
    return two_files(tmp_path / "corpus")


ENGINES = ("whoosh", "tantivy")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engine_of_the_first_index_stays_whatever_comes_beside(corpus: Path, engine: str) -> None:
    index = corpus.parent / "new"
    reindex(corpus, index, engine, dry_run=True)
    assert served_engine(index) == "whoosh"
    assert not index.exists()
    reindex(corpus, index, engine)
    assert served_engine(index) == engine
    assert (index / "ENGINE").exists() is (engine != "whoosh")
    for other in ENGINES:
        reindex(corpus, index, other)
        assert served_engine(index) == engine


def test_a_first_index_that_fails_leaves_nothing_to_serve(corpus: Path) -> None:
    def fail(_: Progress) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(corpus, corpus.parent / "new", "tantivy", watch=fail)
    assert served_engine(corpus.parent / "new") == "whoosh"


BESIDE: dict[str, Callable[[Path, Path], object]] = {
    "reindexed": lambda corpus, index: reindex(corpus, index, "whoosh"),
    "migrated": lambda _, index: migrate(index, "tantivy", "whoosh"),
}


@pytest.mark.parametrize("add", BESIDE.values(), ids=BESIDE)
def test_the_only_index_is_served_where_no_file_says_so(corpus: Path, add: Callable[[Path, Path], object]) -> None:
    index = corpus.parent / "new"
    reindex(corpus, index, "tantivy")
    (index / "ENGINE").unlink()
    live = LiveArchive(index)
    assert served_engine(index) == engine_of(live) == "tantivy"
    reindex(corpus, index, "whoosh", dry_run=True)
    assert not (index / "ENGINE").exists()
    add(corpus, index)
    assert served_engine(index) == engine_of(live) == "tantivy"
    live.close()


def test_a_server_that_waits_for_the_first_index_serves_it(corpus: Path) -> None:
    index = corpus.parent / "new"
    live = LiveArchive(index)
    with pytest.raises(IndexMissing):
        engine_of(live)
    reindex(corpus, index, "tantivy")
    assert engine_of(live) == "tantivy"
    live.close()


def test_the_engine_of_an_index_in_a_cluster_is_remembered_beside_no_other(tmp_path: Path, index: Path) -> None:
    (tmp_path / "new").mkdir()
    remember(tmp_path / "new", "opensearch")
    remember(index, "opensearch")
    assert (served_engine(tmp_path / "new"), served_engine(index)) == ("opensearch", "whoosh")


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
