"""Reindex where files cannot be reached: what is not known to be gone stays in the index, and that is said."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from searchsvc.indexing import reindex
from searchsvc.report import Progress, Report
from tests.indexed import LONG_AGO, check_as_new, counts, current, ids_of, lines, saved, state_of, write

IDS = ["bridge", "deep/er/mill", "deep/wire#a", "deep/wire#b", "harbour"]
STAY = "; its articles stay as they were"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with a folder in a folder, and a link from one to the other."""
    root = tmp_path / "corpus"
    write(root, "harbour.txt", saved("The harbour"))
    write(root, "deep/wire.jsonl", lines({"id": "a", "title": "One"}, {"id": "b", "title": "Two"}))
    write(root, "deep/er/mill.txt", saved("The mill"))
    write(root, "deep/.bridge", saved("The bridge"))
    if sys.platform == "win32":
        write(root, "bridge.txt", saved("The bridge"))
    else:
        (root / "bridge.txt").symlink_to("deep/.bridge")
    return root


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    """Its index."""
    reindex(corpus, tmp_path / "index")
    return tmp_path / "index"


Refusing = Callable[[pytest.MonkeyPatch, Path], object]


def refusing(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, refused: Path, code: int) -> None:
    """Have the operating system refuse a path."""
    asked = getattr(owner, name)

    def ask(path: object, *args: Any, **named: Any) -> Any:
        if path == refused:
            raise OSError(code, os.strerror(code), str(path))
        return asked(path, *args, **named)

    monkeypatch.setattr(owner, name, ask)


def folder(code: int) -> Refusing:
    """A folder that cannot be entered."""
    return lambda monkeypatch, corpus: refusing(monkeypatch, os, "scandir", corpus / "deep", code)


def opening(code: int) -> Refusing:
    """A file that was written since, and cannot be opened."""

    def refuse(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
        write(corpus, "deep/wire.jsonl", lines({"id": "c", "title": "Three"}), LONG_AGO + 1)
        refusing(monkeypatch, Path, "open", corpus / "deep/wire.jsonl", code)

    return refuse


TROUBLES: dict[str, tuple[Refusing, str]] = {
    "a folder that must not be entered": (folder(errno.EACCES), "deep/: permission denied: let the user who"),
    "a folder on a disk that fails": (folder(errno.EIO), "deep/: cannot be read: Input/output error"),
    "a file that must not be read": (opening(errno.EACCES), "deep/wire.jsonl: permission denied"),
    "a file on a disk that fails": (opening(errno.EIO), "deep/wire.jsonl: cannot be read"),
}
if sys.platform != "win32":
    TROUBLES["a link whose target is away"] = (
        lambda _, corpus: (corpus / "deep/.bridge").rename(corpus / "deep/.away"),
        "bridge.txt: the link leads nowhere",
    )


@pytest.mark.parametrize(("refuse", "said"), TROUBLES.values(), ids=list(TROUBLES))
def test_what_cannot_be_reached_stays(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch, refuse: Refusing, said: str
) -> None:
    before, generation = state_of(index), current(index)
    with monkeypatch.context() as trouble:
        refuse(trouble, corpus)
        for _ in range(2):
            report = reindex(corpus, index)
            assert counts(report) == (0, 0, 0, 5)
            assert [str(one) for one in report.unreadable] == [str(report.unreadable[0])]
            assert str(report.unreadable[0]).startswith(said)
            assert str(report.unreadable[0]).endswith(STAY)
    assert (state_of(index), current(index)) == (before, generation)
    reindex(corpus, index)
    if (corpus / "deep/.bridge").exists():
        check_as_new(corpus, index)


def test_what_else_changed_is_done(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "harbour.txt").unlink()
    write(corpus, "new.txt", saved("New"))
    write(corpus, "deep#/er.txt", saved("Beside"))
    folder(errno.EACCES)(monkeypatch, corpus)
    assert counts(reindex(corpus, index)) == (2, 0, 1, 4)
    assert ids_of(index) == sorted({*IDS, "new", "deep#/er"} - {"harbour"})


def test_ids_stay_different(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(corpus, "deep.jsonl", lines({"id": "x", "title": "Other"}))
    write(corpus, "deep/wire#a.txt", saved("The same id as a line in the file that cannot be read"))
    opening(errno.EACCES)(monkeypatch, corpus)
    assert counts(reindex(corpus, index)) == (1, 0, 0, 5)
    assert ids_of(index) == sorted([*IDS, "deep#x"])


def test_a_file_that_cannot_be_read_any_further_keeps_its_articles(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(corpus, "deep/er/mill.txt", saved("The mill burns"))
    write(corpus, "deep/wire.jsonl", lines({"id": "c", "title": "Three"}))

    def refuse(now: Progress) -> None:
        if not now.articles:
            return
        refusing(monkeypatch, Path, "open", corpus / "deep/wire.jsonl", errno.EIO)

    report = reindex(corpus, index, watch=refuse)
    assert (report.replaced, report.removed) == (1, 0)
    assert [str(one).endswith(STAY) for one in report.unreadable] == [True]
    assert ids_of(index) == IDS
    monkeypatch.undo()
    assert counts(reindex(corpus, index)) == (1, 0, 2, 3)
    check_as_new(corpus, index)


def test_a_new_file_that_cannot_be_read_makes_no_new_generation(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(corpus, "new.txt", saved("New"))
    generation = current(index)
    with monkeypatch.context() as trouble:
        refusing(trouble, Path, "open", corpus / "new.txt", errno.EACCES)
        for _ in range(2):
            report = reindex(corpus, index)
            assert [one.reason.partition(":")[0] for one in report.unreadable] == ["permission denied"]
    assert current(index) == generation
    assert counts(reindex(corpus, index)) == (1, 0, 0, 5)


def listed(report: Report) -> tuple[int, str]:
    """How many troubles are told, and the last."""
    return len(report.unreadable), str(report.unreadable[-1])


@pytest.mark.parametrize(
    ("broken", "told"),
    {
        "as many as are listed": (100, (100, "many.jsonl:100: ")),
        "one more": (101, (101, "many.jsonl: and 1 more line could not be read")),
        "many more": (2345, (101, "many.jsonl: and 2,245 more lines could not be read")),
    }.values(),
)
def test_of_many_lines_that_cannot_be_read_the_first_are_told(
    corpus: Path, index: Path, broken: int, told: tuple[int, str]
) -> None:
    write(corpus, "many.jsonl", "{\n" * broken + lines({"title": "Fine"}))
    first = reindex(corpus, index)
    assert counts(first) == (1, 0, 0, 5)
    assert first.coverage.unreadable == {"not JSON": broken}
    assert (listed(first)[0], listed(first)[1].startswith(told[1])) == (told[0], True)
    assert reindex(corpus, index).unreadable == first.unreadable
