"""Sets of articles with their scores, and how they are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchsvc.arrays import Array


@dataclass(frozen=True, slots=True)
class Matches:
    """Article numbers of one segment, rising, each with its score."""

    articles: Array
    scores: Array

    def __len__(self) -> int:
        return len(self.articles)


NONE = Matches(np.zeros(0, np.int64), np.zeros(0))


def unscored(articles: Array) -> Matches:
    """Articles, each with score 0."""
    return Matches(articles, np.zeros(len(articles)))


def of_mask(mask: Array) -> Matches:
    """The articles of a mask, each with score 0."""
    return unscored(np.flatnonzero(mask))


def weighted(matches: Matches, factor: float) -> Matches:
    """The same articles, their scores times ``factor``."""
    return Matches(matches.articles, matches.scores * factor)


def without(matches: Matches, size: int) -> Matches:
    """The other articles of a segment of ``size``."""
    mask = np.ones(size, bool)
    mask[matches.articles] = False
    return of_mask(mask)


def all_of(parts: Sequence[Matches]) -> Matches:
    """The articles that are in every part, their scores added up.

    They are added in the order of the parts, whatever their lengths: rounding must not tell apart equal articles of two
    segments.
    """
    first, *rest = sorted(parts, key=len)
    articles = first.articles
    for part in rest:
        if len(articles) == 0:
            return NONE
        places = np.searchsorted(part.articles, articles)
        places[places == len(part)] = 0
        articles = articles[part.articles[places] == articles]
    scores = np.zeros(len(articles))
    for part in parts:
        scores += part.scores[np.searchsorted(part.articles, articles)]
    return Matches(articles, scores)


def at_least(count: int, parts: Sequence[Matches], size: int) -> Matches:
    """The articles of a segment of ``size`` that are in ``count`` or more of the parts, their scores added up."""
    matched = np.zeros(size, np.uint16)
    scores = np.zeros(size)
    for part in parts:
        matched[part.articles] += 1
        scores[part.articles] += part.scores
    articles = np.flatnonzero(matched >= count)
    return Matches(articles, scores[articles])
