"""How far two engines give the same answers to the same plans: totals, facets, the ten best, their scores.

The Whoosh engine scores whole arrays with exact statistics; it is what the other one is held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.searches import Asked
from benchmarks.watched import Row
from searchsvc.archive import Archive
from searchsvc.engines.base import EnginePage, EngineRequest, FacetName
from searchsvc.query.parser import read
from searchsvc.query.planner import make_plan

LEAST = 0.95
SHOWN = 10
TOLD = 5


@dataclass(slots=True)
class Overlap:
    """What came of some searches: of each the share of the one's ten best that the other has, too."""

    shares: list[float] = field(default_factory=list)
    same_order: int = 0
    totals_differ: list[str] = field(default_factory=list)
    facets_differ: list[str] = field(default_factory=list)
    tops_differ: list[str] = field(default_factory=list)
    scores_differ: float = 0.0

    def note(self, text: str, one: EnginePage, other: EnginePage) -> None:
        """Count one search; scores are compared where both have the article, relative to the higher."""
        mine, theirs = ([key.id for key in page.keys] for page in (one, other))
        share = len(set(mine) & set(theirs)) / len(mine) if mine else float(not theirs)
        self.shares.append(share)
        self.same_order += mine == theirs
        if one.total != other.total:
            self.totals_differ.append(f"{text}: {one.total} and {other.total}")
        if one.facets != other.facets:
            self.facets_differ.append(text)
        if share < 1:
            self.tops_differ.append(f"{text}: {share:.0%}")
        scores = {key.id: key.score for key in other.keys}
        for key in one.keys:
            if (highest := max(key.score, scores.get(key.id, 0.0))) and key.id in scores:
                self.scores_differ = max(self.scores_differ, abs(key.score - scores[key.id]) / highest)


def compare(one: Archive, other: Archive, asked: Iterable[Asked], facets: tuple[FacetName, ...] = ()) -> Overlap:
    """Put the searches to both. The plans are made with the lexicon of the first; both have the same articles."""
    found = Overlap()
    for search in asked:
        request = EngineRequest(make_plan(read(search.text).tree, one.lexicon).plan, limit=SHOWN, facets=facets)
        found.note(search.text, one.engine.search(request), other.engine.search(request))
    return found


def rows(found: Overlap) -> list[Row]:
    """The lines of the report, with some of the searches that differ."""
    count, share = len(found.shares), sum(found.shares) / len(found.shares)
    differ, counted = len(found.totals_differ), len(found.facets_differ)
    return [
        Row(f"top ten of both engines over {count} searches", f"{share:.2%}", f"≥ {LEAST:.0%}", share >= LEAST),
        Row("  the same ten in the same order", f"{found.same_order} searches"),
        Row("  largest difference of a score", f"{found.scores_differ:.1e}"),
        *told(found.tops_differ),
        Row("  totals that differ", f"{differ}", "none", differ == 0),
        *told(found.totals_differ),
        Row("  facets that differ, where asked for", f"{counted}", "none", counted == 0),
        *told(found.facets_differ),
    ]


def told(searches: Sequence[str]) -> list[Row]:
    """The first few of some searches."""
    return [Row(f"    {text}", "") for text in searches[:TOLD]]
