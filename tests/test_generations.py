"""The folders of an index: one is current, one process writes, and nothing half done is ever current."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from searchsvc.engines.generations import ENGINE_FOLDER, Generations, _replace
from searchsvc.errors import IndexDamaged, IndexLocked, IndexMissing


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    """An index without a generation."""
    (tmp_path / "index" / "whoosh").mkdir(parents=True)
    return Generations(tmp_path / "index", "whoosh")


def build(generations: Generations, content: str, base: str | None = None) -> str:
    """A generation with one file of the engine in it, and one beside."""
    with generations.building(base) as folder:
        (folder / ENGINE_FOLDER / content).write_text(content, "utf-8")
        (folder / "manifest.json").write_text(content, "utf-8")
    return folder.name


def test_before_the_first(generations: Generations) -> None:
    assert generations.current() is None
    assert generations.stamp() is None
    with pytest.raises(IndexMissing, match="searchsvc reindex"):
        generations.required()


def test_one_follows_the_other(generations: Generations) -> None:
    first = build(generations, "a")
    stamp = generations.stamp()
    second = build(generations, "b", first)
    assert (first, second, generations.current()) == ("000001", "000002", "000002")
    assert generations.stamp() != stamp
    assert not generations.path(first).exists()
    engine = generations.path(second) / ENGINE_FOLDER
    assert sorted(path.name for path in engine.iterdir()) == ["a", "b"]
    assert (engine.parent / "manifest.json").read_text("utf-8") == "b"


def test_a_base_is_copied_by_links_and_without_locks(generations: Generations) -> None:
    base = generations.path(build(generations, "a")) / ENGINE_FOLDER
    (base / "MAIN_WRITELOCK").touch()
    inode = (base / "a").stat().st_ino
    with generations.building("000001") as folder:
        assert [path.name for path in (folder / ENGINE_FOLDER).iterdir()] == ["a"]
        assert (folder / ENGINE_FOLDER / "a").stat().st_ino == inode


def test_a_segment_whose_random_name_reads_like_a_lock_is_copied(generations: Generations) -> None:
    first = build(generations, "MAIN_blocklockx1.seg")
    second = build(generations, "b", first)
    assert (generations.path(second) / ENGINE_FOLDER / "MAIN_blocklockx1.seg").exists()


def test_trouble_leaves_the_current_one(generations: Generations) -> None:
    build(generations, "a")
    with pytest.raises(ZeroDivisionError), generations.building("000001"):
        raise ZeroDivisionError
    assert generations.current() == "000001"
    assert [path.name for path in generations.folder.iterdir() if path.is_dir()] == ["000001"]


def test_what_was_left_lying_is_swept(generations: Generations) -> None:
    name = build(generations, "a")
    (generations.path("000007") / "deep").mkdir(parents=True)
    (generations.folder / "CURRENT.new").touch()
    (generations.path(name) / "files.json.new").touch()
    assert generations.sweep() == ["000007"]
    assert sorted(path.name for path in generations.folder.iterdir()) == [name, "CURRENT"]
    assert sorted(path.name for path in generations.path(name).iterdir()) == [ENGINE_FOLDER, "manifest.json"]
    assert generations.sweep() == []


def test_nothing_is_swept_while_nobody_knows_what_is_current(generations: Generations) -> None:
    build(generations, "a")
    (generations.folder / "CURRENT").write_text("", "utf-8")
    assert generations.sweep() == []
    assert generations.path("000001").is_dir()
    assert build(generations, "b") == "000002"
    assert not generations.path("000001").exists()


@pytest.mark.parametrize("content", [b"", b"\xff", b"../000001", b"000001/..", b"a\nb"])
def test_a_damaged_pointer_is_told(generations: Generations, content: bytes) -> None:
    build(generations, "a")
    (generations.folder / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamaged, match="--full"):
        generations.current()


@pytest.mark.skipif(sys.platform == "win32", reason="files are told apart by their inodes, and folders are not flushed")
def test_all_is_on_the_disk_before_it_becomes_current(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = build(generations, "a")
    synced: set[int] = set()
    missing: list[set[str]] = []
    shared: list[str] = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def note_replace(source: Path, target: Path) -> None:
        folder = generations.path("000002")
        everything = {folder.parent, folder, source, *folder.rglob("*")}
        own = {path for path in everything if path.is_dir() or path.stat().st_nlink == 1}
        missing.append({str(path) for path in own if path.stat().st_ino not in synced})
        shared.extend(path.name for path in everything - own if path.stat().st_ino in synced)
        synced.clear()
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    build(generations, "b", base)
    assert (missing, shared) == ([set()], [])  # what comes from the base is on the disk since that became current
    assert generations.folder.stat().st_ino in synced  # and after it: the new name itself


REFUSALS = {"none": (0, True), "as many as there are pauses": (2, True), "one more": (3, False)}


@pytest.mark.parametrize(("refusals", "done"), REFUSALS.values(), ids=list(REFUSALS))
def test_a_name_that_is_taken_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, done: bool
) -> None:
    (tmp_path / "new").write_text("new")
    replace, left = os.replace, [PermissionError(13, "in use")] * refusals

    def refuse(source: Path, target: Path) -> None:
        if left:
            raise left.pop()
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with nullcontext() if done else pytest.raises(PermissionError):
        _replace(tmp_path / "new", tmp_path / "old", (0, 0))
    assert (tmp_path / "old").exists() == done


def test_one_writer_at_a_time(generations: Generations) -> None:
    with generations.lock():
        with pytest.raises(IndexLocked, match=rf"process {os.getpid()} on {re.escape(socket.gethostname())}"):
            Generations(generations.folder.parent, "whoosh").lock().__enter__()
        with Generations(generations.folder.parent, "other").lock():
            pass
    with generations.lock():
        pass
    assert not (generations.folder / "LOCK.holder").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_writer_that_has_not_said_its_name_yet(generations: Generations, content: bytes) -> None:
    with generations.lock():
        (generations.folder / "LOCK.holder").write_bytes(content)
        with pytest.raises(IndexLocked, match="another reindex"):
            Generations(generations.folder.parent, "whoosh").lock().__enter__()


HOLDS = """
import sys
from contextlib import nullcontext
from pathlib import Path
from searchsvc.engines.generations import Generations
with Generations(Path(sys.argv[1]), "whoosh").lock():
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_a_killed_writer_is_free(generations: Generations, project: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(generations.folder.parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=project) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(IndexLocked, match=f"process {holder.pid} on"):
            generations.lock().__enter__()
        holder.kill()
        holder.wait()
    with generations.lock():
        pass
