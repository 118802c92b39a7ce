"""What the archive covers, for the page ``/about`` and its JSON: from when to when, from where, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from searchsvc import searching
from searchsvc.answer import FacetCount, IndexInfo, SearchRequest
from searchsvc.archive import Archive
from searchsvc.coverage import Coverage
from searchsvc.engines.base import UNDATED, Sort
from searchsvc.web.periods import month_name, month_number, month_spoken

MOST_GAPS = 12
SHORTEST_GAP = 2  # months


@dataclass(frozen=True, slots=True)
class Gap:
    """Months without an article between two that have some: the first and the last, as ``2020-02``."""

    first: str
    last: str
    months: int
    says: str


@dataclass(frozen=True, slots=True)
class About:
    """The archive in numbers. ``first`` and ``last`` are the days of the oldest and the newest article."""

    index: IndexInfo
    coverage: Coverage
    first: dt.date | None
    last: dt.date | None
    years: tuple[FacetCount, ...]
    months: tuple[FacetCount, ...]
    sources: tuple[FacetCount, ...]
    languages: tuple[FacetCount, ...]
    undated: int
    gaps: tuple[Gap, ...]

    def to_json(self) -> dict[str, Any]:
        """The archive in numbers, as a JSON object."""
        return {
            "index": self.index.to_json(),
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "years": _counts(self.years),
            "sources": _counts(self.sources),
            "languages": _counts(self.languages),
            "undated": self.undated,
            "gaps": [{"from": gap.first, "to": gap.last, "months": gap.months} for gap in self.gaps],
            "coverage": self.coverage.to_json(),
        }


def about(archive: Archive) -> About:
    """The numbers of an archive; every article counts, near-copies too."""
    asked = SearchRequest(per_page=1, fragments=0, copies="all", facets=("source", "lang", "year", "date"))
    facets = searching.search(archive, asked).facets
    dated = [row for row in facets["year"] if row.value != UNDATED]
    return About(
        index=archive.info,
        coverage=archive.coverage,
        first=_end(archive, "oldest"),
        last=_end(archive, "newest"),
        years=tuple(dated),
        months=facets["date"],
        sources=facets["source"],
        languages=facets["lang"],
        undated=sum(row.count for row in facets["year"] if row.value == UNDATED),
        gaps=_gaps(facets["date"]),
    )


def _counts(rows: Sequence[FacetCount]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def _end(archive: Archive, sort: Sort) -> dt.date | None:
    """The day of the first article in this order."""
    found = searching.search(archive, SearchRequest(sort=sort, per_page=1, fragments=0, copies="all"))
    return found.hits[0].article.day if found.hits else None


def _gaps(months: Sequence[FacetCount]) -> tuple[Gap, ...]:
    """The longest stretches of months without an article, the longest first."""
    numbers = sorted(month_number(row.value) for row in months if row.value != UNDATED)
    empty = [(one + 1, other - 1) for one, other in pairwise(numbers)]
    longest = sorted(empty, key=lambda gap: (gap[0] - gap[1], gap[0]))[:MOST_GAPS]
    return tuple(_gap(first, last) for first, last in longest if last - first + 1 >= SHORTEST_GAP)


def _gap(first: int, last: int) -> Gap:
    says = f"{month_spoken(first)} to {month_spoken(last)}"
    return Gap(month_name(first), month_name(last), last - first + 1, says)
