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
from dataclasses import dataclass
from pathlib import Path

from searchsvc.answer import IndexInfo
from searchsvc.engines import open_engine
from searchsvc.engines.base import Engine
from searchsvc.engines.generations import ENGINE_FOLDER, Generations
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

    def close(self) -> None:
        """Let go of its files."""
        self.engine.close()


def open_archive(index: Path, engine: str) -> Archive:
    """The current state of the index of one engine; raises IndexMissing where there is none, IndexDamaged."""
    generations = Generations(index, engine)
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
        lexicon = read_lexicon(folder)
        engine = open_engine(manifest.engine, folder / ENGINE_FOLDER, cut)
    except OSError as error:
        place = error.filename or folder
        raise IndexDamaged(f"{place} cannot be read ({error.strerror}): run `searchsvc reindex --full`") from error
    if engine.stats().articles != manifest.articles:
        engine.close()
        raise IndexDamaged(f"{folder} has not the articles that were written: run `searchsvc reindex --full`")
    info = IndexInfo(manifest.engine, name, manifest.articles, manifest.updated)
    return Archive(engine, lexicon, info, outdated=not manifest.current)


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of the generation in ``folder``; raises IndexDamaged where it cannot be read."""
    try:
        text = (folder / "lexicon.tsv").read_text(encoding="utf-8")
        return Lexicon(text, json.loads((folder / "keywords.json").read_text(encoding="utf-8")))
    except ValueError as error:
        raise IndexDamaged(f"the lexicon in {folder} is damaged: run `searchsvc reindex --full`") from error


class LiveArchive:
    """The current state of an index for a serving process: a new one is noticed at the next request."""

    def __init__(self, index: Path, engine: str) -> None:
        self._index = index
        self._engine = engine
        self._generations = Generations(index, engine)
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
            stamp = self._generations.stamp()
            with self._lock:
                lease = self._open
                if lease is not None and (lease.stamp == stamp or not self._opening.acquire(blocking=False)):
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
        stamp = self._generations.stamp()
        with self._lock:
            old = self._open
        if old is not None and old.stamp == stamp:
            return  # Another thread has opened it while this one waited.
        try:
            new = _Lease(open_archive(self._index, self._engine), stamp)
        except SearchsvcError as error:
            if old is None:
                raise
            _LOG.warning("the new state of the index cannot be opened, the one before goes on being served: %s", error)
            old.stamp = stamp
            return
        with self._lock:
            self._open = new
            if old is not None:
                self._release(old)

    def _release(self, lease: _Lease) -> None:
        if lease.users == 0 and lease is not self._open:
            lease.archive.close()


@dataclass(slots=True)
class _Lease:
    """An open archive, how many requests are using it, and the stamp for which it is the one to serve."""

    archive: Archive
    stamp: tuple[int, int] | None
    users: int = 0
