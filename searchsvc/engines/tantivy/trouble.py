"""What keeps Tantivy from writing: it tells everything as a ValueError."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchsvc.errors import IndexDamaged

_OF_SYSTEM = re.compile(r"([^':\"]+) \(os error (\d+)\)")
_STOPPED = "Tantivy stopped writing, as it does where the disk is full"


@contextmanager
def written(folder: Path) -> Iterator[None]:
    """Have Tantivy do something to the index in ``folder``; raises OSError where it cannot write, IndexDamaged."""
    try:
        yield
    except ValueError as error:
        raise told_as(str(error), folder) from error


def told_as(told: str, folder: Path) -> OSError | IndexDamaged:
    """What Tantivy told, as what it is: damage is what was read, everything else is trouble with writing."""
    if found := _OF_SYSTEM.search(told):
        return OSError(int(found[2]), found[1].strip(), str(folder))
    if "orrupt" in told:
        return IndexDamaged(f"{folder} cannot be read ({told}): run `searchsvc reindex --full`")
    return OSError(errno.EIO, _STOPPED if has_stopped(told) else told, str(folder))


def has_stopped(told: str) -> bool:
    """Whether Tantivy told no more than that a thread of its writer has ended."""
    return "writer was killed" in told
