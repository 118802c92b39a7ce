"""When an engine agrees with the reference: ids, totals and facets always, scores as exactly as it can."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

from searchsvc.engines.base import Engine, EngineRequest, FacetName, Key, Sort
from searchsvc.query import plan
from tests.exam.precision import Precision

FACETS: tuple[FacetName, ...] = get_args(FacetName)
SORTS: tuple[Sort, ...] = get_args(Sort)
_PLACES = 12


def by_place(key: Key, sort: Sort) -> tuple[float, float, str]:
    """The promised order: by score or date, the undated last, then by id."""
    date = math.inf if key.when < 0 else key.when if sort == "oldest" else -key.when
    return (-key.score if sort == "relevance" else 0.0, date, key.id)


def check_search(memory: Engine, engine: Engine, request: EngineRequest, exact: Precision | None) -> None:
    """The answer to one request over everything: ids, total, facets, order, dates, and scores where ``exact`` says so.

    Articles may stand in another order than in the reference only where their scores cannot be told apart.
    """
    right, found = memory.search(request), engine.search(request)
    assert (found.total, found.facets) == (right.total, right.facets), request
    assert len(found.keys) == found.total, request
    assert not found.articles
    assert found.keys == sorted(found.keys, key=lambda key: by_place(key, request.sort)), request
    keys = {key.id: key for key in right.keys}
    assert keys.keys() == {key.id for key in found.keys}, request
    assert all(key.when == keys[key.id].when for key in found.keys), request
    if request.sort != "relevance":
        assert found.keys == right.keys, request
    elif exact is not None:
        check_scores(right.keys, found.keys, exact, request)


def check_scores(right: list[Key], found: list[Key], exact: Precision, request: EngineRequest) -> None:
    """Each article its score, and each place one whose score cannot be told from that of the reference."""
    scores = {key.id: key.score for key in right}
    for key, other in zip(found, right, strict=True):
        assert exact.same(key.score, scores[key.id]), (key, scores[key.id], request)
        assert key.id == other.id or exact.same(scores[key.id], other.score), (key, other, request)


def group_of(engine: Engine, id_: str) -> str:
    """The group of an article, as its facet has it."""
    counted = engine.search(EngineRequest(plan.Ids((id_,)), limit=0, facets=("group",)))
    return next(iter(counted.facets["group"]), "")


def check_windows(engine: Engine, request: EngineRequest) -> None:
    """Ways to the same hits, with their articles: by offset, past the end, behind a key whatever its rank.

    Of few hits all windows are tried, of many those at some places.
    """
    keys = engine.search(request).keys
    size, step = 2, 1 + len(keys) // _PLACES
    for at in range(0, len(keys) + 3, max(size, step)):
        window = engine.search(replace(request, offset=at, limit=size, articles=True, groups=True))
        assert window.keys == keys[at : at + size], (at, request)
        assert window.articles == engine.get([key.id for key in window.keys]), (at, request)
        assert window.groups == [group_of(engine, key.id) for key in window.keys], (at, request)
        assert window.total == len(keys), (at, request)
    for at, key in list(enumerate(keys))[::step]:
        for rank in (at + 1, 0, at + 3, 10**6):
            behind = engine.search(replace(request, after=key, rank=rank, limit=size, articles=True))
            assert behind.keys == keys[at + 1 : at + 1 + size], (key, rank, request)
            assert [article.id for article in behind.articles] == [key.id for key in behind.keys], (key, rank, request)
    counted = engine.search(replace(request, limit=0))
    assert (counted.keys, counted.total) == ([], len(keys)), request
