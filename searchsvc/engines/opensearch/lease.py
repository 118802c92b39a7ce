"""The right to do something alone, held in a cluster by a process that may be anywhere and may die at any moment.

It is a document that its holder writes anew all the time. Who wants it while it is held looks on: where it is written
anew its holder lives; where that does not happen for the time of the lease it may be taken. So no clock of one machine
is compared with that of another. Taking it and writing it are each done by one of those who try at once (the document's
version), so a holder that stood still for longer finds that it has lost it.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from searchsvc.engines.opensearch.state import Content, State, Version
from searchsvc.errors import IndexLocked, SearchsvcError

SECONDS = 60.0
"""How long a holder may be silent."""

_LOG = logging.getLogger(__name__)
_BEATS = 12
_LOOKS = 60
"""How often in the time of a lease it is written by its holder, and looked at by who waits."""


class Lease:
    """One right, named ``name``; ``what`` tells what its holder is doing, for others to read."""

    def __init__(self, state: State, name: str, what: str, seconds: float = SECONDS) -> None:
        self._state = state
        self._name = name
        self._what = what
        self._seconds = seconds
        self._token = uuid.uuid4().hex
        self._beat = 0
        self._since = ""
        self._version: Version | None = None
        self._lost = ""
        self._busy = threading.Lock()
        self._ended = threading.Event()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it; raises IndexLocked, naming the holder, where somebody else does.

        Where the holder does not stir it is waited for, as long as its lease.
        """
        self._since = datetime.now(UTC).isoformat(timespec="seconds")
        self._version = self._taken()
        keeper = threading.Thread(target=self._keep, name=f"lease {self._name}", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._ended.set()
            keeper.join()
            self._release()

    def insist(self) -> None:
        """Raise IndexLocked where it is not ours any more; else it is, for its whole time from now on."""
        self._renew()
        if self._lost:
            raise IndexLocked(
                f"{self._lost} took over while this process stood still; nothing was changed: run it again"
            )

    def _taken(self) -> Version:
        """The version of the document when it has become ours."""
        first: Version | None = None
        since = last = time.monotonic()
        warned = False
        while True:
            found = self._state.read(self._name)
            version = self._state.create(self._name, self._content()) if found is None else None
            if version:
                return version
            if found is None:
                continue
            holder, version = found
            if holder["token"] == self._token:  # the answer to our writing it was lost
                return version
            now = time.monotonic()
            # A cluster that was away kept its holder from writing: what was seen before does not count.
            if first is None or now - last > holder["seconds"] / 4:
                first, since = version, now
            last = now
            if not warned and now - since > holder["seconds"] / 4:
                warned = True
                _LOG.warning(
                    "%s does not stir: it is waited for, %.0f seconds at most", _told(holder), holder["seconds"]
                )
            if version != first:
                raise self._locked(holder)
            if now - since > holder["seconds"]:
                taken = self._state.replace(self._name, self._content(), version)
                if taken:
                    _LOG.warning("%s is silent for %.0f seconds: going on without it", _told(holder), holder["seconds"])
                    return taken
            time.sleep(holder["seconds"] / _LOOKS)

    def _locked(self, holder: Content) -> IndexLocked:
        stopped = f"once it has died this is free within {holder['seconds']:.0f} seconds"
        return IndexLocked(f"{self._what} ({_told(holder)}): wait for it, or stop it; {stopped}")

    def _keep(self) -> None:
        while not self._lost and not self._ended.wait(self._seconds / _BEATS):
            try:
                self._renew()
            except SearchsvcError as error:
                _LOG.warning("the lock of this process was not renewed: %s", error)

    def _renew(self) -> None:
        with self._busy:
            if self._lost or self._version is None:
                return
            self._beat += 1
            version = self._state.replace(self._name, self._content(), self._version)
            if version is None:
                found = self._state.read(self._name)
                if found is None or found[0]["token"] != self._token:
                    self._lost = _told(found[0]) if found else "somebody"
                    return
                version = found[1]  # written, and the answer to it was lost
            self._version = version

    def _release(self) -> None:
        if self._lost:
            return
        try:
            if self._state.remove(self._name, self._version):
                return
            found = self._state.read(self._name)
            if found and found[0]["token"] == self._token:  # written once more, and the answer to it was lost
                self._state.remove(self._name, found[1])
        except SearchsvcError as error:
            _LOG.warning("the lock was not given back, it is free in %.0f seconds: %s", self._seconds, error)

    def _content(self) -> Content:
        return {
            "process": os.getpid(),
            "host": socket.gethostname(),
            "since": self._since,
            "seconds": self._seconds,
            "token": self._token,
            "beat": self._beat,
        }


def of_writer(state: State, seconds: float) -> Lease:
    """The right to be the one who makes a generation current, or throws away what may become one."""
    return Lease(state, "lock", "another reindex or migration is running", seconds)


def _told(holder: Content) -> str:
    return f"process {holder['process']} on {holder['host']} since {holder['since']}"
