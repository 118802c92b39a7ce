"""reindex(): from a corpus folder to a new state of its index, with a report of what was done."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from searchsvc.archive import read_lexicon
from searchsvc.batch import batch
from searchsvc.changes import Changes, compare
from searchsvc.copies import Copies
from searchsvc.corpus import scan
from searchsvc.coverage import Coverage
from searchsvc.engines import IN_CLUSTERS, LOCAL, generations_of, open_engine
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Generations, strangers
from searchsvc.entries import WordCounts, cut
from searchsvc.errors import IndexUnwritable, SettingsError
from searchsvc.ledger import Ledger
from searchsvc.lexicon import Lexicon
from searchsvc.manifest import Manifest
from searchsvc.reading import Job
from searchsvc.report import Report, Watch
from searchsvc.run import Run
from searchsvc.served import FILES, remember
from searchsvc.starting import start_of


def reindex(
    corpus: Path,
    index: Path,
    engine: str = "whoosh",
    cluster: Cluster | None = None,
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
    again. A folder is served with the engine of the first index in it, until that is switched.
    """
    begun = time.monotonic()
    found = scan(corpus)
    generations = generations_of(index, engine, cluster)
    with writable(generations.folder), nullcontext() if dry_run else generations.lock():
        if dry_run:
            generations.insist_on_own_folder()
        else:
            remember(index)
            generations.sweep()
        start = start_of(generations, names or {}, full=full)
        changes = compare(found, start.ledger if start.base else Ledger(), own_names(index, corpus))
        if not full:
            _check_corpus(corpus, start.ledger, changes)
        run = Run(Job(corpus, (), dict(names or {})), start, changes, watch, processes)
        if dry_run:
            run.rehearse()
        else:
            _write(run, generations)
            remember(index, engine)
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


def own_names(index: Path, corpus: Path) -> tuple[str, ...]:
    """The names of the folders and files of the index, where it lies in the corpus; a slash behind each.

    A folder that has the name of an engine, and something else in it than an index, is one of the corpus.
    """
    local = [name for name in LOCAL if Generations(index, name).stamp() or not strangers(index / name)]
    folders = [(index / name).resolve() for name in (*local, *IN_CLUSTERS, *FILES)]
    root = corpus.resolve()
    return tuple(f"{folder.relative_to(root).as_posix()}/" for folder in folders if folder.is_relative_to(root))


def write_records(folder: Path, lexicon: Lexicon, copies: Copies, ledger: Ledger, coverage: Coverage) -> None:
    """Write what a generation has beside the engine's own files and the manifest."""
    (folder / "lexicon.tsv").write_text(lexicon.text, encoding="utf-8")
    (folder / "keywords.json").write_text(json.dumps(lexicon.keywords), encoding="utf-8")
    copies.write(folder)
    ledger.write(folder / "files.json")
    coverage.write(folder)


def _write(run: Run, generations: Generations) -> None:
    """Make the new state current; where no article can have changed, only note the files as they are now."""
    base = run.start.base
    if base and not run.changes.anything:
        run.report.generation = base
        run.cover(run.start.coverage.copies)
        _note_files(run, generations, base)
        return
    with generations.building(base) as folder:
        _build(run, folder, generations)
        run.report.generation = folder.name


def _note_files(run: Run, generations: Generations, name: str) -> None:
    """Write anew what has changed of the files, though no article has."""
    folder = generations.records(name)
    if run.ledger != run.start.ledger:
        run.ledger.write(folder / "files.json")
        generations.amended(name, "files.json")
    if run.report.coverage != run.start.coverage:
        run.report.coverage.write(folder)
        generations.amended(name, "coverage.json")


def _build(run: Run, folder: Path, generations: Generations) -> None:
    """Write the new state into ``folder``, whose engine part is a copy of that of the state to begin from."""
    base = generations.records(run.start.base) if run.start.base else None
    engine = open_engine(generations, folder, cut)
    try:
        words = WordCounts(read_lexicon(base) if base else None)
        with batch(engine, words, run.copies, folder) as changing:
            run.change(changing)
            later = changing.finish(run.tell_written)
        run.tell_written(run.done)
        run.cover(later)
        write_records(folder, words.lexicon(), run.copies, run.ledger, run.report.coverage)
        known = Manifest.read(base).files if base else {}
        Manifest.of(folder, generations.engine, run.ledger.articles, known).write(folder)
    finally:
        engine.close()
