"""The fast engine: Tantivy, a search library in Rust, keeps and searches the index.

It is handed terms that are made already, and its scores are the same BM25; docs/engines.md tells where they differ.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Order, Query

from searchsvc.article import Article
from searchsvc.engines.base import Cut, EnginePage, EngineRequest, Entry, IndexStats
from searchsvc.engines.surrogates import plain, unplain
from searchsvc.engines.tantivy.counting import facets
from searchsvc.engines.tantivy.phrases import LoosePhrases
from searchsvc.engines.tantivy.ranking import Ranking
from searchsvc.engines.tantivy.schema import (
    article_of,
    document,
    entry_of,
    key_of,
    open_index,
    order,
    unscored,
)
from searchsvc.engines.tantivy.translation import Translation
from searchsvc.engines.tantivy.trouble import has_stopped, told_as, written
from searchsvc.engines.tantivy.words import Words
from searchsvc.errors import EngineError, IndexDamaged, SearchsvcError
from searchsvc.query.plan import scores

WRITER_MEMORY = 300_000_000
"""Bytes: a segment is written when its postings fill them, at about 110,000 articles of news. Fewer and larger segments
are faster to search, and in one alone equal scores need no comparing."""

MOST_DELETED = 0.2
"""Tantivy keeps deleted articles, and counts them in its scores, until their segment happens to be merged. Where more
than this share of an index is deleted, the rest is written anew."""

_READ_AT_ONCE = 10_000
_NO_ROOM = (errno.ENOSPC, errno.EFBIG)


class TantivyEngine:
    """An index in a folder, open for searching; made where there is none.

    ``cut`` makes the entry of a stored article again.
    """

    def __init__(self, folder: Path, cut: Cut) -> None:
        self._folder = folder
        self._cut = cut
        try:
            self._index = open_index(folder)
        except ValueError as error:
            raise _not_opened(folder, str(error)) from error
        self._open()

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Open a batch; see :class:`searchsvc.engines.base.Engine`. Raises OSError where the disk does not take it."""
        with self._batch() as batch:
            yield batch
        if deleted_share(self._folder) > MOST_DELETED:
            searcher = self._searcher
            with self._batch() as batch, written(self._folder):
                for _, address in self._places():
                    batch.put(entry_of(searcher.doc(address), self._cut))
        with written(self._folder):
            collect(self._index)
        open_to_readers(self._folder)

    @contextmanager
    def _batch(self) -> Iterator[Batch]:
        batch = Batch(self._index, self._searcher, self._folder)
        try:
            yield batch
            batch.finish()
        finally:
            batch.release()
        with written(self._folder):
            self._index.reload()
            self._open()

    def _places(self) -> Iterator[tuple[str, tantivy.DocAddress]]:
        """Every article, newest first: what orders it, and where it is; as the index was when this began."""
        searcher, everything = self._searcher, Query.all_query()
        for start in range(0, searcher.num_docs, _READ_AT_ONCE):
            yield from searcher.search(everything, _READ_AT_ONCE, False, "newest", start, Order.Asc).hits

    def search(self, request: EngineRequest) -> EnginePage:
        """The window asked for, exact totals and facets."""
        try:
            return self._page(request)
        except ValueError as error:
            raise self._damaged(error) from error

    def get(self, ids: Sequence[str]) -> list[Article]:
        """The articles that are there, in the order asked."""
        if not ids:
            return []
        wanted = self._words.one_of("id", list(map(plain, ids)))
        try:
            hits = self._searcher.search(wanted, len(ids), count=False).hits
            articles = [article_of(self._searcher.doc(address)) for _, address in hits]
        except ValueError as error:
            raise self._damaged(error) from error
        found = {article.id: article for article in articles}
        return [found[id_] for id_ in ids if id_ in found]

    def ids(self) -> Iterable[str]:
        """Every id."""
        everything = Query.all_query()
        return [unplain(id_) for id_, _ in self._searcher.terms_with_prefix("id", "", everything)]

    def stats(self) -> IndexStats:
        """Counts of what is searchable."""
        return IndexStats(self._searcher.num_docs, self._searcher.num_segments)

    def verify(self) -> list[str]:
        """What is wrong: articles that cannot be read, or are not where their date and id say."""
        return [complaint for text, address in self._places() for complaint in self._complaints(text, address)]

    def close(self) -> None:
        """Nothing to do: the files are let go with the last reference."""

    def _open(self) -> None:
        self._searcher = self._index.searcher()
        self._words = Words(self._index.schema)
        loose = LoosePhrases(self._words, self._searcher, self._cut)
        self._translation = Translation(self._words, loose.query)

    def _page(self, request: EngineRequest) -> EnginePage:
        query = self._translation.query(request.plan)
        scored = request.sort == "relevance" and scores(request.plan)
        ranking = Ranking(self._searcher, query, request.sort, scored=scored)
        hits = ranking.window(request)
        return EnginePage(
            [hit.key for hit in hits],
            ranking.total,
            facets(self._searcher, query, request.facets),
            ranking.articles(hits) if request.articles else [],
            ranking.groups(hits) if request.groups else [],
        )

    def _damaged(self, error: ValueError) -> IndexDamaged:
        """Tantivy tells what it cannot read as a ValueError."""
        return IndexDamaged(f"{self._folder} cannot be read ({error}): run `searchsvc reindex --full`")

    def _complaints(self, expected: str, address: tantivy.DocAddress) -> Iterator[str]:
        id_ = key_of(expected, "newest").id
        try:
            article = article_of(self._searcher.doc(address))
        except (ValueError, KeyError) as error:
            yield f"article {id_!r} cannot be read: {error}"
            return
        if order(unscored(article), "newest") != expected:
            yield f"article {article.id!r} lies in the place of {id_!r}"


class Batch:
    """Changes on their way into the index; they are there after ``finish``, and gone where it is not reached."""

    def __init__(self, index: tantivy.Index, searcher: tantivy.Searcher, folder: Path) -> None:
        with written(folder):
            self._writer: tantivy.IndexWriter | None = index.writer(WRITER_MEMORY, num_threads=1)
        self._searcher = searcher
        self._folder = folder
        self._added: set[str] = set()

    def put(self, entry: Entry) -> None:
        """Add or replace an article."""
        id_, made = plain(entry.article.id), document(entry)
        with written(self._folder), self._told_why():
            # To delete costs a look into every segment, also for what is in none.
            if id_ in self._added or self._searcher.doc_freq("id", id_):
                self._open_writer.delete_documents_by_term("id", id_)
            self._added.add(id_)
            self._open_writer.add_document(made)

    def remove(self, ids: Collection[str]) -> None:
        """Remove the articles that are there."""
        with written(self._folder):
            for id_ in ids:
                self._open_writer.delete_documents_by_term("id", plain(id_))

    def finish(self) -> None:
        """Write what is left, and wait for the segments that are being merged."""
        with written(self._folder):
            self._open_writer.commit()
            self._open_writer.wait_merging_threads()

    @contextmanager
    def _told_why(self) -> Iterator[None]:
        """Tell of a writer whose thread has ended why it has: only a commit says that."""
        try:
            yield
        except ValueError as error:
            if has_stopped(str(error)):
                self._open_writer.commit()
            raise

    def release(self) -> None:
        """Let go of the lock, which Tantivy holds until the last reference to its writer is gone."""
        self._writer = None

    @property
    def _open_writer(self) -> tantivy.IndexWriter:
        assert self._writer is not None
        return self._writer


def collect(index: tantivy.Index) -> None:
    """Remove the files of segments that were merged away."""
    writer = index.writer(num_threads=1)
    writer.garbage_collect_files()
    writer.wait_merging_threads()


def deleted_share(folder: Path) -> float:
    """How much of the index in ``folder`` is deleted articles: 0 to 1."""
    segments = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
    written = sum(segment["max_doc"] for segment in segments)
    deleted = sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment["deletes"])
    return deleted / written if written else 0.0


def open_to_readers(folder: Path) -> None:
    """Let other users search the index: Tantivy writes some files for their owner alone, and locks one to open it."""
    mode = folder.stat().st_mode & 0o666
    for name in ("meta.json", ".managed.json"):
        (folder / name).chmod(mode)
    (folder / ".tantivy-meta.lock").chmod(mode | (mode >> 1) & 0o222)


def _not_opened(folder: Path, why: str) -> SearchsvcError | OSError:
    if "PermissionDenied" in why or "ReadOnlyFilesystem" in why:
        remedy = "it has to be able to read all files there and to write .tantivy-meta.lock"
        return EngineError(f"{folder} cannot be opened by this user: {remedy}")
    if isinstance(trouble := told_as(why, folder), OSError) and trouble.errno in _NO_ROOM:
        return trouble
    return IndexDamaged(f"{folder} is not an index of Tantivy's ({why}): run `searchsvc reindex --full`")


def open_in(folder: Path, cut: Cut) -> TantivyEngine:
    """The engine over the index in ``folder``."""
    return TantivyEngine(folder, cut)
