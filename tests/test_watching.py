"""``reindex --watch`` as a user runs it: new articles are found, a gone one is not, and Ctrl-C ends it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchsvc.engines.generations import Generations
from tests.indexed import ids_of, saved, write

WINDOWS = sys.platform == "win32"


@pytest.fixture
def watching(tmp_path: Path, project: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, watching a corpus with one article; its index lies in the corpus, too."""
    write(tmp_path, "corpus/mill.txt", saved("The mill"))
    command = [sys.executable, "-m", "searchsvc", "reindex", str(tmp_path / "corpus"), "--watch", "--json"]
    index = tmp_path / "corpus" / "index"
    with subprocess.Popen(
        [*command, "--index", str(index)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=project
    ) as process:
        yield process
        process.kill()


def next_report(process: subprocess.Popen[str]) -> tuple[int, int]:
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
def test_changes_are_found_until_it_is_interrupted(watching: subprocess.Popen[str], tmp_path: Path) -> None:
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


def test_what_cannot_be_written_now_is_written_later(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    assert next_report(watching) == (1, 0)
    with Generations(corpus / "index", "whoosh").lock():
        write(corpus, "ferry.txt", saved("The ferry"))
        assert watching.stderr is not None
        assert any("another reindex" in line for line in watching.stderr)
    assert next_report(watching) == (1, 0)


def test_watching_writes(project: Path) -> None:
    command = [sys.executable, "-m", "searchsvc", "reindex", "--watch", "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False)
    assert done.returncode == 2
    assert "leave out one of them" in done.stderr
