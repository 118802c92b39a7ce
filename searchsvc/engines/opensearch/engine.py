"""The engine over one index of a cluster."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from searchsvc.article import Article
from searchsvc.engines.base import Cut, EnginePage, EngineRequest, Entry, IndexStats
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch import counting
from searchsvc.engines.opensearch.bulk import Lanes
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.index import Index, allow_many_words
from searchsvc.engines.opensearch.mapping import article_of, columns, document, document_id
from searchsvc.engines.opensearch.phrases import LoosePhrases
from searchsvc.engines.opensearch.ranking import Order, window
from searchsvc.engines.opensearch.translation import EVERYTHING, Query, Translation
from searchsvc.engines.surrogates import unplain
from searchsvc.errors import IndexDamaged
from searchsvc.query.plan import scores

INDEX = "index.json"
"""The file that says which index of the cluster belongs to a folder, and which part of it is being written there."""

_READ_AT_ONCE = 200
_NOBODY_WAITS = 1.0
"""Seconds after the end of its time that a search is cancelled in the cluster."""

_GROUP = {"docvalue_fields": ["group"]}
_COLUMNS = {"docvalue_fields": ["id", "when", {"field": "date", "format": "strict_date"}]}


class OpenSearchEngine:
    """An index of a cluster, open for searching.

    ``cut`` makes the entry of a stored article again. ``part`` is written into every article that is put.
    """

    def __init__(self, index: Index, cut: Cut, part: str = "") -> None:
        self._index = index
        self._cut = cut
        self._part = part
        self._open()

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Open a batch; see :class:`searchsvc.engines.base.Engine`."""
        allow_many_words(self._index.connection)
        lanes = Lanes(self._index.connection, self._index.through)
        with self._index.patiently():
            try:
                yield Batch(lanes, self._part)
                lanes.finish()
            finally:
                lanes.end()
            # Scores are made exact when all parts are there: to do so, the index is closed for a moment.
            self._index.settle(scores=not self._part)
            self._open()

    def search(self, request: EngineRequest) -> EnginePage:
        """The window asked for, exact totals and facets."""
        query = self._translation.query(request.plan)
        scored = request.limit > 0 and request.sort == "relevance" and scores(request.plan)
        order = Order(request.sort, scored)
        asking = _Asking(self._index, query, scored, _digest(request))
        first: dict[str, Any] = {"track_total_hits": True}
        if request.facets:
            first["aggs"] = counting.asked(request.facets)
        brought = {"_source": request.articles, **(_GROUP if request.groups else {})}
        answer, hits = window(request, order, first, brought, asking)
        return EnginePage(
            [order.key(hit["sort"]) for hit in hits],
            answer["hits"]["total"]["value"],
            counting.counts(answer.get("aggregations", {}), request.facets, asking.aggregations),
            [self._article(hit) for hit in hits] if request.articles else [],
            [unplain(hit.get("fields", {}).get("group", [""])[0]) for hit in hits] if request.groups else [],
        )

    def get(self, ids: Sequence[str]) -> list[Article]:
        """The articles that are there, in the order asked."""
        found: list[Article] = []
        for start in range(0, len(ids), _READ_AT_ONCE):
            asked = [document_id(id_) for id_ in ids[start : start + _READ_AT_ONCE]]
            found += map(self._article, self._index.documents(asked))
        return found

    def ids(self) -> Iterable[str]:
        """Every id."""
        for hit in self._index.everything(EVERYTHING, _source=False, docvalue_fields=["id"]):
            yield unplain(hit["fields"]["id"][0])

    def stats(self) -> IndexStats:
        """Counts of what is searchable."""
        return IndexStats(self._index.count(), self._index.segments())

    def verify(self) -> list[str]:
        """What is wrong: a field that was changed, articles that are missing, unreadable, or not in their place."""
        try:
            self._index.load()
            wrong, read = [*self._index.scored_otherwise()], 0
            for hit in self._index.everything(EVERYTHING, **_COLUMNS):
                wrong += self._complaints(hit)
                read += 1
        except IndexDamaged as error:
            return [str(error)]
        expected = self._index.count()
        return wrong + ([f"{expected:,} articles are counted, {read:,} can be read"] if read != expected else [])

    def close(self) -> None:
        """Nothing to do: the connection is that of the process."""

    def _open(self) -> None:
        self._index.load()
        loose = LoosePhrases(self._candidates, self._cut)
        self._translation = Translation(self._index.boosts(), loose.query)

    def _candidates(self, query: Query) -> Iterator[Article]:
        return map(self._article, self._index.everything(query))

    def _article(self, hit: dict[str, Any]) -> Article:
        try:
            return article_of(hit["_source"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what = f"article {hit.get('_id')!r} of the index {self._index.name} cannot be read ({error!r})"
            raise IndexDamaged(f"{what}: run `searchsvc reindex --full`") from error

    def _complaints(self, hit: dict[str, Any]) -> Iterator[str]:
        try:
            article = article_of(hit["_source"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield f"article {hit['_id']!r} cannot be read: {error!r}"
            return
        fields = hit.get("fields", {})
        lies = (hit["_id"], *(fields.get(name, [None])[0] for name in ("id", "when", "date")))
        if lies != columns(article):
            yield f"article {article.id!r} lies in the place of {lies!r}"


class Batch:
    """Changes on their way into the index."""

    def __init__(self, lanes: Lanes, part: str) -> None:
        self._lanes = lanes
        self._part = part

    def put(self, entry: Entry) -> None:
        """Add or replace an article."""
        self._lanes.put(document_id(entry.article.id), document(entry, self._part))

    def remove(self, ids: Collection[str]) -> None:
        """Remove the articles that are there."""
        self._lanes.remove(map(document_id, ids))


class _Asking:
    """Sends the requests of one search."""

    def __init__(self, index: Index, query: Query, scored: bool, digest: str) -> None:
        self._index = index
        self._query = query
        self._params: dict[str, Any] = {
            "search_type": "dfs_query_then_fetch" if scored else "query_then_fetch",
            "preference": digest,  # pages of one search see the same copies, whose caches have it
            "allow_partial_search_results": False,
            # When nobody waits any more: who does is told so by the connection, in our words.
            "cancel_after_time_interval": f"{int((index.connection.cluster.timeout + _NOBODY_WAITS) * 1000)}ms",
        }

    def __call__(self, body: dict[str, Any]) -> dict[str, Any]:
        path, asked = f"/{self._index.name}/_search", {"query": self._query, **body}
        answer: dict[str, Any] = self._index.connection.ask("POST", path, asked, **self._params)
        return answer

    def aggregations(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Aggregations over all that is found."""
        answer = self({"size": 0, "track_total_hits": False, "aggs": wanted})
        found: dict[str, Any] = answer["aggregations"]
        return found


def _digest(request: EngineRequest) -> str:
    return blake2b(repr(request.plan).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def open_in(folder: Path, cut: Cut, cluster: Cluster) -> OpenSearchEngine:
    """The engine over the index that a folder names; raises IndexDamaged where it names none."""
    path = folder / INDEX
    try:
        told = json.loads(path.read_bytes())
        name, part = str(told["index"]), told.get("part", "")
        index = Index(connect(cluster), name, str(told.get("through", name)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} does not name an index ({error}): run `searchsvc reindex --full`") from error
    return OpenSearchEngine(index, cut, str(part))
