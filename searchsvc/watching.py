"""Waiting for changes of a corpus, so that its index is kept fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

QUIET_MS = 1_000
"""Changes that come this close together count as one."""


def changes(corpus: Path, index: Path) -> Iterator[None]:
    """Yields when it has begun to watch, and each time that files of the corpus have changed.

    The index, hidden files and hidden folders do not count. Wherever the system tells of no changes (some network
    drives), set WATCHFILES_FORCE_POLLING=1.
    """
    root, own = corpus.resolve(), index.resolve()

    def counts(_: Change, changed: str) -> bool:
        path = Path(changed)
        if path.is_relative_to(own) or not path.is_relative_to(root):
            return False
        return not any(part.startswith(".") for part in path.relative_to(root).parts)

    watching = watch(
        root, watch_filter=counts, debounce=QUIET_MS, step=100, rust_timeout=QUIET_MS, yield_on_timeout=True
    )
    next(watching)
    yield
    for changed in watching:
        if changed:
            yield
