"""Reindex in trouble: files that go, folders that are gone, damage, interrupts, full disks; the old state stays."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from searchsvc import reading_apart
from searchsvc.changes import compare
from searchsvc.corpus import scan
from searchsvc.coverage import Coverage
from searchsvc.errors import IndexMissing, IndexUnwritable, SettingsError
from searchsvc.indexing import reindex
from searchsvc.ledger import Ledger
from searchsvc.report import Progress
from tests.indexed import (
    DAMAGES,
    ENGINE,
    LEDGER_DAMAGES,
    Damage,
    check_as_new,
    counts,
    current,
    files,
    folders,
    ids_of,
    lines,
    saved,
    state_of,
    write,
)
from tests.readers.drawn import drawn


def test_a_file_that_goes_while_others_are_read_is_told_and_comes_back(corpus: Path, index: Path) -> None:
    path, away = corpus / "wire.jsonl", corpus.parent / "away"

    def take(_: Progress) -> None:
        if path.exists():
            path.rename(away)

    report = reindex(corpus, index, watch=take)
    assert [(one.path, "not there any more" in one.reason) for one in report.unreadable] == [("wire.jsonl", True)]
    assert ids_of(index) == ["harbour"]
    away.rename(path)  # its size and time are the same
    assert counts(reindex(corpus, index)) == (2, 0, 0, 1)
    check_as_new(corpus, index)


def test_a_file_that_grows_while_it_is_read_is_complete_after_the_next_run(corpus: Path, index: Path) -> None:
    def grow(now: Progress) -> None:
        if now.articles == 2:
            with (corpus / "wire.jsonl").open("a", encoding="utf-8") as file:
                file.write(lines({"id": now.read, "title": "More"}))

    reindex(corpus, index, watch=grow)
    reindex(corpus, index)
    assert len(ids_of(index)) > 3
    check_as_new(corpus, index)


def test_an_empty_corpus_is_fine_at_first(tmp_path: Path, index: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assert reindex(tmp_path / "corpus", index).articles == 0
    assert ids_of(index) == []
    assert reindex(tmp_path / "corpus", index).articles == 0


@pytest.mark.parametrize("outdated", [False, True], ids=["as it was", "after an upgrade"])
def test_an_empty_corpus_does_not_empty_an_index(corpus: Path, index: Path, outdated: bool) -> None:
    reindex(corpus, index)
    before = state_of(index)
    if outdated:
        set_in_manifest(index, "analysis", "0")
    for path in corpus.iterdir():
        path.unlink()
    with pytest.raises(SettingsError, match="--full"):
        reindex(corpus, index)
    assert state_of(index) == before
    assert reindex(corpus, index, full=True).articles == 0
    assert ids_of(index) == []


@pytest.mark.parametrize("outdated", [False, True], ids=["as it was", "after an upgrade"])
def test_quite_another_corpus_does_not_replace_an_index(corpus: Path, index: Path, outdated: bool) -> None:
    reindex(corpus, index)
    before = state_of(index)
    if outdated:
        set_in_manifest(index, "analysis", "0")
    other = corpus.with_name("other")
    write(other, "bridge.txt", saved("The bridge"))
    with pytest.raises(SettingsError, match=rf"{re.escape(str(corpus))}.*{re.escape(str(other))}.*--full.*--index"):
        reindex(other, index)
    assert state_of(index) == before
    assert counts(reindex(other, index, full=True)) == (1, 0, 0, 0)
    assert ids_of(index) == ["bridge"]


def test_a_corpus_may_move(corpus: Path, index: Path) -> None:
    reindex(corpus, index)
    moved = corpus.rename(corpus.with_name("moved"))
    (moved / "harbour.txt").unlink()
    assert counts(reindex(moved, index)) == (0, 0, 1, 2)
    (moved / "wire.jsonl").rename(moved / "other.jsonl")
    assert counts(reindex(moved, index)) == (2, 0, 2, 0)


def test_a_missing_corpus_leaves_nothing_behind(tmp_path: Path, index: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        reindex(tmp_path / "nowhere", index)
    assert not index.exists()


def test_an_index_inside_its_corpus_is_not_read(corpus: Path) -> None:
    for _ in range(2):
        assert reindex(corpus, corpus / "index").unreadable == []
    assert ids_of(corpus / "index") == ["harbour", "wire#a", "wire#b"]


def set_in_manifest(index: Path, key: str, value: object) -> None:
    """Change one value of the manifest of the current generation."""
    path = current(index) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), key: value}), encoding="utf-8")


@pytest.mark.parametrize(("key", "value"), [("analysis", "0"), ("format", 0)])
def test_an_index_of_another_version_is_built_anew(corpus: Path, index: Path, key: str, value: object) -> None:
    reindex(corpus, index)
    set_in_manifest(index, key, value)
    report = reindex(corpus, index)
    assert (report.full, counts(report)) == (True, (3, 0, 0, 0))
    assert "changed" in report.why_full
    assert not reindex(corpus, index).full


@pytest.mark.parametrize("damage", [*DAMAGES.values(), *LEDGER_DAMAGES.values()], ids=[*DAMAGES, *LEDGER_DAMAGES])
def test_a_damaged_index_is_mended_by_the_next_run(corpus: Path, index: Path, damage: Damage) -> None:
    reindex(corpus, index)
    damage(index)
    (corpus / "harbour.txt").unlink()
    report = reindex(corpus, index)
    assert report.full
    assert report.why_full
    check_as_new(corpus, index)
    assert len(folders(index)) == 1


def test_a_dry_run_writes_nothing(corpus: Path, index: Path) -> None:
    assert counts(reindex(corpus, index, dry_run=True)) == (3, 0, 0, 0)
    assert not index.exists()
    reindex(corpus, index)
    before = files(index)
    write(corpus, "harbour.txt", saved("Other"))
    (index / ENGINE / "000099").mkdir()
    assert counts(reindex(corpus, index, dry_run=True)) == (0, 1, 0, 2)
    assert counts(reindex(corpus, index, dry_run=True, full=True)) == (3, 0, 0, 0)
    assert files(index) == before
    assert folders(index) == ["000001", "000099"]


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("full", [False, True])
def test_trouble_in_the_middle_leaves_the_old_state(
    corpus: Path, index: Path, trouble: type[BaseException], full: bool
) -> None:
    reindex(corpus, index)
    before = state_of(index)
    write(corpus, "harbour.txt", saved("Other"))
    write(corpus, "wire.jsonl", lines({"id": "a", "title": "Other"}, {"id": "c", "title": "Other"}))

    def fail(now: Progress) -> None:
        if now.articles == 2:
            raise trouble

    with pytest.raises(trouble):
        reindex(corpus, index, full=full, watch=fail)
    assert state_of(index) == before
    assert folders(index) == ["000001"]
    reindex(corpus, index)
    check_as_new(corpus, index)


def test_trouble_at_first_leaves_no_index(corpus: Path, index: Path) -> None:
    def fail(_: Progress) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(corpus, index, watch=fail)
    with pytest.raises(IndexMissing):
        state_of(index)
    assert folders(index) == []


def test_a_run_without_changes_makes_no_new_generation(corpus: Path, index: Path) -> None:
    reindex(corpus, index)
    before = files(index)
    reindex(corpus, index)
    assert files(index) == before


def test_what_is_told_of_the_corpus_is_kept_where_no_article_changed(corpus: Path, index: Path) -> None:
    empty, style = write(corpus, "empty.txt", ""), write(corpus, "page.css", "p {}")
    reindex(corpus, index)
    empty.unlink()
    style.unlink()
    report = reindex(corpus, index)
    kept = Coverage.read(current(index))
    assert (kept, kept.unreadable, kept.aside) == (report.coverage, {}, {})
    assert reindex(corpus, index).generation == report.generation
    check_as_new(corpus, index)


WITHOUT_PYPDF = """
import pathlib, sys
from searchsvc.indexing import reindex
sys.modules["pypdf"] = None
for report in [reindex(*map(pathlib.Path, sys.argv[1:])) for _ in range(2)]:
    print(report.generation, [one.reason for one in report.unreadable])
"""


def test_a_file_is_read_once_its_library_is_there(corpus: Path, index: Path) -> None:
    write(corpus, "page.pdf", drawn([[("The harbour opens", 70, 800, 12)]]))
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYPDF, corpus, index], capture_output=True, text=True, check=True
    )
    told = "000001 [\"reading PDF needs a library: pip install 'searchsvc[pdf]'\"]"
    assert ran.stdout.splitlines() == [told, told]
    assert counts(reindex(corpus, index)) == (1, 0, 0, 3)
    check_as_new(corpus, index)


def test_progress_rises_to_the_end(corpus: Path, index: Path) -> None:
    packed = lines(*({"title": f"Mill {number}", "body": "The old mill. " * 50} for number in range(9)))
    write(corpus, "a.jsonl.gz", gzip.compress(packed.encode()))
    seen: list[Progress] = []
    reindex(corpus, index, watch=seen.append)
    assert [now.read for now in seen] == sorted(now.read for now in seen)
    assert [now.articles for now in seen] == sorted(now.articles for now in seen)
    assert {now.total for now in seen} == {sum(path.stat().st_size for path in corpus.iterdir())}
    assert (seen[-1].read, seen[-1].articles) == (seen[-1].total, 12)


@pytest.mark.parametrize("blocked", ["index", f"index/{ENGINE}", f"index/{ENGINE}/LOCK.holder/a"])
def test_an_index_that_cannot_be_written_is_told(corpus: Path, index: Path, blocked: str) -> None:
    path = index.parent / blocked
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a file where a folder belongs", "utf-8")
    with pytest.raises(IndexUnwritable, match="--index"):
        reindex(corpus, index)


def test_comparing_tells_what_is_to_be_done(corpus: Path) -> None:
    changes = compare(scan(corpus), Ledger())
    assert [file.name for file in changes.changed] == ["harbour.txt", "wire.jsonl"]
    assert (changes.files, changes.gone, changes.anything) == (2, [], True)
    assert changes.bytes == sum(path.stat().st_size for path in corpus.iterdir())


def test_trouble_while_two_processes_work(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "WORTH_A_PROCESS", 1)

    def fail(_: Progress) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(corpus, index, processes=2, watch=fail)
    assert multiprocessing.active_children() == []
    assert folders(index) == []
