"""Plan to query: the JSON that a cluster is asked with, node by node, never a query string.

What scores nothing stands in filters, so that the sum over a boolean query is that of the plan.

Statistics are those of all shards only where each shard is asked for its own. One that knows beforehand that it has no
article for a query, by its range of dates for example, is silent on all terms of it. So where something else scores,
such a filter is joined with a word that no article has (``_guarded``): of that no shard is sure. And one that has no
word of a phrase is silent on the field; it is not on the term that stands in empty fields (``_exact``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from searchsvc.engines.opensearch.mapping import EMPTY, document_id
from searchsvc.engines.surrogates import plain
from searchsvc.query import plan

Query = dict[str, Any]
Slots = tuple[tuple[str, ...], ...]
Loose = Callable[[str, Slots, int], Query]
"""(field, slots, slop) to a query for the articles with a phrase that the cluster cannot tell by itself."""

EVERYTHING: Query = {"match_all": {}}
NOTHING: Query = {"match_none": {}}
_NOBODY: Query = {"term": {"part": "-"}}

_SURE = (plan.AnyTerm, plan.TermPhrase, plan.KeywordIs, plan.Ids, plan.Everything, plan.Nothing)
"""What every shard looks for, or none."""

_WAYS = 256
"""In so many ways a loose phrase may be made of its slots to be looked for as that many phrases."""


class Translation:
    """Plans to queries; ``boosts`` are those of the text fields."""

    def __init__(self, boosts: Mapping[str, float], loose: Loose) -> None:
        self._boosts = boosts
        self._loose = loose

    def query(self, node: plan.Plan) -> Query:
        """The query that finds what ``node`` means, with its scores."""
        match node:
            case plan.AnyTerm() | plan.TermPhrase():
                return any_of(self._scored(node))
            case plan.All(parts):
                return self._all(parts)
            case plan.Any(parts):
                return any_of([query for part in parts for query in self._alternatives(part)])
            case plan.AtLeast(count, parts):
                return self._at_least(count, parts)
            case plan.Not(part):
                return {"bool": {"filter": [EVERYTHING], "must_not": [self.query(part)]}}
            case plan.Weighted(part, weight):
                return {"bool": {"must": [self.query(part)], "boost": weight}}
            case _:
                return silent(_leaf(node))

    def _alternatives(self, node: plan.Plan) -> list[Query]:
        """The queries whose union ``node`` is: one flat union is faster than unions of unions."""
        match node:
            case plan.Any(parts):
                return [query for part in parts for query in self._alternatives(part)]
            case plan.AnyTerm() | plan.TermPhrase():
                return self._scored(node)
            case _:
                return [self.query(node)]

    def _scored(self, node: plan.AnyTerm | plan.TermPhrase) -> list[Query]:
        match node:
            case plan.AnyTerm(terms, fields):
                return [query for field in fields for query in self._terms(terms, field)]
            case plan.TermPhrase(fields=fields):
                return [self._phrase(field, node) for field in fields]

    def _terms(self, terms: tuple[str, ...], field: str) -> list[Query]:
        boost = self._boosts[field]
        return [{"term": {field: {"value": term, "boost": boost}}} for term in terms]

    def _phrase(self, field: str, phrase: plan.TermPhrase) -> Query:
        slots, slop = phrase.slots, phrase.slop
        if phrase.exact:
            return _exact(row(field, [slot[0] for slot in slots], boost=self._boosts[field]), field)
        standing = near(field, slots, 0, in_order=True) if slop == 0 else self._within(field, slots, slop)
        return {"bool": {"filter": [standing], "should": self._terms(phrase.terms, field), "minimum_should_match": 0}}

    def _within(self, field: str, slots: Slots, slop: int) -> Query:
        """A phrase of distinct words is told exactly by Lucene's sloppy phrase, any other by looking at the texts."""
        ways = 1
        for slot in slots:
            ways *= len(slot)
        if ways > _WAYS or len(set().union(*slots)) < sum(map(len, slots)):
            return self._loose(field, slots, slop)
        return any_of([row(field, words, slop=slop) for words in product(*slots)])

    def _all(self, parts: tuple[plan.Plan, ...]) -> Query:
        made: dict[str, list[Query]] = {}
        for part in parts:
            if isinstance(part, plan.Not) and isinstance(part.part, _SURE):
                made.setdefault("must_not", []).append(self.query(part.part))
            else:
                made.setdefault("must" if plan.scores(part) else "filter", []).append(self._guarded(part))
        if made.keys() <= {"must_not"}:
            made["filter"] = [EVERYTHING]
        return {"bool": made}

    def _guarded(self, part: plan.Plan) -> Query:
        query = self.query(part)
        return query if plan.scores(part) or isinstance(part, _SURE) else silent(any_of([query, _NOBODY]))

    def _at_least(self, count: int, parts: tuple[plan.Plan, ...]) -> Query:
        queries = [self._guarded(part) for part in parts]
        if count > len(parts):
            return NOTHING
        if count < 1:
            return {"bool": {"filter": [EVERYTHING], "should": queries, "minimum_should_match": 0}}
        return {"bool": {"should": queries, "minimum_should_match": count}}


def _exact(phrase: Query, field: str) -> Query:
    """The phrase with statistics of all shards; where it is, the field is not empty, and no score is added."""
    return {"bool": {"must": [phrase], "should": [{"term": {field: EMPTY}}], "minimum_should_match": 0}}


def _leaf(node: plan.Plan) -> Query:
    match node:
        case plan.KeywordIs(field, values):
            return {"terms": {field: list(map(plain, values))}}
        case plan.Ids(ids):
            return {"ids": {"values": list(map(document_id, ids))}}
        case plan.DayRange(first, last):
            return _days(max(first, 1), min(last, dt.date.max.toordinal()))
        case plan.Undated():
            return {"bool": {"must_not": [{"exists": {"field": "date"}}]}}
        case plan.Everything():
            return EVERYTHING
        case plan.Nothing():
            return NOTHING
    raise TypeError(f"not a plan: {node!r}")


def _days(first: int, last: int) -> Query:
    if last < first:
        return NOTHING
    begin, end = (dt.date.fromordinal(day).isoformat() for day in (first, last))
    return {"range": {"date": {"gte": begin, "lte": end}}}


def silent(query: Query) -> Query:
    """The same articles, each with the score 0."""
    return {"bool": {"filter": [query]}}


def any_of(queries: list[Query]) -> Query:
    """The articles that one of the queries finds."""
    if not queries:
        return NOTHING
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}


def row(field: str, words: list[str] | tuple[str, ...], slop: int = 0, boost: float = 1.0) -> Query:
    """The articles where the words stand in a row, or within some slop."""
    return {"match_phrase": {field: {"query": " ".join(words), "slop": slop, "boost": boost}}}


def near(field: str, slots: Slots, slop: int, *, in_order: bool) -> Query:
    """The articles with one word of every slot and at most ``slop`` others between; not in order, a word may be two."""
    clauses = [_span(field, slot) for slot in slots]
    return {"span_near": {"clauses": clauses, "slop": slop, "in_order": in_order}}


def _span(field: str, slot: tuple[str, ...]) -> Query:
    words = [{"span_term": {field: word}} for word in slot]
    return words[0] if len(words) == 1 else {"span_or": {"clauses": words}}
