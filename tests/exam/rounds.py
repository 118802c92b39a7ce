"""One round of the random exam: some batches in an engine and in the reference, and what both are asked then."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchsvc.answer import FACETS as NAMES
from searchsvc.answer import Answer, IndexInfo, SearchRequest
from searchsvc.archive import Archive
from searchsvc.engines.base import Cut, Engine, EngineRequest
from searchsvc.engines.memory import MemoryEngine
from searchsvc.errors import QueryError
from searchsvc.query import plan
from searchsvc.searching import search
from tests.archives import ENGINES, as_written, discard, entry, lexicon
from tests.exam.agreement import FACETS, SORTS, check_search, check_windows
from tests.exam.changing import Batch, only_added, write
from tests.exam.precision import PRECISION, Precision

EVERY = 1_000
"""More than there are articles."""


@dataclass(slots=True)
class Tally:
    """How much was asked."""

    rounds: int = 0
    articles: int = 0
    plans: int = 0
    queries: int = 0


@contextmanager
def filled(name: str, batches: Sequence[Batch], cut: Cut) -> Iterator[tuple[MemoryEngine, Engine]]:
    """The reference and the engine, both with the batches; the engine is opened anew before it is asked."""
    # An engine may have threads that look after its files a moment longer; the folder is then left to the system.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        memory, engine = MemoryEngine(), ENGINES[name](Path(folder), cut)
        for batch in batches:
            write(memory, batch)
            write(engine, batch)
            assert sorted(engine.ids()) == sorted(memory.ids())
        engine.close()
        engine = ENGINES[name](Path(folder), cut)
        try:
            yield memory, engine
        finally:
            engine.close()
            engine.close()
            discard(name, Path(folder))


def ask_plans(name: str, batches: Sequence[Batch], asked: Sequence[plan.Plan], tally: Tally) -> None:
    """Put plans to an engine: all of its answers are those of the reference, by whatever window."""
    exact = PRECISION[name]
    known = exact if exact.after_removals or only_added(batches) else None
    with filled(name, batches, as_written) as (memory, engine):
        for number, node in enumerate((*asked, plan.Everything())):
            request = EngineRequest(node, SORTS[number % 3], limit=EVERY, facets=FACETS)
            check_search(memory, engine, request, known)
            if number % 4 == 0:
                check_windows(engine, request)
        check_kept(memory, engine)
        tally.articles += memory.stats().articles
    tally.rounds += 1
    tally.plans += len(asked)


def check_kept(memory: Engine, engine: Engine) -> None:
    """The articles are those of the reference, and nothing is wrong with the index."""
    every = [*memory.ids(), "nobody", *list(memory.ids())[:1]]
    assert engine.get(every) == memory.get(every)
    assert engine.stats().articles == memory.stats().articles
    assert engine.verify() == []


def ask_queries(name: str, batches: Sequence[Batch], asked: Sequence[str], tally: Tally) -> None:
    """Put typed queries to an engine, through the parser and the planner: its answers are those of the reference."""
    exact = PRECISION[name]
    known = exact if exact.after_removals or only_added(batches) else None
    with filled(name, batches, entry) as (memory, engine):
        left = memory.get(list(memory.ids()))
        words, info = lexicon(left), IndexInfo("", "000001", len(left), "")
        reference, archive = Archive(memory, words, info), Archive(engine, words, info)
        for number, typed in enumerate(asked):
            request = SearchRequest(typed, sort=SORTS[number % 3], per_page=100, facets=NAMES)
            try:
                right = search(reference, request)
            except QueryError:
                continue
            check_answer(right, search(archive, request), known)
            tally.queries += 1
        tally.articles += len(left)
    tally.rounds += 1


def check_answer(right: Answer, found: Answer, exact: Precision | None) -> None:
    """The same answer but for time; articles of scores that cannot be told apart may have changed places."""
    assert said(found) == said(right), right.query
    scores = {hit.article.id: hit.score for hit in right.hits}
    assert scores.keys() == {hit.article.id for hit in found.hits}, right.query
    if exact is not None:
        for hit, other in zip(found.hits, right.hits, strict=True):
            id_ = hit.article.id
            assert exact.same(hit.score, scores[id_]), (id_, hit.score, scores[id_], right.query)
            assert id_ == other.article.id or exact.same(scores[id_], other.score), (id_, other.article.id, right.query)


def said(answer: Answer) -> tuple[Any, ...]:
    """An answer without its hits."""
    return (
        answer.total,
        answer.facets,
        answer.loosened,
        answer.notices,
        answer.did_you_mean,
        answer.understood,
        answer.next,
    )
