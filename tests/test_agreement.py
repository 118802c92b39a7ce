"""Random queries of every kind over real articles: the engines and the oracle find the same and count the same.

The index is made as a user makes it, in three runs with changes between them. SEARCHSVC_AGREEMENT_ARTICLES says over
how many articles (20,000 take some minutes), SEARCHSVC_AGREEMENT_QUERIES how many queries there are.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.reuters import one_line, paragraphs, records
from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.article import Article
from searchsvc.engines.base import Engine, EnginePage, EngineRequest, FacetName, Key, Sort
from searchsvc.engines.memory import MemoryEngine
from searchsvc.entries import WordCounts, named
from searchsvc.indexing import reindex
from searchsvc.query import parse, spell
from searchsvc.query.planner import make_plan
from searchsvc.query.tongues import slot_of
from searchsvc.query.tree import And, Not, Or, Tree, Word
from searchsvc.readers import read
from searchsvc.searching import search
from tests.archives import LOCAL
from tests.oracle import Oracle, Truth
from tests.queries import KINDS, Asker

pytestmark = [pytest.mark.corpora, pytest.mark.slow]

# Read here: the tests themselves see no settings of the machine.
ARTICLES = int(os.environ.get("SEARCHSVC_AGREEMENT_ARTICLES", "1500"))
QUERIES = int(os.environ.get("SEARCHSVC_AGREEMENT_QUERIES", "500"))
SEED = 2026
FILES = 16
FACETS: tuple[FacetName, ...] = ("source", "language", "month", "year")
SOURCES = ("Reuters", "wire.example", "The Gazette", "")
LANGUAGES = ("ar", "fa", "pt", "zh")
SHARED = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A query, and what is right."""

    tree: Tree
    truth: Truth


@dataclass(frozen=True, slots=True)
class Bench:
    """One archive in every form, and on every engine that keeps it on disk."""

    archives: dict[str, Archive]
    memory: MemoryEngine
    articles: list[Article]
    oracle: Oracle
    cases: dict[str, list[Case]]

    @property
    def archive(self) -> Archive:
        """One of them, where it does not matter which."""
        return self.archives["whoosh"]

    @property
    def engines(self) -> dict[str, Engine]:
        """The engines that must agree, the reference first."""
        return {"memory": self.memory} | {name: archive.engine for name, archive in self.archives.items()}

    def request(self, tree: Tree) -> EngineRequest:
        """The request for everything that the tree finds."""
        planned = make_plan(tree, self.archive.lexicon)
        limited = [notice.message for notice in planned.notices if "commonest" in notice.message]
        assert not limited, f"not all words were searched, so nothing can be said of {tree}: {limited}"
        return EngineRequest(planned.plan, limit=len(self.articles) + 1, facets=FACETS)


def newsroom(corpora: Path, count: int) -> Iterator[Article]:
    """Real articles; as the English ones have neither captions nor different sources, some are given them."""
    for number, row in enumerate(records(count, corpora / "news" / "reuters-106k.jsonl.xz")):
        body = paragraphs(row["body"])
        cut = len(body) - 2 if len(body) > 3 and number % 3 == 0 else len(body)
        yield Article(
            id=row["id"],
            title=one_line(row["title"]),
            body="\n\n".join(body[:cut]),
            captions=tuple(body[cut:]),
            date=dt.date.fromisoformat(row["date"]) if number % 7 else None,
            source=SOURCES[number % len(SOURCES)],
            language="en",
        )
    for language in LANGUAGES:
        with (corpora / "languages" / f"{language}.jsonl").open(encoding="utf-8") as lines:
            for line in islice(lines, count // 20):
                row = json.loads(line)
                date = dt.date.fromisoformat(row["date"][:10]) if row["date"] else None
                texts = {"title": row["title"] or "", "body": row["body"], "captions": tuple(row["captions"] or ())}
                id_ = f"{language}/{row['id']}"
                yield Article(id=id_, date=date, source=row["source"] or "", language=language, **texts)


def write(articles: list[Article], corpus: Path) -> None:
    """Write the articles as JSON Lines; an article is always in the same of the files."""
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    for article in articles:
        with (corpus / f"{zlib.crc32(article.id.encode()) % FILES:02}.jsonl").open("a", encoding="utf-8") as out:
            out.write(json.dumps(article.to_json()) + "\n")


@pytest.fixture(scope="module")
def bench(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The archive, indexed in three runs, and every case with its right answer."""
    corpus, index = tmp_path_factory.mktemp("agreement") / "corpus", tmp_path_factory.mktemp("index")
    wanted = list(newsroom(corpora, ARTICLES))
    stale = [replace(one, title="Stale", body=one.body[:300]) if n % 9 == 0 else one for n, one in enumerate(wanted)]
    for run in (stale[: len(stale) // 2], stale, [one for n, one in enumerate(wanted) if n % 10]):
        write(run, corpus)
        for name in LOCAL:
            assert not reindex(corpus, index, name).unreadable
    archives = {name: open_archive(index, name) for name in LOCAL}
    articles = [
        named(one) for path in sorted(corpus.iterdir()) for one in read(path, corpus) if isinstance(one, Article)
    ]
    oracle = Oracle(articles)
    counts = WordCounts()
    cases: dict[str, list[Case]] = {kind: [] for kind in KINDS}
    for kind, tree in Asker(articles, SEED).queries(QUERIES):
        cases[kind].append(Case(tree, oracle.answer(tree)))
    yield Bench(archives, MemoryEngine(map(counts.learn, articles)), articles, oracle, cases)
    for archive in archives.values():
        archive.close()


@pytest.mark.parametrize("engine", LOCAL)
def test_the_index_holds_the_articles_of_the_corpus(bench: Bench, engine: str) -> None:
    opened = bench.engines[engine]
    assert opened.get(sorted(opened.ids())) == sorted(bench.articles, key=lambda article: article.id)


def test_the_lexicon_holds_the_words_of_the_articles(bench: Bench) -> None:
    assert len({archive.lexicon.text for archive in bench.archives.values()}) == 1
    rows = [line.split("\t") for line in bench.archive.lexicon.text.splitlines()]
    words: dict[str, set[str]] = {}
    for key, _, term, _ in rows:
        words.setdefault(key, set()).add(term)
    assert words == bench.oracle.words


def found(page: EnginePage) -> Truth:
    """What an engine found, in the shape of the truth."""
    assert len(page.keys) == page.total
    return Truth(frozenset(key.id for key in page.keys), {str(name): page.facets[name] for name in page.facets})


@pytest.mark.parametrize("kind", KINDS)
def test_every_engine_finds_and_counts_what_is_right(bench: Bench, kind: str) -> None:
    for case in bench.cases[kind]:
        request = bench.request(case.tree)
        pages = {name: engine.search(request) for name, engine in bench.engines.items()}
        for name, page in pages.items():
            assert found(page) == case.truth, (name, spell(case.tree))
            assert page.keys == sorted(page.keys, key=by_relevance), (name, spell(case.tree))
        scores = {key.id: key.score for key in pages["memory"].keys}
        for key in pages["whoosh"].keys:
            assert math.isclose(key.score, scores[key.id], rel_tol=1e-9, abs_tol=1e-12), (key, spell(case.tree))


def test_words_whose_stems_other_languages_have_too(bench: Bench) -> None:
    lexicon = bench.archive.lexicon
    shared = [word for word, _ in sorted(lexicon.counts()) if any(slot_of(word, lexicon).values())]
    assert len(shared) > SHARED
    for word in shared[:: len(shared) // SHARED]:
        for tree in (Word(word), And((Word(word), Word("en", "lang"))), Or((Not(Word(word)), Word("pt", "lang")))):
            right = bench.oracle.answer(tree)
            for name, engine in bench.engines.items():
                assert found(engine.search(bench.request(tree))) == right, (name, spell(tree))


def by_relevance(key: Key) -> tuple[float, float, str]:
    """The promised order: the best first, of equals the newest, the undated last, then by id."""
    return -key.score, -key.when if key.when >= 0 else math.inf, key.id


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_engines_sort_by_date_alike(bench: Bench, sort: Sort) -> None:
    for cases in bench.cases.values():
        for case in cases[:5]:
            request = replace(bench.request(case.tree), sort=sort, offset=3, limit=50)
            first, *others = ([key.id for key in engine.search(request).keys] for engine in bench.engines.values())
            assert all(other == first for other in others), spell(case.tree)


def test_what_is_spelled_is_read_back(bench: Bench) -> None:
    trees = [case.tree for cases in bench.cases.values() for case in cases]
    assert [parse(spell(tree)) for tree in trees] == trees


@pytest.mark.parametrize("engine", LOCAL)
@pytest.mark.parametrize("kind", KINDS)
def test_a_search_leads_through_everything_that_is_right(bench: Bench, kind: str, engine: str) -> None:
    case = min(bench.cases[kind], key=lambda case: abs(case.truth.total - 250))
    ids: list[str] = []
    cursor = ""
    while True:
        request = SearchRequest(
            q=spell(case.tree), per_page=100, cursor=cursor, copies="all", facets=("source", "date", "year", "lang")
        )
        answer = search(bench.archives[engine], request)
        ids += [hit.article.id for hit in answer.hits]
        assert answer.loosened or answer.total == case.truth.total
        cursor = answer.next or ""
        if not cursor:
            break
    assert len(ids) == len(set(ids)) == answer.total
    assert answer.loosened == (not case.truth.ids) or set(ids) == case.truth.ids
