"""An index opened: damage is told, a new state is noticed at the next request, and an old one is let go."""

from __future__ import annotations

import gc
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, LiveArchive, open_archive
from searchsvc.errors import IndexDamaged, IndexMissing
from searchsvc.indexing import reindex
from searchsvc.searching import search
from tests.indexed import DAMAGES, ENGINE, LEDGER_DAMAGES, LONG_AGO, Damage, current, files, lines, saved, write

THREADS = 4
TURNS = 8


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one article."""
    write(tmp_path / "corpus", "mill.txt", saved("The mill"))
    return tmp_path / "corpus"


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    """Its index."""
    reindex(corpus, tmp_path / "index")
    return tmp_path / "index"


def titles(archive: Archive, query: str = "") -> list[str]:
    """The titles found."""
    return [hit.article.title for hit in search(archive, SearchRequest(q=query)).hits]


def test_nothing_indexed_yet(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="searchsvc reindex"):
        open_archive(tmp_path / "index", ENGINE)
    with pytest.raises(IndexMissing), LiveArchive(tmp_path / "index", ENGINE).current():
        pass
    assert not (tmp_path / "index").exists()


def test_what_is_open_tells_what_it_is(index: Path) -> None:
    archive = open_archive(index, ENGINE)
    assert (archive.info.engine, archive.info.generation, archive.info.articles) == (ENGINE, "000001", 1)
    assert archive.info.updated.endswith("Z")
    archive.close()
    archive.close()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_damage_is_told_with_its_remedy(index: Path, damage: Damage) -> None:
    damage(index)
    with pytest.raises(IndexDamaged, match="searchsvc reindex"):
        open_archive(index, ENGINE)


@pytest.mark.parametrize("damage", LEDGER_DAMAGES.values(), ids=list(LEDGER_DAMAGES))
def test_a_damaged_ledger_stops_no_search(index: Path, damage: Damage) -> None:
    damage(index)
    archive = open_archive(index, ENGINE)
    assert titles(archive, "mill") == ["The mill"]
    archive.close()


def test_opening_and_searching_writes_nothing(index: Path) -> None:
    before = files(index)
    archive = open_archive(index, ENGINE)
    titles(archive, "mill")
    archive.close()
    assert files(index) == before


def test_a_new_state_is_seen_at_the_next_request(corpus: Path, index: Path) -> None:
    live = LiveArchive(index, ENGINE)
    with live.current() as old:
        write(corpus, "mill.txt", saved("The bridge"))
        reindex(corpus, index)
        with live.current() as new:
            assert titles(new) == ["The bridge"]
            assert titles(old) == ["The mill"]
        assert titles(old, "mill") == ["The mill"]  # its files are gone from the folder, and stay readable here
    with live.current() as again:
        assert again is new
    live.close()


def test_what_is_covered_is_told_at_the_next_request_though_no_article_changed(corpus: Path, index: Path) -> None:
    live = LiveArchive(index, ENGINE)
    with live.current() as old:
        write(corpus, "page.css", "p {}")
        reindex(corpus, index)
        with live.current() as new:
            assert (old.coverage.aside, new.coverage.aside) == ({}, {".css": 1})
            assert new.info == old.info
            assert titles(new) == titles(old) == ["The mill"]
    live.close()


def test_nothing_is_opened_again_for_what_only_a_reindex_reads(corpus: Path, index: Path) -> None:
    live = LiveArchive(index, ENGINE)
    with live.current() as old:
        before = current(index) / "files.json"
        ledger = before.read_bytes()
        os.utime(corpus / "mill.txt", (LONG_AGO + 1, LONG_AGO + 1))
        reindex(corpus, index)
        assert before.read_bytes() != ledger
        with live.current() as again:
            assert again is old
    live.close()


def test_the_first_state_is_seen_without_a_restart(tmp_path: Path, corpus: Path) -> None:
    live = LiveArchive(tmp_path / "later", ENGINE)
    with pytest.raises(IndexMissing), live.current():
        pass
    reindex(corpus, tmp_path / "later")
    with live.current() as archive:
        assert titles(archive) == ["The mill"]
    live.close()


def test_a_request_that_fails_gives_its_archive_back(corpus: Path, index: Path) -> None:
    live = LiveArchive(index, ENGINE)
    with pytest.raises(ZeroDivisionError), live.current():
        raise ZeroDivisionError
    with live.current() as archive:
        live.close()
        assert titles(archive) == ["The mill"]
    with live.current() as archive:
        assert titles(archive) == ["The mill"]
    live.close()


def test_a_new_state_that_cannot_be_opened_leaves_the_old_one(
    corpus: Path, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = LiveArchive(index, ENGINE)
    with live.current() as old:
        write(corpus, "mill.txt", saved("The bridge"))
        reindex(corpus, index)
        DAMAGES["the lexicon is cut"](index)
    for _ in range(3):
        with live.current() as still:
            assert still is old
            assert titles(still, "mill") == ["The mill"]
    assert ["cannot be opened" in record.message for record in caplog.records] == [True]
    reindex(corpus, index)
    with live.current() as new:
        assert titles(new) == ["The bridge"]
    live.close()


def test_an_index_that_goes_is_served_on(index: Path) -> None:
    live = LiveArchive(index, ENGINE)
    with live.current():
        (index / ENGINE / "CURRENT").unlink()
    with live.current() as archive:
        assert titles(archive) == ["The mill"]
    live.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe with a name is needed to hold up the opening")
def test_nobody_waits_while_a_new_state_is_opened(corpus: Path, index: Path) -> None:
    live = LiveArchive(index, ENGINE)

    def ask() -> list[str]:
        with live.current() as archive:
            return titles(archive)

    assert ask() == ["The mill"]
    write(corpus, "mill.txt", saved("The bridge"))
    reindex(corpus, index)
    manifest = current(index) / "manifest.json"
    content = manifest.read_text("utf-8")
    manifest.unlink()
    os.mkfifo(manifest)
    with ThreadPoolExecutor(2) as threads:
        opening = threads.submit(ask)
        with manifest.open("w", encoding="utf-8") as pipe:  # from here on the other thread is reading it
            assert threads.submit(ask).result(timeout=60) == ["The mill"]
            pipe.write(content)
        assert opening.result(timeout=60) == ["The bridge"]
    assert ask() == ["The bridge"]
    live.close()


def held_files(index: Path) -> set[str]:
    """The generations of which this process holds files, open or mapped."""
    gc.collect()
    opened = [os.readlink(entry.path) for entry in os.scandir("/proc/self/fd") if os.path.islink(entry.path)]
    mapped = Path("/proc/self/maps").read_text("utf-8").splitlines()
    place = f"{index}/{ENGINE}/"
    return {
        line.partition(place)[2].partition("/")[0].removesuffix(".gone") for line in [*opened, *mapped] if place in line
    }


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells which files a process holds")
def test_old_states_are_let_go(corpus: Path, index: Path) -> None:
    live = LiveArchive(index, ENGINE)
    for turn in range(3):
        with live.current() as archive:
            titles(archive, "mill")
            write(corpus, "mill.txt", saved(f"The mill, edition {turn}"), LONG_AGO + turn)
            reindex(corpus, index)
            with live.current() as new:
                titles(new, "mill")
            assert held_files(index) == {archive.info.generation, new.info.generation}
        del archive, new
        assert held_files(index) == {f"{turn + 2:06}"}
    live.close()
    del live
    assert held_files(index) == set()


def test_many_threads_search_while_the_index_changes(corpus: Path, index: Path) -> None:
    live = LiveArchive(index, ENGINE)
    states = {0: {"The mill"}, 1: {"The mill", "Mill one", "Mill two"}}
    done = threading.Event()

    def ask() -> set[frozenset[str]]:
        seen = set()
        while not done.is_set():
            with live.current() as archive:
                found = titles(archive, "mill")
                assert len(found) == archive.info.articles
                seen.add(frozenset(found))
        return seen

    with ThreadPoolExecutor(THREADS) as threads:
        asking = [threads.submit(ask) for _ in range(THREADS)]
        try:
            for turn in range(TURNS):
                if turn % 2:
                    (corpus / "more.jsonl").unlink()
                else:
                    write(corpus, "more.jsonl", lines({"title": "Mill one"}, {"title": "Mill two"}))
                reindex(corpus, index, full=turn % 4 > 1)
        finally:
            done.set()
    assert set().union(*(one.result() for one in asking)) <= {frozenset(state) for state in states.values()}
    live.close()


# Where a state goes while Whoosh is opening it, Whoosh leaves the files that it has open to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_many_open_while_the_index_changes(corpus: Path, index: Path) -> None:
    done = threading.Event()

    def ask() -> set[int]:
        seen = set()
        while not done.is_set():
            archive = open_archive(index, ENGINE)
            seen.add(len(titles(archive)))
            archive.close()
        return seen

    with ThreadPoolExecutor(THREADS) as threads:
        asking = [threads.submit(ask) for _ in range(THREADS)]
        try:
            for turn in range(TURNS):
                write(corpus, "mill.txt", saved(f"The mill, edition {turn}"), LONG_AGO + turn)
                reindex(corpus, index, full=bool(turn % 2))
        finally:
            done.set()
    assert set().union(*(one.result() for one in asking)) <= {1}
    gc.collect()
