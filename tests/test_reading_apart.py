"""Reader processes that hang or die: the run goes on, nothing is lost, nothing comes twice."""

from __future__ import annotations

import inspect
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import cast

import pytest

from searchsvc import reading_apart
from searchsvc.corpus import CorpusFile, scan
from searchsvc.errors import ReadingStopped
from searchsvc.readers import Clock, Stop
from searchsvc.reading import Item, Job, ReadArticle, ReadFile, read_files
from searchsvc.reading_apart import read_with
from tests.indexed import lines, write

LONG = "The old mill. " * 25_000
"""A pipe holds far less: a process that has such an article to send waits until it is taken."""


@pytest.fixture(autouse=True)
def always_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every job is worth a process."""
    monkeypatch.setattr(reading_apart, "WORTH_A_PROCESS", 1)


def job_of(corpus: Path, seconds: float = 10.0) -> Job:
    return Job(corpus, tuple((file, {}) for file in scan(corpus) if isinstance(file, CorpusFile)), seconds=seconds)


def the_process() -> multiprocessing.process.BaseProcess:
    (process,) = multiprocessing.active_children()
    return process


def kill_the_process() -> None:
    process = the_process()
    process.kill()
    process.join()


def summary(items: list[Item]) -> tuple[list[str], dict[str, list[str]]]:
    """The ids that arrived, in order of their names; and by file what is remembered of it."""
    ids = sorted(item.id for item in items if isinstance(item, ReadArticle))
    files = {item.file.name: sorted(item.record.articles) for item in items if isinstance(item, ReadFile)}
    return ids, files


def troubles(items: list[Item]) -> list[str]:
    return [str(one) for item in items if isinstance(item, ReadFile) for one in item.record.unreadable]


def long_files(corpus: Path) -> None:
    write(corpus, "a.jsonl", lines(*({"id": f"{n}", "title": "Mill", "body": LONG} for n in range(3))))
    write(corpus, "b.jsonl", lines(*({"id": f"{n}", "title": "Mill", "body": LONG} for n in range(3))))


WHOLE = {"a.jsonl": ["a#0", "a#1", "a#2"], "b.jsonl": ["b#0", "b#1", "b#2"]}


@pytest.mark.parametrize("after", [0, 3, 5])
def test_a_process_that_is_killed_is_replaced(after: int, tmp_path: Path) -> None:
    long_files(tmp_path)
    items = read_with(job_of(tmp_path), 2)
    first = [next(items) for _ in range(after + 1)]
    kill_the_process()
    ids, files = summary([*first, *items])
    assert (ids, files) == (sorted([*WHOLE["a.jsonl"], *WHOLE["b.jsonl"]]), WHOLE)
    assert multiprocessing.active_children() == []


def test_processes_that_die_again_and_again_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "MOST_DEATHS", 0)
    long_files(tmp_path)
    items = read_with(job_of(tmp_path), 2)
    next(items)
    kill_the_process()
    with pytest.raises(ReadingStopped, match=r"ended with -?[0-9]+, perhaps for want of memory"):
        list(items)
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped there")
def test_a_process_that_hangs_is_replaced_and_the_place_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", lines(*({"id": f"{n:03}", "title": "Mill"} for n in range(100))))
    write(tmp_path, "b.txt", "# Mill\n\n" + "*a* [b](c) " * 300_000)
    items = cast("Generator[Item]", read_with(job_of(tmp_path, seconds=0.5), 2))
    first = [next(items)]
    board = inspect.getgeneratorlocals(items)["readers"][0].board
    while board.place[0] != "b.txt":
        assert the_process().is_alive()
    os.kill(the_process().pid or 0, signal.SIGSTOP)  # No alarm reaches it now.
    found = [*first, *items]
    ids, files = summary(found)
    assert ids == files["a.jsonl"] == [f"a#{n:03}" for n in range(100)]
    assert files["b.txt"] == []
    assert troubles(found) == ["b.txt: took over 3 s to read: broken off"]
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped there")
def test_time_in_which_nobody_looked_does_not_count(tmp_path: Path) -> None:
    long_files(tmp_path)
    items = cast("Generator[Item]", read_with(job_of(tmp_path), 2))
    first = [next(items)]
    reader = inspect.getgeneratorlocals(items)["readers"][0]
    os.kill(the_process().pid or 0, signal.SIGSTOP)
    reader.board.show("a.jsonl", 1, time.monotonic() - 100)
    assert not reader.late(50.0)
    reader.since -= 100
    assert reader.late(50.0)
    os.kill(the_process().pid or 0, signal.SIGCONT)
    assert summary([*first, *items])[1] == WHOLE


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm")
def test_what_takes_too_long_is_broken_off_by_an_alarm(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "# Mill\n\n" + "*a* [b](c) " * 300_000)
    write(tmp_path, "b.txt", "# Bridge")
    found = list(read_files(job_of(tmp_path, seconds=1.0)))
    assert summary(found) == (["b"], {"a.txt": [], "b.txt": ["b"]})
    assert troubles(found) == ["a.txt: took over 1 s to read: broken off"]


def test_a_source_is_read_up_to_the_place_that_was_to_blame(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", lines(*({"id": f"{n}", "title": "Mill"} for n in range(5))))
    clock = Clock(stops={"a.jsonl": Stop(3, "it died there")})  # the reader itself, and two articles
    found = list(read_files(job_of(tmp_path), clock))
    assert summary(found) == (["a#0", "a#1"], {"a.jsonl": ["a#0", "a#1"]})
    assert troubles(found) == ["a.jsonl: it died there"]
