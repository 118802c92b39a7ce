"""Reindex: whatever happened to the corpus in between, the index is what a new one would be."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import pytest

from searchsvc import reading_apart
from searchsvc.indexing import reindex
from tests.indexed import (
    LONG_AGO,
    WORDS,
    Damage,
    check_as_new,
    counts,
    ids_of,
    lines,
    saved,
    state_of,
    write,
)


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


def test_two_processes_make_what_one_makes(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "WORTH_A_PROCESS", 1)
    write(corpus, "more.jsonl", lines(*({"title": f"Mill {number % 90}"} for number in range(200)), {}))
    first = reindex(corpus, index, processes=2)
    assert (counts(first), len(first.unreadable)) == ((203, 0, 0, 0), 1)
    check_as_new(corpus, index)
    write(corpus, "more.jsonl", lines(*({"title": f"Mill {number % 80}"} for number in range(190))))
    assert counts(reindex(corpus, index, processes=2)) == (0, 110, 10, 83)
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


def test_mails_attached_to_a_mail_keep_to_themselves(corpus: Path, index: Path) -> None:
    inner = "From: ines@x.example\nMessage-ID: <a>\nSubject: Attached\n\nThe old mill.\n"
    outer = inner.replace("<a>", "<b>").replace("\n\n", "\nContent-Type: multipart/mixed; boundary=x\n\n--x\n")
    write(corpus, "wire.eml", f"{outer}\n--x\nContent-Type: message/rfc822\n\n{inner}\n--x--\n")
    assert reindex(corpus, index).unreadable == []
    assert ids_of(index) == ["harbour", "wire", "wire#a", "wire#b", "wire.eml#a"]
    assert not reindex(corpus, index).full


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
