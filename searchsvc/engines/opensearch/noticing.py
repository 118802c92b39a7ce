"""A value that lies far away, for those who want it all the time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from searchsvc.errors import SearchsvcError

Value = TypeVar("Value")

OFTEN = 1.0
RARELY = 5.0


class Noticed(Generic[Value]):
    """A value as it was found at most ``OFTEN`` seconds ago.

    One thread looks, and the others take what was found before. Where it cannot be found it is as it was, and is looked
    for again after ``RARELY`` seconds.
    """

    def __init__(self, find: Callable[[], Value]) -> None:
        self._find = find
        self._looking = threading.Lock()
        self._found: tuple[Value] | None = None
        self._until = 0.0

    def value(self) -> Value:
        """The value; where it could never be found, what was raised."""
        found = self._found
        if found is not None and (self._fresh() or not self._looking.acquire(blocking=False)):
            return found[0]
        if found is None:
            self._looking.acquire()
        try:
            return self._looked()
        finally:
            self._looking.release()

    def forget(self) -> None:
        """Look at the next time."""
        self._until = 0.0

    def _looked(self) -> Value:
        if self._found is not None and self._fresh():
            return self._found[0]  # another thread has looked while this one waited
        try:
            self._found, self._until = (self._find(),), time.monotonic() + OFTEN
        except SearchsvcError:
            if self._found is None:
                raise
            self._until = time.monotonic() + RARELY
        return self._found[0]

    def _fresh(self) -> bool:
        return time.monotonic() < self._until
