"""``reindex --watch`` as a user runs it: new articles are found, a gone one is not, and Ctrl-C ends it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchsvc.engines.generations import Generations
from searchsvc.served import serve_with
from tests.indexed import ids_of, saved, state_of, write
from tests.killing import environment

WINDOWS = sys.platform == "win32"


Watcher = subprocess.Popen[str]


@contextmanager
def started(project: Path, corpus: Path, index: Path) -> Iterator[Watcher]:
    """The command, watching a corpus."""
    command = [sys.executable, "-m", "searchsvc", "reindex", str(corpus), "--watch", "--json", "--index", str(index)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=project, env=environment()
    ) as process:
        yield process
        process.kill()


@pytest.fixture
def watching(tmp_path: Path, project: Path) -> Iterator[Watcher]:
    """The command, watching a corpus with one article; its index lies in the corpus, too."""
    write(tmp_path, "corpus/mill.txt", saved("The mill"))
    with started(project, tmp_path / "corpus", tmp_path / "corpus" / "index") as process:
        yield process


@pytest.fixture
def beside(tmp_path: Path, project: Path) -> Iterator[Watcher]:
    """The command, watching a corpus with one article; its index lies beside the corpus."""
    write(tmp_path, "corpus/mill.txt", saved("The mill"))
    with started(project, tmp_path / "corpus", tmp_path / "index") as process:
        yield process


def next_report(process: Watcher) -> tuple[int, int]:
    """How many articles were added and removed, by the next report; waits for it."""
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or lines[-1] != "}\n":
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        lines.append(line)
    report = json.loads("".join(lines))
    return report["added"], report["removed"]


@pytest.mark.skipif(WINDOWS, reason="no Ctrl-C can be sent there")
def test_changes_are_found_until_it_is_interrupted(watching: Watcher, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    assert next_report(watching) == (1, 0)
    write(corpus, "deep/ferry.txt", saved("The ferry"))
    assert next_report(watching) == (1, 0)
    assert ids_of(corpus / "index") == ["deep/ferry", "mill"]
    (corpus / "mill.txt").unlink()
    assert next_report(watching) == (0, 1)
    watching.send_signal(signal.SIGINT)
    _, said = watching.communicate()
    assert watching.returncode == 130
    assert "No longer watching." in said
    assert "Traceback" not in said
    assert ids_of(corpus / "index") == ["deep/ferry"]


def test_what_cannot_be_written_now_is_written_later(watching: Watcher, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    assert next_report(watching) == (1, 0)
    with Generations(corpus / "index", "whoosh").lock():
        write(corpus, "ferry.txt", saved("The ferry"))
        assert watching.stderr is not None
        assert any("another reindex" in line for line in watching.stderr)
    assert next_report(watching) == (1, 0)


def wait_until_told(process: Watcher, what: str) -> None:
    """Return when it has said this."""
    assert process.stderr is not None
    assert any(what in line for line in process.stderr)


def rename(_: Watcher, corpus: Path, new: Path) -> None:
    """Put another folder in the place of the corpus."""
    corpus.rename(corpus.with_name("old"))
    new.rename(corpus)


def remove(_: Watcher, corpus: Path, new: Path) -> None:
    """Remove the corpus and make it again: the new folder may have the number of the old one."""
    shutil.rmtree(corpus)
    corpus.mkdir()
    for path in new.iterdir():
        path.rename(corpus / path.name)


def take_away(process: Watcher, corpus: Path, new: Path) -> None:
    """Bring the new folder only after the loss of the old one was told."""
    corpus.rename(corpus.with_name("old"))
    wait_until_told(process, "there is no folder")
    new.rename(corpus)


REPLACED: dict[str, Callable[[Watcher, Path, Path], None]] = {
    "renamed": rename,
    "removed and made again": remove,
    "away for a while": take_away,
}


@pytest.mark.skipif(WINDOWS, reason="a folder that is watched cannot be renamed or removed there")
@pytest.mark.parametrize("replace", REPLACED.values(), ids=REPLACED)
def test_a_folder_in_the_place_of_the_old_one_is_watched(
    beside: Watcher, tmp_path: Path, replace: Callable[[Watcher, Path, Path], None]
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write(tmp_path / "new", "mill.txt", saved("The mill"))
    write(tmp_path / "new", "ferry.txt", saved("The ferry"))
    assert next_report(beside) == (1, 0)
    wait_until_told(beside, "Watching")
    replace(beside, corpus, tmp_path / "new")
    assert next_report(beside) == (1, 0)
    for name in ("bridge", "tower"):
        write(corpus, f"{name}.txt", saved(f"The {name}"))
        assert next_report(beside) == (1, 0)
    assert ids_of(index) == ["bridge", "ferry", "mill", "tower"]


def test_a_switch_of_the_engine_is_followed_at_once(beside: Watcher, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    assert next_report(beside) == (1, 0)
    wait_until_told(beside, "Watching")
    serve_with(index, "tantivy")
    assert next_report(beside) == (1, 0)
    write(corpus, "ferry.txt", saved("The ferry"))
    assert next_report(beside) == (1, 0)
    assert sorted(state_of(index, "tantivy").articles) == ["ferry", "mill"]
    assert ids_of(index) == ["mill"]


def test_a_corpus_in_the_folder_of_its_index_is_watched(tmp_path: Path, project: Path) -> None:
    write(tmp_path, "corpus/mill.txt", saved("The mill"))
    with started(project, tmp_path / "corpus", tmp_path) as process:
        assert next_report(process) == (1, 0)
        write(tmp_path, "corpus/ferry.txt", saved("The ferry"))
        assert next_report(process) == (1, 0)


def test_watching_writes(project: Path) -> None:
    command = [sys.executable, "-m", "searchsvc", "reindex", "--watch", "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False)
    assert done.returncode == 2
    assert "leave out one of them" in done.stderr
