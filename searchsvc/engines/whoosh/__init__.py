"""The default engine: Whoosh keeps the index, our own evaluator searches it over NumPy posting arrays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from whoosh.writing import SegmentWriter

from searchsvc.article import Article
from searchsvc.engines.base import Cut, EnginePage, EngineRequest, Entry, IndexStats
from searchsvc.engines.whoosh.buffer import Buffer
from searchsvc.engines.whoosh.evaluation import Evaluation, Statistics
from searchsvc.engines.whoosh.inversion import POSITIONS_LIMIT
from searchsvc.engines.whoosh.merging import merge, mergeable
from searchsvc.engines.whoosh.ranking import Found, facet, window
from searchsvc.engines.whoosh.recent import Recent
from searchsvc.engines.whoosh.segment import Segment
from searchsvc.engines.whoosh.store import Shelf, Store, commit, put_article
from searchsvc.errors import IndexDamaged

FLUSH_TOKENS = 8_000_000
"""A segment is written when this many terms are gathered: it bounds the memory of a reindex."""


class WhooshEngine:
    """An index in a folder, open for searching; made where there is none."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)
        self._open()

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Open a batch; see :class:`searchsvc.engines.base.Engine`."""
        batch = Batch(self._store, self._segments)
        try:
            yield batch
        except BaseException:
            batch.cancel()
            raise
        batch.finish()
        self._shelf.close()
        self._open()

    def search(self, request: EngineRequest) -> EnginePage:
        """The window asked for, exact totals and facets."""
        evaluation = Evaluation(
            self._statistics, self._recent, scored=request.sort == "relevance" and request.limit > 0
        )
        found = [Found(segment, evaluation.run(request.plan, segment)) for segment in self._segments]
        total = sum(len(one.matches) for one in found)
        keys = window(found, request)
        articles = self.get([key.id for key in keys]) if request.articles else []
        groups = [self._group(key.id) for key in keys] if request.groups else []
        return EnginePage(keys, total, {name: facet(found, name) for name in request.facets}, articles, groups)

    def get(self, ids: Sequence[str]) -> list[Article]:
        """The articles that are there, in the order asked."""
        return [
            self._shelf.article(segment, number)
            for id_ in ids
            for segment in self._segments
            if (number := segment.find(id_)) >= 0
        ]

    def ids(self) -> Iterable[str]:
        """Every searchable id."""
        return [
            segment.id_of(number)
            for segment in self._segments
            for number in range(segment.size)
            if segment.live[number]
        ]

    def stats(self) -> IndexStats:
        """Counts of what is searchable."""
        return IndexStats(self._statistics.articles, len(self._segments))

    def verify(self) -> list[str]:
        """What is wrong: damaged arrays, stored articles that cannot be read or have another id."""
        wrong: list[str] = []
        for segment in self._segments:
            wrong.extend(
                f"{segment.arrays.path.name}: the array {name} is damaged" for name in segment.arrays.damaged()
            )
            if not wrong:
                wrong.extend(self._unreadable(segment))
        return wrong

    def close(self) -> None:
        """Let go of the files."""
        self._shelf.close()

    def _open(self) -> None:
        self._segments = self._store.segments()
        self._statistics = Statistics(self._segments)
        self._recent = Recent()
        self._shelf = Shelf(self._store, self._segments)

    def _group(self, id_: str) -> str:
        """What the field ``group`` holds for an article that is there."""
        return next(
            segment.keyword_of("group", number) for segment in self._segments if (number := segment.find(id_)) >= 0
        )

    def _unreadable(self, segment: Segment) -> Iterator[str]:
        for number in range(segment.size):
            try:
                stored = self._shelf.raw(segment, number).get("id")
            except IndexDamaged as error:
                yield str(error)
                continue
            if stored != segment.id_of(number):
                yield f"segment {segment.name}: article {number} is {stored!r}, expected {segment.id_of(number)!r}"


class Batch:
    """Changes on their way into the index, a segment at a time."""

    def __init__(self, store: Store, segments: Sequence[Segment]) -> None:
        self._store = store
        self._segments = list(segments)
        self._buffer = Buffer()
        self._writer: SegmentWriter | None = None
        self._deleted: dict[str, set[int]] = {}

    def put(self, entry: Entry) -> None:
        """Add or replace an article."""
        if self._writer is None:
            self._writer = self._store.writer()
        self._buffer.add(entry)
        put_article(self._writer, entry.article)
        if self._buffer.tokens >= FLUSH_TOKENS or self._buffer.end > POSITIONS_LIMIT // 2:
            self._flush()

    def remove(self, ids: Collection[str]) -> None:
        """Remove the articles that are there."""
        self._buffer.remove(ids)
        self._delete(ids)

    def finish(self) -> None:
        """Write what is left, then merge what is worth it."""
        self._flush()
        while group := mergeable(self._segments):
            merge(self._store, group)
            self._segments = self._store.segments()

    def cancel(self) -> None:
        """Let go of the writer; the folder is to be thrown away."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None

    def _delete(self, ids: Collection[str]) -> None:
        for segment in self._segments:
            self._deleted.setdefault(segment.name, set()).update(segment.find_many(ids))

    def _flush(self) -> None:
        self._delete(self._buffer.ids)
        if not len(self._buffer) and not any(self._deleted.values()):
            return
        writer = self._writer or self._store.writer()
        self._writer = None
        commit(self._store, writer, self._buffer, self._deleted)
        self._buffer, self._deleted = Buffer(), {}
        self._segments = self._store.segments()


def open_in(folder: Path, _: Cut) -> WhooshEngine:
    """The engine over the index in ``folder``; it has the positions of all terms itself."""
    return WhooshEngine(folder)
