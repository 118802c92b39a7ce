"""Entries that wait: which copies an article has is known when all are read, and an engine is told with the article."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from searchsvc.engines.base import Entry

_IN_MEMORY = 64_000_000
"""Bytes; more than that is written to a file, some 5,000 for an article of news."""


class Spool:
    """Entries, kept in memory or in a file in ``folder`` that nobody else sees and that is gone at the end."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115  # closed by __exit__
        self._count = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, entry: Entry) -> None:
        """Keep an entry."""
        pickle.dump((entry.article, entry.fields, entry.keywords), self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order in which they were put."""
        self._file.seek(0)
        for _ in range(self._count):
            yield Entry(*pickle.load(self._file))  # written above, in a file of our own
