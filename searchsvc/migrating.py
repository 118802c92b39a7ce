"""migrate(): from the index of one engine to that of another, by the stored articles; compared before it counts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from searchsvc.archive import Archive, open_current, open_generation
from searchsvc.article import Article
from searchsvc.copies import Copies, marked
from searchsvc.coverage import Coverage
from searchsvc.engines import generations_of, open_engine, require
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Generations
from searchsvc.entries import WordCounts, cut
from searchsvc.errors import IndexDamaged, SettingsError
from searchsvc.indexing import writable, write_records
from searchsvc.ledger import Ledger
from searchsvc.manifest import Manifest
from searchsvc.parity import Parity, compare
from searchsvc.report import Progress, Watch
from searchsvc.served import remember, serve_with

_READ_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Migration:
    """What a migration did. ``built`` is false where the new engine had all of it already.

    ``generation`` is that of the new engine, empty where the engines disagree: then what was built is gone again.
    ``seconds`` is the time it took to build, ``old_bytes`` and ``new_bytes`` are the sizes of the two indexes.
    """

    source: str
    target: str
    generation: str
    articles: int
    built: bool
    seconds: float
    old_bytes: int
    new_bytes: int
    parity: Parity
    switched: bool = False


def migrate(
    index: Path,
    source: str,
    target: str,
    cluster: Cluster | None = None,
    *,
    switch: bool = False,
    watch: Watch = lambda _: None,
) -> Migration:
    """Build the index of the engine ``target`` from that of ``source``, and hold both against each other.

    It becomes the current state of that engine only where they agree; with ``switch`` the folder is then served with
    it. The index of ``source`` is not changed, and nobody else may change it meanwhile. Raises SettingsError for an
    unknown engine or the same one twice, EngineError for one that is not installed, IndexMissing, IndexLocked,
    IndexDamaged and IndexUnwritable.
    """
    if source == target:
        raise SettingsError(f"the index is on {target} already: name the other engine with --to")
    require(target)
    old, new = generations_of(index, source, cluster), generations_of(index, target, cluster)
    old.required()
    with writable(new.folder), old.lock(), new.lock():
        remember(index, source)
        new.sweep()
        archive = open_current(old)
        try:
            done = _Run(old, new, archive, watch).done()
        finally:
            archive.close()
        if switch and done.parity.agrees:
            serve_with(index, target)
            done = replace(done, switched=True)
        return done


class _Apart(Exception):
    """The engines disagree: what was built is not to become current."""


class _Run:
    """One migration between two engines whose folders are locked."""

    def __init__(self, old: Generations, new: Generations, archive: Archive, watch: Watch) -> None:
        self._begun = time.monotonic()
        self._old = old
        self._new = new
        self._archive = archive
        self._watch = watch
        folder = old.records(archive.info.generation)
        self._ledger = Ledger.read(folder / "files.json")
        if archive.outdated:
            raise IndexDamaged(f"{folder} was made by another version of searchsvc: run `searchsvc reindex` first")
        self._coverage = Coverage.read(folder)
        self._copies = Copies.read(folder)

    def done(self) -> Migration:
        """Take what the new engine has already, where it has the same articles and agrees; else build it."""
        kept = self._kept()
        if kept is not None and kept.parity.agrees:
            folder = self._new.records(kept.generation)
            self._ledger.write(folder / "files.json")
            self._coverage.write(folder)
            self._new.amended(kept.generation, "files.json", "coverage.json")
            return kept
        try:
            with self._new.building(None) as folder:
                self._build(folder)
                built = self._compared(folder.name, built=True)
                _insist_on(built.parity)
        except _Apart:
            return replace(built, generation="")
        return built

    def _kept(self) -> Migration | None:
        """The current state of the new engine, compared; None where there is none of these articles."""
        try:
            name = self._new.current()
            if name is None or not Manifest.read(self._new.path(name)).current:
                return None
            if _digests(Ledger.read(self._new.records(name) / "files.json")) != _digests(self._ledger):
                return None
            return self._compared(name, built=False)
        except IndexDamaged:
            return None

    def _compared(self, name: str, *, built: bool) -> Migration:
        seconds = round(time.monotonic() - self._begun, 2)
        archive = open_generation(self._new, name)
        try:
            if not _same_words(archive, self._archive):
                raise IndexDamaged(
                    f"the words in {self._old.folder} are not those of its articles: run `searchsvc reindex --full`"
                )
            parity = compare(self._archive, archive)
        finally:
            archive.close()
        return Migration(
            source=self._archive.info.engine,
            target=archive.info.engine,
            generation=name,
            articles=archive.info.articles,
            built=built,
            seconds=seconds,
            old_bytes=self._old.size(self._archive.info.generation),
            new_bytes=self._new.size(name),
            parity=parity,
        )

    def _build(self, folder: Path) -> None:
        """Write the new index into an empty generation; the ledger is taken over as it is."""
        engine = open_engine(self._new, folder, cut)
        try:
            words, groups = WordCounts(), self._copies.groups()
            ids = list(self._archive.engine.ids())
            if len(ids) != self._ledger.articles:
                raise IndexDamaged(
                    f"{self._old.folder} has not the articles that were read: run `searchsvc reindex --full`"
                )
            with engine.writing() as writer:
                for start in range(0, len(ids), _READ_AT_ONCE):
                    for article in self._articles(ids[start : start + _READ_AT_ONCE]):
                        writer.put(marked(words.learn(article), groups))
                    done = min(start + _READ_AT_ONCE, len(ids))
                    self._watch(Progress(done, len(ids), done, time.monotonic() - self._begun))
            write_records(folder, words.lexicon(), self._copies, self._ledger, self._coverage)
            Manifest.of(folder, self._new.engine, engine.stats().articles, {}).write(folder)
        finally:
            engine.close()

    def _articles(self, ids: Sequence[str]) -> list[Article]:
        found = self._archive.engine.get(ids)
        if len(found) != len(ids):
            raise IndexDamaged(f"articles are missing in {self._old.folder}: run `searchsvc reindex --full`")
        return found


def _insist_on(parity: Parity) -> None:
    if not parity.agrees:
        raise _Apart


def _digests(ledger: Ledger) -> dict[str, str]:
    """What was indexed: the id of every article with its digest."""
    return {id_: digest for record in ledger.files.values() for id_, digest in record.articles.items()}


def _same_words(left: Archive, right: Archive) -> bool:
    return left.lexicon.text == right.lexicon.text and left.lexicon.keywords == right.lexicon.keywords
