"""The folders that a machine has of generations in a cluster: what was fetched of them, and what is being built."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from searchsvc.engines.generations import ENGINE_FOLDER, is_generation
from searchsvc.engines.opensearch.engine import INDEX
from searchsvc.engines.opensearch.records import HALF
from searchsvc.errors import IndexDamaged

PARTS = "part-"
_HOUR = 3600.0


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """An empty folder, removed in the end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def begin(folder: Path, index: str, through: str, part: int = 0) -> Path:
    """A folder with nothing in it but which index is to be written, and through which alias."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / ENGINE_FOLDER).mkdir(parents=True)
    content = {"index": index, "through": through, **({"part": part} if part else {})}
    (folder / ENGINE_FOLDER / INDEX).write_text(json.dumps(content), encoding="utf-8")
    return folder


def articles_in(folder: Path) -> int:
    """How many articles a generation, or a part of one, says it has; raises IndexDamaged where it does not say so."""
    path = folder / "manifest.json"
    try:
        return int(json.loads(path.read_text(encoding="utf-8"))["articles"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{path} does not say how many articles were written ({error}): run it again") from error


def tidy(folder: Path, names: Callable[[], Collection[str]]) -> None:
    """Remove the folders of generations whose ``names`` are gone, and what was half fetched.

    Other processes may do so at the same time.
    """
    folders = [one for one in (*folder.glob("*"), *folder.glob(f"{PARTS}*/*")) if is_generation(one)]
    # Asked for after the folders: one that another process has just made is that of a generation that is there.
    there = names()
    for one in folders:
        if one.name not in there:
            shutil.rmtree(one, ignore_errors=True)
    for parent, _, files in os.walk(folder):
        for half in (Path(parent, file) for file in files if file.endswith(HALF)):
            with suppress(FileNotFoundError):
                if half.stat().st_mtime < time.time() - _HOUR:
                    half.unlink()
