"""Several nodes at once."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.cluster.cluster import Cluster

ALL = (0, 1, 2)


def kill(nodes: Cluster, numbers: Iterable[int] = ALL) -> None:
    """Kill some nodes, one right after the other."""
    for number in numbers:
        nodes.kill(number)


def restart(nodes: Cluster, numbers: Iterable[int] = ALL) -> None:
    """Start some nodes again, all at once: none of them can join before there are enough."""
    with ThreadPoolExecutor(len(ALL)) as pool:
        list(pool.map(nodes.restart, numbers))


def mend(nodes: Cluster) -> None:
    """Let every node run again that was killed or paused."""
    for number, node in enumerate(nodes.nodes):
        if node.paused:
            nodes.resume(number)
    restart(nodes, [number for number, node in enumerate(nodes.nodes) if not node.running])
    nodes.wait_for("yellow", nodes=len(nodes.nodes))


def tell(url: str, method: str, path: str, body: object = None) -> Any:
    """What a node answers to whoever comes with a request of his own, behind the back of searchsvc."""
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, content, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
