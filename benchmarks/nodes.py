"""Three real OpenSearch nodes to measure on, each with 1 GB of heap, and what they took: processors, memory, disk."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.watched import held_mb, used_by
from searchsvc.engines import cluster as reached
from tests.cluster.cluster import Cluster

NODES = 3
HEAP = "1g"
PATIENCE = 600.0
PAUSE = 0.2
SEARCH_SECONDS = 120.0

PARTS_OF_AN_INDEX = {
    "postings": ("doc", "tim", "tip", "tmd", "psm"),
    "positions": ("pos", "pay"),
    "stored": ("fdt", "fdx", "fdm"),
    "doc values": ("dvd", "dvm"),
}
"""Which files of Lucene hold what; the rest (norms, points, names) is counted together."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of a cluster that runs on this machine."""

    cluster: Cluster

    def reached(self, alias: str = "searchsvc") -> reached.Cluster:
        """How searchsvc reaches them."""
        return reached.Cluster(tuple(self.cluster.urls), alias, timeout=SEARCH_SECONDS)

    @property
    def urls(self) -> list[str]:
        """Where they answer, as options of a command."""
        return [word for url in self.cluster.urls for word in ("--url", url)]

    @property
    def options(self) -> list[str]:
        """How a command of searchsvc is told of them. On a busy machine a search may take long."""
        return [*self.urls, "--timeout", f"{SEARCH_SECONDS:.0f}"]

    def ask(self, path: str, method: str = "GET") -> Any:
        """What the first node answers."""
        request = urllib.request.Request(f"{self.cluster.urls[0]}{path}", method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            content = answer.read()
        return json.loads(content) if content.startswith((b"{", b"[")) else content.decode()

    def seconds(self) -> float:
        """Seconds of processors that all of them have used so far."""
        return sum(used_by(node.pid) for node in self.cluster.nodes)

    def memory_mb(self) -> float:
        """The memory of all of them, files that are mapped left out."""
        return sum(held_mb(node.pid, "Pss_Anon") for node in self.cluster.nodes)

    def disk_mb(self, index: str) -> tuple[float, float]:
        """The size of an index: of one copy of each shard, and of all of them."""
        told = self.ask(f"/{index}/_stats/store")["_all"]
        return told["primaries"]["store"]["size_in_bytes"] / 1e6, told["total"]["store"]["size_in_bytes"] / 1e6

    def file_sizes(self, index: str) -> dict[str, int]:
        """Bytes of one copy of an index, by what the files hold."""
        told = self.ask(f"/{index}/_stats/segments?include_segment_file_sizes=true")
        files = told["_all"]["primaries"]["segments"]["file_sizes"]
        sizes = {name: size["size_in_bytes"] for name, size in files.items()}
        found = {part: sum(sizes.pop(name, 0) for name in names) for part, names in PARTS_OF_AN_INDEX.items()}
        return {**found, "other": sum(sizes.values())}

    def settle(self) -> None:
        """Return when no node merges any more."""
        deadline = time.monotonic() + PATIENCE
        while self.ask("/_stats/merge")["_all"]["total"].get("merges", {}).get("current", 0):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the nodes still merge after {PATIENCE:.0f} s")
            time.sleep(PAUSE)

    def remove(self, pattern: str) -> None:
        """Remove the indices with such names."""
        for index in self.ask(f"/_cat/indices/{pattern}?h=index").split():
            self.ask(f"/{index}", "DELETE")


@contextmanager
def running(folder: Path, nodes: int = NODES, heap: str = HEAP) -> Iterator[Nodes]:
    """Nodes that keep their indices in a folder, while the block runs."""
    with Cluster(folder, nodes, heap, quick=False) as cluster:
        yield Nodes(cluster)
