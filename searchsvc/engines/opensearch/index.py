"""One index on a cluster: made, looked at, asked, settled after a batch of changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from searchsvc.engines.opensearch.connection import WRITING, Connection
from searchsvc.engines.opensearch.mapping import length_of, mapping
from searchsvc.engines.opensearch.similarity import Similarity
from searchsvc.engines.opensearch.trouble import IndexGone, WalkLost, taken_over
from searchsvc.errors import EngineError, EngineUnavailable, IndexDamaged
from searchsvc.fields import BOOSTS, TEXT_FIELDS

CLAUSES = 16_384
"""What a cluster has to allow in one search: the words that a plan may have, in each field, and something beside."""

MERGING = 3600.0
"""Seconds that it may take to write what is left of segments with deleted articles."""

_CLAUSES = "indices.query.bool.max_clause_count"
_KEPT = "2m"
"""How long the cluster keeps its place in a walk over everything, from one step to the next."""
_STEP = 1_000

_log = logging.getLogger(__name__)


class Index:
    """An index by its name; what :meth:`load` read of it is how it was then.

    ``through`` is the alias through which alone it is changed: once another writer has taken over it is none any more.
    """

    def __init__(self, connection: Connection, name: str, through: str = "") -> None:
        self.connection = connection
        self.name = name
        self.through = through or name
        self.similarities: dict[str, Similarity] = {}
        self._ask: Callable[..., Any] = connection.ask
        self._pauses: tuple[float, ...] = ()

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """In here its articles are read with the patience of a reindex: nobody waits, and much would be lost."""
        self._ask, self._pauses = self.connection.do, WRITING
        try:
            yield
        finally:
            self._ask, self._pauses = self.connection.ask, ()

    def load(self) -> None:
        """Read its settings; raises IndexDamaged or EngineError where it is none of ours, or was changed."""
        told = self._ask("GET", f"/{self.name}")[self.name]
        if wrong := changed(told["mappings"], self.name):
            raise IndexDamaged(wrong)
        similarity = told["settings"]["index"].get("similarity", {})
        self.similarities = {name: Similarity.read(similarity.get(name, {})) for name in TEXT_FIELDS}

    def boosts(self) -> dict[str, float]:
        """The boost of each field: with it, scores are those of every engine."""
        version = self.connection.version()
        return {name: BOOSTS[name] * self.similarities[name].factor(version) for name in TEXT_FIELDS}

    def count(self) -> int:
        """How many articles can be searched."""
        return int(_complete(self.connection.ask("POST", f"/{self.name}/_count"))["count"])

    def segments(self) -> int:
        """In how many segments they are."""
        told = self.connection.ask("GET", f"/{self.name}/_stats/segments", filter_path="_all.primaries.segments.count")
        return int(told["_all"]["primaries"]["segments"]["count"])

    def documents(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """Those that are there, by their ``_id``, in the order asked."""
        for pause in (*self._pauses, None):
            found = self._ask("POST", f"/{self.name}/_mget", {"ids": ids}, realtime=False)["docs"]
            unread = sum("error" in one for one in found)
            if not unread:
                break
            # Where the index is gone this says so. Asked of the node alone: there may be no manager to wait for.
            self._ask("GET", f"/{self.name}", local=True, filter_path="*.aliases")
            if pause is None:
                away = f"{unread} articles are in shards that do not answer"
                raise EngineUnavailable(f"{away}: look at GET _cluster/health")
            time.sleep(pause)
        return [one for one in found if one["found"]]

    def everything(self, query: dict[str, Any], **brought: Any) -> Iterator[dict[str, Any]]:
        """Every hit of a query in no order, in one walk; raises WalkLost where the cluster lost its place."""
        body = {"query": query, "size": _STEP, "sort": ["_doc"], "track_total_hits": True, **brought}
        path = f"/{self.name}/_search"
        page = self.connection.ask("POST", path, body, scroll=_KEPT, allow_partial_search_results=False)
        total, read = page["hits"]["total"]["value"], 0
        try:
            while hits := _complete(page)["hits"]["hits"]:
                yield from hits
                read += len(hits)
                page = self._next(page["_scroll_id"])
        finally:
            self._end(page.get("_scroll_id", ""))
        if read != total:
            raise WalkLost(f"the cluster gave {read:,} of {total:,} articles of {self.name}: try again")

    def _next(self, scroll: str) -> dict[str, Any]:
        body = {"scroll": _KEPT, "scroll_id": scroll}
        # The cluster goes a step on with each request that it gets: sent twice, a step would be missing.
        try:
            page: dict[str, Any] = self.connection.ask("POST", "/_search/scroll", body, accept=(404,), once=True)
        except EngineUnavailable as error:
            raise WalkLost(f"{self.name} was not read to its end, try again: {error}") from error
        if "hits" not in page:
            raise WalkLost(f"a node went away while {self.name} was read: try again")
        return page

    def _end(self, scroll: str) -> None:
        """Let the cluster forget a walk; where it has no time for that, it forgets it by itself later."""
        with suppress(EngineUnavailable):
            self.connection.ask("DELETE", "/_search/scroll", {"scroll_id": scroll}, accept=(404,), tries=())

    def settle(self, *, scores: bool = True) -> None:
        """Make everything searchable after a batch, and with ``scores`` these exact.

        Raises IndexLocked where another writer has taken over.
        """
        self.connection.do("POST", f"/{self.name}/_refresh")
        if not scores:
            return
        try:
            self._make_exact()
        except IndexGone as error:
            raise taken_over(f"{self.through} is gone") from error

    def _make_exact(self) -> None:
        """Have scores that are those of the articles there are: not of those deleted, nor of those there were."""
        ask = self.connection.do
        wanted = self.wanted()
        changed_ = {name: one for name, one in wanted.items() if not one.same(self.similarities[name])}
        deleted = self._deleted()
        if not changed_ and not deleted:
            return
        ask("POST", f"/{self.through}/_flush")
        ask("POST", f"/{self.through}/_close", wait_for_active_shards="0")
        if changed_:
            similarity = {name: one.setting for name, one in changed_.items()}
            ask("PUT", f"/{self.through}/_settings", {"index": {"similarity": similarity}})
        # Opened anew, the shards have let go of the history that they keep for copies, deleted articles included.
        ask("POST", f"/{self.through}/_open", wait_for_active_shards="all")
        if deleted:
            self.connection.ask(
                "POST", f"/{self.through}/_forcemerge", tries=WRITING, timeout=MERGING, only_expunge_deletes=True
            )
            ask("POST", f"/{self.name}/_refresh")
        self.similarities |= changed_

    def wanted(self) -> dict[str, Similarity]:
        """The similarity of each field that fits the articles there are."""
        lengths = [length_of(name) for name in TEXT_FIELDS]
        sums = {field: {"stats": {"field": field}} for field in lengths}
        answer = self.connection.do(
            "POST", f"/{self.name}/_search", {"size": 0, "track_total_hits": True, "aggs": sums}
        )
        articles = _complete(answer)["hits"]["total"]["value"]
        told = {name: answer["aggregations"][length_of(name)] for name in TEXT_FIELDS}
        return {name: Similarity.of(int(one["sum"]), articles - one["count"]) for name, one in told.items()}

    def scored_otherwise(self) -> Iterator[str]:
        """What is wrong with the scores: a sentence for each field with other parameters than its articles need."""
        for name, one in self.wanted().items():
            if not one.same(self.similarities[name]):
                yield f"somebody changed the similarity of the field {name!r} of the index {self.name}"

    def _deleted(self) -> bool:
        told = self.connection.do("GET", f"/{self.name}/_stats/docs", filter_path="_all.primaries.docs.deleted")
        return bool(told["_all"]["primaries"]["docs"]["deleted"])


def changed(found: dict[str, Any], index: str) -> str:
    """What is wrong with the mapping of an index, in a sentence; empty where nothing is."""
    right = mapping()
    if found.get("_meta") != right["_meta"]:
        if "searchsvc" not in found.get("_meta", {}):
            raise EngineError(f"the index {index} is not of searchsvc: choose another --alias")
        return f"the index {index} was made by another version of searchsvc: run `searchsvc reindex --full`"
    for name in sorted({*right["properties"], *found.get("properties", {})}):
        if right["properties"].get(name) != found.get("properties", {}).get(name):
            return f"somebody changed the field {name!r} of the index {index}: run `searchsvc reindex --full`"
    if any(right[name] != found.get(name) for name in ("dynamic", "_source")):
        return f"somebody changed the mapping of the index {index}: run `searchsvc reindex --full`"
    return ""


def allow_many_words(connection: Connection) -> None:
    """Let the cluster take the longest plan. Where this user may not, a search that is too long will say so."""
    told = connection.do("GET", "/_cluster/settings", include_defaults=True, filter_path=f"*.{_CLAUSES}", accept=(403,))
    values = [_at(told[kind], _CLAUSES) for kind in ("transient", "persistent", "defaults") if told.get(kind)]
    if values and values[0] < CLAUSES:
        answer = connection.do("PUT", "/_cluster/settings", {"persistent": {_CLAUSES: CLAUSES}}, accept=(400, 403))
        if "error" in answer:
            _log.warning("%s of the cluster is %d and may not be raised: long searches will fail", _CLAUSES, values[0])


def _at(settings: dict[str, Any], name: str) -> int:
    """A setting that lies as deep as its name has dots: where names are flat, the cluster finds none by its path."""
    found: Any = settings
    for key in name.split("."):
        found = found[key]
    return int(found)


def _complete(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer; raises EngineUnavailable where a shard has not answered. One that is nowhere counts as no failure."""
    shards = answer["_shards"]
    silent = shards["total"] - shards["successful"]
    if silent or shards["failed"]:
        raise EngineUnavailable(f"{silent} shards do not answer: look at GET _cluster/health, and ask again")
    return answer
