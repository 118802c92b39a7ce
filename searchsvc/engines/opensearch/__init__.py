"""The engine beyond one machine: an OpenSearch cluster keeps and searches the index.

Sharding, copies and failover are the cluster's. It is handed terms that are made already, and its scores are the same
BM25; docs/engines.md tells where they differ.
"""

from __future__ import annotations

from pathlib import Path

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.engine import OpenSearchEngine, open_in
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations

__all__ = ["ClusterGenerations", "OpenSearchEngine", "generations", "open_in"]


def generations(index: Path, cluster: Cluster) -> ClusterGenerations:
    """The generations of the archive in a cluster; files of them are kept below ``index`` as well."""
    return ClusterGenerations(index, cluster)
