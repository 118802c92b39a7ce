"""Plan to Tantivy query: node by node, never through a query string.

Whatever scores nothing stands under a constant score of 0, so that the sum over a boolean query is that of the plan.
"""

from __future__ import annotations

from collections.abc import Callable

from tantivy import Occur, Query

from searchsvc.engines.surrogates import plain
from searchsvc.engines.tantivy.words import Slots, Words, all_of, any_of, everything, silent
from searchsvc.fields import BOOSTS
from searchsvc.query import plan

Phrases = Callable[[str, Slots, int], Query]
"""(field, slots, slop) to a query for the articles in which a phrase stands that Tantivy cannot tell by itself."""


class Translation:
    """Plans of one index to queries."""

    def __init__(self, words: Words, loose: Phrases) -> None:
        self._words = words
        self._loose = loose

    def query(self, node: plan.Plan) -> Query:
        """The query that finds what ``node`` means, with its scores."""
        match node:
            case plan.AnyTerm() | plan.TermPhrase():
                return any_of(self._scored(node))
            case plan.KeywordIs(field, values):
                return silent(self._words.one_of(field, list(map(plain, values))))
            case plan.Ids(ids):
                return silent(self._words.one_of("id", list(map(plain, ids))))
            case plan.DayRange(first, last):
                return self._days(max(first, 1), last)
            case plan.Undated():
                return self._days(0, 0)
            case plan.Everything():
                return everything()
            case plan.Nothing():
                return Query.empty_query()
            case plan.All(parts):
                return self._all(parts)
            case plan.Any(parts):
                return any_of([query for part in parts for query in self._alternatives(part)])
            case plan.AtLeast(count, parts):
                return self._at_least(count, parts)
            case plan.Not(part):
                return Query.boolean_query([(Occur.Must, everything()), (Occur.MustNot, self.query(part))])
            case plan.Weighted(part, weight):
                return Query.boost_query(self.query(part), weight)
        raise TypeError(f"not a plan: {node!r}")

    def _terms(self, terms: tuple[str, ...], fields: tuple[str, ...]) -> list[Query]:
        """A query for each term in each field, with the boost of the field."""
        return [_boosted(self._words.term(field, term), field) for field in fields for term in terms]

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
                return self._terms(terms, fields)
            case plan.TermPhrase(fields=fields):
                return [self._phrase(field, node) for field in fields]

    def _phrase(self, field: str, phrase: plan.TermPhrase) -> Query:
        slots, slop, terms = phrase.slots, phrase.slop, phrase.terms
        if phrase.exact:
            return _boosted(self._words.phrase(field, slots), field)
        told = slop == 0 or (len(slots) == 2 and len(terms) == sum(map(len, slots)))
        standing = self._words.phrase(field, slots, slop=slop) if told else self._loose(field, slots, slop)
        words = [(Occur.Should, query) for query in self._terms(terms, (field,))]
        return Query.boolean_query([(Occur.Must, silent(standing)), *words])

    def _all(self, parts: tuple[plan.Plan, ...]) -> Query:
        """What is left out is no list of its own: that would be as long as the index."""
        without = [(Occur.MustNot, self.query(part.part)) for part in parts if isinstance(part, plan.Not)]
        wanted = [self.query(part) for part in parts if not isinstance(part, plan.Not)]
        if not without:
            return all_of(wanted)
        return Query.boolean_query([*((Occur.Must, query) for query in wanted or [everything()]), *without])

    def _at_least(self, count: int, parts: tuple[plan.Plan, ...]) -> Query:
        queries = [self.query(part) for part in parts]
        if count > len(parts):
            return Query.empty_query()
        if count < 1:
            return _optional(queries)
        return Query.boolean_query([(Occur.Should, query) for query in queries], count)

    def _days(self, first: int, last: int) -> Query:
        if last < first:
            return Query.empty_query()
        return silent(self._words.between("day", first, last))


def _boosted(query: Query, field: str) -> Query:
    return query if BOOSTS[field] == 1.0 else Query.boost_query(query, BOOSTS[field])


def _optional(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, everything()), *((Occur.Should, query) for query in queries)])
