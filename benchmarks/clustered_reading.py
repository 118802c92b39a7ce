"""Everything out of a cluster through ``searchsvc serve``: the export of all articles, and all pages by cursor.

Each id has to come exactly once, and the server must not hold more for many articles than for few.
"""

from __future__ import annotations

import http.client
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import orjson

from benchmarks.latency import HOST, serving
from benchmarks.nodes import Nodes
from benchmarks.watched import Peak, Row, family, used_by

FEW = 20_000
LARGER = 1.25
"""How much more memory the server may hold for all articles than for ``FEW``."""

PER_PAGE = 100
PATIENCE = 300.0

Ids = Iterator[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came: how often each id, in how many seconds, and the most memory that the server held meanwhile.

    ``used`` is seconds of processors, of the server and of the nodes.
    """

    ids: Counter[str]
    seconds: float
    peak_mb: float
    used: tuple[float, float]

    @property
    def each(self) -> str:
        """Milliseconds of processors for each article, of the server and of the nodes."""
        server, nodes = (seconds * 1e3 / self.ids.total() for seconds in self.used)
        return f"{server:.2f} + {nodes:.2f} ms"

    def wrong(self, wanted: Collection[str]) -> int:
        """How many ids are missing, come twice, or are none of those wanted."""
        return sum(count != 1 for count in self.ids.values()) + len(self.ids.keys() ^ set(wanted))


def articles_of(corpus: Path) -> dict[str, str]:
    """The days of the articles of a folder of JSON Lines files, by their ids."""
    found: dict[str, str] = {}
    for path in sorted(corpus.glob("*.jsonl")):
        with path.open("rb") as lines:
            records = map(orjson.loads, lines)
            found.update((f"{path.stem}#{record['id']}", record["date"]) for record in records)
    return found


def exported(connection: http.client.HTTPConnection, **asked: str) -> Ids:
    """The ids of an export; of each line only its article's id is kept."""
    connection.request("GET", f"/api/v1/export?{urlencode({'q': '*', **asked})}")
    answer = connection.getresponse()
    _check(answer)
    for line in answer:
        yield orjson.loads(line)["id"]


def paged(connection: http.client.HTTPConnection) -> Ids:
    """The ids of all pages, each asked for with the cursor of the one before."""
    cursor: str | None = ""
    while cursor is not None:
        asked = {"q": "*", "copies": "all", "fragments": "0", "per_page": str(PER_PAGE)}
        connection.request("GET", f"/api/v1/search?{urlencode(asked | ({'cursor': cursor} if cursor else {}))}")
        answer = connection.getresponse()
        _check(answer)
        page = json.load(answer)
        yield from (hit["id"] for hit in page["hits"])
        cursor = page["next"]


def _check(answer: http.client.HTTPResponse) -> None:
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"the server answered {answer.status}: {answer.read(500)!r}")


def measure(index: Path, nodes: Nodes, corpus: Path) -> Iterator[Row]:
    """The lines of the report."""
    days = articles_of(corpus)
    some = min(FEW, len(days) // 2)
    before = sorted(days.values())[some]
    few = {id_ for id_, day in days.items() if day < before}
    first = _served(index, nodes, lambda connection: exported(connection, before=before))
    whole = _served(index, nodes, exported)
    pages = _served(index, nodes, paged)
    yield Row(f"export of {len(few):,}, articles a second", f"{len(few) / first.seconds:,.0f}")
    yield Row(f"export of {len(days):,}, articles a second", f"{len(days) / whole.seconds:,.0f}")
    yield Row("  processors an article, server + nodes", whole.each)
    wrong = first.wrong(few) + whole.wrong(days)
    yield Row("  ids missing, double or foreign", f"{wrong}", "none", wrong == 0)
    ratio = whole.peak_mb / first.peak_mb
    yield Row("  peak memory of the server, few / all", f"{first.peak_mb:,.0f} / {whole.peak_mb:,.0f} MB")
    yield Row("  all against few", f"{ratio:.2f} times", f"≤ {LARGER} times", ratio <= LARGER)
    yield Row(f"pages of {PER_PAGE} by cursor, pages a second", f"{len(days) / PER_PAGE / pages.seconds:,.1f}")
    yield Row("  processors an article, server + nodes", pages.each)
    wrong = pages.wrong(days)
    yield Row("  ids missing, double or foreign", f"{wrong}", "none", wrong == 0)
    yield Row("  peak memory of the server", f"{pages.peak_mb:,.0f} MB")


def _served(index: Path, nodes: Nodes, read: Callable[[http.client.HTTPConnection], Ids]) -> Reading:
    """Read from a server that has just been started."""
    there = set(family(os.getpid()))
    with serving(index, "opensearch", options=nodes.options) as port:
        server = next(pid for pid in family(os.getpid()) if pid not in there)
        peak, nodes_used = Peak(server), nodes.seconds()
        peak.start()
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        begun = time.perf_counter()
        ids = Counter(read(connection))
        seconds = time.perf_counter() - begun
        connection.close()
        peak.stop()
        used = sum(map(used_by, family(server))), nodes.seconds() - nodes_used
    return Reading(ids, seconds, peak.megabytes, used)
