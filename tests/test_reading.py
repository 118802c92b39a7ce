"""Reading in a process of its own: what comes of it, and what happens when it dies."""

from __future__ import annotations

import inspect
import multiprocessing
from collections.abc import Generator
from pathlib import Path
from typing import cast

import pytest

from searchsvc import reading
from searchsvc.corpus import CorpusFile, scan
from searchsvc.errors import ReadingStopped
from searchsvc.reading import Item, Job, ReadArticle, read_files
from tests.indexed import lines, write


def job_of(corpus: Path) -> Job:
    """Everything in a corpus, to be read for the first time."""
    return Job(corpus, tuple((file, {}) for file in scan(corpus) if isinstance(file, CorpusFile)))


def test_a_process_that_is_killed_while_it_sends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 1)
    # A pipe holds less than a batch: the process is in the middle of sending the second while we look at the first.
    write(tmp_path, "long.jsonl", lines(*({"title": "Mill", "body": "The old mill. " * 100_000} for _ in range(3))))
    items = cast(Generator[Item], read_files(job_of(tmp_path), processes=2))
    next(items)
    assert inspect.getgeneratorlocals(items)["ours"].poll(60)
    (process,) = multiprocessing.active_children()
    process.kill()
    process.join()
    with pytest.raises(ReadingStopped, match=r"ended with -?[0-9]+, perhaps for want of memory"):
        list(items)
    assert multiprocessing.active_children() == []


def test_the_length_of_an_article_is_that_of_all_its_texts(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", lines({"title": "Mill", "body": "Old.", "captions": ["One", "Three"]}))
    assert [item.length for item in read_files(job_of(tmp_path)) if isinstance(item, ReadArticle)] == [16]
