"""An index that came about step by step has the same groups of copies as one made at once, on every local engine."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.article import Article
from searchsvc.copies import NAME
from searchsvc.coverage import Coverage
from searchsvc.engines.base import EngineRequest
from searchsvc.indexing import reindex
from searchsvc.migrating import migrate
from searchsvc.query import plan
from searchsvc.report_table import table
from searchsvc.searching import search
from tests.archives import LOCAL
from tests.copies.stories import CHANGES, copy, story

WIRE = story(1, date="2020-02-06", source="wire.example")
COPIES = [
    replace(WIRE, id=f"p{day}", date=dt.date(2020, 2, day), source=f"p{day}.example", title=f"Paper {day}")
    for day in (5, 7, 8)
]


def write(corpus: Path, name: str, articles: Iterable[Article]) -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / f"{name}.jsonl").write_text("".join(json.dumps(one.to_json()) + "\n" for one in articles), "utf-8")


def groups(archive: Archive) -> dict[str, str]:
    """What the engine knows of each article's group."""
    page = archive.engine.search(EngineRequest(plan.Everything(), limit=1000, groups=True))
    return {key.id: group for key, group in zip(page.keys, page.groups, strict=True)}


def state(index: Path, engine: str) -> tuple[dict[str, str], int, bytes, list[str]]:
    """Everything of an index that tells about copies, and what a search shows."""
    archive = open_archive(index, engine)
    try:
        shown = [hit.article.id for hit in search(archive, SearchRequest(per_page=100, sort="oldest")).hits]
        written = (index / engine / archive.info.generation / NAME).read_bytes()
        return groups(archive), archive.coverage.copies, written, shown
    finally:
        archive.close()


def steps(corpus: Path) -> Iterable[None]:
    """A corpus that changes: an earlier copy comes, the first goes, one is rewritten, a file is removed."""
    write(corpus, "wire", [WIRE, *(story(seed) for seed in range(10, 20))])
    yield
    write(corpus, "later", COPIES[1:])
    yield
    write(corpus, "earlier", COPIES[:1])
    yield
    write(corpus, "wire", [replace(WIRE, title="Now with another title"), story(11)])
    yield
    (corpus / "earlier.jsonl").unlink()
    yield
    write(corpus, "later", [COPIES[1], replace(COPIES[2], body=story(5).body)])
    yield
    write(corpus, "wire", [story(11)])
    yield


@pytest.mark.parametrize("engine", LOCAL)
def test_step_by_step_as_at_once(engine: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    copies = []
    for number, _ in enumerate(steps(corpus)):
        reindex(corpus, tmp_path / "index", engine)
        reindex(corpus, tmp_path / f"whole{number}", engine, full=True)
        now = state(tmp_path / "index", engine)
        assert now == state(tmp_path / f"whole{number}", engine), number
        copies.append(now[1])
    assert copies == [0, 2, 3, 3, 2, 1, 0]


def test_a_migration_takes_the_copies_along(tmp_path: Path) -> None:
    write(tmp_path / "corpus", "wire", [WIRE, *COPIES, story(7)])
    reindex(tmp_path / "corpus", tmp_path / "index", "whoosh")
    assert migrate(tmp_path / "index", "whoosh", "tantivy").parity.agrees
    assert state(tmp_path / "index", "tantivy") == state(tmp_path / "index", "whoosh")
    assert state(tmp_path / "index", "tantivy")[1] == 3


@pytest.mark.parametrize("engine", LOCAL)
def test_a_report_counts_the_copies(engine: str, tmp_path: Path) -> None:
    write(tmp_path / "corpus", "wire", [WIRE, *COPIES])
    counted = [reindex(tmp_path / "corpus", tmp_path / "index", engine).coverage for _ in range(2)]
    assert [coverage and coverage.copies for coverage in counted] == [3, 3]


@pytest.mark.parametrize(("copies", "said"), [(1, "1 article that repeats"), (2, "2 articles that repeat")])
def test_copies_are_told(copies: int, said: str) -> None:
    assert table(Coverage(copies=copies)) == [f"copies      {said} an earlier one"]


@pytest.mark.parametrize("change", ["cut", "retitled", "redatelined", "edited"])
def test_what_papers_do_is_one_hit(change: str, tmp_path: Path) -> None:
    chance = random.Random(1)
    write(tmp_path / "corpus", "wire", [WIRE, *(copy(WIRE, f"c{n}", CHANGES[change], chance) for n in range(4))])
    reindex(tmp_path / "corpus", tmp_path / "index")
    archive = open_archive(tmp_path / "index", "whoosh")
    found = search(archive, SearchRequest(WIRE.body.split()[0]))
    archive.close()
    assert (found.total, found.total_articles) == (1, 5)


def test_a_dry_run_counts_copies_as_the_run_itself_does(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write(corpus, "a", [replace(WIRE, id=id_) for id_ in "012"])
    assert reindex(corpus, index, dry_run=True).coverage.copies == 2
    assert reindex(corpus, index).coverage.copies == 2
    write(corpus, "a", [replace(WIRE, id="0")])
    write(corpus, "b", [replace(WIRE, id="3")])
    assert reindex(corpus, index, dry_run=True).coverage.copies == 1
    assert reindex(corpus, index).coverage.copies == 1
