"""Searches of thousands of words: the first reindex into a cluster raises its limit; where it is low, that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.engines import opensearch
from searchsvc.engines.base import EngineRequest
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.index import CLAUSES
from searchsvc.errors import EngineError
from searchsvc.query import plan
from searchsvc.query.planner import WORDS_PER_QUERY
from tests.archives import article, as_written
from tests.opensearch.building import made

LIMIT = "indices.query.bool.max_clause_count"
FIELDS = ("title", "body", "captions")
WORDS = tuple(f"w{number}" for number in range(WORDS_PER_QUERY))
EVERY_WORD = EngineRequest(plan.AnyTerm(WORDS, FIELDS))


def limit(place: Cluster, value: int | None) -> None:
    """Set the limit of the cluster, or take it back to the default."""
    connect(place).do("PUT", "/_cluster/settings", {"persistent": {LIMIT: value}})


@pytest.mark.parametrize("before", [None, 2_000, CLAUSES])
def test_a_search_of_as_many_words_as_there_may_be(place: Cluster, tmp_path: Path, before: int | None) -> None:
    limit(place, before)
    engine = opensearch.open_in(made(tmp_path, place), as_written, place)
    with engine.writing() as writer:
        writer.put(as_written(article("a", "w0 tide")))
        writer.put(as_written(article("b", "oil")))
    assert engine.search(EVERY_WORD).total == 1


def test_where_the_limit_is_lower_it_is_named(place: Cluster, tmp_path: Path) -> None:
    engine = opensearch.open_in(made(tmp_path, place), as_written, place)
    limit(place, 1_000)
    with pytest.raises(EngineError, match=rf"raise {LIMIT} to {CLAUSES}"):
        engine.search(EVERY_WORD)
    limit(place, CLAUSES)
