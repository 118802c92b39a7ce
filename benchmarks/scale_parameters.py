"""What was measured of archives in a cluster, as parameters of a model: by article, by word, by posting.

Units: bytes, seconds of one processor core as fast as those measured on, articles, words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.watched import PROJECT

FIGURES = PROJECT / "docs" / "scaling.json"
SHARDS = 3
"""Primary shards of what was measured."""

Figures = Mapping[str, Any]
"""What benchmarks/clustered.py noted of one size."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that grows by the same amount with each article, word or posting."""

    fixed: float
    each: float

    def at(self, count: float) -> float:
        """How much it is for so many."""
        return self.fixed + self.each * count

    @classmethod
    def through(cls, points: Sequence[tuple[float, float]]) -> Line:
        """The line nearest to some points, of all that are nowhere below zero."""
        middle = sum(x for x, _ in points) / len(points)
        height = sum(y for _, y in points) / len(points)
        spread = sum((x - middle) ** 2 for x, _ in points)
        each = sum((x - middle) * (y - height) for x, y in points) / spread if spread else math.inf
        if (fixed := height - each * middle) >= 0 and each >= 0:
            return cls(fixed, each)
        if each < 0:
            return cls(height, 0)
        return cls(0, sum(x * y for x, y in points) / sum(x * x for x, _ in points))


@dataclass(frozen=True, slots=True)
class Growth:
    """Something that grows ever more slowly, as the vocabulary of an archive does: factor × articles ** exponent."""

    factor: float
    exponent: float

    def at(self, articles: float) -> float:
        """How many there are in so many articles."""
        return float(self.factor * articles**self.exponent)

    @classmethod
    def through(cls, *points: tuple[float, float]) -> Growth:
        """The growth that has the first point and the last; where that is one, with its square root."""
        (first, low), (last, high) = points[0], points[-1]
        exponent = math.log(high / low) / math.log(last / first) if last != first else 0.5
        return cls(low / first**exponent, exponent)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What was measured, of articles: lines and growths over their number, unless it says otherwise.

    ``index`` is bytes of one copy by what they hold, ``records`` what lies beside the index. ``clients``, ``nodes`` and
    ``finish`` are seconds of indexing: of who reads, of the nodes, of putting the parts together; ``part_held`` and
    ``finish_held`` bytes in the memory of these. ``web_held`` is bytes over words. ``asking`` is seconds of a search
    for who asks; ``search`` seconds for the nodes over the articles that its words are in, ``shares`` how many
    these are of all articles, by kind of search. ``update`` is seconds of a reindex that changes a hundred articles.
    """

    index: Mapping[str, float]
    records: Line
    clients: Line
    nodes: Line
    finish: Line
    part_held: Line
    finish_held: Line
    words: Growth
    web_held: Line
    asking: float
    search: Line
    shares: Mapping[str, float]
    update: Line

    @property
    def index_bytes(self) -> float:
        """Bytes of one copy of an article in the index."""
        return sum(self.index.values())


def read(path: Path = FIGURES) -> dict[int, Figures]:
    """The figures, by number of articles."""
    return {int(size): figures for size, figures in json.loads(path.read_text(encoding="utf-8")).items()}


def parameters(measured: Mapping[int, Figures]) -> Parameters:
    """The parameters drawn through some sizes; of index and searches, as in the largest."""
    sizes = sorted(measured)
    last = measured[sizes[-1]]

    def line(figure: Callable[[Figures], float]) -> Line:
        return Line.through([(size, figure(measured[size])) for size in sizes])

    searches = [
        (kind["postings"], kind["node_ms"] / 1e3) for size in sizes for kind in measured[size]["searches"].values()
    ]
    asking = [kind["client_ms"] / 1e3 for kind in last["searches"].values()]
    return Parameters(
        index={part: size / sizes[-1] for part, size in last["index"].items()},
        records=line(lambda one: sum(one["records"].values()) * 1e6),
        clients=line(lambda one: one["indexing"]["client_seconds"]),
        nodes=line(lambda one: one["indexing"]["node_seconds"]),
        finish=line(lambda one: one["indexing"]["finish_seconds"]),
        part_held=line(lambda one: one["indexing"]["parts_mb"] * 1e6),
        finish_held=line(lambda one: one["indexing"]["finish_mb"] * 1e6),
        words=Growth.through(*[(size, measured[size]["words"]) for size in sizes]),
        web_held=Line.through([(measured[size]["words"], measured[size]["web_mb"] * 1e6) for size in sizes]),
        asking=sum(asking) / len(asking),
        search=Line.through(searches),
        shares={name: kind["postings"] / sizes[-1] for name, kind in last["searches"].items()},
        update=line(lambda one: one["changed"]["client_seconds"] + one["changed"]["node_seconds"]),
    )


def checks(of: Parameters, articles: int, figures: Figures) -> Iterator[tuple[str, float, float]]:
    """What the model says of a size that was measured, and what came out; in the units of the figures."""
    done, kinds = figures["indexing"], figures["searches"].values()
    yield "index, one copy, MB", of.index_bytes * articles / 1e6, sum(figures["index"].values()) / 1e6
    yield "records, MB", of.records.at(articles) / 1e6, sum(figures["records"].values())
    yield "indexing, processors of the clients, s", of.clients.at(articles), done["client_seconds"]
    yield "indexing, processors of the nodes, s", of.nodes.at(articles), done["node_seconds"]
    yield "--finish, s", of.finish.at(articles), done["finish_seconds"]
    yield "--finish, memory, MB", of.finish_held.at(articles) / 1e6, done["finish_mb"]
    yield "the parts, memory, MB", of.part_held.at(articles) / 1e6, done["parts_mb"]
    yield "different words", of.words.at(articles), figures["words"]
    yield "words in memory, MB", of.web_held.at(of.words.at(articles)) / 1e6, figures["web_mb"]
    said = sum(of.search.at(share * articles) for share in of.shares.values()) / len(of.shares)
    yield "a search, processors of the nodes, ms", said * 1e3, sum(kind["node_ms"] for kind in kinds) / len(kinds)
    came = figures["changed"]
    yield "100 articles changed, processors, s", of.update.at(articles), came["client_seconds"] + came["node_seconds"]
