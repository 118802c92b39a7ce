"""Engines beside each other on the same articles and searches, without a service around them.

Every engine has its query made beforehand and gives the ids of its ten best and the exact total. The engines take
turns, search by search, so that whatever else the machine does slows all of them; what counts is each search's median.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.bare_fts5 import BareFts5
from benchmarks.bare_tantivy import BareTantivy
from benchmarks.searches import Asked, Found, Kind
from benchmarks.watched import Row
from searchsvc.archive import Archive
from searchsvc.engines.base import EngineRequest
from searchsvc.query.parser import read
from searchsvc.query.planner import make_plan

ROUNDS = 12
AGAINST_BARE = 1.3
SHOWN = 10
EXEMPT = "a rare word"
"""The kind that FTS5 may be faster on."""

Ready = Callable[[], Found]


@dataclass(frozen=True, slots=True)
class Times:
    """Of one engine and one kind: milliseconds of each search (its median), and how many articles all of them found."""

    milliseconds: list[float]
    found: int

    @property
    def p50(self) -> float:
        """The median search."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """All but one in twenty are faster."""
        return sorted(self.milliseconds)[max(0, round(len(self.milliseconds) * 0.95) - 1)]


def ours(archive: Archive, asked: Asked) -> Ready:
    """The search in an engine of searchsvc, its plan made."""
    request = EngineRequest(make_plan(read(asked.text).tree, archive.lexicon).plan, limit=SHOWN)

    def find() -> Found:
        page = archive.engine.search(request)
        return Found([key.id for key in page.keys], page.total)

    return find


def bare(peer: BareTantivy, asked: Asked) -> Ready:
    """The search in bare Tantivy, its query made."""
    query = peer.query(asked)
    return lambda: peer.find(query)


def fts5(peer: BareFts5, asked: Asked) -> Ready:
    """The search in FTS5, its query written."""
    query = peer.query(asked)
    return lambda: peer.find(query)


def timed(searches: Sequence[Sequence[Ready]], rounds: int = ROUNDS) -> list[Times]:
    """The times of some engines, of each the same searches. One round before the others warms everything up."""
    taken: list[list[list[float]]] = [[[] for _ in one] for one in searches]
    found = [sum(search().total for search in one) for one in searches]
    with no_garbage_collection():
        for turn in range(rounds):
            for number in range(len(searches[0])):
                for engine in _order(len(searches), turn):
                    search = searches[engine][number]
                    begun = time.perf_counter()
                    search()
                    taken[engine][number].append((time.perf_counter() - begun) * 1e3)
    medians = ([statistics.median(times) for times in one] for one in taken)
    return [Times(one, total) for one, total in zip(medians, found, strict=True)]


def _order(engines: int, turn: int) -> Sequence[int]:
    """Who asks first: in turns, and every other time around, so that none always comes behind the same other one.

    A search of FTS5 leaves nothing of anybody else in the processor's cache.
    """
    order = [(place + turn // 2) % engines for place in range(engines)]
    return order if turn % 2 == 0 else order[::-1]


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Python collects no garbage inside of the block."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def compare(
    archive: Archive,
    tantivy: BareTantivy,
    sqlite: BareFts5,
    asked: Mapping[Kind, Sequence[Asked]],
    rounds: int = ROUNDS,
) -> dict[Kind, list[Times]]:
    """The times of searchsvc, bare Tantivy and FTS5, by kind."""
    return {
        kind: timed(
            (
                [ours(archive, one) for one in every],
                [bare(tantivy, one) for one in every],
                [fts5(sqlite, one) for one in every],
            ),
            rounds,
        )
        for kind, every in asked.items()
    }


def table(times: Mapping[Kind, Sequence[Times]]) -> str:
    """The times as lines of text: p50 / p95 of each engine, and how many articles it found beside ours."""
    lines = [f"{'p50 / p95, ms':20}{'searchsvc':>16}{'bare Tantivy':>16}{'FTS5':>18}{'found, bare / FTS5':>22}"]
    for kind, (mine, tantivy, sqlite) in times.items():
        figures = "".join(f"{one.p50:8.2f} /{one.p95:6.2f}" for one in (mine, tantivy))
        found = " / ".join(f"{one.found / max(1, mine.found):.2f}" for one in (tantivy, sqlite))
        lines.append(f"{kind.name:20}{figures}{sqlite.p50:10.2f} /{sqlite.p95:6.1f}{found:>22}")
    return "\n".join(lines)


def rows(times: Mapping[Kind, Sequence[Times]]) -> list[Row]:
    """The lines of the report: a ratio to each peer and kind."""
    found = []
    for kind, (mine, tantivy, sqlite) in times.items():
        slower, faster = mine.p50 / tantivy.p50, sqlite.p50 / mine.p50
        met = slower <= AGAINST_BARE
        found.append(
            Row(f"{kind.name}: p50 against bare Tantivy", f"{slower:.2f} times", f"≤ {AGAINST_BARE} times", met)
        )
        target = ("", None) if kind.name == EXEMPT else ("> 1 times", faster > 1)
        found.append(Row(f"{kind.name}: faster than FTS5", f"{faster:.1f} times", *target))
    return found
