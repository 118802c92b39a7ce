"""Facets: how many of the articles found have each value, all of them, by aggregations of the cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from searchsvc.engines.base import UNDATED, FacetName
from searchsvc.engines.surrogates import unplain

VALUES = 1_000
"""So many values of a facet come with the hits; where there are more, all are fetched page by page."""

_PAGE = 10_000
_FORMATS: dict[FacetName, str] = {"month": "uuuu-MM", "year": "uuuu"}
_UNDATED: dict[str, Any] = {"missing": {"field": "date"}}

Counted = dict[FacetName, dict[str, int]]
Aggregate = Callable[[dict[str, Any]], dict[str, Any]]
"""Asks for aggregations over what the same search finds."""


def asked(names: Sequence[FacetName]) -> dict[str, Any]:
    """The aggregations that count facets."""
    made: dict[str, Any] = {name: _aggregation(name) for name in names}
    return made | {UNDATED: _UNDATED} if _FORMATS.keys() & made.keys() else made


def counts(answer: dict[str, Any], names: Sequence[FacetName], more: Aggregate) -> Counted:
    """The counts of each facet, by value, from what :func:`asked` brought; articles without a value are in none."""
    return {name: _counts(answer, name, more) for name in names}


def _aggregation(name: FacetName) -> dict[str, Any]:
    if name in _FORMATS:
        histogram = {"field": "date", "calendar_interval": name, "format": _FORMATS[name], "min_doc_count": 1}
        return {"date_histogram": histogram}
    return {"terms": {"field": name, "size": VALUES}}


def _counts(answer: dict[str, Any], name: FacetName, more: Aggregate) -> dict[str, int]:
    counted = answer[name]
    if name in _FORMATS:
        undated = answer[UNDATED]["doc_count"]
        dated = {bucket["key_as_string"]: bucket["doc_count"] for bucket in counted["buckets"]}
        return dated | ({UNDATED: undated} if undated else {})
    if counted["sum_other_doc_count"]:
        return dict(Counter(dict(_pages(name, more))))
    return {unplain(bucket["key"]): bucket["doc_count"] for bucket in counted["buckets"]}


def _pages(name: FacetName, more: Aggregate) -> Iterator[tuple[str, int]]:
    """Every value with its count."""
    composite: dict[str, Any] = {"size": _PAGE, "sources": [{name: {"terms": {"field": name}}}]}
    while True:
        page = more({name: {"composite": composite}})[name]
        for bucket in page["buckets"]:
            yield unplain(bucket["key"][name]), bucket["doc_count"]
        if "after_key" not in page:
            return
        composite["after"] = page["after_key"]
