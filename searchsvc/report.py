"""What a reindex tells: how far it is, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from searchsvc.article import Unreadable
from searchsvc.coverage import Coverage

NO_INDEX_YET = "there was no index yet"
"""The reason for a new index that needs no telling."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reindex is: of the bytes that have to be read, and in articles."""

    read: int
    total: int
    articles: int
    seconds: float


@dataclass(slots=True)
class Report:
    """What a reindex did. ``files`` counts those of the corpus, ``articles`` what is in the index now."""

    generation: str = ""
    files: int = 0
    articles: int = 0
    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    full: bool = False
    why_full: str = ""
    unreadable: list[Unreadable] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)

    @property
    def changed(self) -> int:
        """How many articles were written or removed."""
        return self.added + self.replaced + self.removed

    def to_json(self) -> dict[str, Any]:
        """The report as a JSON object."""
        made = asdict(self)
        del made["coverage"]["troubles"]  # they are in ``unreadable``
        return made


Watch = Callable[[Progress], None]
