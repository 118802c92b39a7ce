"""What Whoosh keeps: the schema, the segments with their deletions, the commits, and the stored articles as JSON.

The posting arrays of a segment lie beside Whoosh's own files under the segment's name (``MAIN_….arrays``), so
that Whoosh's clean-up after a commit takes away what belongs to no segment any more. Articles are a compressed column,
not stored fields: those would be pickles.
"""

from __future__ import annotations

import pickle
import struct
import threading
import zlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh import columns, fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import IndexReader
from whoosh.writing import SegmentWriter

from searchsvc.arrays import Arrays, write_arrays
from searchsvc.article import Article
from searchsvc.encoding import decode, encode
from searchsvc.engines.whoosh.buffer import Buffer
from searchsvc.engines.whoosh.segment import Segment
from searchsvc.errors import IndexDamaged

SCHEMA = fields.Schema(id=fields.ID(), article=fields.COLUMN(columns.CompressedBytesColumn(level=1)))

_DAMAGE = (
    *(ValueError, LookupError, TypeError, AttributeError, ImportError, EOFError, OSError, MemoryError, OverflowError),
    *(struct.error, zlib.error, pickle.UnpicklingError, WhooshIndexError),
)
"""What Whoosh and its pickles raise over files that are not what was written."""


class Store:
    """A Whoosh index in a folder, made where the folder is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        storage = FileStorage(str(folder))
        try:
            empty = not any(folder.iterdir())
            self._index = storage.create_index(SCHEMA) if empty else storage.open_index()
        except _DAMAGE as error:
            raise IndexDamaged(f"the index in {folder} is damaged ({error}): run `searchsvc reindex --full`") from error

    def writer(self) -> SegmentWriter:
        """A Whoosh writer: one segment is added at its commit."""
        return self._index.writer(compound=False)

    def arrays_path(self, segment: str) -> Path:
        """Where the posting arrays of a segment are."""
        return self.folder / f"{segment}.arrays"

    def segments(self) -> list[Segment]:
        """The committed segments, open."""
        found = []
        try:
            committed = self._index._segments()
        except _DAMAGE as error:
            # A reindex that has just swept this generation looks the same; whoever opened it asks for the next.
            raise IndexDamaged(
                f"the index in {self.folder} is damaged ({error!r}): run `searchsvc reindex --full`"
            ) from error
        for kept in committed:
            name = kept.segment_id()
            path = self.arrays_path(name)
            if not path.exists():
                raise IndexDamaged(f"{path} is missing: run `searchsvc reindex --full`")
            segment = Segment(name, Arrays(path), list(kept.deleted_docs()))
            if segment.size != kept.doc_count_all():
                raise IndexDamaged(f"{path} does not fit its segment: run `searchsvc reindex --full`")
            found.append(segment)
        return found

    def reader(self) -> IndexReader:
        """A Whoosh reader over the stored articles of the committed segments."""
        try:
            return self._index.reader()
        except _DAMAGE as error:
            raise IndexDamaged(
                f"the index in {self.folder} is damaged ({error!r}): run `searchsvc reindex --full`"
            ) from error


def put_article(writer: SegmentWriter, article: Article) -> None:
    """Store an article under the next number of the segment being written."""
    stored = encode(article.to_json())
    # Whoosh has only UTF-8; ids come from file names, too, which may hold bytes that are none.
    writer.add_document(id=article.id.encode("utf-8", "backslashreplace").decode(), article=stored)


def commit(store: Store, writer: SegmentWriter, buffer: Buffer, deleted: Mapping[str, Collection[int]]) -> None:
    """Commit what ``writer`` and ``buffer`` hold as one segment, and deletions in older segments by their names."""
    for segment in writer.segments:
        for number in deleted.get(segment.segment_id(), ()):
            segment.delete_document(number)
    if len(buffer):
        write_arrays(store.arrays_path(writer.newsegment.segment_id()), buffer.arrays())
        for number in buffer.dead:
            writer.newsegment.delete_document(number)
    writer.commit(merge=False)


class Shelf:
    """The stored articles of open segments, by segment and number."""

    def __init__(self, store: Store, segments: Sequence[Segment]) -> None:
        # Whoosh's files seek and then read: two threads at once would get each other's bytes.
        self._lock = threading.Lock()
        self._reader = store.reader()
        self._closed = False
        # Of an index without segments Whoosh gives one empty reader.
        leaves = [leaf for leaf, _ in self._reader.leaf_readers()] if segments else []
        try:
            self._columns = {
                segment.name: leaf.column_reader("article") for segment, leaf in zip(segments, leaves, strict=True)
            }
        except _DAMAGE as error:
            self.close()
            raise IndexDamaged(f"the articles in {store.folder} are damaged: run `searchsvc reindex --full`") from error

    def raw(self, segment: Segment, number: int) -> dict[str, Any]:
        """The JSON object of an article; raises IndexDamaged where it cannot be read."""
        try:
            with self._lock:
                raw = self._columns[segment.name][number]
            found: dict[str, Any] = decode(raw)
        except _DAMAGE as error:
            where = f"article {number} of segment {segment.name}"
            raise IndexDamaged(f"{where} cannot be read ({error}): run `searchsvc reindex --full`") from error
        return found

    def article(self, segment: Segment, number: int) -> Article:
        """The article with a number in a segment."""
        return Article.from_json(self.raw(segment, number))

    def close(self) -> None:
        """Let go of Whoosh's files; a second time does nothing."""
        if not self._closed:
            self._closed = True
            self._reader.close()
