"""Reindex: whatever happened to the corpus in between, the index is what a new one would be."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from searchsvc.changes import compare
from searchsvc.corpus import scan
from searchsvc.errors import IndexMissing, IndexUnwritable, SettingsError
from searchsvc.indexing import Progress, Report, reindex
from searchsvc.ledger import Ledger
from tests.indexed import (
    DAMAGES,
    ENGINE,
    LEDGER_DAMAGES,
    LONG_AGO,
    WORDS,
    Damage,
    current,
    files,
    folders,
    ids_of,
    lines,
    saved,
    state_of,
    write,
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two files with three articles."""
    corpus = tmp_path / "corpus"
    write(corpus, "harbour.txt", saved("The harbour opens", "The ferry came to the harbour in the storm again."))
    write(corpus, "wire.jsonl", lines({"id": "a", "title": "Market day"}, {"id": "b", "title": "Garden garlic"}))
    return corpus


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where the index will be."""
    return tmp_path / "index"


def counts(report: Report) -> tuple[int, int, int, int]:
    """(added, replaced, removed, unchanged)."""
    return report.added, report.replaced, report.removed, report.unchanged


def check_as_new(corpus: Path, index: Path) -> None:
    """The index says exactly what one says that was built from nothing."""
    kept = state_of(index)
    built = index.with_name("built")
    reindex(corpus, built)
    try:
        assert kept == state_of(built)
    finally:
        shutil.rmtree(built)


def test_the_first_time(corpus: Path, index: Path) -> None:
    report = reindex(corpus, index)
    assert counts(report) == (3, 0, 0, 0)
    assert (report.full, report.why_full, report.files, report.articles) == (True, "there was no index yet", 2, 3)
    assert ids_of(index) == ["harbour", "wire#a", "wire#b"]


STEPS = {
    "nothing": (lambda corpus: None, (0, 0, 0, 3), ["harbour", "wire#a", "wire#b"]),
    "a file is added": (
        lambda corpus: write(corpus, "new/mill.txt", saved("Mill")),
        (1, 0, 0, 3),
        ["harbour", "new/mill", "wire#a", "wire#b"],
    ),
    "a file is edited": (
        lambda corpus: write(corpus, "harbour.txt", saved("The harbour closes for good")),
        (0, 1, 0, 2),
        ["harbour", "wire#a", "wire#b"],
    ),
    "a file is removed": (lambda corpus: (corpus / "harbour.txt").unlink(), (0, 0, 1, 2), ["wire#a", "wire#b"]),
    "a file is renamed": (
        lambda corpus: (corpus / "harbour.txt").rename(corpus / "port.txt"),
        (1, 0, 1, 2),
        ["port", "wire#a", "wire#b"],
    ),
    "a file gets another suffix and keeps its id": (
        lambda corpus: (corpus / "harbour.txt").rename(corpus / "harbour.md"),
        (1, 0, 1, 2),
        ["harbour", "wire#a", "wire#b"],
    ),
    "a file is packed and its articles keep their ids": (
        lambda corpus: (
            write(corpus, "wire.jsonl.gz", gzip.compress((corpus / "wire.jsonl").read_bytes())),
            (corpus / "wire.jsonl").unlink(),
        ),
        (2, 0, 2, 1),
        ["harbour", "wire#a", "wire#b"],
    ),
    "a file is touched": (
        lambda corpus: os.utime(corpus / "wire.jsonl"),
        (0, 0, 0, 3),
        ["harbour", "wire#a", "wire#b"],
    ),
    "other content of the same size": (
        lambda corpus: write(
            corpus, "wire.jsonl", (corpus / "wire.jsonl").read_bytes().replace(b"Market", b"Bridge"), LONG_AGO + 1
        ),
        (0, 1, 0, 2),
        ["harbour", "wire#a", "wire#b"],
    ),
    "one line of many is edited, one goes, one comes": (
        lambda corpus: write(
            corpus, "wire.jsonl", lines({"id": "c", "title": "New"}, {"id": "b", "title": "Garden garlic"})
        ),
        (1, 0, 1, 2),
        ["harbour", "wire#b", "wire#c"],
    ),
    "lines change their order": (
        lambda corpus: write(
            corpus, "wire.jsonl", lines({"id": "b", "title": "Garden garlic"}, {"id": "a", "title": "Market day"}, {})
        ),
        (0, 0, 0, 3),
        ["harbour", "wire#a", "wire#b"],
    ),
    "a file of many becomes unreadable": (
        lambda corpus: write(corpus, "wire.jsonl", b"\0\0\0"),
        (0, 0, 2, 1),
        ["harbour"],
    ),
}


@pytest.mark.parametrize(("change", "done", "ids"), STEPS.values(), ids=list(STEPS))
def test_what_changed_is_done_and_no_more(
    corpus: Path, index: Path, change: Damage, done: tuple[int, int, int, int], ids: list[str]
) -> None:
    reindex(corpus, index)
    change(corpus)
    rehearsed = reindex(corpus, index, dry_run=True)
    report = reindex(corpus, index)
    assert counts(report) == counts(rehearsed) == done
    assert (report.full, report.articles) == (False, len(ids))
    assert ids_of(index) == ids
    check_as_new(corpus, index)
    assert counts(reindex(corpus, index)) == (0, 0, 0, len(ids))


def random_step(corpus: Path, random_: random.Random) -> None:
    """Add, edit, remove or rename a file: a saved article, Markdown, or JSON Lines with ids that come and go."""
    known = sorted(path for path in corpus.rglob("*") if path.is_file())
    text = " ".join(random_.choices(WORDS, k=random_.randint(3, 40)))
    match random_.choice(["write", "write", "write", "lines", "lines", "remove", "rename", "touch", "break"]):
        case "lines":
            records = [
                {
                    "id": key,
                    "title": " ".join(random_.choices(WORDS, k=3)),
                    "source": random_.choice(["a.org", "b.org"]),
                }
                for key in random_.choices("abcdef", k=4)
            ]
            write(corpus, f"{random_.choice('xy')}.jsonl", lines(*records), random_.randint(1, LONG_AGO))
        case "write":
            name = random_.choice(["x", "y", "p/q", "x#1", "x#a", "ü"]) + random_.choice([".txt", ".md"])
            write(corpus, name, saved(text[:30], text), random_.randint(1, LONG_AGO))
        case "remove" if len(known) > 1:
            random_.choice(known).unlink()
        case "rename" if known:
            one = random_.choice(known)
            one.rename(one.with_name(f"{random_.choice('xyz')}{one.suffix}"))
        case "touch" if known:
            os.utime(random_.choice(known))
        case "break" if known:
            random_.choice(known).write_bytes(b"\0")
        case _:
            write(corpus, "z.txt", saved("Else"))


@pytest.mark.parametrize("seed", range(4))
def test_any_series_of_changes_ends_where_a_new_index_begins(corpus: Path, index: Path, seed: int) -> None:
    random_ = random.Random(seed)
    for _ in range(6):
        for _ in range(random_.randint(1, 4)):
            random_step(corpus, random_)
        report = reindex(corpus, index)
        assert len(report.unreadable) == len(reindex(corpus, index).unreadable)
        check_as_new(corpus, index)


def test_of_articles_with_one_id_in_a_file_the_first_counts(corpus: Path, index: Path) -> None:
    write(corpus, "twice.jsonl", lines({"id": "x", "title": "First"}, {"id": "x", "title": "Second"}))
    report = reindex(corpus, index)
    assert state_of(index).articles["twice#x"]["title"] == "First"
    assert [(one.path, "twice#x" in one.reason) for one in report.unreadable] == [("twice.jsonl", True)]
    assert report.articles == 4


CLASHES = {
    "a file with the id of a line": ("wire#a.txt", saved("A clash")),
    "a folder that makes it": ("wire#x/y.txt", saved("A clash")),
    "two files of lines": ("wire#x.jsonl", lines({"id": "a", "title": "A clash"})),
}


@pytest.mark.parametrize(("name", "text"), CLASHES.values(), ids=list(CLASHES))
def test_a_file_never_has_the_id_of_an_article_in_another(corpus: Path, index: Path, name: str, text: str) -> None:
    write(corpus, name, text)
    report = reindex(corpus, index)
    assert [one.path for one in report.unreadable] == [name]
    assert ids_of(index) == ["harbour", "wire#a", "wire#b"]
    (corpus / "wire.jsonl").unlink()
    assert reindex(corpus, index).unreadable == []
    check_as_new(corpus, index)


def test_a_hash_in_a_name_does_no_harm(corpus: Path, index: Path) -> None:
    write(corpus, "c#/notes.txt", saved("Notes"))
    assert reindex(corpus, index).unreadable == []
    assert "c#/notes" in ids_of(index)


def test_unreadable_files_are_told_again_and_not_read_again(corpus: Path, index: Path) -> None:
    write(corpus, "broken.jsonl", '{"title": "fine"}\n{"title": \n')
    write(corpus, "broken.pdf", b"%PDF")
    first = reindex(corpus, index)
    write(corpus, "broken.jsonl", '{"title": "FINE"}\n{"title": \n')  # the same size, the same time: not looked at
    second = reindex(corpus, index)
    assert second.unreadable == first.unreadable
    assert [(one.path, one.line) for one in first.unreadable] == [("broken.jsonl", 2), ("broken.pdf", None)]
    assert counts(second) == (0, 0, 0, 4)


def test_a_young_file_is_compared_by_content(corpus: Path, index: Path) -> None:
    path = corpus / "harbour.txt"
    os.utime(path)
    stamp = path.stat().st_mtime_ns
    reindex(corpus, index)
    path.write_bytes(path.read_bytes().replace(b"opens", b"burns"))
    os.utime(path, ns=(stamp, stamp))
    assert counts(reindex(corpus, index)) == (0, 1, 0, 2)
    assert counts(reindex(corpus, index)) == (0, 0, 0, 3)


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


def test_a_missing_corpus_leaves_nothing_behind(tmp_path: Path, index: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
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


def test_progress_rises_to_the_end(corpus: Path, index: Path) -> None:
    seen: list[Progress] = []
    reindex(corpus, index, watch=seen.append)
    assert [now.read for now in seen] == sorted(now.read for now in seen)
    assert [now.articles for now in seen] == sorted(now.articles for now in seen)
    assert {now.total for now in seen} == {sum(path.stat().st_size for path in corpus.iterdir())}
    assert (seen[-1].read, seen[-1].articles) == (seen[-1].total, 3)


@pytest.mark.parametrize("blocked", ["index", f"index/{ENGINE}", f"index/{ENGINE}/000001"])
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
