"""Facets: how many of the articles found have each value, by Tantivy's aggregations over its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

import tantivy
from tantivy import Query

from searchsvc.engines.base import UNDATED, FacetName
from searchsvc.engines.surrogates import unplain

VALUES = 60_000
"""The most values of one facet that are counted; Tantivy refuses 65,000. Beyond them the rarest are left out."""

_COLUMNS: dict[FacetName, str] = {name: name for name in get_args(FacetName)} | {"year": "month"}


def count(found: tantivy.SearchResult) -> int:
    """How many documents a search found."""
    total: int = found.count  # type: ignore[attr-defined]  # it is there, and missing in the stubs
    return total


def facets(searcher: tantivy.Searcher, query: Query, names: Sequence[FacetName]) -> dict[FacetName, dict[str, int]]:
    """The counts of each facet, by value; articles without a value are in none of those."""
    columns = {_COLUMNS[name] for name in names}
    if not columns:
        return {}
    terms = {name: {"terms": {"field": name, "size": VALUES, "segment_size": VALUES}} for name in columns}
    counted = searcher.aggregate(query, terms)
    return {name: _counts(name, counted[_COLUMNS[name]]["buckets"]) for name in names}


def _counts(name: FacetName, buckets: list[dict[str, Any]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for bucket in buckets:
        counts[_value(name, bucket["key"])] += bucket["doc_count"]
    return dict(counts)


def _value(name: FacetName, key: str | float) -> str:
    if isinstance(key, str):
        return unplain(key)
    year, month = divmod(int(key), 12)
    if not year:
        return UNDATED
    return f"{year:04}" if name == "year" else f"{year:04}-{month + 1:02}"
