"""An archive indexed into a cluster in two parts at once, and beside it the bare script: who takes how much of what.

The nodes, the two parts and the script share the processors of one machine, so processor time tells more than the
clock: that of the clients and that of the nodes are counted apart, until the nodes have merged what they were given.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import orjson

from benchmarks.nodes import Nodes
from benchmarks.reindexing import Indexing
from benchmarks.reuters import Record
from benchmarks.watched import Row, Run, used_by_ended, watched

BARE = "bare"
PARTS = 2
SEED = 7


@dataclass(frozen=True, slots=True)
class Built:
    """What one run took: of the clients, of the nodes (seconds of processors, memory), and on the disks.

    ``clients.index_mb`` counts each article once, ``disk_mb`` every copy.
    """

    clients: Indexing
    node_seconds: float
    node_mb: float
    disk_mb: float
    finish: Finish


@dataclass(frozen=True, slots=True)
class Finish:
    """The last step, in which the parts are put together: seconds of the clock, and its peak memory."""

    seconds: float = 0.0
    peak_mb: float = 0.0


@dataclass(frozen=True, slots=True)
class Peers:
    """Where ours and the bare script index the same JSON Lines files: nodes, files, and a folder for ours."""

    nodes: Nodes
    corpus: Path
    index: Path
    articles: int

    def ours(self) -> Built:
        """Index in two parts at once, and put them together."""
        self.nodes.remove("searchsvc-*")
        rmtree(self.index, ignore_errors=True)
        return self._watched("searchsvc-0*", self._in_parts)

    def bare(self) -> Built:
        """Index with the bare script."""
        self.nodes.remove(f"{BARE}*")
        return self._watched(BARE, self._bare)

    def reindex(self, *options: str, folder: str = "") -> tuple[Run, int]:
        """Run ``searchsvc reindex`` with options; what it took, and how many articles there are then."""
        index = self.index / folder if folder else self.index
        command = ["-m", "searchsvc", "reindex", str(self.corpus), "--index", str(index), "--json"]
        run = watched([*command, "--engine", "opensearch", *self.nodes.options, *options])
        return run, json.loads(run.said)["articles"]

    def _in_parts(self) -> tuple[int, float, Finish]:
        parts = [f"{number}/{PARTS}" for number in range(1, PARTS + 1)]
        with ThreadPoolExecutor(PARTS) as pool:
            peak = sum(run.peak_mb for run, _ in pool.map(self._part, parts))
        run, articles = self.reindex("--finish")
        return articles, peak, Finish(run.seconds, run.peak_mb)

    def _part(self, part: str) -> tuple[Run, int]:
        """One part, in a folder of its own as on a machine of its own."""
        return self.reindex("--part", part, "--processes", "1", folder=f"part-{part[0]}")

    def _bare(self) -> tuple[int, float, Finish]:
        run = watched(["-m", "benchmarks.bare_opensearch", str(self.corpus), BARE, *self.nodes.urls])
        return int(json.loads(run.said)["articles"]), run.peak_mb, Finish()

    def _watched(self, pattern: str, step: Callable[[], tuple[int, float, Finish]]) -> Built:
        self.nodes.settle()
        begun, used, nodes_used = time.perf_counter(), used_by_ended(), self.nodes.seconds()
        articles, peak, finish = step()
        seconds, used = time.perf_counter() - begun, used_by_ended() - used
        if articles != self.articles:
            raise RuntimeError(f"{pattern} has {articles} of {self.articles} articles")
        self.nodes.settle()
        node_seconds = self.nodes.seconds() - nodes_used
        once, every = self.nodes.disk_mb(pattern)
        return Built(Indexing(articles, seconds, used, peak, once), node_seconds, self.nodes.memory_mb(), every, finish)


def in_turns(peers: Peers, rounds: int) -> tuple[list[Built], list[Built]]:
    """Runs of ours and of the bare script, each round beginning with the other one; the last of each stays."""
    ours: list[Built] = []
    bare: list[Built] = []
    for turn in range(rounds):
        for runs, step in ((bare, peers.bare), (ours, peers.ours))[:: 1 if turn % 2 else -1]:
            runs.append(step())
    return ours, bare


def rows(ours: Sequence[Built], bare: Sequence[Built]) -> list[Row]:
    """The lines of the report: medians of the runs, the memory the most of all of them."""
    rate, peer = (statistics.median(run.clients.rate for run in runs) for runs in (ours, bare))
    used, peer_used = (statistics.median(map(per_article, runs)) for runs in (ours, bare))
    found = [
        Row("in parts, articles a second", f"{rate:,.0f}"),
        Row("bare script, articles a second", f"{peer:,.0f}"),
        Row("  in parts, against the bare script", f"{rate / peer:.2f} times", "≥ 1 times", rate >= peer),
        Row("  the runs in parts, articles a second", told(ours)),
        Row("  those of the bare script", told(bare)),
        Row("  all processors, against the bare script", f"{used / peer_used:.2f} times"),
        Row("--finish takes of it", f"{statistics.median(run.finish.seconds for run in ours):,.1f} s"),
    ]
    for name, runs in (("in parts", ours), ("bare script", bare)):
        clients = statistics.median(run.clients.processor_seconds / run.clients.articles for run in runs)
        nodes = statistics.median(run.node_seconds / run.clients.articles for run in runs)
        last = runs[-1]
        found += [
            Row(f"{name}: processors an article, clients / nodes", f"{clients * 1e3:.2f} / {nodes * 1e3:.2f} ms"),
            Row(f"{name}: on disk, one copy / all", f"{last.clients.index_mb:,.0f} / {last.disk_mb:,.0f} MB"),
            Row(f"{name}: peak memory of the clients", f"{max(run.clients.peak_mb for run in runs):,.0f} MB"),
            Row(f"{name}:   of --finish", f"{max(run.finish.peak_mb for run in runs):,.0f} MB"),
            Row(f"{name}: memory of the nodes", f"{max(run.node_mb for run in runs):,.0f} MB"),
        ]
    return found


def used(run: Built) -> Row:
    """The line on a run that nothing is held against."""
    clients, nodes = run.clients.processor_seconds / run.clients.articles, run.node_seconds / run.clients.articles
    return Row("in parts: processors an article, clients / nodes", f"{clients * 1e3:.2f} / {nodes * 1e3:.2f} ms")


def figures(runs: Sequence[Built]) -> dict[str, float]:
    """What the model needs of some runs of ours: medians; seconds and megabytes."""

    def median(figure: Callable[[Built], float]) -> float:
        return round(statistics.median(map(figure, runs)), 2)

    return {
        "seconds": median(lambda run: run.clients.seconds),
        "client_seconds": median(lambda run: run.clients.processor_seconds),
        "node_seconds": median(lambda run: run.node_seconds),
        "finish_seconds": median(lambda run: run.finish.seconds),
        "parts_mb": median(lambda run: run.clients.peak_mb),
        "finish_mb": median(lambda run: run.finish.peak_mb),
        "index_mb": median(lambda run: run.clients.index_mb),
    }


def per_article(run: Built) -> float:
    """Seconds of processors that an article took, of clients and nodes together."""
    return (run.clients.processor_seconds + run.node_seconds) / run.clients.articles


def told(runs: Sequence[Built]) -> str:
    """The rates of some runs."""
    return " ".join(f"{run.clients.rate:,.0f}" for run in runs)


@dataclass(frozen=True, slots=True)
class Update:
    """What a reindex took that changed a few articles: seconds, processors of it and of the nodes, its memory."""

    what: str
    seconds: float
    client_seconds: float
    node_seconds: float
    peak_mb: float


def updated(peers: Peers, records: Sequence[Record]) -> Iterator[Update]:
    """Three updates: articles made of these come, are changed, and go again."""
    path = peers.corpus / "update.jsonl"
    shuffle = random.Random(SEED)
    for what in ("added", "changed", "removed"):
        path.unlink(missing_ok=True)
        if what != "removed":
            path.write_bytes(b"".join(orjson.dumps(_shuffled(record, shuffle)) + b"\n" for record in records))
        nodes_used = peers.nodes.seconds()
        run, _ = peers.reindex()
        yield Update(what, run.seconds, run.processor_seconds, peers.nodes.seconds() - nodes_used, run.peak_mb)


def _shuffled(record: Record, shuffle: random.Random) -> Record:
    """An article with the words of another one, which is no copy of it."""
    words = record["body"].split()
    return {**record, "body": " ".join(shuffle.sample(words, len(words)))}
