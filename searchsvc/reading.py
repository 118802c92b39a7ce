"""Changed files read into articles that know their language: here, or in a process of its own beside the indexing.

Reading and telling the language are a third of the work of a reindex; on two processors a second process does it
while the first one indexes. What comes out, and in which order, is the same. Terms are made where they are indexed:
to hand them from process to process costs more than to make them.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from searchsvc.article import Article, Note, Unreadable
from searchsvc.changes import content_of, staying
from searchsvc.corpus import CorpusFile, is_gone, trouble_with
from searchsvc.entries import named
from searchsvc.errors import ReadingStopped
from searchsvc.ledger import FileRecord, Tally, fingerprint
from searchsvc.readers import read_file

WORTH_A_PROCESS = 4_000_000
"""How many bytes there must be to read: starting a process takes about a second."""

LISTED = 100
"""How many troubles of one file are told one by one."""

_BATCH_ITEMS = 64
_BATCH_LENGTH = 1_000_000
_LAST_BREATH = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """The files to read, each with the digests of its articles as they are indexed (by id).

    ``names`` maps the keys of articles to the names they have in files that name them otherwise.
    """

    corpus: Path
    files: tuple[tuple[CorpusFile, dict[str, str]], ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """How much there is to read."""
        return sum(file.size for file, _ in self.files)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article of a file, with its digest and the length of its text; ``changed`` is None where it has not."""

    id: str
    digest: str
    length: int
    changed: Article | None

    def __reduce__(self) -> tuple[type[ReadArticle], tuple[object, ...]]:
        return ReadArticle, (self.id, self.digest, self.length, self.changed)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The end of a file, and what is to be remembered of it."""

    file: CorpusFile
    record: FileRecord


Item = ReadArticle | ReadFile


def read_files(job: Job, *, processes: int = 1) -> Iterator[Item]:
    """The articles of each file of the job, then the file; raises ReadingStopped where a process of its own dies."""
    return _apart(job) if processes > 1 and job.bytes >= WORTH_A_PROCESS else _items(job)


class _Troubles:
    """What of a file could not be read: the first hundred, and how many more."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._first: list[Unreadable] = []
        self._more = 0
        self.whole = False

    def add(self, one: Unreadable) -> None:
        """Note one; ``whole`` tells from then on whether any is about the file and not about a line."""
        self.whole = self.whole or one.line is None
        if len(self._first) < LISTED:
            self._first.append(one)
        else:
            self._more += 1

    def listed(self, *, stays: bool) -> tuple[Unreadable, ...]:
        """Them, told apart where the file cannot be reached and its articles stay."""
        listed = [
            replace(one, reason=staying(one.reason)) if stays and one.line is None else one for one in self._first
        ]
        if self._more:
            lines = "1 more line" if self._more == 1 else f"{self._more:,} more lines"
            listed.append(Unreadable(self._name, f"and {lines} could not be read"))
        return tuple(listed)


class _Counts:
    """What the articles of a file are, and how they were read."""

    def __init__(self) -> None:
        self.tally: Tally = {}
        self._reader = ""

    def note(self, note: Note) -> None:
        """Count what was assumed; a reader counts with each of its articles."""
        if note.kind == "reader":
            self._reader = note.value
        else:
            self._add(note.kind, note.value)

    def count(self, article: Article) -> None:
        """Count an article under its reader, and what there is to say about its date."""
        self._add("reader", self._reader)
        if article.date is None:
            self._add("date", "none")
        elif article.date_doubt:
            self._add("date", article.date_doubt)

    def _add(self, kind: str, value: str) -> None:
        counts = self.tally.setdefault(kind, {})
        counts[value] = counts.get(value, 0) + 1


def _items(job: Job) -> Iterator[Item]:
    for file, known in job.files:
        articles: dict[str, str] = {}
        troubles, counts = _Troubles(file.name), _Counts()
        content = content_of(file)
        for found in read_file(file.path, job.corpus, job.names):
            if isinstance(found, Note):
                counts.note(found)
            elif isinstance(found, Unreadable):
                troubles.add(found)
            elif found.id in articles:
                troubles.add(Unreadable(file.name, f"another article has the id {found.id} already: give each its own"))
            else:
                article = named(found)
                counts.count(article)
                articles[article.id] = digest = fingerprint(article)
                length = sum(map(len, (article.title, article.body, *article.captions)))
                yield ReadArticle(article.id, digest, length, article if known.get(article.id) != digest else None)
        if stays := troubles.whole and _out_of_reach(file.path, content):
            articles, content = {**known, **articles}, ""
        unreadable = troubles.listed(stays=stays and bool(known))
        yield ReadFile(file, FileRecord(file.size, file.mtime_ns, content, articles, unreadable, counts.tally))


def _out_of_reach(path: Path, content: str) -> bool:
    """Whether a file that could not be read is there, and the operating system is what is against it."""
    error = trouble_with(path)
    return not is_gone(path, error) if error else not content


def _apart(job: Job) -> Iterator[Item]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(job, theirs), name="searchsvc-reader", daemon=True)
    with _no_interrupt():
        process.start()
    theirs.close()
    try:
        while (batch := _received(ours, process)) is not None:
            yield from batch
    finally:
        ours.close()
        process.terminate()
        process.join()


def _received(ours: Connection, process: SpawnProcess) -> list[Item] | None:
    """The next batch, None at the end; raises ReadingStopped where the process dies, also in the middle of a batch."""
    try:
        batch: list[Item] | None = ours.recv()
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        process.join(_LAST_BREATH)
        raise ReadingStopped(
            f"the process that reads the files ended with {process.exitcode}, perhaps for want of memory; "
            "the index stays as it was: run it again"
        ) from error
    return batch


def _send(job: Job, out: Connection) -> None:
    """What the other process does: it ends when the work is done, or when nobody takes its work any more."""
    batch: list[Item] = []
    length = 0
    try:
        for item in _items(job):
            batch.append(item)
            length += item.length if isinstance(item, ReadArticle) else 0
            if len(batch) >= _BATCH_ITEMS or length >= _BATCH_LENGTH:
                out.send(batch)
                batch, length = [], 0
        out.send(batch)
        out.send(None)
    except BrokenPipeError:
        return


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Processes started meanwhile are deaf to Ctrl-C, which a terminal sends to all: we end them ourselves."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
