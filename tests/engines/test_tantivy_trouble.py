"""What keeps Tantivy from writing is told as what it is."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchsvc.engines.base import Writer
from searchsvc.engines.tantivy.trouble import written
from searchsvc.errors import IndexDamaged, IndexUnwritable
from searchsvc.indexing import writable
from tests.archives import ENGINES, article, as_written

TOLD = {
    "a full disk": (
        "An IO error occurred: 'No space left on device (os error 28)'",
        IndexUnwritable,
        "(No space left on device: engine)",
    ),
    "a full disk, met elsewhere": (
        "Internal error: 'No space left on device (os error 28)'",
        IndexUnwritable,
        "(No space left on device: engine)",
    ),
    "a writer that has stopped": (
        "An error occurred in a thread: 'An index writer was killed.. A worker thread encountered an error "
        "(io::Error most likely) or panicked.'",
        IndexUnwritable,
        "where the disk is full: engine)",
    ),
    "a lock": ("Failed to acquire Lockfile: LockBusy", IndexUnwritable, "LockBusy"),
    "damage": ("Data corrupted: 'meta.json file contains an error'", IndexDamaged, "--full"),
}


@pytest.mark.parametrize(("told", "expected", "said"), TOLD.values(), ids=TOLD)
def test_what_it_says_is_told_as_what_it_is(told: str, expected: type[Exception], said: str) -> None:
    folder = Path("engine")
    with pytest.raises(expected, match=re.escape(said)), writable(folder), written(folder):
        raise ValueError(told)


@contextmanager
def little_room() -> Iterator[None]:
    """Let no file of this process grow beyond a few thousand bytes."""
    import resource  # Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(batch: Writer) -> None:
    """Write until the writer, in a thread of its own, has met a limit, and is found to have."""
    for number in range(50_000):
        batch.put(as_written(article(f"id{number}", " ".join(f"w{number}x{word}" for word in range(200)))))


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limits there")
def test_a_writer_that_has_stopped_is_asked_why(tmp_path: Path) -> None:
    engine = ENGINES["tantivy"](tmp_path, as_written)
    with little_room(), pytest.raises(OSError, match="File too large") as told, engine.writing() as batch:
        fill(batch)
    assert told.value.errno == errno.EFBIG
