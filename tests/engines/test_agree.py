"""Random articles, changed in several batches, and random plans: every engine gives the answers of the reference."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchsvc.engines import whoosh
from searchsvc.engines.base import Engine, EngineRequest, Entry, FacetName, Key, Sort
from searchsvc.engines.memory import MemoryEngine
from searchsvc.engines.whoosh import WhooshEngine
from searchsvc.query import plan
from tests.engines import plans

FACETS: tuple[FacetName, ...] = get_args(FacetName)
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries to put, with ids to remove before and behind them."""

    first: frozenset[str]
    entries: list[Entry]
    then: frozenset[str]


removals = st.frozensets(plans.ids, max_size=3)
batches = st.lists(st.builds(Batch, removals, st.lists(plans.entries(), max_size=10), removals), min_size=1, max_size=3)


def write(engine: Engine, batch: Batch) -> None:
    """One batch."""
    with engine.writing() as writer:
        writer.remove(batch.first)
        for entry in batch.entries:
            writer.put(entry)
        writer.remove(batch.then)


def by_place(key: Key, sort: Sort) -> tuple[float, float, str]:
    """The promised order."""
    undated = math.inf if key.when < 0 else 0.0
    date = key.when if sort == "oldest" else -key.when
    return (-key.score if sort == "relevance" else 0.0, undated or date, key.id)


def check_search(memory: Engine, engine: Engine, request: EngineRequest) -> None:
    """The same ids, totals, facets and scores; windows are cut from the whole, wherever they begin."""
    right, found = memory.search(request), engine.search(request)
    assert (found.total, found.facets) == (right.total, right.facets)
    assert len(found.keys) == found.total
    assert not found.articles
    assert found.keys == sorted(found.keys, key=lambda key: by_place(key, request.sort))
    scores = {key.id: key for key in right.keys}
    assert scores.keys() == {key.id for key in found.keys}
    for key in found.keys:
        assert key.when == scores[key.id].when
        assert math.isclose(key.score, scores[key.id].score, rel_tol=1e-9, abs_tol=1e-12)
    if request.sort != "relevance":
        assert not any(key.score for key in found.keys)
        assert [key.id for key in found.keys] == [key.id for key in right.keys]
    check_windows(engine, request, found.keys)


def check_windows(engine: Engine, request: EngineRequest, keys: list[Key]) -> None:
    """Every way to the same hits, with their articles: by offset, past the end, behind a key whatever its rank."""
    size = 2
    for at in range(0, len(keys) + 3, size):
        window = engine.search(replace(request, offset=at, limit=size, articles=True))
        assert window.articles == engine.get([key.id for key in window.keys])
        assert window.keys == keys[at : at + size]
        assert window.total == len(keys)
    for at, key in enumerate(keys):
        for rank in (at + 1, 0, at + 3, 10**6):
            hinted = engine.search(replace(request, after=key, rank=rank, limit=size, articles=True))
            assert [article.id for article in hinted.articles] == [key.id for key in hinted.keys]
            assert hinted.keys == keys[at + 1 : at + 1 + size]
    counted = engine.search(replace(request, limit=0))
    assert (counted.keys, counted.total) == ([], len(keys))


@settings(max_examples=40)
@given(batches, st.lists(plans.plans, min_size=8, max_size=8), st.sampled_from((5, 40, 10**6)))
def test_whoosh_answers_as_the_reference(steps: list[Batch], asked: list[plan.Plan], flush: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(whoosh, "FLUSH_TOKENS", flush)
        memory, engine = MemoryEngine(), WhooshEngine(Path(folder))
        for batch in steps:
            write(memory, batch)
            write(engine, batch)
            assert sorted(engine.ids()) == sorted(memory.ids())
        for number, node in enumerate((*asked, plan.Everything())):
            check_search(memory, engine, EngineRequest(node, SORTS[number % 3], limit=100, facets=FACETS))
        every = [*memory.ids(), "nobody", *list(memory.ids())[:1]]
        assert engine.get(every) == memory.get(every)
        assert engine.stats().articles == memory.stats().articles
        assert engine.verify() == []
        engine.close()
        check_reopened(memory, Path(folder), asked)


def check_reopened(memory: Engine, folder: Path, asked: list[plan.Plan]) -> None:
    """What was written is there again, opened anew, and closing twice does nothing."""
    engine = WhooshEngine(folder)
    for node in asked[:2]:
        check_search(memory, engine, EngineRequest(node, limit=100, facets=FACETS))
    engine.close()
    engine.close()
