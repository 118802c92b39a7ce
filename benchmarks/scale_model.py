"""What an archive of any size needs of a cluster: a small model whose parameters are measurements.

``docs/scaling.json`` has what benchmarks/clustered.py measured, by number of articles. The parameters are drawn through
all sizes; before, each size is predicted from the smaller ones and held against what was measured there.

    python -m benchmarks.scale_model --articles 100000000 --nodes 12

Units: bytes, seconds of one processor core as fast as those measured on, articles, words.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.scale_parameters import FIGURES, SHARDS, Figures, Parameters, checks, parameters, read
from benchmarks.watched import say

SIZES = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000)
PARTS = 8
SHARD = 40e9
"""Bytes of a shard: one that is larger takes long to move to another node, and is searched by one core."""

ROOM = 0.75
"""The share of a disk that may be full: beyond 85 % a node takes no more shards."""

BUSY = 0.5
"""The share of the processors that may be busy with searches, so that few have to wait."""

SOON = 0.25
"""Seconds that one core may read for a search: where there is more to read, it is shared by more shards."""

COPY = 200e6
"""Bytes a second at which a node gets the copy of a shard: several at a time at 40 MB/s each, the default limit."""


@dataclass(frozen=True, slots=True)
class Hardware:
    """One data node. ``price`` is what it costs an hour, ``speed`` how fast its cores are beside those measured on."""

    cores: int = 8
    memory: float = 64e9
    disk: float = 2e12
    price: float = 0.40
    speed: float = 1.0


HARDWARE = Hardware()


@dataclass(frozen=True, slots=True)
class Plan:
    """An archive, and the cluster that it is to lie in."""

    articles: float
    nodes: int
    parts: int = PARTS
    replicas: int = 1
    keep: int = 2


class Model:
    """What a plan takes."""

    def __init__(self, parameters: Parameters, hardware: Hardware = HARDWARE) -> None:
        self.of = parameters
        self.hardware = hardware

    def disk(self, plan: Plan) -> float:
        """Bytes on all disks: states that were kept share their primaries as links, their copies they do not."""
        once = plan.articles * self.of.index_bytes
        records = self.of.records.at(plan.articles) * (1 + plan.replicas) * plan.keep
        return once * (1 + plan.replicas * plan.keep) + records

    def building(self, plan: Plan) -> float:
        """Bytes on all disks while a new state is built from nothing beside those that are kept."""
        return self.disk(plan) + plan.articles * self.of.index_bytes * (1 + plan.replicas)

    def data_nodes(self, plan: Plan) -> int:
        """The fewest nodes whose disks hold it while it is rebuilt, and whose cores read it soon; three at least."""
        room = self.building(plan) / (self.hardware.disk * ROOM)
        return max(3, math.ceil(room), math.ceil(self.reading(plan) / SOON / self.hardware.cores))

    def shards(self, plan: Plan) -> int:
        """Primary shards: one a node at least, none too large, and none that takes a core too long."""
        size, reading = plan.articles * self.of.index_bytes / SHARD, self.reading(plan) / SOON
        return max(plan.nodes, math.ceil(size), math.ceil(reading))

    def indexing(self, plan: Plan) -> float:
        """Seconds until everything is searchable: parts and nodes at once, then the end, then the copies."""
        speed = self.hardware.speed
        reading = self.of.clients.at(plan.articles) / plan.parts / speed
        writing = self.of.nodes.at(plan.articles) / (plan.nodes * self.hardware.cores) / speed
        return max(reading, writing) + self.of.finish.at(plan.articles) / speed + self.copying(plan)

    def copying(self, plan: Plan) -> float:
        """Seconds until every shard has its copies: all of them are made anew with every change, however small."""
        return plan.articles * self.of.index_bytes * plan.replicas / (plan.nodes * COPY)

    def update(self, plan: Plan) -> float:
        """Seconds of a reindex that changes a hundred articles."""
        return self.of.update.at(plan.articles) / self.hardware.speed + self.copying(plan)

    def reading(self, plan: Plan, kind: str | None = None) -> float:
        """Seconds of the nodes' cores that the words of a search take, of one kind or of all kinds in turns."""
        shares = [self.of.shares[kind]] if kind else list(self.of.shares.values())
        return self.of.search.each * plan.articles * sum(shares) / len(shares) / self.hardware.speed

    def work(self, plan: Plan, kind: str | None = None) -> float:
        """Seconds of the nodes' cores that a search takes: on every shard the same whatever it finds, and reading."""
        return self.of.search.fixed * self.shards(plan) / SHARDS / self.hardware.speed + self.reading(plan, kind)

    def queries(self, plan: Plan) -> float:
        """Searches a second, all kinds in turns, with the nodes BUSY."""
        return BUSY * plan.nodes * self.hardware.cores / self.work(plan)

    def latency(self, plan: Plan, rate: float, kind: str | None = None) -> float:
        """Seconds until an answer, on average, at so many searches a second; infinite where that is too many.

        A search is read on all shards at once, each on one core; it waits for a core as in a queue with ``cores``
        servers a node (Sakasegawa's approximation of M/M/c).
        """
        cores = self.hardware.cores * plan.nodes
        busy = rate * self.work(plan) / cores
        if busy >= 1:
            return math.inf
        at_once = min(cores, self.shards(plan))
        waits = math.pow(busy, math.sqrt(2 * (self.hardware.cores + 1)) - 1) / (self.hardware.cores * (1 - busy))
        return self.of.asking / self.hardware.speed + (self.work(plan, kind) + waits * self.work(plan)) / at_once

    def cost(self, plan: Plan) -> float:
        """What a thousand searches cost with the nodes BUSY all the time, in the unit of the price."""
        return plan.nodes * self.hardware.price / 3600 / self.queries(plan) * 1000

    def limits(self, parts: int = PARTS) -> Iterator[tuple[str, float]]:
        """What breaks, and with how many articles: each with one node of this hardware for it where it is about one."""
        memory = self.hardware.memory
        yield "--finish needs more memory than one machine has", _reached(self.of.finish_held.at, memory)
        yield "a part needs more memory than one machine has", _reached(self.of.part_held.at, memory) * parts
        yield "a web worker needs 4 GB for the words", _reached(lambda n: self.of.web_held.at(self.of.words.at(n)), 4e9)
        yield "eight shards, the default, are too large", 8 * SHARD / self.of.index_bytes
        yield "--finish takes more than a night (8 hours)", _reached(self.of.finish.at, 8 * 3600)
        plan = Plan(1, 3)
        yield (
            "an update of 100 articles takes an hour",
            _reached(lambda n: self.update(self.sized(replace(plan, articles=n))), 3600),
        )

    def sized(self, plan: Plan) -> Plan:
        """The plan with the fewest nodes that it needs."""
        return replace(plan, nodes=self.data_nodes(plan))


def _reached(what: Callable[[float], float], limit: float) -> float:
    """With how many articles something reaches a limit; it may only grow."""
    low, high = 1.0, 1e13
    while high / low > 1.001:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if what(middle) < limit else (low, middle)
    return high


def checked(measured: Mapping[int, Figures]) -> str:
    """The sizes beside the model as a table of Markdown: each as it is predicted from all that are smaller.

    It takes two to draw a line through.
    """
    sizes = sorted(measured)
    found = [
        list(checks(parameters({size: measured[size] for size in sizes[:place]}), sizes[place], measured[sizes[place]]))
        for place in range(2, len(sizes))
    ]
    heads = [f"{size:,}: model | measured | error" for size in sizes[2:]]
    lines = [f"| | {' | '.join(heads)} |", "|---|" + "---:|" * (3 * len(heads))]
    for row in zip(*found, strict=True):
        cells = (f"{said:,.4g} | {came:,.4g} | {said / came - 1:+.0%}" for _, said, came in row)
        lines.append(f"| {row[0][0]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def planned(model: Model, plans: Sequence[Plan]) -> str:
    """What plans take, as a table of Markdown."""
    rows: dict[str, Callable[[Plan], str]] = {
        "data nodes": lambda plan: f"{plan.nodes}",
        "primary shards": lambda plan: f"{model.shards(plan)}",
        "on all disks, GB": lambda plan: f"{model.disk(plan) / 1e9:,.0f}",
        "while it is rebuilt, GB": lambda plan: f"{model.building(plan) / 1e9:,.0f}",
        "indexing in parts, hours": lambda plan: f"{model.indexing(plan) / 3600:,.1f}",
        "100 articles changed, minutes": lambda plan: f"{model.update(plan) / 60:,.1f}",
        "memory of --finish, GB": lambda plan: f"{model.of.finish_held.at(plan.articles) / 1e9:,.1f}",
        "words in memory, GB": lambda plan: f"{model.of.web_held.at(model.of.words.at(plan.articles)) / 1e9:,.1f}",
        "a search, processors, ms": lambda plan: f"{model.work(plan) * 1e3:,.0f}",
        "searches a second, half busy": lambda plan: f"{model.queries(plan):,.1f}",
        "an answer then, ms": lambda plan: f"{model.latency(plan, model.queries(plan)) * 1e3:,.0f}",
        "a thousand searches cost": lambda plan: f"{model.cost(plan):,.3f}",
    }
    lines = [f"| articles | {' | '.join(f'{plan.articles:,.0f}' for plan in plans)} |", "|---|" + "---:|" * len(plans)]
    return "\n".join(lines + [f"| {name} | {' | '.join(map(told, plans))} |" for name, told in rows.items()])


def main(arguments: list[str] | None = None) -> None:
    """Print the check, the plans and what breaks first, as tables of Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_model", description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=float, nargs="*", default=list(SIZES))
    parser.add_argument("--nodes", type=int, help="data nodes; else as few as can hold it")
    parser.add_argument("--parts", type=int, default=PARTS, help="machines that index at once")
    parser.add_argument("--cores", type=int, default=HARDWARE.cores, help="of a data node")
    parser.add_argument("--price", type=float, default=HARDWARE.price, help="of a data node, an hour")
    parser.add_argument("--figures", type=Path, default=FIGURES)
    options = parser.parse_args(arguments)
    measured = read(options.figures)
    model = Model(parameters(measured), Hardware(cores=options.cores, price=options.price))
    plans = [Plan(articles, options.nodes or 0, options.parts) for articles in options.articles]
    say(checked(measured) + "\n")
    say(planned(model, [plan if plan.nodes else model.sized(plan) for plan in plans]) + "\n")
    for what, articles in sorted(model.limits(options.parts), key=lambda limit: limit[1]):
        say(f"{articles:>16,.0f} articles: {what}")


if __name__ == "__main__":
    main()
