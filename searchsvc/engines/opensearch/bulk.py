"""Changes on their way into an index: bulk requests, several at a time, in bounded memory, none of them lost.

The operations of one id go through one lane, whose requests follow each other: so the last one stays.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from zlib import crc32

from searchsvc.encoding import encode
from searchsvc.engines.opensearch.connection import WRITING, Connection
from searchsvc.engines.opensearch.trouble import NO_INDEX, passing, read_only, reason_of, taken_over, unwritable
from searchsvc.errors import EngineError, EngineUnavailable

LANES = 4
"""How many requests are on their way at once."""

REQUEST = 4_000_000
"""Bytes after which a request goes out."""

_QUEUED = 1
"""How many requests of a lane wait for the one that is on its way."""

_NAMED = 5
"""So many of the articles that a request was refused are named."""

Operations = dict[str, bytes]
"""By ``_id`` what is to be done, one or two lines: the later one has taken the place of the one before."""


class Lanes:
    """Puts and removals for one index, sent by some threads, through the alias of a writer and through that alone.

    Whatever goes wrong is raised by one of the next calls, :meth:`finish` at the latest.
    """

    def __init__(self, connection: Connection, through: str) -> None:
        self._lanes = [_Lane(connection, through) for _ in range(LANES)]

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
        for lane in self._lanes:
            lane.wait()

    def end(self) -> None:
        """End the threads; what was not sent is not sent any more."""
        for lane in self._lanes:
            lane.end()

    def _add(self, id_: str, lines: bytes) -> None:
        self._lanes[crc32(id_.encode()) % LANES].add(id_, lines)


class _Lane:
    def __init__(self, connection: Connection, through: str) -> None:
        self._connection = connection
        self._through = through
        self._waiting: Operations = {}
        self._size = 0
        self._thread = ThreadPoolExecutor(1, f"bulk-{through}")
        self._requests: deque[Future[None]] = deque()

    def add(self, id_: str, lines: bytes) -> None:
        self._size += len(lines) - len(self._waiting.get(id_, b""))
        self._waiting[id_] = lines
        if self._size >= REQUEST:
            self.send()

    def send(self) -> None:
        self.wait(_QUEUED)
        if self._waiting:
            self._requests.append(self._thread.submit(_write, self._connection, self._through, self._waiting))
            self._waiting, self._size = {}, 0

    def wait(self, but: int = 0) -> None:
        """Return when all requests but so many are done. Whatever ended one is raised, also what nobody foresaw."""
        while self._requests and (len(self._requests) > but or self._requests[0].done()):
            self._requests.popleft().result()

    def end(self) -> None:
        self._thread.shutdown(cancel_futures=True)


def _write(connection: Connection, through: str, operations: Operations) -> None:
    """Send the operations until each is acknowledged; those that the cluster has no time for again, after a pause.

    Raises IndexLocked where ``through`` is no alias any more: then nothing is written, and no index made of that name.
    """
    for pause in (*WRITING, None):
        answer = connection.do(
            "POST",
            f"/{through}/_bulk",
            b"".join(operations.values()),
            require_alias=True,
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
        if error.get("type") == NO_INDEX:
            raise taken_over(reason)
        if passing(result["status"], error):
            left[id_] = lines
        else:
            refused.append(f"{id_!r} ({reason})")
    if refused:
        raise EngineError(_told(refused))
    return left


def _told(refused: list[str]) -> str:
    named = ", ".join(refused[:_NAMED]) + (" …" if len(refused) > _NAMED else "")
    return f"the cluster refused {len(refused):,} articles: {named}; mend or remove those, and run the reindex again"
