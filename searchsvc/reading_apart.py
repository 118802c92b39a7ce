"""Files read in processes of their own, beside the indexing: as many as there is work for.

Each reader process is given a handful of files at a time and sends what it read in batches, in no particular order
among the processes. It shows on a board which source it is reading, and since when. One that is far over its time, or
dies, is replaced: the new one goes on behind what has arrived, and stops before the place that was to blame.
"""

from __future__ import annotations

import ctypes
import io
import multiprocessing
import pickle
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.sharedctypes import RawArray

from searchsvc.corpus import CorpusFile
from searchsvc.deafness import deaf
from searchsvc.errors import ReadingStopped
from searchsvc.readers import REPORT, Clock, Stop, format_named
from searchsvc.reading import Item, Job, ReadArticle, ReadFile, read_files

WORTH_A_PROCESS = 4_000_000
"""How many bytes there must be to read: starting a process takes about a second."""

SLOW = 20
"""How many times as long a byte takes in a format that is marked as slow."""

MOST_DEATHS = 30
"""How many processes may die in one run before it is given up."""

Part = tuple[CorpusFile, dict[str, str]]

_CHUNK_FILES = 64
_CHUNK_BYTES = 2_000_000
_BATCH_ITEMS = 64
_BATCH_LENGTH = 1_000_000
_BATCH_SECONDS = 1.0
_LATE = 6.0  # times the limit, by the clock on the wall: the alarm of the process itself comes first
_LOOKED_AT_EVERY = 0.5
_ASLEEP = 2.0  # when nobody looked for so long, all may have been stopped: Ctrl-Z, a laptop that was shut
_LAST_BREATH = 5.0
_STRIKES = 2


def read_with(job: Job, processes: int) -> Iterator[Item]:
    """What :func:`read_files` yields, read in up to so many processes of their own where there is enough to read.

    Raises ReadingStopped where processes die whatever they read.
    """
    chunks = list(_chunks(job.files))
    wanted = min(processes, len(chunks), _cost(job.files) // WORTH_A_PROCESS)
    return _Readers(job, chunks, wanted).items() if processes > 1 and wanted else read_files(job)


def _cost(files: Sequence[Part]) -> int:
    return sum(file.size * (SLOW if (one := format_named(file.name)) and one.slow else 1) for file, _ in files)


def _chunks(files: Sequence[Part]) -> Iterator[list[Part]]:
    chunk: list[Part] = []
    size = 0
    for part in files:
        chunk.append(part)
        size += part[0].size
        if len(chunk) >= _CHUNK_FILES or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class SharedBoard:
    """A board in memory that two processes share."""

    _LENGTH = 4096

    def __init__(self) -> None:
        self._numbers = RawArray(ctypes.c_double, 2)
        self._name = RawArray(ctypes.c_char, self._LENGTH)
        self._error = RawArray(ctypes.c_char, self._LENGTH)

    def show(self, name: str, found: int, since: float) -> None:
        """Note the source that is read, how much was found in it, and since when it looks for more."""
        self._name.value = self._fitting(name)
        self._numbers[:] = [found, since]

    def fail(self, error: BaseException) -> None:
        """Note why the process ends."""
        self._error.value = self._fitting(f"{type(error).__name__}: {error}")

    def _fitting(self, text: str) -> bytes:
        return text.encode("utf-8", "replace")[: self._LENGTH - 1]

    @property
    def place(self) -> tuple[str, int]:
        """The source that is read, and how much was found in it; nothing where none is."""
        return self._name.value.decode("utf-8", "replace"), int(self._numbers[0])

    @property
    def error(self) -> str:
        """Why the process ended; empty where it could not tell."""
        return self._error.value.decode("utf-8", "replace")

    @property
    def seconds(self) -> float:
        """How long it has looked for more; 0 where nothing is read."""
        since = self._numbers[1]
        return time.monotonic() - since if since else 0.0


class _Readers:
    """The reader processes of one job, and what is left to do."""

    def __init__(self, job: Job, chunks: list[list[Part]], processes: int) -> None:
        self._job = replace(job, files=())
        self._chunks = deque(chunks)
        self._processes = processes
        self._stops: dict[str, Stop] = {}
        self._strikes = Counter[tuple[str, int, str, int]]()
        self._deaths = 0

    def items(self) -> Iterator[Item]:
        """Everything that is read, as it arrives."""
        readers = [self._begin(deque(self._chunks.popleft()), 0) for _ in range(self._processes)]
        looked = time.monotonic()
        try:
            while readers:
                ready = wait([reader.connection for reader in readers], _LOOKED_AT_EVERY)
                before, looked = looked, time.monotonic()
                for reader in readers if looked - before > _ASLEEP else ():
                    reader.since = looked
                for place, reader in reversed(list(enumerate(readers))):
                    if reader.connection in ready:
                        yield from self._taken(readers, place)
                    elif reader.late(self._job.seconds * _LATE):
                        self._stop(reader, f"took over {self._job.seconds * _LATE:g} s to read: broken off")
                        self._replace(readers, place)
        finally:
            for reader in readers:
                reader.end()

    def _begin(self, parts: deque[Part], arrived: int) -> _Reader:
        return _Reader(self._job, parts, arrived, dict(self._stops))

    def _taken(self, readers: list[_Reader], place: int) -> Iterator[Item]:
        """The next batch of one of the readers; it is given more, or replaced, where it has come to an end."""
        reader = readers[place]
        try:
            batch = reader.receive()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._mend(readers, place)
            return
        yield from batch
        if batch:
            return
        if self._chunks:
            reader.give(deque(self._chunks.popleft()))
        else:
            readers.pop(place).end()

    def _mend(self, readers: list[_Reader], place: int) -> None:
        """Replace a reader that died; where one has died twice, the next one stops."""
        reader = readers[place]
        code, first = reader.code(), reader.parts[0][0].name if reader.parts else ""
        where = (*reader.board.place, first, reader.arrived)
        self._strikes[where] += 1
        if self._strikes[where] >= _STRIKES:
            if not where[0]:
                raise ReadingStopped(_stopped(code))
            self._stop(reader, f"{REPORT} ({reader.board.error or _ended(code)}): report this, with the file")
        self._replace(readers, place)

    def _stop(self, reader: _Reader, reason: str) -> None:
        name, found = reader.board.place
        self._stops[name] = Stop(found, reason)

    def _replace(self, readers: list[_Reader], place: int) -> None:
        reader = readers[place]
        reader.end()
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise ReadingStopped(_stopped(reader.code()))
        if reader.parts:
            readers[place] = self._begin(reader.parts, reader.arrived)
        elif self._chunks:  # it died with its work done
            readers[place] = self._begin(deque(self._chunks.popleft()), 0)
        else:
            readers.pop(place)


def _ended(code: int | None) -> str:
    return f"the process that reads ended with {code}, perhaps for want of memory"


def _stopped(code: int | None) -> str:
    return f"{_ended(code)}; the index stays as it was: run it again"


class _Reader:
    """One reader process, with what it has been given; ``arrived`` articles of the first of its files are here."""

    def __init__(self, job: Job, parts: deque[Part], arrived: int, stops: dict[str, Stop]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.board = SharedBoard()
        self.parts, self.arrived = parts, arrived
        self.since = time.monotonic()  # no time before counts
        arguments = (job, stops, self.board, theirs)
        self._process = context.Process(target=_serve, args=arguments, name="searchsvc-reader", daemon=True)
        with deaf():
            self._process.start()
        theirs.close()
        self._send(arrived)

    def give(self, parts: deque[Part]) -> None:
        """Give it more files to read."""
        self.parts, self.arrived = parts, 0
        self._send(0)

    def receive(self) -> list[Item]:
        """The next batch, an empty one where all is read. Raises what a pipe raises whose other end has died."""
        batch: list[Item] = self.connection.recv()
        for item in batch:
            if isinstance(item, ReadFile):
                self.parts.popleft()
                self.arrived = 0
            else:
                self.arrived += 1
        return batch

    def late(self, limit: float) -> bool:
        """Whether it has been busy with one source for longer than the limit, in seconds; 0 is no limit."""
        return bool(limit) and min(self.board.seconds, time.monotonic() - self.since) > limit

    def code(self) -> int | None:
        """What it ended with."""
        self._process.join(_LAST_BREATH)
        return self._process.exitcode

    def end(self) -> None:
        """End it, whatever it does."""
        self.connection.close()
        self._process.kill()
        self._process.join()

    def _send(self, arrived: int) -> None:
        try:
            self.connection.send((list(self.parts), arrived))
        except OSError:
            return  # It has died: that shows where its answer is waited for.


def _serve(job: Job, stops: dict[str, Stop], board: SharedBoard, connection: Connection) -> None:
    """What a reader process does: it ends when nobody has more for it, or takes its work."""
    clock = Clock(job.seconds, stops, board)
    try:
        while True:
            files, arrived = connection.recv()
            _send_all(read_files(replace(job, files=tuple(files)), clock), arrived, connection)
            connection.send([])
    except (EOFError, OSError):
        return
    except BaseException as error:
        board.fail(error)
        sys.stderr = io.StringIO()  # It is told where the file is listed.
        raise


def _send_all(items: Iterator[Item], arrived: int, connection: Connection) -> None:
    """Send what is read, but the articles that have arrived before."""
    batch: list[Item] = []
    length, begun = 0, time.monotonic()
    for item in items:
        if arrived and isinstance(item, ReadArticle):
            arrived -= 1
            continue
        arrived = 0
        batch.append(item)
        length += item.length if isinstance(item, ReadArticle) else 0
        if len(batch) >= _BATCH_ITEMS or length >= _BATCH_LENGTH or time.monotonic() - begun > _BATCH_SECONDS:
            connection.send(batch)
            batch, length, begun = [], 0, time.monotonic()
    if batch:
        connection.send(batch)
