"""The queries that everything else is made of: a term, a phrase, a range of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from tantivy import FieldType, Occur, Query

Slots = tuple[tuple[str, ...], ...]

_FEW = 8
"""So many terms are found faster one by one."""

# What the syntax of regular expressions takes for itself.
_SPECIAL = {ord(char): f"\\{char}" for char in r"\.+*?()|[]{}^$#&-~"}


@dataclass(frozen=True, slots=True)
class Words:
    """Makes queries over the fields of an index."""

    schema: tantivy.Schema

    def term(self, field: str, term: str) -> Query:
        """The articles with a term in a field."""
        return Query.term_query(self.schema, field, term, "freq")

    def phrase(self, field: str, slots: Slots, places: Sequence[int] = (), slop: int = 0) -> Query:
        """The articles where the slots stand in a row, or at ``places`` of a row; or two slots within ``slop``."""
        places = places or range(len(slots))
        if all(len(slot) == 1 for slot in slots):
            words: list[str | tuple[int, str]] = [(place, slot[0]) for place, slot in zip(places, slots, strict=True)]
            return Query.phrase_query(self.schema, field, words, slop)
        patterns = ["|".join(term.translate(_SPECIAL) for term in slot) for slot in slots]
        return Query.regex_phrase_query(self.schema, field, list(zip(places, patterns, strict=True)), slop)

    def between(self, column: str, first: int, last: int) -> Query:
        """The articles whose number in a column is ``first`` to ``last``."""
        return Query.range_query(self.schema, column, FieldType.Unsigned, first, last)

    def one_of(self, field: str, values: Sequence[str]) -> Query:
        """The articles with one of these values in a keyword field, or one of these ids."""
        if len(values) > _FEW:
            return Query.term_set_query(self.schema, field, values)
        return any_of([self.term(field, value) for value in values])


def silent(query: Query) -> Query:
    """The same articles, each with the score 0."""
    return Query.const_score_query(query, 0.0)


def any_of(queries: Sequence[Query]) -> Query:
    """The articles that one of the queries finds."""
    return _joined(Occur.Should, queries) if queries else Query.empty_query()


def all_of(queries: Sequence[Query]) -> Query:
    """The articles that every one of the queries finds."""
    return _joined(Occur.Must, queries) if queries else everything()


def everything() -> Query:
    """Every article."""
    return silent(Query.all_query())


def _joined(occur: Occur, queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(occur, query) for query in queries])
