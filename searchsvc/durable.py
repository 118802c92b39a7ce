"""Files that are replaced as a whole: whatever happens, each is as it was or as it shall be, and on the disk."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

if sys.platform == "darwin":
    import fcntl

# On Windows a name cannot be given to another file while somebody reads the one that has it, as a server does.
_PAUSES = (0.05,) * 100


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Write a file (UTF-8) anew: on a clean exit it has replaced the older one, and is on the disk under its name.

    On an exception the older one is as it was. It is written beside, as ``<name>.new``: a crash may leave that lying.
    """
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("w", encoding="utf-8") as file:
            yield file
            file.flush()
            _sync(file.fileno())
        sync_folder(path.parent)
        replace(new, path, _PAUSES if os.name == "nt" else ())
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def replace(new: Path, old: Path, pauses: Sequence[float]) -> None:
    """Rename ``new`` over ``old``, again after each pause (in seconds) where that is refused."""
    for pause in pauses:
        try:
            new.replace(old)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    new.replace(old)


def sync_tree(folder: Path) -> None:
    """Bring all below a folder onto the disk, but for files that it shares by links with another: they are there."""
    # Windows flushes only what is open for writing; elsewhere files may be flushed that we may only read.
    mode = os.O_RDWR if os.name == "nt" else os.O_RDONLY
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            if path.stat().st_nlink <= 1:
                _sync_path(path, mode)
        sync_folder(Path(parent))


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk."""
    if os.name != "nt":  # Windows has no handle of a folder to flush.
        _sync_path(folder, os.O_RDONLY)


def _sync_path(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        # There fsync leaves it in the cache of the disk itself. Not every file system has the other one.
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)
