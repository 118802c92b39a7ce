"""Segments made into fewer: the answers stay, deleted articles go, and ties stay ties."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.engines import whoosh
from searchsvc.engines.base import EngineRequest, FacetName
from searchsvc.engines.memory import MemoryEngine
from searchsvc.engines.whoosh import WhooshEngine, merging
from searchsvc.engines.whoosh.merging import merge
from searchsvc.engines.whoosh.store import Store
from searchsvc.fields import TEXT_FIELDS
from searchsvc.query import plan
from tests.archives import article, entry, fill

FACETS: tuple[FacetName, ...] = ("source", "language", "month", "year")
PLANS: tuple[plan.Plan, ...] = (
    plan.Everything(),
    plan.AnyTerm(("war",), TEXT_FIELDS),
    plan.TermPhrase((("war",), ("and",)), TEXT_FIELDS),
    plan.TermPhrase((("pictur",), ("war",)), TEXT_FIELDS, 4),
    plan.Not(plan.AnyTerm(("peac",), ("title",))),
    plan.KeywordIs("source", ("TASS",)),
    plan.Undated(),
)
ARTICLES = [
    article(
        f"id{number:02}",
        "" if number % 7 == 0 else f"war and peace {'war ' * (number % 4)}",
        title="Peace" if number % 3 else "",
        captions=("a picture", "", "war and a picture")[: number % 4],
        date="" if number % 5 == 0 else f"2020-0{1 + number % 3}-01",
        source=("Reuters", "TASS", "")[number % 3],
    )
    for number in range(30)
]


def answers(engine: WhooshEngine | MemoryEngine) -> list[tuple[list[tuple[str, float]], object]]:
    """Ids with rounded scores, and facets, of every plan."""
    pages = [engine.search(EngineRequest(node, limit=100, facets=FACETS)) for node in PLANS]
    return [([(key.id, round(key.score, 9)) for key in page.keys], page.facets) for page in pages]


def test_merging_keeps_the_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh, "FLUSH_TOKENS", 30)
    monkeypatch.setattr(whoosh, "mergeable", lambda _: [])
    engine = WhooshEngine(tmp_path)
    fill(engine, ARTICLES)
    gone = [f"id{number:02}" for number in range(0, 30, 4)]
    with engine.writing() as writer:
        writer.remove(gone)
        writer.put(entry(ARTICLES[1]))
    before = answers(engine)
    assert engine.stats().segments > 4
    engine.close()
    store = Store(tmp_path)
    merge(store, store.segments()[1:4])
    merge(store, store.segments())
    merged = WhooshEngine(tmp_path)
    assert answers(merged) == before == answers(MemoryEngine(entry(one) for one in ARTICLES if one.id not in gone))
    assert merged.stats().segments == 1
    assert merged.verify() == []
    merged.close()


def test_few_segments_stay_after_many_small_batches(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    for one in (article("silent", "😀"), *ARTICLES):
        fill(engine, [one])
    assert engine.stats().segments <= 5
    assert sorted(engine.ids()) == sorted(["silent", *(one.id for one in ARTICLES)])
    with engine.writing() as writer:
        writer.remove(list(engine.ids()))
    assert engine.stats().articles == 0
    assert list(engine.ids()) == []
    engine.close()


def test_equal_articles_of_two_segments_tie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of equal scores the newer comes first; the order in which parts are added up must not tell them apart."""
    monkeypatch.setattr(whoosh, "mergeable", lambda _: [])
    engine = WhooshEngine(tmp_path)
    text = "idlib turkey ceasefire zone"
    for number, common in enumerate(("idlib", "turkey", "ceasefire", "zone")):
        others = [article(f"x{number}{n}", f"{common} " * (n + 1)) for n in range(5)]
        fill(engine, [*others, article(f"same{number}", text, date=f"2020-01-0{number + 1}")])
    terms = [plan.AnyTerm((term,), TEXT_FIELDS) for term in ("idlib", "turkey", "ceasefir", "zone")]
    page = engine.search(EngineRequest(plan.All(tuple(terms))))
    assert len({key.score for key in page.keys}) == 1
    assert [key.id for key in page.keys] == ["same3", "same2", "same1", "same0"]
    engine.close()


def test_segments_whose_positions_do_not_fit_together_stay_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "POSITIONS_LIMIT", 6_000)
    engine = WhooshEngine(tmp_path)
    for one in ARTICLES[1:7]:
        fill(engine, [one])
    assert engine.stats().segments > 1
    assert answers(engine) == answers(MemoryEngine(entry(one) for one in ARTICLES[1:7]))
    engine.close()
