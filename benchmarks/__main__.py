"""``make bench``: everything measured in one run, each figure beside its target, as ratios where a machine matters.

Indexing is timed end to end (start of the process, reading, language, analysis, writing, checking) against stock
Whoosh, which gets its articles parsed, and for which only adding and committing count.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import latency, reuters, stock_whoosh

ARTICLES = 20_000
SAMPLE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Indexing:
    """What one run of ``searchsvc reindex`` took; ``peak_mb`` is of all its processes together."""

    articles: int
    seconds: float
    processor_seconds: float
    peak_mb: float
    index_mb: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: what, the figure, the target, and whether it is met (None where there is no target)."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = "" if self.met is None else "met" if self.met else "MISSED"
        return f"{self.what:52}{self.figure:>16}  {self.target:18}{verdict}".rstrip()


def reindex(corpus: Path, index: Path, articles: int) -> Indexing:
    """Index a corpus as a user does, watching the memory of the process and its children."""
    command = [sys.executable, "-m", "searchsvc", "reindex", str(corpus), "--index", str(index)]
    started, used = time.perf_counter(), stock_whoosh.processor_seconds()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = Peak(process.pid)
    peak.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - started
    peak.stop()
    used = stock_whoosh.processor_seconds() - used
    if process.returncode:
        raise RuntimeError(f"reindex ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    return Indexing(articles, seconds, used, peak.megabytes, folder_mb(index))


def folder_mb(folder: Path) -> float:
    """The size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


class Peak(threading.Thread):
    """The most memory that a process and its children held at once: shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.megabytes = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        """Look again and again until told to stop."""
        while not self.over.wait(SAMPLE_SECONDS):
            self.megabytes = max(self.megabytes, sum(map(held_mb, family(self.pid))))

    def stop(self) -> None:
        """Stop looking."""
        self.over.set()
        self.join()


def family(pid: int) -> list[int]:
    """A process and all below it; only itself where the system does not tell."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, children.read_text(encoding="ascii").split())
    return found


def held_mb(pid: int) -> float:
    """The memory of a process, its part of shared pages included; 0 where the system does not tell."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1e3
    return 0.0


def stock(jsonl: Path) -> stock_whoosh.StockFigures:
    """Stock Whoosh on the same articles, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.stock_whoosh", str(jsonl)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return stock_whoosh.StockFigures(**json.loads(done.stdout))


def indexing_rows(ours: Indexing, files: Indexing, again: float, peer: stock_whoosh.StockFigures) -> list[Row]:
    """The lines on indexing."""
    ratio, peak = ours.rate / peer.rate, max(ours.peak_mb, files.peak_mb)
    return [
        Row("stock Whoosh, two processes, articles a second", f"{peer.rate:,.0f}"),
        Row("reindex, JSON Lines, articles a second", f"{ours.rate:,.0f}"),
        Row("  against stock Whoosh", f"{ratio:.2f} times", "≥ 2.5 times", ratio >= 2.5),
        Row("  the same by processor time", f"{peer.processor_seconds / ours.processor_seconds:.2f} times"),
        Row("reindex, saved-article files, articles a second", f"{files.rate:,.0f}"),
        Row("  against stock Whoosh", f"{files.rate / peer.rate:.2f} times"),
        Row(f"reindex of {files.articles:,} files, nothing changed", f"{again:.1f} s"),
        Row("peak memory of all processes", f"{peak:,.0f} MB", "< 1,500 MB", peak < 1500 if peak else None),
        Row("index on disk, against stock Whoosh", f"{ours.index_mb / peer.index_mb:.2f} times"),
        Row("index on disk", f"{ours.index_mb:,.0f} MB"),
    ]


def latency_rows(timings: Sequence[latency.Timing], nasty: Sequence[latency.Timing]) -> list[Row]:
    """The lines on searching."""
    rows = []
    for timing in timings:
        wanted = timing.kind in latency.WORDS_AND_PHRASES
        figure = f"{timing.p50:.1f} / {timing.p95:.1f} ms"
        rows.append(Row(f"{timing.kind}, p50 / p95", figure, *(("p50 < 15 ms", timing.p50 < 15) if wanted else ())))
    slowest = max([*timings, *nasty], key=lambda timing: timing.worst)
    rows += [Row(f"nasty: {timing.kind}", f"{timing.worst:,.0f} ms") for timing in nasty[:5]]
    return [*rows, Row("the slowest of all searches", f"{slowest.worst:,.0f} ms", "≤ 1,000 ms", slowest.worst <= 1000)]


def measure(folder: Path, articles: int, count: int) -> list[Row]:
    """Make the files, index them in every way, ask; gives the lines of the report."""
    records = list(reuters.records(articles))
    jsonl = reuters.write_jsonl(records, folder / "jsonl")
    reuters.write_saved(records, folder / "saved")
    peer = stock(jsonl)
    files = reindex(folder / "saved", folder / "index-of-saved", articles)
    again = reindex(folder / "saved", folder / "index-of-saved", articles).seconds
    ours = reindex(folder / "jsonl", folder / "index", articles)
    queries = latency.Queries(records)
    with latency.serving(folder / "index") as port:
        client = latency.Client(port)
        latency.timing(client, "warming up", [queries.word() for _ in range(20)])
        timings = latency.by_kind(client, queries, count)
        nasty = latency.worst(client, queries)
    return [*indexing_rows(ours, files, again, peer), *latency_rows(timings, nasty)]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the report; ends with 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--queries", type=int, default=60, help="how many of each kind")
    options = parser.parse_args(arguments)
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).resolve().parents[1]))
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), options.articles, options.queries)
    sys.stdout.write("\n".join(map(str, rows)) + "\n")
    if any(row.met is False for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
