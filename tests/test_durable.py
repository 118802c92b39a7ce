"""Files that are replaced as a whole: on the disk when it is said so, and as they were where it goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from searchsvc.coverage import Coverage
from searchsvc.durable import replace, replacing
from searchsvc.engines.generations import write_at_once
from searchsvc.ledger import Ledger

WRITTEN: dict[str, tuple[str, Callable[[Path], None]]] = {
    "the pointer": ("CURRENT", lambda folder: write_at_once(folder / "CURRENT", "000001\n")),
    "the ledger": ("files.json", lambda folder: Ledger("corpus").write(folder / "files.json")),
    "the coverage": ("coverage.json", lambda folder: Coverage().write(folder)),
}


@pytest.mark.skipif(sys.platform == "win32", reason="files are told apart by their inodes, and folders are not flushed")
@pytest.mark.parametrize(("name", "write"), WRITTEN.values(), ids=WRITTEN)
def test_it_is_on_the_disk_before_it_has_the_name_and_so_is_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, write: Callable[[Path], None]
) -> None:
    (tmp_path / name).write_text("old", "utf-8")
    steps: list[str] = []
    fsync, move = os.fsync, os.replace

    def note_fsync(descriptor: int) -> None:
        steps.append("folder" if os.fstat(descriptor).st_ino == tmp_path.stat().st_ino else "content")
        fsync(descriptor)

    def note_replace(source: Path, target: Path) -> None:
        steps.append(f"{source.name} to {target.name}")
        move(source, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    write(tmp_path)
    assert steps == ["content", "folder", f"{name}.new to {name}", "folder"]
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text("utf-8") != "old"


def test_trouble_leaves_the_old_one_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "CURRENT"
    path.write_text("old", "utf-8")
    with pytest.raises(UnicodeEncodeError), replacing(path) as file:
        file.writelines(["new", "\udcff"])
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("CURRENT", "old")]


REFUSALS = {"none": (0, True), "as many as there are pauses": (2, True), "one more": (3, False)}


@pytest.mark.parametrize(("refusals", "done"), REFUSALS.values(), ids=list(REFUSALS))
def test_a_name_that_is_taken_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, done: bool
) -> None:
    (tmp_path / "new").write_text("new")
    move, left = os.replace, [PermissionError(13, "in use")] * refusals

    def refuse(source: Path, target: Path) -> None:
        if left:
            raise left.pop()
        move(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with nullcontext() if done else pytest.raises(PermissionError):
        replace(tmp_path / "new", tmp_path / "old", (0, 0))
    assert (tmp_path / "old").exists() == done
