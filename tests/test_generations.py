"""The folders of an index: one is current, one process writes, and nothing half done is ever current."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from searchsvc.engines.generations import ENGINE_FOLDER, Generations
from searchsvc.errors import IndexDamaged, IndexLocked, IndexMissing, SettingsError


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


def put(folder: Path, *names: str) -> None:
    """Make the folder, with files of these names in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


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


def test_what_goes_is_out_of_the_way_first(generations: Generations, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(shutil, "rmtree", lambda path, **_: seen.append(path.name))
    with pytest.raises(ZeroDivisionError), generations.building(None):
        raise ZeroDivisionError
    assert set(seen) == {"000001.gone"}


def test_what_was_left_lying_is_swept(generations: Generations) -> None:
    name = build(generations, "a")
    (generations.path("000007") / ENGINE_FOLDER / "deep").mkdir(parents=True)
    (generations.folder / "CURRENT.new").touch()
    (generations.path(name) / "files.json.new").touch()
    assert generations.sweep() == ["000007"]
    assert sorted(path.name for path in generations.folder.iterdir()) == [name, "CURRENT"]
    assert sorted(path.name for path in generations.path(name).iterdir()) == [ENGINE_FOLDER, "manifest.json"]
    assert generations.sweep() == []


REMAINS = {
    "a generation that was being built": ("000007", ["engine/a", "lexicon.tsv"]),
    "one that was only begun": ("000007", []),
    "of one whose removal was broken off": ("000007.gone", ["lexicon.tsv"]),
    "of more than a million": ("1000000", ["engine/a"]),
}


@pytest.mark.parametrize(("name", "files"), REMAINS.values(), ids=REMAINS)
@pytest.mark.parametrize("first", [True, False], ids=["before the first", "later"])
def test_what_is_left_of_a_generation_goes(generations: Generations, first: bool, name: str, files: list[str]) -> None:
    kept = [] if first else [build(generations, "a")]
    put(generations.folder / name, *files)
    with generations.lock():
        generations.sweep()
    assert [path.name for path in generations.folder.iterdir() if path.is_dir()] == kept


FOREIGN = {
    "a folder": ["notes/mine.md"],
    "a year": ["2020/mine.md"],
    "a day": ["20200206/mine.md"],
    "files": ["mine.md", "CURRENT.old"],
    "a name like ours, and a half": ["000007.bak/engine/a"],
    "half written by another program": ["letter.new"],
    "a folder of the same name, deeper": ["notes/engine/mine.md"],
}


@pytest.mark.parametrize("files", FOREIGN.values(), ids=FOREIGN)
def test_what_is_not_ours_stays(generations: Generations, files: list[str]) -> None:
    build(generations, "a")
    put(generations.folder, *files)
    with generations.lock():
        assert generations.sweep() == []
        second = build(generations, "b", "000001")
    assert all((generations.folder / name).exists() for name in files)
    assert generations.current() == second


@pytest.mark.parametrize("files", FOREIGN.values(), ids=FOREIGN)
def test_a_folder_of_somebody_else_is_not_taken(generations: Generations, files: list[str]) -> None:
    put(generations.folder, *files)
    with pytest.raises(SettingsError, match=rf"{re.escape(files[0].partition('/')[0])}.*another --index"):
        generations.lock().__enter__()
    assert all((generations.folder / name).exists() for name in files)
    assert not (generations.folder / "LOCK").exists()


def test_many_strangers_are_told_by_their_number(generations: Generations) -> None:
    put(generations.folder, *(f"{letter}.md" for letter in "abcde"))
    with pytest.raises(SettingsError, match=re.escape("(a.md, b.md, c.md and 2 more)")):
        generations.insist_on_own_folder()


def test_hidden_files_and_those_of_a_killed_run_are_no_strangers(generations: Generations) -> None:
    put(generations.folder, ".DS_Store", "LOCK", "LOCK.holder", "CURRENT.new")
    with generations.lock():
        assert build(generations, "a") == "000001"


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
