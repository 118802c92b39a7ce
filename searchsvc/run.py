"""One run over a corpus: what changed is read, handed on, entered in the ledger, counted and told."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from searchsvc.batch import Changing, Rehearsal
from searchsvc.changes import Changes
from searchsvc.corpus import CorpusFile
from searchsvc.coverage import Coverage
from searchsvc.ledger import Ledger
from searchsvc.reading import Item, Job, ReadArticle, ReadFile
from searchsvc.reading_apart import read_with
from searchsvc.report import Progress, Report, Watch
from searchsvc.starting import Start

_READING = 0.6
"""How much of the time goes by until all is read; the rest is writing."""


class Run:
    """One reindex: the ledger before and after, and the report."""

    def __init__(self, job: Job, start: Start, changes: Changes, watch: Watch, processes: int) -> None:
        self.start = start
        self.changes = changes
        self.copies = start.copies
        self.ledger = Ledger(str(job.corpus.resolve()), dict(changes.same), dict(job.names))
        self._old = start.ledger if start.base else Ledger()
        self._job = job
        self._processes = processes
        self._watch = watch
        self._begun = time.monotonic()
        self._read = self._at = 0
        self._total = changes.bytes
        self._reading = _READING
        self._indexed = {id_ for file in changes.changed for id_ in self._known(file)}
        self.report = Report(
            files=changes.files,
            unchanged=sum(len(record.articles) for record in changes.same.values()),
            full=start.base is None,
            why_full=start.why_full,
            unreadable=[*changes.unreadable, *(one for record in changes.same.values() for one in record.unreadable)],
        )

    def rehearse(self) -> None:
        """Read everything that changed and count it."""
        self._reading = 1.0
        rehearsal = Rehearsal(self.copies)
        self.change(rehearsal)
        self.cover(rehearsal.finish())

    def finished(self, begun: float) -> Report:
        """The report, complete."""
        self.report.articles = self.ledger.articles
        self.report.seconds = time.monotonic() - begun
        self.report.unreadable.sort(key=attrgetter("place"))
        return self.report

    def cover(self, copies: int) -> None:
        """Note what the archive covers now, with so many near-copies of earlier articles."""
        self.report.coverage = Coverage.of(self.ledger, self.changes.unreadable, self.changes.aside, copies)

    def change(self, changing: Changing) -> None:
        """Hand on what goes and what comes, while it is read."""
        self._remove(self.changes.gone, changing)
        for item in self._items():
            if isinstance(item, ReadFile):
                self._remove(self._left(item.file), changing)
            elif item.changed is not None:
                changing.put(item.changed, indexed=item.id in self._indexed)

    def _remove(self, ids: Sequence[str], changing: Changing) -> None:
        changing.remove(ids)
        self.report.removed += len(ids)

    def _known(self, file: CorpusFile) -> dict[str, str]:
        """The articles of a file as they are indexed: their ids, with the digest of each."""
        before = self._old.files.get(file.name)
        return before.articles if before else {}

    def _left(self, file: CorpusFile) -> list[str]:
        """The ids of articles that are indexed and no longer in the file, which has been read."""
        return [id_ for id_ in self._known(file) if id_ not in self.ledger.files[file.name].articles]

    def _items(self) -> Iterator[Item]:
        """Everything that is read, counted and told; a file is entered in the new ledger at its end."""
        job = replace(self._job, files=tuple((file, self._known(file)) for file in self.changes.changed))
        inside = 0
        for item in read_with(job, self._processes):
            if isinstance(item, ReadFile):
                self.ledger.files[item.file.name] = item.record
                self.report.unreadable.extend(item.record.unreadable)
                self._read, inside = self._read + item.file.size, 0
            else:
                self._count(item)
                inside += item.length
            yield item
            self._tell(inside)

    def _count(self, item: ReadArticle) -> None:
        if item.changed is None:
            self.report.unchanged += 1
        elif item.id in self._indexed:
            self.report.replaced += 1
        else:
            self.report.added += 1

    def _tell(self, inside: int) -> None:
        """Tell the watcher how far we are: never less than before; within a file a guess by the length of articles."""
        self._at = max(self._at, round(min(self._read + inside, self._total) * self._reading))
        self._progress()

    def tell_written(self, count: int) -> None:
        """Tell the watcher how far we are when so many articles are written, which takes the rest of the time."""
        written = count / self.done if self.done else 1.0
        self._at = max(self._at, round(self._total * (self._reading + (1 - self._reading) * written)))
        self._progress()

    @property
    def done(self) -> int:
        """How many articles were read to be written."""
        return self.report.added + self.report.replaced

    def _progress(self) -> None:
        self._watch(Progress(self._at, self._total, self.done, time.monotonic() - self._begun))
