"""The engine beyond one machine: an OpenSearch cluster keeps and searches the index.

Sharding, copies and failover are the cluster's. It is handed terms that are made already, and its scores are the same
BM25; docs/engines.md tells where they differ.
"""

from __future__ import annotations

from searchsvc.engines.opensearch.engine import OpenSearchEngine, open_in

__all__ = ["OpenSearchEngine", "open_in"]
