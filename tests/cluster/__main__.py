"""``python -m tests.cluster start | stop | status``: what make cluster and make cluster-stop do."""

from __future__ import annotations

import argparse
import os
import sys

from tests.cluster import standing
from tests.cluster.errors import ClusterFailed, ClusterUnavailable

SETTING = "SEARCHSVC_CLUSTER_VERSION"


def main(arguments: list[str]) -> int:
    """Do it and say it; the exit code."""
    parser = argparse.ArgumentParser("python -m tests.cluster", description="A standing OpenSearch cluster.")
    parser.add_argument("what", choices=("start", "stop", "status"))
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--heap", default="1g", help="the Java heap of each node: 1g, 512m")
    parser.add_argument("--version", default=os.environ.get(SETTING), help=f"another release; also in ${SETTING}")
    given = parser.parse_args(arguments)
    try:
        return _do(given)
    except (ClusterFailed, ClusterUnavailable) as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _do(given: argparse.Namespace) -> int:
    if given.what == "stop":
        ended = standing.stop()
        print(f"{len(ended)} nodes stopped" if ended else "no cluster is up")
        return 0
    up = standing.standing()
    if given.what == "start" and not up:
        up = standing.start(nodes=given.nodes, heap=given.heap, version=given.version)
    for node in up:
        print(f"{node.url}  process {node.pid}, log {node.folder}/log")
    if up:
        for node in standing.ended():
            print(f"{node.url}  has ended, log {node.folder}/log: make cluster-stop, then make cluster, brings it back")
    else:
        print("no cluster is up; make cluster starts one")
    return 0 if up else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
