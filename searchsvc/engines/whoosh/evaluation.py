"""A plan evaluated over the posting arrays of one segment, with statistics over all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchsvc.arrays import Array
from searchsvc.engines.scoring import K1, idf, norm
from searchsvc.engines.whoosh import matches
from searchsvc.engines.whoosh.matches import Matches
from searchsvc.engines.whoosh.phrases import Slots, phrase_articles, phrase_counts
from searchsvc.engines.whoosh.recent import Recent
from searchsvc.engines.whoosh.segment import Segment, between
from searchsvc.fields import BOOSTS, TEXT_FIELDS
from searchsvc.query import plan


class Statistics:
    """What BM25 needs of all segments together: counts of searchable articles, mean lengths, and norms by article."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.articles = sum(segment.articles for segment in segments)
        self._averages = {
            name: sum(segment.tokens_in(name) for segment in segments) / self.articles if self.articles else 0.0
            for name in TEXT_FIELDS
        }
        self._norms = {(segment.name, name): self._norm(segment, name) for segment in segments for name in TEXT_FIELDS}

    def norms(self, segment: Segment, field: str) -> Array:
        """The norm of each article of a segment."""
        return self._norms[segment.name, field]

    def idfs(self, terms: tuple[str, ...]) -> dict[str, Array]:
        """By field the idf of each of the terms."""
        counts = {name: np.zeros(len(terms), np.int64) for name in TEXT_FIELDS}
        for segment in self._segments:
            places = segment.places(terms)
            for name in TEXT_FIELDS:
                counts[name] += segment.containing_each(name, places)
        return {
            name: np.array([idf(count, self.articles) for count in column.tolist()]) for name, column in counts.items()
        }

    def _norm(self, segment: Segment, field: str) -> Array:
        lengths = segment.arrays[f"{field}.lengths"]
        average = self._averages[field]
        distinct, places = np.unique(lengths, return_inverse=True)
        by_length = np.array([norm(int(length), average) for length in distinct])
        norms: Array = by_length[places]
        return norms


class Evaluation:
    """One search: nodes that this thread has just evaluated are not evaluated again, and idfs are looked up once.

    Every score is 0 where ``scored`` is false: an order by date, or a count, needs none.
    """

    def __init__(self, statistics: Statistics, recent: Recent, *, scored: bool) -> None:
        self.scored = scored
        self.recent = recent
        self._statistics = statistics
        self._idfs: dict[tuple[str, ...], dict[str, Array]] = {}

    def run(self, node: plan.Plan, segment: Segment) -> Matches:
        """The searchable articles of a segment that match, with their scores."""
        found = _Pass(self, segment).matches(node)
        if not segment.deletions:
            return found
        kept = segment.live[found.articles]
        return Matches(found.articles[kept], found.scores[kept])

    def idfs(self, field: str, terms: tuple[str, ...]) -> Array:
        """The idf of each of the terms in a field."""
        if terms not in self._idfs:
            self._idfs[terms] = self._statistics.idfs(terms)
        return self._idfs[terms][field]

    def weights(self, segment: Segment, field: str, articles: Array, counts: Array) -> Array:
        """BM25 of each posting without its idf, times the field's boost."""
        norms = self._statistics.norms(segment, field)[articles]
        frequencies = counts.astype(np.float64)
        out: Array = frequencies * ((K1 + 1.0) * BOOSTS[field]) / (frequencies + norms)
        return out


class _Pass:
    """One evaluation over one segment."""

    def __init__(self, evaluation: Evaluation, segment: Segment) -> None:
        self._evaluation = evaluation
        self._segment = segment

    def matches(self, node: plan.Plan) -> Matches:
        """The articles that match a node, deleted ones among them."""
        recent, kind = self._evaluation.recent, "scored" if self._evaluation.scored else "unscored"
        asked = self._segment.name, kind, node
        found = recent.get(asked)
        if found is None:
            found = self._matches(node)
            recent.keep(asked, found)
        return found

    def _matches(self, node: plan.Plan) -> Matches:
        segment = self._segment
        match node:
            case plan.Everything():
                return matches.of_mask(segment.live)
            case plan.Nothing():
                return matches.NONE
            case plan.AnyTerm(terms, fields):
                return self._terms(terms, fields)
            case plan.TermPhrase():
                return self._phrase(node)
            case plan.KeywordIs(field, values):
                return matches.of_mask(segment.keyword(field, values))
            case plan.Ids(ids):
                return matches.of_mask(segment.with_ids(ids))
            case plan.DayRange():
                return matches.of_mask(between(segment, node))
            case plan.Undated():
                return matches.of_mask(segment.when < 0)
            case plan.Not(part):
                return matches.without(self.matches(part), segment.size)
            case plan.Weighted(part, factor):
                return matches.weighted(self.matches(part), factor)
            case plan.All(parts):
                return matches.all_of([self.matches(part) for part in parts])
            case plan.Any(parts):
                return matches.at_least(1, [self.matches(part) for part in parts], segment.size)
            case plan.AtLeast(count, parts):
                return matches.at_least(count, [self.matches(part) for part in parts], segment.size)
        raise TypeError(f"not a plan: {node!r}")

    def _terms(self, terms: tuple[str, ...], fields: tuple[str, ...]) -> Matches:
        places = self._segment.places(terms)
        here = np.flatnonzero(places >= 0)
        if len(here) == 0:
            return matches.NONE
        if len(here) == 1:
            which = int(here[0])
            return self._joined([self._term(field, terms, which, int(places[which])) for field in fields])
        scores = np.zeros(self._segment.size)
        mask = np.zeros(self._segment.size, bool)
        for field in fields:
            articles, sums = self._sums(field, terms, here, places[here])
            scores += sums
            mask[articles] = True
        found = np.flatnonzero(mask)
        return Matches(found, scores[found])

    def _term(self, field: str, terms: tuple[str, ...], which: int, number: int) -> Matches:
        """The articles with one of the terms, the only one that is in this segment."""
        articles, counts = self._segment.postings(field, number)
        if not self._evaluation.scored:
            return matches.unscored(articles)
        scores = self._evaluation.weights(self._segment, field, articles, counts)
        return Matches(articles, scores * self._evaluation.idfs(field, terms)[which])

    def _sums(self, field: str, terms: tuple[str, ...], here: Array, numbers: Array) -> tuple[Array, Array]:
        """(the article of each posting of the terms that are here, the sum of its terms for every article)."""
        which, articles, counts = self._segment.all_postings(field, numbers)
        if not self._evaluation.scored:
            return articles, np.zeros(self._segment.size)
        idfs = self._evaluation.idfs(field, terms)[here]
        weights = self._evaluation.weights(self._segment, field, articles, counts) * idfs[which]
        return articles, np.bincount(articles, weights, self._segment.size)

    def _phrase(self, phrase: plan.TermPhrase) -> Matches:
        if phrase.exact and self._evaluation.scored:
            return self._joined([self._row(field, phrase.slots) for field in phrase.fields])
        return self._joined([self._loose(field, phrase) for field in phrase.fields])

    def _row(self, field: str, slots: Slots) -> Matches:
        """The articles where the terms stand in a row, which counts as one term."""
        terms = tuple(slot[0] for slot in slots)
        articles, counts = phrase_counts(self._segment, field, slots)
        weights = self._evaluation.weights(self._segment, field, articles, counts)
        return Matches(articles, weights * self._evaluation.idfs(field, terms).sum())

    def _loose(self, field: str, phrase: plan.TermPhrase) -> Matches:
        """The articles where a phrase stands; their scores are those of its distinct terms."""
        articles = self._standing(field, phrase)
        if len(articles) == 0 or not self._evaluation.scored:
            return matches.unscored(articles)
        terms = phrase.terms
        places = self._segment.places(terms)
        here = np.flatnonzero(places >= 0)
        _, sums = self._sums(field, terms, here, places[here])
        return Matches(articles, sums[articles])

    def _standing(self, field: str, phrase: plan.TermPhrase) -> Array:
        """Where a phrase stands does not depend on scores; to find it is most of the work."""
        recent, asked = self._evaluation.recent, (self._segment.name, f"standing in {field}", phrase)
        found = recent.get(asked)
        if found is None:
            found = matches.unscored(phrase_articles(self._segment, field, phrase.slots, phrase.slop))
            recent.keep(asked, found)
        return found.articles

    def _joined(self, parts: list[Matches]) -> Matches:
        parts = [part for part in parts if len(part)]
        if not parts:
            return matches.NONE
        return parts[0] if len(parts) == 1 else matches.at_least(1, parts, self._segment.size)
