"""What has just been evaluated: one request asks an engine several times about the same words."""

from __future__ import annotations

import threading

from searchsvc.engines.whoosh.matches import Matches
from searchsvc.query.plan import Plan

MOST = 2_000_000
"""Articles and scores that are remembered, 16 bytes each: beyond it all is forgotten."""

Asked = tuple[str, str, Plan]
"""A segment, what was asked of it (``scored``, ``unscored``, ``standing in body``), and a node."""


class Recent(threading.local):
    """The matches of the nodes that a thread evaluated last, for one state of an index."""

    def __init__(self) -> None:
        self._found: dict[Asked, Matches] = {}
        self._size = 0

    def get(self, asked: Asked) -> Matches | None:
        """The matches, where they are remembered."""
        return self._found.get(asked)

    def keep(self, asked: Asked, found: Matches) -> None:
        """Remember the matches of a node."""
        self._size += len(found) + 1
        if self._size > MOST:
            self._found.clear()
            self._size = len(found) + 1
        self._found[asked] = found
