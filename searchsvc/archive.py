"""An index on disk as something to ask: one state of it, opened; and the state that is current, reopened when it changes.

A generation holds ``engine/`` (the engine's own files), ``lexicon.tsv`` and ``keywords.json`` (the words and values of
the archive), ``files.json`` (the corpus as it was read) and ``manifest.json`` (what all of this is, and the checksum
of every file).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchsvc.analysis import VERSION
from searchsvc.answer import IndexInfo
from searchsvc.engines import open_engine
from searchsvc.engines.base import Engine
from searchsvc.engines.generations import ENGINE_FOLDER, Generations
from searchsvc.errors import IndexDamaged
from searchsvc.lexicon import Lexicon

FORMAT = 1
"""Changes whenever an older index cannot be read any more: it is then made again."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is. ``files`` has the size and BLAKE2 digest of each of its files but this one."""

    engine: str
    articles: int
    updated: str
    files: dict[str, tuple[int, str]]
    analysis: str = VERSION
    format: int = FORMAT

    @property
    def current(self) -> bool:
        """Whether this version of the program would write the same terms in the same format."""
        return self.analysis == VERSION and self.format == FORMAT

    def write(self, folder: Path) -> None:
        """Write the manifest of the generation in ``folder``."""
        content = {
            "format": self.format,
            "engine": self.engine,
            "analysis": self.analysis,
            "articles": self.articles,
            "updated": self.updated,
            "files": self.files,
        }
        (folder / "manifest.json").write_text(json.dumps(content, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of the generation in ``folder``; raises IndexDamaged where it cannot be read."""
        read = _json(folder / "manifest.json")
        try:
            files = {name: (int(size), str(digest)) for name, (size, digest) in read["files"].items()}
            return cls(read["engine"], read["articles"], read["updated"], files, read["analysis"], read["format"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise IndexDamaged(f"{folder / 'manifest.json'} is damaged: run `searchsvc reindex --full`") from error


@dataclass(frozen=True, slots=True)
class Archive:
    """One state of an index, open for searching from many threads."""

    engine: Engine
    lexicon: Lexicon
    info: IndexInfo

    def close(self) -> None:
        """Let go of its files."""
        self.engine.close()


def open_archive(index: Path, engine: str) -> Archive:
    """The current state of the index of one engine; raises IndexMissing where there is none."""
    generations = Generations(index, engine)
    while True:
        name = generations.required()
        try:
            return _open(generations.path(name), name)
        except (FileNotFoundError, IndexDamaged):
            # A reindex may have replaced and swept this generation between the two steps.
            if generations.current() == name:
                raise


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of the generation in ``folder``."""
    try:
        text = (folder / "lexicon.tsv").read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise IndexDamaged(f"{folder / 'lexicon.tsv'} is damaged: run `searchsvc reindex --full`") from error
    return Lexicon(text, _json(folder / "keywords.json"))


def _open(folder: Path, name: str) -> Archive:
    try:
        manifest = Manifest.read(folder)
        lexicon = read_lexicon(folder)
        engine = open_engine(manifest.engine, folder / ENGINE_FOLDER)
    except FileNotFoundError as error:
        raise IndexDamaged(f"{error.filename} is missing: run `searchsvc reindex --full`") from error
    return Archive(engine, lexicon, IndexInfo(manifest.engine, name, manifest.articles, manifest.updated))


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise IndexDamaged(f"{path} is damaged: run `searchsvc reindex --full`") from error


class LiveArchive:
    """The current state of an index for a serving process: a new one is noticed at the next request."""

    def __init__(self, index: Path, engine: str) -> None:
        self._index = index
        self._engine = engine
        self._generations = Generations(index, engine)
        self._lock = threading.Lock()
        self._open: _Lease | None = None

    @contextmanager
    def current(self) -> Iterator[Archive]:
        """The archive of this moment; it stays open, and the same, until the block ends."""
        with self._lock:
            lease = self._fresh()
            lease.users += 1
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

    def _fresh(self) -> _Lease:
        stamp = self._generations.stamp()
        if self._open is None or self._open.stamp != stamp:
            old = self._open
            self._open = _Lease(open_archive(self._index, self._engine), stamp)
            if old is not None:
                self._release(old)
        return self._open

    def _release(self, lease: _Lease) -> None:
        if lease.users == 0 and lease is not self._open:
            lease.archive.close()


@dataclass(slots=True)
class _Lease:
    """An open archive and how many requests are using it."""

    archive: Archive
    stamp: tuple[int, int] | None
    users: int = 0
