"""What is the cluster's alone: statistics of all shards, bulk requests, what somebody else changed, long walks."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from searchsvc.article import Article
from searchsvc.engines import opensearch
from searchsvc.engines.base import EngineRequest
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.memory import MemoryEngine
from searchsvc.engines.opensearch import bulk, counting, ranking
from searchsvc.engines.opensearch.connection import Connection, connect
from searchsvc.engines.opensearch.similarity import Similarity
from searchsvc.engines.scoring import K1, B
from searchsvc.errors import EngineError, IndexDamaged, IndexUnwritable
from searchsvc.query import plan
from tests.archives import article, as_written
from tests.cluster.current import used
from tests.cluster.fixture import Reached
from tests.exam.agreement import FACETS, check_search
from tests.exam.precision import PRECISION
from tests.opensearch.building import made

EVERYTHING = EngineRequest(plan.Everything(), limit=100, articles=True)
OIL = plan.AnyTerm(("oil",), ("body",))
BODIES = {"a": "oil gas", "b": "oil", "c": "gas gas gas tide", "d": "", "e": "tide oil oil oil"}
ARTICLES = [article(id_, body, date="2020-01-01" if id_ < "c" else "") for id_, body in BODIES.items()]


@pytest.fixture(scope="module")
def place(cluster: Reached) -> Iterator[Cluster]:
    """Where the engines of this module put their indexes."""
    with used(cluster.urls) as place:
        yield place


@pytest.fixture
def engine(place: Cluster, tmp_path: Path) -> opensearch.OpenSearchEngine:
    """An empty engine."""
    return opensearch.open_in(made(tmp_path, place), as_written, place)


def filled(engine: opensearch.OpenSearchEngine, articles: Iterable[Article]) -> opensearch.OpenSearchEngine:
    """The engine with the articles."""
    with engine.writing() as writer:
        for one in articles:
            writer.put(as_written(one))
    return engine


def index_of(folder: Path) -> str:
    """The name of the index of a folder."""
    return str(json.loads((folder / "index.json").read_bytes())["index"])


@pytest.mark.parametrize("terms", [1, 100, 10**9])
@pytest.mark.parametrize("empty", [0, 1, 10**6])
def test_parameters_make_up_for_what_is_counted_too_much(terms: int, empty: int) -> None:
    found, articles = Similarity.of(terms, empty), terms + empty
    for length in (1, 40, 5_000):
        counted = found.k1 * (1 - found.b + found.b * length / ((terms + empty) / articles))
        assert counted == pytest.approx(K1 * (1 - B + B * length / (terms / articles)))
    assert 0 <= found.b <= 1


SILENT: dict[str, plan.Plan] = {
    "days that most shards have not": plan.All((OIL, plan.DayRange(737_425, 737_425))),
    "not undated": plan.All((OIL, plan.Not(plan.Undated()))),
    "two of a word, a day and another": plan.AtLeast(2, (OIL, plan.DayRange(737_425, 737_425), plan.Undated())),
    "a phrase": plan.TermPhrase((("oil",), ("gas",)), ("body",)),
    "a phrase and no day": plan.All((plan.TermPhrase((("oil",), ("gas",)), ("body",)), plan.Not(plan.Undated()))),
}


@pytest.mark.parametrize("node", SILENT.values(), ids=SILENT)
def test_a_shard_without_hits_counts_in_the_statistics(engine: opensearch.OpenSearchEngine, node: plan.Plan) -> None:
    memory = MemoryEngine(map(as_written, ARTICLES))
    check_search(memory, filled(engine, ARTICLES), EngineRequest(node, limit=100), PRECISION["opensearch"])


def test_every_change_of_a_batch_counts_in_its_order(
    engine: opensearch.OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "REQUEST", 300)
    with engine.writing() as writer:
        for turn in range(20):
            for number in range(10):
                writer.put(as_written(article(f"id{number}", f"turn{turn}")))
            writer.remove(["id3"])
    found = {one.id: one.body for one in engine.search(EVERYTHING).articles}
    assert found == {f"id{number}": "turn19" for number in range(10) if number != 3}
    assert engine.verify() == []


def test_an_article_that_is_refused_is_named_with_the_reason(engine: opensearch.OpenSearchEngine) -> None:
    right = [article(f"id{number}", "oil") for number in range(50)]
    with pytest.raises(EngineError, match=r"refused 1 articles: 'wrong' \(.*immense term"):
        filled(engine, [*right, article("wrong", "x" * 40_000)])


def test_an_index_that_must_not_be_written_says_so(
    engine: opensearch.OpenSearchEngine, place: Cluster, tmp_path: Path
) -> None:
    _settings(place, tmp_path, {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(IndexUnwritable, match="make room"):
        filled(engine, ARTICLES)
    _settings(place, tmp_path, {"index.blocks.read_only_allow_delete": None})


def test_an_error_of_who_writes_goes_on(engine: opensearch.OpenSearchEngine) -> None:
    def articles() -> Iterator[Article]:
        yield ARTICLES[0]
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        filled(engine, articles())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("bulk-")]


def test_removed_articles_leave_the_statistics(engine: opensearch.OpenSearchEngine) -> None:
    filled(engine, ARTICLES)
    with engine.writing() as writer:
        writer.remove(["b", "nobody"])
    memory = MemoryEngine(as_written(one) for one in ARTICLES if one.id != "b")
    check_search(memory, engine, EngineRequest(OIL, limit=100), PRECISION["opensearch"])


def test_behind_the_wall_it_goes_on(engine: opensearch.OpenSearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "WALL", 2)
    monkeypatch.setattr(counting, "VALUES", 2)
    monkeypatch.setattr(counting, "_PAGE", 2)
    articles = [article(f"id{number}", "oil " * number, source=f"s{number}") for number in range(9)]
    memory = MemoryEngine(map(as_written, articles))
    filled(engine, articles)
    for node in (OIL, plan.Everything()):
        whole = EngineRequest(node, limit=100, facets=FACETS)
        check_search(memory, engine, whole, PRECISION["opensearch"])
        ids = [key.id for key in engine.search(whole).keys]
        for offset in range(10):
            window = EngineRequest(node, offset=offset, limit=3)
            assert [key.id for key in engine.search(window).keys] == ids[offset : offset + 3]


IDS = ["short", "ü" * 256, "ü" * 257, "long" * 500, "\ud800", "\ud7ff", "a/b#c?d e"]


def test_any_id_is_kept(engine: opensearch.OpenSearchEngine) -> None:
    articles = [article(id_, "oil", title=id_) for id_ in IDS]
    with engine.writing() as writer:
        for one in articles:
            writer.put(as_written(article(one.id, "oil")))
    assert sorted(engine.ids()) == sorted(IDS)
    assert [one.id for one in engine.get(IDS)] == IDS
    assert [key.id for key in engine.search(EngineRequest(plan.Ids(tuple(IDS)), limit=100)).keys] == sorted(IDS)
    assert engine.verify() == []


CHANGES: dict[str, dict[str, Any]] = {
    "a field more": {"properties": {"somebody": {"type": "keyword"}}},
    "a field within a field": {"properties": {"source": {"type": "keyword", "fields": {"x": {"type": "text"}}}}},
    "fields as they come": {"dynamic": "true"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_mapping_that_was_changed_is_told(
    engine: opensearch.OpenSearchEngine, place: Cluster, tmp_path: Path, change: dict[str, Any]
) -> None:
    filled(engine, ARTICLES)
    connect(place).do("PUT", f"/{index_of(tmp_path)}/_mapping", change)
    assert "somebody changed" in " ".join(engine.verify())
    with pytest.raises(IndexDamaged, match="reindex --full"):
        opensearch.open_in(tmp_path, as_written, place)


def test_an_index_of_somebody_else_is_left_alone(place: Cluster, tmp_path: Path) -> None:
    connect(place).do("PUT", f"/{place.alias}-theirs")
    (tmp_path / "index.json").write_text(json.dumps({"index": f"{place.alias}-theirs"}), encoding="utf-8")
    with pytest.raises(EngineError, match="choose another --alias"):
        opensearch.open_in(tmp_path, as_written, place)


def test_an_index_that_is_gone_is_told(engine: opensearch.OpenSearchEngine, place: Cluster, tmp_path: Path) -> None:
    connect(place).do("DELETE", f"/{index_of(tmp_path)}")
    with pytest.raises(IndexDamaged, match="ask again"):
        engine.search(EVERYTHING)
    assert "reindex --full" in " ".join(engine.verify())


def test_an_article_that_was_changed_is_told(
    engine: opensearch.OpenSearchEngine, place: Cluster, tmp_path: Path
) -> None:
    filled(engine, ARTICLES)
    index, connection = index_of(tmp_path), connect(place)
    connection.do("PUT", f"/{index}/_doc/a", {"id": "a", "article": {"id": "a"}}, refresh="true")
    connection.do("PUT", f"/{index}/_doc/b", {"id": "z", "article": ARTICLES[1].to_json()}, refresh="true")
    told = [line for line in sorted(engine.verify()) if line.startswith("article")]
    assert [line.partition(" lies")[0].partition(" cannot")[0] for line in told] == ["article 'a'", "article 'b'"]
    with pytest.raises(IndexDamaged, match=r"'a'.*cannot be read"):
        engine.search(EVERYTHING)


def _settings(place: Cluster, folder: Path, changed: dict[str, Any]) -> None:
    connection: Connection = connect(place)
    connection.do("PUT", f"/{index_of(folder)}/_settings", changed)
