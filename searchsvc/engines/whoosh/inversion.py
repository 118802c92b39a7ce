"""Terms article by article, turned into posting arrays term by term.

Every text field of a segment is one long stream of positions: each article begins at a ``base``, far enough behind
the one before that no phrase reaches across. For each field the arrays are, with T terms, P postings (term in article)
and W positions (term at a place):

    postings   (T+1)  where each term's postings begin        places    (T+1)  where each term's positions begin
    articles   (P)    article numbers, rising within a term   positions (W)    in the stream, rising within a term
    counts     (P)    how often the term is in the article    bases, lengths (one an article)
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from searchsvc.arrays import Array, packed, smallest
from searchsvc.engines.base import GAP

ARTICLE_GAP = 1024
"""Free positions between two articles of a stream: more than a query has words, and than any slop."""

POSITIONS_LIMIT = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Stream:
    """One field of many articles: the n-th token has a term number, an article number and a position in the stream.

    An article without the field shares its base with the next that has it, so the *last* article whose base is not
    behind a position is the one that the position belongs to.
    """

    terms: Array
    articles: Array
    positions: Array
    bases: Array
    lengths: Array


class FieldBuffer:
    """One field of the articles that are being gathered."""

    def __init__(self) -> None:
        self._terms = array("I")
        self._run_lengths = array("I")
        self._run_starts = array("Q")
        self._run_articles = array("I")
        self._bases = array("Q")
        self._lengths = array("I")
        self.end = ARTICLE_GAP

    def add(self, runs: Iterable[Iterable[int]]) -> int:
        """Append one article, its runs as term numbers; how many tokens it has."""
        at = self.end
        self._bases.append(at)
        before = len(self._terms)
        for run in runs:
            start = len(self._terms)
            self._terms.extend(run)
            length = len(self._terms) - start
            if length:
                self._run_lengths.append(length)
                self._run_starts.append(at)
                self._run_articles.append(len(self._lengths))
                at += length + GAP - 1
                self.end = at - (GAP - 1)
        self._lengths.append(len(self._terms) - before)
        if self._lengths[-1]:
            self.end += ARTICLE_GAP
        return self._lengths[-1]

    def stream(self) -> Stream:
        """Everything added, as arrays."""
        lengths = _numbers(self._run_lengths)
        first = np.cumsum(lengths) - lengths
        ahead = np.repeat(_numbers(self._run_starts) - first, lengths)
        return Stream(
            terms=np.frombuffer(self._terms, np.uint32) if self._terms else np.zeros(0, np.uint32),
            articles=np.repeat(_numbers(self._run_articles), lengths).astype(np.uint32),
            positions=(ahead + np.arange(len(ahead))).astype(np.uint32),
            bases=_numbers(self._bases),
            lengths=_numbers(self._lengths),
        )


class Vocabulary(defaultdict[str, int]):
    """Term to number, a new number for a new term."""

    def __init__(self) -> None:
        super().__init__()
        self.default_factory = self.__len__

    def numbered(self) -> tuple[list[str], Array]:
        """The terms sorted, and for each number its place among them."""
        terms = sorted(self)
        ranks = np.empty(len(terms), np.uint32)
        ranks[np.fromiter((self[term] for term in terms), np.int64, len(terms))] = np.arange(len(terms))
        return terms, ranks


def invert(name: str, stream: Stream, ranks: Array) -> dict[str, Array]:
    """The posting arrays of one field; ``ranks`` gives each term number its place among the sorted terms."""
    terms = ranks[stream.terms] if len(stream.terms) else stream.terms
    order = np.argsort(terms, kind="stable")
    terms = terms[order]
    articles = stream.articles[order]
    begins = np.ones(len(terms), bool)
    begins[1:] = (terms[1:] != terms[:-1]) | (articles[1:] != articles[:-1])
    starts = np.flatnonzero(begins)
    bounds = np.arange(len(ranks) + 1)
    return {
        f"{name}.postings": smallest(np.searchsorted(terms[starts], bounds)),
        f"{name}.places": smallest(np.searchsorted(terms, bounds)),
        f"{name}.articles": smallest(articles[starts]),
        f"{name}.counts": smallest(np.diff(starts, append=len(terms))),
        f"{name}.positions": stream.positions[order],
        f"{name}.bases": stream.bases,
        f"{name}.lengths": smallest(stream.lengths),
    }


def vocabulary_arrays(terms: list[str]) -> dict[str, Array]:
    """The sorted terms of a segment."""
    blob, offsets = packed(terms)
    return {"terms.blob": blob, "terms.offsets": smallest(offsets)}


def _numbers(values: array[int]) -> Array:
    return np.frombuffer(values, np.dtype(values.typecode)).astype(np.int64) if len(values) else np.zeros(0, np.int64)
