"""The cluster of ``make cluster``: three nodes that stay up, found again by a file under build/cluster/."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.cluster.cluster import Cluster
from tests.cluster.errors import ClusterFailed
from tests.cluster.libraries import software

FOLDER = Path(__file__).resolve().parent.parent.parent / "build" / "cluster"
FIRST_PORT = 9200
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A node of it: its process, the folder that the process names in its command line, and where it answers."""

    pid: int
    folder: str
    url: str

    @property
    def running(self) -> bool:
        """Whether this process is there, and no other that was given the same id since."""
        return f"path.home={self.folder}" in _command_line(self.pid)

    def end(self) -> None:
        """Ask it to end, insist after half a minute; nothing happens where it has ended."""
        if not self.running:
            return
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self.running:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.1)


def standing(folder: Path = FOLDER) -> list[Standing]:
    """The nodes of the standing cluster that are running; empty where there is none."""
    return [node for node in _started(folder) if node.running]


def ended(folder: Path = FOLDER) -> list[Standing]:
    """The nodes of the standing cluster that ended by themselves."""
    return [node for node in _started(folder) if not node.running]


def start(
    folder: Path = FOLDER,
    nodes: int = 3,
    heap: str = "1g",
    version: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> list[Standing]:
    """Start the standing cluster and return its nodes when all have joined. What was indexed before is there again.

    Raises ClusterFailed where it is up already, ClusterUnavailable where this machine cannot run one.
    """
    if up := standing(folder):
        raise ClusterFailed(f"it is up already: {', '.join(node.url for node in up)}")
    version = software(version).version  # each has data of its own: an older one cannot read them
    cluster = Cluster(
        folder / version,
        nodes,
        heap,
        version=version,
        settings=settings,
        quick=False,
        outlive=True,
        first_port=FIRST_PORT,
    )
    cluster.launch()
    started = [Standing(node.pid, str(node.place.folder), node.place.url) for node in cluster.nodes]
    _state(folder).write_text(json.dumps([asdict(node) for node in started], indent=2), "utf-8")
    # The file is written first: whatever comes between, the nodes can be found and stopped.
    try:
        cluster.wait_for("yellow", nodes)
    except BaseException:
        stop(folder)
        raise
    return started


def stop(folder: Path = FOLDER) -> list[Standing]:
    """End the standing cluster; the nodes that were running. Their data stay."""
    up = standing(folder)
    for node in up:
        node.end()
    _state(folder).unlink(missing_ok=True)
    return up


def _started(folder: Path) -> list[Standing]:
    state = _state(folder)
    return [Standing(**node) for node in json.loads(state.read_text("utf-8"))] if state.is_file() else []


def _state(folder: Path) -> Path:
    return folder / "nodes.json"


def _command_line(pid: int) -> str:
    listed = Path(f"/proc/{pid}/cmdline")
    if listed.parent.parent.joinpath("self").exists():  # Linux; ps is not everywhere
        return listed.read_text("utf-8", errors="replace") if listed.exists() else ""
    return subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
