"""Changes on their way into an index: bulk requests, several at a time, in bounded memory, none of them lost.

The operations of one id go through one lane, whose requests follow each other: so the last one stays.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from queue import Queue
from threading import Event, Thread
from typing import Any
from zlib import crc32

from searchsvc.encoding import encode
from searchsvc.engines.opensearch.connection import WRITING, Connection
from searchsvc.engines.opensearch.trouble import read_only, reason_of, unwritable
from searchsvc.errors import EngineError, EngineUnavailable, SearchsvcError

LANES = 4
"""How many requests are on their way at once."""

REQUEST = 4_000_000
"""Bytes after which a request goes out."""

_NAMED = 5
"""So many of the articles that a request was refused are named."""

Operations = dict[str, bytes]
"""By ``_id`` what is to be done, one or two lines: the later one has taken the place of the one before."""


class Lanes:
    """Puts and removals for one index, sent by some threads. Whatever goes wrong is raised by the next call."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._failed = Event()
        self._lanes = [_Lane(connection, index, self._failed) for _ in range(LANES)]

    def put(self, id_: str, document: bytes) -> None:
        """Add or replace the document."""
        self._add(id_, b"%b\n%b\n" % (encode({"index": {"_id": id_}}), document))

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the documents that are there."""
        for id_ in ids:
            self._add(id_, encode({"delete": {"_id": id_}}) + b"\n")

    def finish(self) -> None:
        """Send what is left, and wait until all of it is there."""
        for lane in self._lanes:
            lane.send()
        self.end()
        self._complain()

    def end(self) -> None:
        """End the threads; what was not sent is not sent any more."""
        for lane in self._lanes:
            lane.end()

    def _add(self, id_: str, lines: bytes) -> None:
        if self._failed.is_set():
            self._complain()
        self._lanes[crc32(id_.encode()) % LANES].add(id_, lines)

    def _complain(self) -> None:
        for lane in self._lanes:
            if lane.error is not None:
                raise lane.error


class _Lane:
    def __init__(self, connection: Connection, index: str, failed: Event) -> None:
        self.error: SearchsvcError | None = None
        self._connection = connection
        self._index = index
        self._failed = failed
        self._waiting: Operations = {}
        self._size = 0
        self._requests: Queue[Operations | None] = Queue(1)
        self._thread = Thread(target=self._work, name=f"bulk-{index}", daemon=True)
        self._thread.start()

    def add(self, id_: str, lines: bytes) -> None:
        self._size += len(lines) - len(self._waiting.get(id_, b""))
        self._waiting[id_] = lines
        if self._size >= REQUEST:
            self.send()

    def send(self) -> None:
        if self._waiting:
            self._requests.put(self._waiting)
            self._waiting, self._size = {}, 0

    def end(self) -> None:
        if self._thread.is_alive():
            self._requests.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (operations := self._requests.get()) is not None:
            # After a failure the rest is taken and let go: whoever puts must not wait for ever.
            if self._failed.is_set():
                continue
            try:
                _write(self._connection, self._index, operations)
            except SearchsvcError as error:
                self.error = error
                self._failed.set()


def _write(connection: Connection, index: str, operations: Operations) -> None:
    """Send the operations until each is acknowledged; those that the cluster has no time for again, after a pause."""
    for pause in (*WRITING, None):
        answer = connection.do(
            "POST",
            f"/{index}/_bulk",
            b"".join(operations.values()),
            filter_path="errors,items.*.status,items.*.error",
        )
        operations = _left(answer, operations)
        if not operations:
            return
        if pause is not None:
            time.sleep(pause)
    raise EngineUnavailable(
        f"again and again the cluster had no time for {len(operations):,} articles, such as {next(iter(operations))!r}:"
        " run the reindex again when it has less to do, or add nodes"
    )


def _left(answer: dict[str, Any], operations: Operations) -> Operations:
    """The operations to send again. Raises where one was refused for good."""
    results = [result for item in answer.get("items", ()) for result in item.values()]
    if len(results) != len(operations):
        raise EngineError(
            f"the cluster acknowledged {len(results)} of {len(operations)} changes: run the reindex again"
        )
    if not answer.get("errors"):
        return {}
    left: Operations = {}
    refused: list[str] = []
    for (id_, lines), result in zip(operations.items(), results, strict=True):
        error = result.get("error")
        if error is None:
            continue
        reason = reason_of(error)
        if read_only(reason):
            raise unwritable(reason)
        if result["status"] in (429, 502, 503, 504):
            left[id_] = lines
        else:
            refused.append(f"{id_!r} ({reason})")
    if refused:
        raise EngineError(_told(refused))
    return left


def _told(refused: list[str]) -> str:
    named = ", ".join(refused[:_NAMED]) + (" …" if len(refused) > _NAMED else "")
    return f"the cluster refused {len(refused):,} articles: {named}; mend or remove those, and run the reindex again"
