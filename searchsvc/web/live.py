"""Where the app keeps its archive."""

from __future__ import annotations

from flask import current_app

from searchsvc.archive import LiveArchive

KEY = "searchsvc"


def live() -> LiveArchive:
    """The archive that the running app serves; ``with live().current() as archive`` opens its newest state."""
    archive: LiveArchive = current_app.extensions[KEY]
    return archive
