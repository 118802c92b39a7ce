"""The command line as processes: encodings, pipes that close, full disks, signals; never a traceback."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from searchsvc.cli import main
from searchsvc.indexing import reindex
from tests.command_line import run, small_archive
from tests.indexed import folders, lines, saved, state_of, write

PATIENCE = 60
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are POSIX")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder in which commands run, with an index of corpus/ in index/."""
    return small_archive(tmp_path)


def command(*arguments: str) -> list[str]:
    """The command for a process of its own."""
    return [sys.executable, "-m", "searchsvc", *arguments]


def environment(project: Path, **more: str) -> dict[str, str]:
    """What such a process is started with."""
    return {**os.environ, "PYTHONPATH": str(project), **more}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_stdout(here: Path, project: Path, encoding: str) -> None:
    env = environment(project, PYTHONIOENCODING=encoding)
    done = subprocess.run(command("search", "mill"), env=env, cwd=here, capture_output=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"1 article for mill" in done.stdout
    done = subprocess.run(
        command("search", "mill", "--json"), env=env, cwd=here, capture_output=True, timeout=PATIENCE, check=True
    )
    assert "…" in json.loads(done.stdout.decode(encoding))["hits"][0]["highlights"]["body"][0]["text"]


@posix
def test_nobody_reads_to_the_end(here: Path, project: Path) -> None:
    rows = ({"title": f"Mill {number}", "body": "mill " * 400} for number in range(100))
    write(here / "corpus", "many.jsonl", lines(*rows))
    assert run("reindex").exit_code == 0
    asked = command("search", "mill", "-n", "100", "--json")
    with subprocess.Popen(
        asked, env=environment(project), cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"{\n"
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        process.wait(PATIENCE)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("asked", [["search", "mill"], ["search", "mill", "--json"], ["reindex", "--full"], ["check"]])
def test_output_to_a_full_disk_is_told(here: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    talk = io.StringIO()
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full:
        monkeypatch.setattr(sys, "stdout", full)
        monkeypatch.setattr(sys, "stderr", talk)
        with pytest.raises(SystemExit) as ended:
            main(asked, prog_name="searchsvc")
        with suppress(OSError):
            full.close()
    assert ended.value.code == 1
    assert talk.getvalue().startswith("searchsvc: No space left on device")
    assert (here / "index").is_dir()


LITTLE_ROOM = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
runpy.run_module("searchsvc", run_name="__main__")
"""


FILLED = {
    "whoosh, reindex": ("whoosh", ["reindex", "--engine", "whoosh"]),
    "tantivy, reindex": ("tantivy", ["reindex", "--engine", "tantivy"]),
    "tantivy, anew": ("tantivy", ["reindex", "--engine", "tantivy", "--full"]),
    "whoosh, migrate": ("tantivy", ["migrate", "--engine", "tantivy", "--to", "whoosh"]),
    "tantivy, migrate": ("whoosh", ["migrate", "--engine", "whoosh", "--to", "tantivy"]),
}


@posix
@pytest.mark.parametrize(("engine", "command"), FILLED.values(), ids=FILLED)
def test_a_full_disk_is_told(here: Path, project: Path, engine: str, command: list[str]) -> None:
    rows = ({"title": f"Mill {number}", "body": f"mill{number} " * 50} for number in range(300))
    if "migrate" in command:
        write(here / "corpus", "many.jsonl", lines(*rows))
    reindex(here / "corpus", here / "index", engine)
    before = state_of(here / "index", engine)
    write(here / "corpus", "many.jsonl", lines(*rows))

    done = subprocess.run(
        [sys.executable, "-c", LITTLE_ROOM, *command],
        env=environment(project, PYTHONDONTWRITEBYTECODE="1"),
        cwd=here,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("searchsvc: the index cannot be written (File too large")
    assert "free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert state_of(here / "index", engine) == before


@posix
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM"])
def test_interrupted(here: Path, project: Path, sent: str) -> None:
    before = state_of(here / "index")
    write(here / "corpus", "more.txt", saved("More"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.interrupted", "index", "log", sent, "12", "--", "reindex"],
        env=environment(project),
        cwd=here,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "Interrupted. The index is as it was; the next reindex does the rest.\n"
    assert "Traceback" not in done.stderr
    assert state_of(here / "index") == before
    assert folders(here / "index") == ["000001"]


STARTED = {
    "as a module": ["-m", "searchsvc", "reindex"],
    "as the command that is installed": ["-c", "import sys; from searchsvc.__main__ import main; sys.exit(main())"],
}


@posix
@pytest.mark.parametrize("arguments", STARTED.values(), ids=STARTED)
def test_interrupted_while_it_starts(tmp_path: Path, project: Path, arguments: list[str]) -> None:
    # The first library that is imported sends the signal.
    (tmp_path / "click.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\n", "utf-8")
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment(project, PYTHONPATH=f"{tmp_path}{os.pathsep}{project}"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


@posix
def test_interrupted_the_first_time(tmp_path: Path, project: Path) -> None:
    write(tmp_path / "corpus", "more.txt", saved("More"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.interrupted", "index", "log", "SIGINT", "5", "--", "reindex"],
        env=environment(project),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (130, "Interrupted. Nothing is indexed yet; run it again.\n")


@posix
def test_a_server_whose_cluster_is_away_starts_and_says_so(tmp_path: Path, project: Path) -> None:
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and not listening: nobody else gets the port
        cluster = ["--engine", "opensearch", "--url", f"http://127.0.0.1:{nobody.getsockname()[1]}"]
        with subprocess.Popen(
            command("serve", "--port", "0", *cluster),
            env=environment(project),
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr
            try:
                serving = process.stderr.readline()
                assert serving.startswith("Serving on http://127.0.0.1:")
                with pytest.raises(HTTPError, match="503") as away:
                    urlopen(f"{serving.split()[-1]}readyz", timeout=PATIENCE)
                away.value.close()
                told = process.stderr.readline()
            finally:
                process.terminate()
                process.wait(timeout=PATIENCE)
    assert told.startswith("/readyz: http://127.0.0.1:")
    assert "is the cluster running" in told
