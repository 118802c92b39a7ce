"""A cluster of N nodes on 127.0.0.1 whose nodes can be killed, paused and restarted."""

from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.cluster.certificates import Certificate, make_certificate
from tests.cluster.errors import ClusterFailed
from tests.cluster.libraries import software
from tests.cluster.node import Node, Place, java_command
from tests.cluster.ports import free_ports
from tests.cluster.proxy import basic
from tests.cluster.security import LOGIN, SETTINGS, configure

PATIENCE = 120.0
OFTEN = 0.1
GOOD_ENOUGH = {"green": {"green"}, "yellow": {"green", "yellow"}}


class Cluster:
    """Nodes that know of each other, each a process with ports and a data folder of its own under ``folder``.

    ``heap`` is the Java heap of each. ``settings`` are settings of every node over ours. ``quick`` nodes start in
    half the time and are slower under long load. ``outlive`` nodes stay up when this process ends.
    ``first_port`` and the next free ones are the HTTP ports, those 100 above for the nodes' talk; else random ones.
    With ``security`` they have the security plugin (and its release): TLS with ``certificate``, and ``login``.

    Raises ClusterUnavailable where this machine cannot run one.
    """

    def __init__(
        self,
        folder: Path,
        nodes: int = 3,
        heap: str = "1g",
        *,
        version: str | None = None,
        settings: Mapping[str, str] | None = None,
        quick: bool = True,
        outlive: bool = False,
        first_port: int | None = None,
        security: bool = False,
    ) -> None:
        self._software = software(version, security=security)
        self._heap, self._quick, self._outlive = heap, quick, outlive
        http = free_ports(nodes, first_port)
        transport = free_ports(nodes, first_port + 100 if first_port else max(http) + 1)
        names = [f"node-{number}" for number in range(nodes)]
        scheme = "https" if security else "http"
        self.places = [
            Place(name, folder.resolve() / name, port, inner, scheme)
            for name, port, inner in zip(names, http, transport, strict=True)
        ]
        self._settings = {**_settings(self.places, quick), **(SETTINGS if security else {}), **(settings or {})}
        self.login = LOGIN if security else None
        self.certificate = self._secured(folder) if security else None
        self.nodes: list[Node] = []

    @property
    def version(self) -> str:
        """The release of OpenSearch."""
        return self._software.version

    @property
    def urls(self) -> list[str]:
        """Where the nodes answer, those that are down too."""
        return [place.url for place in self.places]

    def start(self, patience: float = PATIENCE) -> Self:
        """Start all nodes, and return when every one has joined and answers."""
        self.launch()
        try:
            self.wait_for("green", patience=patience)
        except BaseException:
            self.stop()
            raise
        return self

    def launch(self) -> None:
        """Start all nodes without waiting for them."""
        for place in self.places:
            self.nodes.append(self._launch(place))

    def kill(self, number: int) -> None:
        """End a node as a power cut would (SIGKILL)."""
        self.nodes[number].kill()

    def pause(self, number: int) -> None:
        """Let a node stand still (SIGSTOP): connections to it stay open, and nothing is answered."""
        self.nodes[number].pause()

    def resume(self, number: int) -> None:
        """Let a paused node go on (SIGCONT)."""
        self.nodes[number].resume()

    def restart(self, number: int, patience: float = PATIENCE) -> None:
        """Start a node again on its ports and data (one that is up is killed first); returns when it has joined."""
        self.nodes[number].kill()
        self.nodes[number] = self._launch(self.places[number])
        self._poll(lambda: self._joined(number), f"{self.places[number].name} to join again", patience)

    def stop(self) -> None:
        """End all nodes; their data stay in the folder."""
        for node in self.nodes:
            node.kill()
        self.nodes.clear()

    def health(self, number: int) -> dict[str, Any] | None:
        """What a node says of the health of the cluster; None where it does not answer, or knows no manager."""
        if self.nodes[number].paused:
            return None
        try:
            return self._asked(f"{self.urls[number]}/_cluster/health?timeout=1s")
        except urllib.error.HTTPError as refused:
            refused.close()
            return None
        except (urllib.error.URLError, http.client.HTTPException, OSError):
            return None

    def wait_for(self, status: str = "green", nodes: int | None = None, patience: float = PATIENCE) -> None:
        """Return when every running node says that so many nodes (default: the running ones) are this green or yellow.

        Raises ClusterFailed with the ends of the logs after ``patience`` seconds, or when a node ends by itself.
        """

        def reached() -> bool:
            up = self._up()
            reports = [self.health(number) for number in up]
            wanted = len(up) if nodes is None else nodes
            return all(
                report and report["number_of_nodes"] == wanted and report["status"] in GOOD_ENOUGH[status]
                for report in reports
            )

        self._poll(reached, f"{status} with {nodes or len(self._up())} nodes", patience)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _asked(self, url: str) -> dict[str, Any]:
        request, trust = urllib.request.Request(url), None
        if self.certificate and self.login:
            trust = ssl.create_default_context(cafile=str(self.certificate.certificate))
            request.add_header("authorization", basic(*self.login))
        with urllib.request.urlopen(request, context=trust, timeout=3) as answer:
            said: dict[str, Any] = json.load(answer)
        return said

    def _secured(self, folder: Path) -> Certificate:
        folder.mkdir(parents=True, exist_ok=True)
        certificate = make_certificate(folder)
        for place in self.places:
            configure(place.folder, self._software.folder, certificate)
        return certificate

    def _launch(self, place: Place) -> Node:
        command = java_command(self._software, place, self._heap, self._quick, self._settings)
        return Node(place, command, self._outlive)

    def _up(self) -> list[int]:
        return [number for number, node in enumerate(self.nodes) if node.running and not node.paused]

    def _joined(self, number: int) -> bool:
        report = self.health(number)
        return report is not None and report["number_of_nodes"] >= len(self._up())

    def _poll(self, reached: Callable[[], bool], what: str, patience: float) -> None:
        deadline = time.monotonic() + patience
        there = [node for node in self.nodes if node.running]
        while not reached():
            ended = [node for node in there if not node.running]
            if ended or time.monotonic() > deadline:
                why = f"{ended[0].place.name} ended" if ended else f"not so after {patience:.0f} seconds"
                tails = "\n".join(node.tail() for node in ended or self.nodes)
                raise ClusterFailed(f"waited for {what}: {why}; health {[self.health(n) for n in self._up()]}\n{tails}")
            time.sleep(OFTEN)


def _settings(places: list[Place], quick: bool) -> dict[str, str]:
    settings = {
        "cluster.name": "searchsvc",
        "discovery.seed_hosts": ",".join(f"127.0.0.1:{place.transport}" for place in places),
        "cluster.initial_cluster_manager_nodes": ",".join(place.name for place in places),
        # A developer's disk is often fuller than the 85% at which a node takes no more shards.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    if quick:
        # The serial collector lets garbage lie till the heap is full: counting it would refuse requests at random.
        settings["indices.breaker.total.use_real_memory"] = "false"
    return settings
