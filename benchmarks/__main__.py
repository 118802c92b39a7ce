"""``make bench``: everything measured in one run, each figure beside its target, as ratios where a machine matters.

Indexing is timed end to end (start of the process, reading, language, analysis, writing, checking) against stock
Whoosh, which gets its articles parsed, and for which only adding and committing count.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import latency, reuters, stock_whoosh
from benchmarks.reindexing import Indexing, reindex
from benchmarks.watched import Row, report, watched

ARTICLES = 20_000


def stock(jsonl: Path) -> stock_whoosh.StockFigures:
    """Stock Whoosh on the same articles, in a process of its own."""
    return stock_whoosh.StockFigures(**json.loads(watched(["-m", "benchmarks.stock_whoosh", str(jsonl)]).said))


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
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), options.articles, options.queries)
    report(rows)


if __name__ == "__main__":
    main()
