"""reindex(): from a corpus folder to a new state of its index, with a report of what was done."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from searchsvc.archive import open_archive, read_lexicon
from searchsvc.batch import Changing, Rehearsal, batch
from searchsvc.changes import Changes, compare
from searchsvc.copies import Copies
from searchsvc.corpus import CorpusFile, scan
from searchsvc.coverage import Coverage
from searchsvc.engines import NAMES, open_engine
from searchsvc.engines.generations import ENGINE_FOLDER, Generations
from searchsvc.entries import WordCounts, cut
from searchsvc.errors import IndexDamaged, IndexUnwritable, SettingsError
from searchsvc.ledger import Ledger
from searchsvc.lexicon import Lexicon
from searchsvc.manifest import Manifest
from searchsvc.reading import Item, Job, ReadArticle, ReadFile
from searchsvc.reading_apart import read_with
from searchsvc.report import NO_INDEX_YET, Progress, Report, Watch
from searchsvc.served import FILES

_READING = 0.6
"""How much of the time goes by until all is read; the rest is writing."""


def reindex(
    corpus: Path,
    index: Path,
    engine: str = "whoosh",
    *,
    full: bool = False,
    dry_run: bool = False,
    names: Mapping[str, str] | None = None,
    processes: int = 1,
    watch: Watch = lambda _: None,
) -> Report:
    """Bring the index up to date with the corpus; what is served stays as it was until all of it is done.

    Raises SettingsError where there is no corpus, or an empty or quite another one in place of the one that is indexed;
    IndexLocked where another reindex runs; IndexUnwritable. With ``dry_run`` everything is read and counted and nothing
    is written. ``names`` maps keys of articles to what files of records (JSON, CSV) call them. With several
    ``processes`` much reading is done in up to so many of their own: call it from a main module that can be imported
    again.
    """
    begun = time.monotonic()
    found = scan(corpus)
    generations = Generations(index, engine)
    with writable(generations.folder), nullcontext() if dry_run else generations.lock():
        if not dry_run:
            generations.sweep()
        start = _start(generations, engine, names or {}, full=full)
        changes = compare(found, start.ledger if start.base else Ledger(), _own_names(index, corpus))
        if not full:
            _check_corpus(corpus, start.ledger, changes)
        run = _Run(Job(corpus, (), dict(names or {})), start, changes, watch, processes)
        if dry_run:
            run.rehearse(generations)
        else:
            run.write(generations, engine)
        return run.finished(begun)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _check_corpus(corpus: Path, ledger: Ledger, changes: Changes) -> None:
    """Raise SettingsError where the corpus has nothing of the one that is indexed: it would all be removed."""
    if not ledger.files:
        return
    if not changes.files:
        raise SettingsError(
            f"there are no files to read in {corpus}, but the index holds {_files(len(ledger.files))}; nothing was "
            "changed: name the right folder, or empty the index with --full"
        )
    names = changes.same.keys() | {file.name for file in changes.changed}
    if ledger.corpus != str(corpus.resolve()) and names.isdisjoint(ledger.files):
        raise SettingsError(
            f"the index holds the articles of {ledger.corpus}, and no file in {corpus} is one of them; nothing was "
            "changed: name the right folder, replace everything with --full, or name another --index"
        )


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Say what to do where the operating system refuses; trouble with files of the corpus does not come this far."""
    try:
        yield
    except BrokenPipeError:
        raise  # Nobody listens to the progress any more.
    except OSError as error:
        why = f"{error.strerror or error}: {error.filename or folder}"
        remedy = "free some space, change the permissions or name another --index, and run it again"
        raise IndexUnwritable(
            f"the index cannot be written ({why}); what is served stays as it was: {remedy}"
        ) from error


def _own_names(index: Path, corpus: Path) -> tuple[str, ...]:
    """The names of the folders and files of the index, where it lies in the corpus; a slash behind each."""
    folders = [(index / name).resolve() for name in (*NAMES, *FILES)]
    root = corpus.resolve()
    return tuple(f"{folder.relative_to(root).as_posix()}/" for folder in folders if folder.is_relative_to(root))


def write_records(folder: Path, lexicon: Lexicon, copies: Copies, ledger: Ledger, coverage: Coverage) -> None:
    """Write what a generation has beside the engine's own files and the manifest."""
    (folder / "lexicon.tsv").write_text(lexicon.text, encoding="utf-8")
    (folder / "keywords.json").write_text(json.dumps(lexicon.keywords), encoding="utf-8")
    copies.write(folder)
    ledger.write(folder / "files.json")
    coverage.write(folder)


@dataclass(frozen=True, slots=True)
class _Start:
    """The generation to begin from, or none with the reason to begin anew; and what was read last time."""

    base: str | None
    why_full: str
    ledger: Ledger
    coverage: Coverage = field(default_factory=Coverage)


def _start(generations: Generations, engine: str, names: Mapping[str, str], *, full: bool) -> _Start:
    ledger = Ledger()
    try:
        name = generations.current()
        if name is None or full:
            return _Start(None, "asked for with --full" if full else NO_INDEX_YET, ledger)
        folder = generations.path(name)
        ledger = Ledger.read(folder / "files.json")
        manifest = Manifest.read(folder)
        if not manifest.current:
            return _Start(None, "the format or the analysis of text has changed", ledger)
        open_archive(generations.folder.parent, engine).close()
        coverage = Coverage.read(folder)
    except IndexDamaged as error:
        return _Start(None, str(error).partition(": run")[0], ledger)
    if ledger.names != names:
        return _Start(None, "the names of fields are mapped otherwise", ledger)
    if ledger.articles != manifest.articles:
        return _Start(None, f"{folder / 'files.json'} is damaged", ledger)
    return _Start(name, "", ledger, coverage)


class _Run:
    """One reindex: the ledger before and after, and the report."""

    def __init__(self, job: Job, start: _Start, changes: Changes, watch: Watch, processes: int) -> None:
        self._job = job
        self._base = start.base
        self._changes = changes
        self._watch = watch
        self._old = start.ledger if start.base else Ledger()
        self._new = Ledger(str(job.corpus.resolve()), dict(changes.same), dict(job.names))
        self._begun = time.monotonic()
        self._read = self._at = 0
        self._total = changes.bytes
        self._reading = _READING
        self._covered = start.coverage
        self._processes = processes
        self._indexed = {id_ for file in changes.changed for id_ in self._known(file)}
        self._report = Report(
            files=changes.files,
            unchanged=sum(len(record.articles) for record in changes.same.values()),
            full=start.base is None,
            why_full=start.why_full,
            unreadable=[*changes.unreadable, *(one for record in changes.same.values() for one in record.unreadable)],
        )

    def rehearse(self, generations: Generations) -> None:
        """Read everything that changed and count it."""
        self._reading = 1.0
        rehearsal = Rehearsal(Copies.read(generations.path(self._base)) if self._base else Copies())
        self._change(rehearsal)
        self._cover(rehearsal.finish())

    def write(self, generations: Generations, engine: str) -> None:
        """Make the new state current; where no article can have changed, only note the files as they are now."""
        if self._base and not self._changes.anything:
            self._report.generation = self._base
            if self._new != self._old:
                self._new.write(generations.path(self._base) / "files.json")
            self._cover(self._covered.copies)
            if self._report.coverage != self._covered:
                self._report.coverage.write(generations.path(self._base))
            return
        with generations.building(self._base) as folder:
            self._build(folder, engine, generations.path(self._base) if self._base else None)
            self._report.generation = folder.name

    def finished(self, begun: float) -> Report:
        """The report, complete."""
        self._report.articles = self._new.articles
        self._report.seconds = time.monotonic() - begun
        self._report.unreadable.sort(key=attrgetter("place"))
        return self._report

    def _cover(self, copies: int) -> None:
        """Note what the archive covers now, with so many near-copies of earlier articles."""
        self._report.coverage = Coverage.of(self._new, self._changes.unreadable, self._changes.aside, copies)

    def _build(self, folder: Path, engine_name: str, base: Path | None) -> None:
        """Write the new state into ``folder``, whose engine part is a copy of the one in ``base``."""
        engine = open_engine(engine_name, folder / ENGINE_FOLDER, cut)
        try:
            words = WordCounts(read_lexicon(base) if base else None)
            copies = Copies.read(base) if base else Copies()
            with batch(engine, words, copies, folder) as changing:
                self._change(changing)
                later = changing.finish(self._tell_written)
            self._tell_written(self._done)
            self._cover(later)
            write_records(folder, words.lexicon(), copies, self._new, self._report.coverage)
            known = Manifest.read(base).files if base else {}
            Manifest.of(folder, engine_name, engine.stats().articles, known).write(folder)
        finally:
            engine.close()

    def _change(self, changing: Changing) -> None:
        self._remove(self._changes.gone, changing)
        for item in self._items():
            if isinstance(item, ReadFile):
                self._remove(self._left(item.file), changing)
            elif item.changed is not None:
                changing.put(item.changed, indexed=item.id in self._indexed)

    def _remove(self, ids: Sequence[str], changing: Changing) -> None:
        changing.remove(ids)
        self._report.removed += len(ids)

    def _known(self, file: CorpusFile) -> dict[str, str]:
        """The articles of a file as they are indexed: their ids, with the digest of each."""
        before = self._old.files.get(file.name)
        return before.articles if before else {}

    def _left(self, file: CorpusFile) -> list[str]:
        """The ids of articles that are indexed and no longer in the file, which has been read."""
        return [id_ for id_ in self._known(file) if id_ not in self._new.files[file.name].articles]

    def _items(self) -> Iterator[Item]:
        """Everything that is read, counted and told; a file is entered in the new ledger at its end."""
        job = replace(self._job, files=tuple((file, self._known(file)) for file in self._changes.changed))
        inside = 0
        for item in read_with(job, self._processes):
            if isinstance(item, ReadFile):
                self._new.files[item.file.name] = item.record
                self._report.unreadable.extend(item.record.unreadable)
                self._read, inside = self._read + item.file.size, 0
            else:
                self._count(item)
                inside += item.length
            yield item
            self._tell(inside)

    def _count(self, item: ReadArticle) -> None:
        if item.changed is None:
            self._report.unchanged += 1
        elif item.id in self._indexed:
            self._report.replaced += 1
        else:
            self._report.added += 1

    def _tell(self, inside: int) -> None:
        """Tell the watcher how far we are: never less than before; within a file a guess by the length of articles."""
        self._at = max(self._at, round(min(self._read + inside, self._total) * self._reading))
        self._progress()

    def _tell_written(self, count: int) -> None:
        """Tell the watcher how far we are when so many articles are written, which takes the rest of the time."""
        written = count / self._done if self._done else 1.0
        self._at = max(self._at, round(self._total * (self._reading + (1 - self._reading) * written)))
        self._progress()

    @property
    def _done(self) -> int:
        """How many articles were read to be written."""
        return self._report.added + self._report.replaced

    def _progress(self) -> None:
        self._watch(Progress(self._at, self._total, self._done, time.monotonic() - self._begun))
