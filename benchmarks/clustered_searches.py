"""Searches in a cluster beside those in Tantivy on the same articles, and beside the bare script's own.

Every engine has its query made beforehand and gives the ids of its ten best and the exact total. What a search takes
of processors is counted apart for us who ask and for the nodes.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks import engines
from benchmarks.bare_opensearch import BareOpenSearch
from benchmarks.engines import Ready, Times
from benchmarks.nodes import Nodes
from benchmarks.searches import Asked, Kind
from searchsvc.archive import Archive

ROUNDS = 6
WARMING = 2_000
"""Searches that each engine is asked before: Java compiles what is used often, which takes more than the searches."""

MOST_WORDS = 1_000
NAMES = ("cluster", "Tantivy", "bare script")


Asking = Callable[[Asked], Ready]
"""Makes a search ready."""


class Cost(NamedTuple):
    """What a search took of processors, in milliseconds: of who asks, and of all nodes."""

    client: float
    nodes: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Of one kind of search: the times and costs of every engine, in the order of NAMES.

    ``matches`` is how many articles a search found, and ``postings`` in how many articles its words are, word by word,
    both on average.
    """

    times: Sequence[Times]
    costs: Sequence[Cost]
    matches: float
    postings: float


def compare(
    cluster: Archive, nodes: Nodes, others: Sequence[Asking], asked: Mapping[Kind, Sequence[Asked]]
) -> dict[Kind, Compared]:
    """The figures of each kind. All searches are asked some times before, as Java gets faster by use."""
    askings = [in_archive(cluster), *others]
    searches = {kind: [list(map(asking, every)) for asking in askings] for kind, every in asked.items()}
    for engine in range(len(askings)):
        known = [search for one in searches.values() for search in one[engine]]
        _ask(list(itertools.islice(itertools.cycle(known), WARMING)))
    found: dict[Kind, Compared] = {}
    for kind, every in searches.items():
        costs = [_cost(nodes, one) for one in every]
        times = engines.timed(every, ROUNDS)
        matches = times[0].found / len(asked[kind])
        found[kind] = Compared(times, costs, matches, _postings(cluster, asked[kind]))
    return found


def in_archive(archive: Archive) -> Asking:
    """How an archive is asked."""
    return lambda asked: engines.ours(archive, asked)


def bare(peer: BareOpenSearch) -> Asking:
    """How the index of the bare script is asked."""

    def ready(asked: Asked) -> Ready:
        query = peer.query(asked)
        return lambda: peer.find(query)

    return ready


def _cost(nodes: Nodes, searches: Sequence[Ready]) -> Cost:
    """What each of the searches takes on average."""
    used, nodes_used = time.process_time(), nodes.seconds()
    for _ in range(ROUNDS):
        _ask(searches)
    count = ROUNDS * len(searches) / 1e3
    return Cost((time.process_time() - used) / count, (nodes.seconds() - nodes_used) / count)


def _ask(searches: Sequence[Ready]) -> None:
    for search in searches:
        search()


def _postings(archive: Archive, asked: Sequence[Asked]) -> float:
    """In how many articles the words of a search are, on average: how much there is to read for it."""
    lexicon = archive.lexicon
    words = [word for one in asked for word in _words(archive, one)]
    return sum(map(lexicon.articles, words)) / len(asked)


def _words(archive: Archive, asked: Asked) -> Sequence[str]:
    if asked.kind.shape == "prefix":
        return [listed.word for listed in archive.lexicon.complete(asked.words[0], MOST_WORDS)]
    terms = {term for word in asked.words for _, term in archive.lexicon.spellings(word)}
    return [word for term in terms for word in archive.lexicon.words(term)]


def table(found: Mapping[Kind, Compared]) -> str:
    """The figures as a table of Markdown: of the engines that were measured."""
    names = NAMES[: len(next(iter(found.values())).times)]
    lines = [
        "| p50 / p95, then processors who asks + nodes, ms " + f"| {' | '.join(names)} " * 2 + "| articles found |",
        "|---|" + "---:|" * (2 * len(names) + 1),
    ]
    for kind, one in found.items():
        times = " | ".join(f"{times.p50:.1f} / {times.p95:.1f}" for times in one.times)
        costs = " | ".join(f"{cost.client:.1f} + {cost.nodes:.1f}" for cost in one.costs)
        lines.append(f"| {kind.name} | {times} | {costs} | {one.matches:,.0f} |")
    return "\n".join(lines)


def mean_cost(found: Mapping[Kind, Compared], engine: int = 0) -> Cost:
    """What a search of any kind takes, all kinds equally often."""
    costs = [one.costs[engine] for one in found.values()]
    return Cost(statistics.mean(cost.client for cost in costs), statistics.mean(cost.nodes for cost in costs))


def figures(found: Mapping[Kind, Compared]) -> dict[str, dict[str, float]]:
    """What the model needs, by kind: milliseconds of who asks, of the nodes, of the clock, and what is read."""
    return {
        kind.name: {
            "client_ms": round(one.costs[0].client, 3),
            "node_ms": round(one.costs[0].nodes, 3),
            "p50_ms": round(one.times[0].p50, 2),
            "p95_ms": round(one.times[0].p95, 2),
            "matches": round(one.matches),
            "postings": round(one.postings),
        }
        for kind, one in found.items()
    }
