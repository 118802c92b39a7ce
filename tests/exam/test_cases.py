"""The searches of ``worlds/``: every engine gives the answers that were worked out for them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pytest

from searchsvc.answer import Answer, SearchRequest
from searchsvc.engines.base import when
from searchsvc.errors import QueryError
from searchsvc.searching import search
from tests.archives import ENGINES
from tests.exam.archives import Archives
from tests.exam.cases import CASES, Case, batches
from tests.exam.precision import PRECISION, Precision

every_engine = pytest.mark.parametrize("engine", ENGINES)
every_case = pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=str(case), marks=[pytest.mark.xfail(reason=case.fails)] if case.fails else [])
        for case in CASES
    ],
)


def ids(answer: Answer) -> tuple[str, ...]:
    """The ids of the hits in order."""
    return tuple(hit.article.id for hit in answer.hits)


def by_relevance(answer: Answer) -> list[tuple[float, float, str]]:
    """The place of each hit in the order by relevance: by score, then the newest, the undated last, then by id."""
    times = [(hit.score, when(hit.article), hit.article.id) for hit in answer.hits]
    return [(-score, -time if time >= 0 else math.inf, id_) for score, time, id_ in times]


def precision(engine: str, world: str) -> Precision | None:
    """How exactly the scores of a world are to be right in an engine; None where they need not be."""
    exact = PRECISION[engine]
    removed = any(batch.remove or batch.then_remove for batch in batches(world))
    return None if removed and not exact.after_removals else exact


@every_engine
@every_case
def test_answers(archives: Archives, engine: str, case: Case) -> None:
    archive = archives.of(engine, case.world)
    if case.refused is not None:
        with pytest.raises(QueryError) as raised:
            search(archive, case.request)
        assert raised.value.mistakes[0].message.startswith(case.refused), case.because
        return
    answers = list(pages(archives, engine, case)) if case.walk is not None else [search(archive, case.request)]
    for answer in answers:
        check_told(case, answer)
    check_found(case, answers)
    if (exact := precision(engine, case.world)) is not None:
        check_scores(archives, engine, case, answers[0], exact)


def pages(archives: Archives, engine: str, case: Case) -> Iterator[Answer]:
    """The answers from cursor to cursor."""
    request: SearchRequest | None = case.request
    while request is not None:
        answer = search(archives.of(engine, case.world), request)
        yield answer
        request = replace(case.request, cursor=answer.next) if answer.next else None


def check_told(case: Case, answer: Answer) -> None:
    """What an answer says beside its hits."""
    assert answer.total == case.total, case.because
    assert answer.total_articles == (case.total if case.total_articles is None else case.total_articles), case.because
    assert answer.loosened == case.loosened, case.because
    if not case.request.cursor and answer.page == case.request.page:
        assert answer.did_you_mean == case.did_you_mean, case.because
    counted = {name: tuple((row.value, row.count) for row in rows) for name, rows in answer.facets.items()}
    assert counted == case.counts, case.because
    said = [notice.message for notice in answer.notices]
    assert len(said) == len(case.notices), (said, case.because)
    assert all(map(str.startswith, said, case.notices)), (said, case.because)
    if case.understood is not None:
        assert answer.understood == case.understood, case.because
    if case.request.sort == "relevance":
        assert by_relevance(answer) == sorted(by_relevance(answer)), case.because


def check_found(case: Case, answers: list[Answer]) -> None:
    """The hits, in their order where one is promised."""
    if case.walk is not None:
        assert tuple(map(ids, answers)) == case.walk, case.because
    elif case.in_order is not None:
        assert ids(answers[0]) == case.in_order, case.because
    else:
        assert sorted(ids(answers[0])) == sorted(case.finds or ()), case.because


def check_scores(archives: Archives, engine: str, case: Case, answer: Answer, exact: Precision) -> None:
    """The scores: those worked out, those of the other query, and those of the reference."""
    scores = {hit.article.id: hit.score for hit in answer.hits}
    for id_, score in case.scores.items():
        assert exact.same(scores[id_], score), (id_, scores[id_], score, case.because)
    archive = archives.of(engine, case.world)
    if case.scored_as is not None:
        other = {hit.article.id: hit.score for hit in search(archive, SearchRequest(case.scored_as, per_page=100)).hits}
        for id_, score in scores.items():
            assert exact.same(score, other[id_] * case.times), (id_, score, other[id_], case.because)
    reference = search(archives.of("memory", case.world), case.request)
    for hit in reference.hits:
        if hit.article.id in scores:
            assert exact.same(scores[hit.article.id], hit.score), (hit.article.id, case.because)
