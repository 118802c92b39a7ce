"""Indices of articles while nobody searches them: how one begins, is counted, and is made ready to be served."""

from __future__ import annotations

import time
import uuid

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.bulk import Lanes
from searchsvc.engines.opensearch.connection import WRITING, Connection
from searchsvc.engines.opensearch.layout import check_made, make_index
from searchsvc.engines.opensearch.mapping import new_index
from searchsvc.errors import EngineUnavailable, IndexDamaged

PATIENCE = 300.0
"""Seconds for which nothing may move in a cluster that has something to do."""

_MOST_SHARDS = 8
_DELETED_AT_ONCE = 5_000
_OPEN = {
    "index.number_of_replicas": 0,
    "index.auto_expand_replicas": "false",
    "index.refresh_interval": "-1",
    # What was acknowledged is on a disk: a node that dies must not take with it what nobody will send again.
    "index.translog.durability": "request",
    "index.blocks.write": None,
}
_PAUSE = 0.2


class Indices:
    """What is done with the indices of one archive, each named in full."""

    def __init__(self, connection: Connection, cluster: Cluster, patience: float = PATIENCE) -> None:
        self._connection = connection
        self._cluster = cluster
        self._patience = patience

    def make(self, index: str) -> None:
        """Make an empty index to write into; one that is there stays as it is."""
        shards = self._cluster.shards or min(self._data_nodes(), _MOST_SHARDS)
        make_index(self._connection, index, new_index(shards))
        self._wait([index])

    def clone(self, source: str, target: str) -> None:
        """Make an index with the articles of another one, which is not written any more: on the disk they are one."""
        self._connection.do("PUT", f"/{source}/_settings", {"index.blocks.write": True})
        answer = self._connection.do("PUT", f"/{source}/_clone/{target}", {"settings": _OPEN}, accept={400})
        check_made(target, answer.get("error"))
        self._wait([target])

    def take(self, index: str, part: int = 0) -> str:
        """The alias through which alone an index, or a part of it, is written from now on.

        Who wrote it before has one that is none any more. What takes a whole index is to stop those of its parts too.
        """
        own = f"{index}-w-{part}-"
        self._give_up(f"{own}*" if part else f"{index}-w-*", index)
        for pause in (*WRITING, None):
            through = f"{own}{uuid.uuid4().hex}"
            # A node that knows this one knows that the others are gone, too: that was before.
            if self._connection.do("PUT", f"/{index}/_alias/{through}")["acknowledged"]:
                return through
            if pause is not None:
                time.sleep(pause)
        raise EngineUnavailable(f"a node of the cluster does not stir, and may still take what is for {index}: end it")

    def reopen(self, index: str) -> None:
        """Let an index that was to be served, and is not, be written again."""
        # Whoever put it together before may have been stopped while it was closed.
        self._connection.do("POST", f"/{index}/_open", wait_for_active_shards="all")
        self._connection.do("PUT", f"/{index}/_settings", _OPEN)

    def close(self, index: str, articles: int) -> None:
        """Let nobody write an index any more, and have all of it on the disks; raises IndexDamaged.

        That is where it does not hold so many articles.
        """
        self._connection.do("PUT", f"/{index}/_settings", {"index.blocks.write": True})
        self._give_up(f"{index}-w-*", index)
        self._connection.do("POST", f"/{index}/_flush", force=True, wait_if_ongoing=True)
        found = self.count(index)
        if found != articles:
            raise IndexDamaged(f"{index} holds {found:,} articles, and {articles:,} were written: run it again")

    def replicate(self, *indices: str) -> None:
        """Return when every shard has all its copies; raises EngineUnavailable where no more are made."""
        replicas = self._cluster.replicas
        if replicas < 0:
            replicas = 1 if self._data_nodes() > 1 else 0
        self._connection.do("PUT", f"/{','.join(indices)}/_settings", {"index.number_of_replicas": replicas})
        self._wait(list(indices))

    def count(self, index: str, part: int = 0) -> int:
        """How many articles an index holds, or a part of it wrote."""
        self._connection.do("POST", f"/{index}/_refresh")
        query = {"query": {"term": {"part": str(part)}} if part else {"match_all": {}}}
        answer = self._connection.do("POST", f"/{index}/_count", query)
        if answer["_shards"]["successful"] != answer["_shards"]["total"]:
            raise EngineUnavailable(f"not all shards of {index} answer: look at GET _cluster/health/{index}")
        return int(answer["count"])

    def remove_part(self, index: str, part: int, through: str) -> None:
        """Remove all that a part wrote. Raises as :meth:`Lanes.finish` where the cluster does not let it."""
        query = {"query": {"term": {"part": str(part)}}, "size": _DELETED_AT_ONCE, "sort": ["_doc"], "_source": False}
        while self.count(index, part):
            found = self._connection.do("POST", f"/{index}/_search", query, filter_path="hits.hits._id")
            lanes = Lanes(self._connection, through)
            try:
                lanes.remove(hit["_id"] for hit in found.get("hits", {}).get("hits", ()))
                lanes.finish()
            finally:
                lanes.end()

    def size(self, *indices: str) -> int:
        """How many bytes indices take, each shard counted once."""
        answer = self._connection.do("GET", f"/{','.join(indices)}/_stats/store", ignore_unavailable=True)
        return int(answer["_all"]["primaries"].get("store", {}).get("size_in_bytes", 0))

    def _give_up(self, throughs: str, index: str) -> None:
        self._connection.do("DELETE", f"/{index}/_alias/{throughs}", accept={404})

    def _wait(self, indices: list[str]) -> None:
        """Wait for all copies of all shards, as long as something moves."""
        moved, before = time.monotonic(), None
        while True:
            health = self._connection.do("GET", f"/_cluster/health/{','.join(indices)}")
            if health["status"] == "green":
                return
            now = (health["active_shards"], self._recovered(indices))
            if now != before:
                moved, before = time.monotonic(), now
            if time.monotonic() - moved > self._patience:
                raise EngineUnavailable(
                    f"{health['unassigned_shards']} shards or copies of {', '.join(indices)} find no place in the "
                    "cluster: start or add nodes, or ask for fewer with --replicas; GET _cluster/allocation/explain "
                    "says why"
                )
            time.sleep(_PAUSE)

    def _recovered(self, indices: list[str]) -> int:
        """How many bytes were copied between nodes."""
        answer = self._connection.do("GET", f"/{','.join(indices)}/_recovery", filter_path="*.shards.index.size")
        return sum(shard["index"]["size"]["recovered_in_bytes"] for one in answer.values() for shard in one["shards"])

    def _data_nodes(self) -> int:
        return max(1, int(self._connection.do("GET", "/_cluster/health")["number_of_data_nodes"]))
