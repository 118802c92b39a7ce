"""Where the app keeps its archive, and how many may read all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from flask import current_app
from werkzeug.exceptions import ServiceUnavailable

from searchsvc.archive import LiveArchive

KEY = "searchsvc"
SLOTS = "searchsvc.exports"
# A download that is read slowly, or not at all, holds a thread of the server to its end: some are left for the others.
EXPORTS_AT_ONCE = 4
RETRY_SECONDS = 10


def live() -> LiveArchive:
    """The archive that the running app serves; ``with live().current() as archive`` opens its newest state."""
    archive: LiveArchive = current_app.extensions[KEY]
    return archive


@contextmanager
def slot() -> Iterator[None]:
    """One of the exports that a worker sends at once. Raises ServiceUnavailable where all are taken."""
    slots: BoundedSemaphore = current_app.extensions[SLOTS]
    if not slots.acquire(blocking=False):
        raise ServiceUnavailable(
            f"{EXPORTS_AT_ONCE} exports are being sent, which is the most at once; try again when one has ended.",
            retry_after=RETRY_SECONDS,
        )
    try:
        yield
    finally:
        slots.release()
