"""What is Tantivy's alone: its deleted articles, its files, and its lock."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

import pytest

from searchsvc.engines import tantivy
from searchsvc.engines.base import EngineRequest
from searchsvc.engines.memory import MemoryEngine
from searchsvc.engines.tantivy import MOST_DELETED, deleted_share
from searchsvc.errors import IndexDamaged
from searchsvc.query import plan
from tests.archives import article, as_written, fill

ARTICLES = [article(f"id{number}", "oil " * (number % 7) + "gas", date="2020-01-01") for number in range(40)]
OIL = EngineRequest(plan.AnyTerm(("oil",), ("body",)), limit=100, articles=True)


def filled(folder: Path) -> tantivy.TantivyEngine:
    """An engine with the articles."""
    engine = tantivy.open_in(folder, as_written)
    with engine.writing() as writer:
        for one in ARTICLES:
            writer.put(as_written(one))
    return engine


def test_many_deleted_articles_are_gone_for_good(tmp_path: Path) -> None:
    engine, left = filled(tmp_path), ARTICLES[10:]
    with engine.writing() as writer:
        writer.remove([one.id for one in ARTICLES[:10]])
    assert deleted_share(tmp_path) == 0
    memory = MemoryEngine(map(as_written, left))
    right, found = memory.search(OIL), engine.search(OIL)
    assert [key.id for key in found.keys] == [key.id for key in right.keys]
    assert [key.score for key in found.keys] == pytest.approx([key.score for key in right.keys])
    assert found.articles == right.articles


def test_a_few_deleted_articles_wait(tmp_path: Path) -> None:
    engine = filled(tmp_path)
    with engine.writing() as writer:
        writer.remove([ARTICLES[0].id])
    assert 0 < deleted_share(tmp_path) < MOST_DELETED
    assert engine.stats().articles == len(ARTICLES) - 1
    assert ARTICLES[0].id not in set(engine.ids())


def test_an_error_lets_go_of_the_lock(tmp_path: Path) -> None:
    engine = filled(tmp_path)
    with suppress(RuntimeError), engine.writing() as writer:
        writer.remove([ARTICLES[0].id])
        raise RuntimeError
    with engine.writing() as writer:
        writer.put(as_written(article("new", "oil")))
    assert engine.get(["new"])


def test_others_may_search_what_one_has_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    filled(tmp_path)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes[".tantivy-meta.lock"] & 0o222 == 0o222
    assert all(mode & 0o444 == 0o444 for mode in modes.values())


DAMAGES = {"no posting lists": "*.idx", "no articles": "*.store", "no list of segments": "meta.json"}


@pytest.mark.parametrize("pattern", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_told(pattern: str, tmp_path: Path) -> None:
    filled(tmp_path)
    for path in tmp_path.glob(pattern):
        path.write_bytes(b"{}")
    with pytest.raises(IndexDamaged, match="reindex --full"):
        tantivy.open_in(tmp_path, as_written)


def test_damage_inside_of_an_article_is_told(tmp_path: Path) -> None:
    engine = filled(tmp_path)
    for path in tmp_path.glob("*.store"):
        content = path.read_bytes()
        path.write_bytes(b"x" * 40 + content[40:])
    damaged = tantivy.open_in(tmp_path, as_written)
    assert len(damaged.verify()) == len(ARTICLES)
    with pytest.raises(IndexDamaged, match="reindex --full"):
        damaged.search(OIL)
    with pytest.raises(IndexDamaged, match="reindex --full"):
        damaged.get([ARTICLES[0].id])
    engine.close()


def test_equal_scores_of_several_segments_come_in_order(tmp_path: Path) -> None:
    engine = tantivy.open_in(tmp_path, as_written)
    days = [f"2020-{1 + number % 12:02}-{1 + number % 28:02}" for number in range(300)]
    same = [article(f"id{number:03}", "oil gas", date=day) for number, day in enumerate(days)]
    for part in range(3):
        fill(engine, same[part::3])
    assert engine.stats().segments == 3
    found = [key.id for key in engine.search(EngineRequest(OIL.plan, limit=1000)).keys]
    assert found == [one.id for one in sorted(same, key=lambda one: (-one.day.toordinal() if one.day else 0, one.id))]
    for offset in range(0, 300, 7):
        assert [key.id for key in engine.search(EngineRequest(OIL.plan, offset=offset, limit=7)).keys] == (
            found[offset : offset + 7]
        )
