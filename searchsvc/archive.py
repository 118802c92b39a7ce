"""An index on disk as something to ask: one state of it, opened; and the current state, reopened when it changes.

A generation holds ``engine/`` (the engine's own files), ``lexicon.tsv`` and ``keywords.json`` (the words and values of
the archive), ``files.json`` (the corpus as it was read) and ``manifest.json`` (what all of this is, and the checksum
of every file).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from searchsvc import served
from searchsvc.answer import IndexInfo
from searchsvc.coverage import Coverage
from searchsvc.engines import generations_of, open_engine
from searchsvc.engines.base import Engine
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Generations, Stamp
from searchsvc.entries import cut
from searchsvc.errors import IndexDamaged, SearchsvcError
from searchsvc.lexicon import Lexicon
from searchsvc.manifest import FORMAT, Manifest

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Archive:
    """One state of an index, open for searching from many threads.

    ``outdated`` is true where another version of the analysis made it: some words may then not be found.
    """

    engine: Engine
    lexicon: Lexicon
    info: IndexInfo
    outdated: bool = False
    coverage: Coverage = field(default_factory=Coverage)

    def close(self) -> None:
        """Let go of its files."""
        self.engine.close()


def open_archive(index: Path, engine: str, cluster: Cluster | None = None) -> Archive:
    """The current state of the index of one engine; raises IndexMissing where there is none, IndexDamaged."""
    return open_current(generations_of(index, engine, cluster))


def open_current(generations: Generations) -> Archive:
    """The state that is served of these generations; raises as :func:`open_archive`."""
    while True:
        name = generations.required()
        try:
            return open_generation(generations, name)
        except IndexDamaged:
            # A reindex may have replaced and swept this generation between the two steps.
            if generations.current() == name:
                raise


def open_generation(generations: Generations, name: str) -> Archive:
    """One state of an index, current or not; raises IndexDamaged where it is not what was written."""
    folder = generations.path(name)
    manifest = Manifest.read(folder)
    if manifest.format != FORMAT:
        raise IndexDamaged(f"{folder} was written by another version of searchsvc: run `searchsvc reindex`")
    try:
        for damage in manifest.damages(folder, whole=False):
            raise IndexDamaged(f"{damage}: run `searchsvc reindex --full`")
        lexicon, coverage = read_lexicon(folder), Coverage.read(folder)
        engine = open_engine(generations, folder, cut)
    except OSError as error:
        place = error.filename or folder
        raise IndexDamaged(f"{place} cannot be read ({error.strerror}): run `searchsvc reindex --full`") from error
    if engine.stats().articles != manifest.articles:
        engine.close()
        raise IndexDamaged(f"{folder} has not the articles that were written: run `searchsvc reindex --full`")
    info = IndexInfo(manifest.engine, name, manifest.articles, manifest.updated)
    return Archive(engine, lexicon, info, not manifest.current, coverage)


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of the generation in ``folder``; raises IndexDamaged where it cannot be read."""
    try:
        text = (folder / "lexicon.tsv").read_text(encoding="utf-8")
        return Lexicon(text, json.loads((folder / "keywords.json").read_text(encoding="utf-8")))
    except ValueError as error:
        raise IndexDamaged(f"the lexicon in {folder} is damaged: run `searchsvc reindex --full`") from error


class LiveArchive:
    """The current state of an index for a serving process: a new one is noticed at the next request.

    Without an ``engine`` it is the one that the index is served with, and a switch is noticed as well. ``cluster`` is
    where an engine that lies in one is found.
    """

    def __init__(self, index: Path, engine: str | None = None, cluster: Cluster | None = None) -> None:
        self._index = index
        self._engine = engine
        self._cluster = cluster
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._open: _Lease | None = None

    @contextmanager
    def current(self) -> Iterator[Archive]:
        """The archive of this moment; it stays open, and the same, until the block ends.

        While a new state is being opened, and where it cannot be, it is the one before. Raises IndexMissing or
        IndexDamaged where no state could be opened yet.
        """
        lease = self._taken()
        try:
            yield lease.archive
        finally:
            with self._lock:
                lease.users -= 1
                self._release(lease)

    def close(self) -> None:
        """Let go of the archive once nobody uses it."""
        with self._lock:
            lease, self._open = self._open, None
            if lease is not None:
                self._release(lease)

    def _taken(self) -> _Lease:
        while True:
            with self._lock:
                lease = self._open
            # A cluster is asked for its stamp: nobody has to wait for another one's answer.
            current = lease is not None and lease.stamps == self._stamps(lease.generations)
            with self._lock:
                if lease is not None and lease is not self._open:
                    continue
                if lease is not None and (current or not self._opening.acquire(blocking=False)):
                    lease.users += 1
                    return lease
            if lease is None:
                self._opening.acquire()
            try:
                self._renew()
            finally:
                self._opening.release()

    def _renew(self) -> None:
        """Open the current state: in the one thread that holds ``_opening``; the others go on meanwhile."""
        with self._lock:
            old = self._open
        stamps = self._stamps(old.generations) if old is not None else None
        if old is not None and old.stamps == stamps:
            return  # Another thread has opened it while this one waited.
        try:
            new = self._current_lease()
        except SearchsvcError as error:
            if old is None:
                raise
            _LOG.warning("the new state of the index cannot be opened, the one before goes on being served: %s", error)
            old.stamps = stamps
            return
        with self._lock:
            self._open = new
            if old is not None:
                self._release(old)

    def _current_lease(self) -> _Lease:
        chosen = None if self._engine else served.stamp(self._index)
        engine = self._engine or served.served_engine(self._index)
        generations = generations_of(self._index, engine, self._cluster)
        stamps = chosen, generations.stamp()
        return _Lease(open_current(generations), generations, stamps)

    def _stamps(self, generations: Generations) -> _Stamps:
        """What changes whenever there is something else to open than a state of these generations."""
        return None if self._engine else served.stamp(self._index), generations.stamp()

    def _release(self, lease: _Lease) -> None:
        if lease.users == 0 and lease is not self._open:
            lease.archive.close()


_Stamps = tuple[Stamp | None, Stamp | None]
"""Of the file that names the engine, and of the one that names the generation."""


@dataclass(slots=True)
class _Lease:
    """An open archive, how many requests are using it, and the stamps for which it is the one to serve."""

    archive: Archive
    generations: Generations
    stamps: _Stamps | None
    users: int = 0
