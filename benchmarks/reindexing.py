"""``searchsvc reindex`` as a whole, and beside it the bare script: articles a second, size of the index, memory."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from benchmarks.watched import Row, Run, folder_mb, watched

ROUNDS = 3
MOST_MB = 1000
LARGER = 1.2


@dataclass(frozen=True, slots=True)
class Indexing:
    """What one run took, from the start of its process to the end; ``peak_mb`` is of all its processes together."""

    articles: int
    seconds: float
    processor_seconds: float
    peak_mb: float
    index_mb: float

    @classmethod
    def of(cls, run: Run, articles: int, index: Path) -> Indexing:
        """The figures of a run that left an index."""
        return cls(articles, run.seconds, run.processor_seconds, run.peak_mb, folder_mb(index))

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def reindex(corpus: Path, index: Path, articles: int, engine: str = "whoosh") -> Indexing:
    """Index a corpus as a user does; raises RuntimeError where the index has not as many articles."""
    run = watched(["-m", "searchsvc", "reindex", str(corpus), "--index", str(index), "--engine", engine, "--json"])
    total = json.loads(run.said)["articles"]
    if total != articles:
        raise RuntimeError(f"the index has {total} of {articles} articles")
    return Indexing.of(run, articles, index)


def bare(jsonl: Path, folder: Path, articles: int, threads: int = 1) -> Indexing:
    """Index a JSON Lines file with the bare script."""
    run = watched(["-m", "benchmarks.bare_tantivy", str(jsonl), str(folder), "--threads", str(threads)])
    if json.loads(run.said)["articles"] != articles:
        raise RuntimeError(f"the bare script indexed {run.said} of {articles} articles")
    return Indexing.of(run, articles, folder)


def beside_bare(jsonl: Path, index: Path, peer: Path, articles: int, rounds: int = ROUNDS) -> list[Row]:
    """The lines on indexing: ours and the bare script in turns, each round beginning with the other one.

    ``index`` and ``peer`` are the folders that the last round leaves. The JSON Lines file is alone in its folder.
    """
    runs: dict[str, list[Indexing]] = {"ours": [], "bare": []}
    steps: list[tuple[str, Path, Callable[[], Indexing]]] = [
        ("ours", index / "tantivy", lambda: reindex(jsonl.parent, index, articles, "tantivy")),
        ("bare", peer, lambda: bare(jsonl, peer, articles)),
    ]
    for turn in range(rounds):
        for name, folder, step in steps if turn % 2 else reversed(steps):
            rmtree(folder, ignore_errors=True)
            runs[name].append(step())
    return rows(runs["ours"], runs["bare"])


def rows(ours: Sequence[Indexing], peer: Sequence[Indexing]) -> list[Row]:
    """The lines of the report: medians of the runs, the memory the most of all of them."""
    rate, peer_rate = (statistics.median(run.rate for run in runs) for runs in (ours, peer))
    used, peer_used = (statistics.median(run.processor_seconds for run in runs) for runs in (ours, peer))
    size, peer_size = ours[-1].index_mb, peer[-1].index_mb
    peak = max(run.peak_mb for run in ours)
    return [
        Row("bare Tantivy, articles a second", f"{peer_rate:,.0f}"),
        Row("reindex, articles a second", f"{rate:,.0f}"),
        Row("  against bare Tantivy", f"{rate / peer_rate:.2f} times", "≥ 1 times", rate >= peer_rate),
        Row("  processor time, against bare Tantivy", f"{used / peer_used:.2f} times"),
        Row("  the runs, articles a second", " ".join(f"{run.rate:,.0f}" for run in ours)),
        Row("  those of bare Tantivy", " ".join(f"{run.rate:,.0f}" for run in peer)),
        Row("index on disk, bare Tantivy", f"{peer_size:,.0f} MB"),
        Row("index on disk", f"{size:,.0f} MB"),
        Row("  against bare Tantivy", f"{size / peer_size:.2f} times", f"≤ {LARGER} times", size <= LARGER * peer_size),
        Row("peak memory, bare Tantivy", f"{max(run.peak_mb for run in peer):,.0f} MB"),
        Row("peak memory of all processes", f"{peak:,.0f} MB", f"< {MOST_MB:,} MB", peak < MOST_MB if peak else None),
    ]
