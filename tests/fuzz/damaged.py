"""One format over many damaged files, in a process of its own, which tells of every file it begins.

A file that takes over ten seconds, an exception, or a peak of over 1 GB of memory is a failure. It can be repeated with
the number of the file.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import tempfile
import traceback
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from searchsvc.article import Unreadable
from searchsvc.readers import REPORT, SUFFIXES, read_file
from tests.fuzz.files import File
from tests.readers.mutants import mutants

SECONDS = 10.0
MOST_BYTES = 2**30
RENAMED = 5
"""One file of so many gets the suffix of another format."""


def damaged(files: list[File], number: int) -> File:
    """The damaged file with this number."""
    name, content = files[number % len(files)]
    dice = random.Random(number)
    if len(content) > 1:
        _, other = files[dice.randrange(len(files))]
        both = content + other[: len(other) // 4] if number % 7 == 0 else content
        *_, content = mutants(both, 1 + number // len(files) % 40)
    if number % RENAMED == 0:
        name = f"{name.partition('.')[0]}{dice.choice(SUFFIXES)}"
    return name, content


def read_all(files: list[File], total: int, out: Connection) -> None:
    """Read the damaged files one after the other, telling of each; an exception is told and ends it."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(total):
            out.send(number)
            name, content = damaged(files, number)
            path = Path(folder, f"{number}-{name}")
            path.write_bytes(content)
            try:
                for found in read_file(path, path.parent, {}):
                    assert not (isinstance(found, Unreadable) and REPORT in found.reason), str(found)
            except BaseException:
                out.send(f"{path.name}: {traceback.format_exc()}")
                raise
            path.unlink()
        out.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def failure(files: list[File], total: int) -> tuple[str, int]:
    """What went wrong over the damaged files of one format, if anything, and the peak of memory in bytes."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=read_all, args=(files, total, theirs), daemon=True)
    process.start()
    theirs.close()
    told: object = "it did not begin"
    try:
        for _ in count():
            if not ours.poll(SECONDS + 30.0 * (told == "it did not begin")):
                return f"file {told}: over {SECONDS:g} s", 0
            told = ours.recv()
            if isinstance(told, str):
                return told, 0
            if isinstance(told, int) and told >= total:
                return ("" if told < MOST_BYTES else "too much memory"), told
    except EOFError:
        process.join()
        return f"file {told}: the process ended with {process.exitcode}", 0
    finally:
        process.kill()
        process.join()
    raise AssertionError
