"""What keeps Tantivy from writing is told as what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchsvc.engines.tantivy.trouble import written
from searchsvc.errors import IndexDamaged, IndexUnwritable
from searchsvc.indexing import writable

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
