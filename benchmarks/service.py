"""Searches over HTTP, against the server that people run: ``searchsvc serve --workers 2``, one client and sixteen.

Every answer brings ten hits with marked fragments. Searches of all kinds are mixed evenly, and each round asks others
than the rounds before; common words alone come again, as there are only some hundred of them.
"""

from __future__ import annotations

import itertools
import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.latency import serving
from benchmarks.load import Load, load, request
from benchmarks.searches import Asked, Draw, Kind
from benchmarks.watched import Row, used_below

PATH = "/api/v1/search"
WORKERS = 2
CLIENTS = 16
ALONE = 100
"""Searches of each kind that the one client asks; the sixteen ask eight times as many."""
TOGETHER = 8 * ALONE
WARMING = 25
FACETS = {"off": "", "on": "source,date,lang"}
P50_MS, P95_MS, RATE = 4.0, 12.0, 800.0


@dataclass(frozen=True, slots=True)
class Round:
    """One round: which index was asked, whether facets were counted, by how many clients, and what they saw.

    ``server_ms`` is the time of processors that the server took for a request; ``kinds`` are those asked in turns.
    """

    index: str
    facets: str
    clients: int
    load: Load
    server_ms: float
    kinds: Sequence[Kind]

    def __str__(self) -> str:
        seen = self.load
        times = (f"{seen.p50:.2f}", f"{seen.p95:.2f}", f"{seen.rate:,.0f}", seen.wrong + seen.lost)
        cells = (self.facets, self.clients, *times, f"{self.server_ms:.2f}", f"{seen.generator:.0%}")
        widths = list(COLUMNS.values())[1:]
        return f"{self.index:26}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))

    def by_kind(self) -> str:
        """The p50 of each kind, where one client asked: then answers come in the order of the searches."""
        times = {kind: self.load.milliseconds[place :: len(self.kinds)] for place, kind in enumerate(self.kinds)}
        return "; ".join(f"{kind.name} {statistics.median(taken):.1f}" for kind, taken in times.items())


COLUMNS = {
    "": 26,
    "facets": 7,
    "clients": 9,
    "p50 ms": 9,
    "p95 ms": 9,
    "req/s": 9,
    "errors": 8,
    "server ms": 11,
    "asking": 9,
}
HEADING = "".join(f"{name:>{width}}" for name, width in COLUMNS.items())


def measure(name: str, index: Path, engine: str, draw: Draw, scale: float = 1.0) -> Iterator[Round]:
    """The rounds over one index: facets off and on, each with one client and with sixteen. ``scale`` asks fewer."""
    warming, alone, together = (max(1, round(count * scale)) for count in (WARMING, ALONE, TOGETHER))
    asked = draw.asked(warming + alone + together)
    for facets, names in FACETS.items():
        requests = [request(f"{PATH}?{urlencode({'q': one.text, 'facets': names})}") for one in mixed(asked)]
        with serving(index, engine, WORKERS) as port:
            parts = len(asked)
            load(port, requests[: warming * parts], WORKERS * 2)
            yield _round(name, facets, 1, port, requests[warming * parts : (warming + alone) * parts], list(asked))
            yield _round(name, facets, CLIENTS, port, requests[(warming + alone) * parts :], list(asked))


def _round(name: str, facets: str, clients: int, port: int, requests: Sequence[bytes], kinds: Sequence[Kind]) -> Round:
    used = used_below(os.getpid())
    seen = load(port, requests, clients)
    return Round(name, facets, clients, seen, (used_below(os.getpid()) - used) * 1e3 / len(requests), kinds)


def mixed(asked: Mapping[Kind, Sequence[Asked]]) -> list[Asked]:
    """One of each kind, then the next of each kind, and so on; a kind that has fewer begins again."""
    most = max(map(len, asked.values()))
    rows = (itertools.islice(itertools.cycle(every), most) for every in asked.values())
    return [one for row in zip(*rows, strict=True) for one in row]


def rows(rounds: Sequence[Round]) -> list[Row]:
    """The lines of the report on the rounds of one index."""
    found = []
    for one in rounds:
        name, seen = f"HTTP, facets {one.facets}, {one.clients} clients", one.load
        if one.clients == 1:
            name = name.removesuffix("s")
            met = seen.p50 < P50_MS and seen.p95 < P95_MS
            target = f"< {P50_MS:.0f} / < {P95_MS:.0f} ms"
            found.append(Row(f"{name}, p50 / p95", f"{seen.p50:.1f} / {seen.p95:.1f} ms", target, met))
        else:
            found.append(Row(f"{name}, requests a second", f"{seen.rate:,.0f}", f"≥ {RATE:.0f}", seen.rate >= RATE))
    errors = sum(one.load.wrong + one.load.lost for one in rounds)
    return [*found, Row("HTTP, errors", f"{errors}", "none", errors == 0)]
