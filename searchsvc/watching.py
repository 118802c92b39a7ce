"""Waiting for changes of a corpus, so that its index is kept fresh."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from watchfiles import Change, watch

QUIET_MS = 1_000
"""Changes that come this close together count as one."""

_LOOK_AGAIN = 0.2
"""Seconds after which it is looked again whether a folder that is gone is there."""

_Place = tuple[int, int]


def changes(corpus: Path, own: Collection[str], reason: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Yields when it has begun to watch, and each time that files of the corpus have changed.

    So it does when the folder is gone, when there is one again or another in its place, and when ``reason`` gives
    something else than before. What is in the index (the names ``own`` in the corpus, a slash behind each), hidden
    files and hidden folders do not count. Wherever the system tells of no changes (some network drives), set
    WATCHFILES_FORCE_POLLING=1.
    """
    before = object()
    while True:
        place, begun = _place(corpus), False
        for changed in _ticks(corpus, own):
            # A folder that is made where one was removed may get its number: only the event tells of it.
            if _place(corpus) != place or (Change.deleted, str(corpus.resolve())) in changed:
                break
            now = reason()
            if changed or not begun or now != before:
                before, begun = now, True
                yield
        if _place(corpus) is None:
            yield
            while _place(corpus) is None:
                time.sleep(_LOOK_AGAIN)


def _ticks(corpus: Path, own: Collection[str]) -> Iterator[set[tuple[Change, str]]]:
    """What has changed, also when that is nothing, about once a second; ends where there is no folder."""
    root = corpus.resolve()

    def counts(_: Change, changed: str) -> bool:
        path = Path(changed)
        if not path.is_relative_to(root):
            return False
        name = path.relative_to(root)
        return not (f"{name.as_posix()}/".startswith(tuple(own)) or any(part.startswith(".") for part in name.parts))

    try:
        yield from watch(
            root, watch_filter=counts, debounce=QUIET_MS, step=100, rust_timeout=QUIET_MS, yield_on_timeout=True
        )
    except FileNotFoundError:
        time.sleep(_LOOK_AGAIN)


def _place(folder: Path) -> _Place | None:
    """Where a folder is on the disk: another one in its place has another; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
