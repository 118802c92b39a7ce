"""How an OpenSearch cluster is reached: plain values, so that whoever holds them needs no library."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cluster:
    """How a cluster is reached, and how an archive lies in it.

    ``urls`` are those of several nodes for fail-over. ``alias`` is the name under which the archive is: its generation
    7 is the index ``<alias>-000007``. ``ca`` is a file with the certificate of who signed those of the nodes.
    ``timeout`` is how many seconds one search may take; one without an answer is then asked of another node, once, with
    as much time. A new generation has ``shards`` primary shards (0: as many as there are data nodes, at most 8) and
    ``replicas`` copies of each (-1: one where there is more than one data node).
    ``keep`` is how many generations stay, the served one included.
    """

    urls: tuple[str, ...]
    alias: str = "searchsvc"
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    timeout: float = 10.0
    shards: int = 0
    replicas: int = -1
    keep: int = 2
