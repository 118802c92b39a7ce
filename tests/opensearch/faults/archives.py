"""A corpus in two editions, and all that an archive says of it: to be compared before, in and after a fault."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.checking import check
from searchsvc.engines.cluster import Cluster
from searchsvc.indexing import reindex
from searchsvc.searching import export, search
from tests.indexed import QUERIES, WORDS, lines, write

ENGINE = "opensearch"
ARTICLES = 600
FILES = 6
DEADLINE = 120.0
OFTEN = 0.02
FACETS = ("source", "date", "year", "lang")
LOOSE = ('"old mill"~3', '"mill old mill"~4')
BY_DATE = tuple(SearchRequest(q=query, sort="newest", per_page=100, facets=FACETS) for query in (*QUERIES, *LOOSE))

Said = tuple[int, tuple[str, ...], str]
"""An answer in short: its total, its ids in order, its facets."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What an archive holds, article for article, and what it answers."""

    articles: dict[str, dict[str, Any]]
    answers: dict[SearchRequest, Said]


@dataclass(frozen=True, slots=True)
class Story:
    """A corpus in two editions, and what an archive of each says."""

    first: Path
    second: Path
    before: Truth
    after: Truth


def write_corpus(corpus: Path, edition: int = 1) -> Path:
    """Write a corpus; in its second edition a third of the articles has other words, some are gone and some new."""
    rows: list[list[dict[str, object]]] = [[] for _ in range(FILES)]
    for number in range(ARTICLES + (ARTICLES // 6 if edition > 1 else 0)):
        if edition == 1 or number % 5 != 1:
            rows[number % FILES].append(_article(number, edition if number % 3 == 0 else 1))
    for number, some in enumerate(rows):
        write(corpus, f"wire-{number}.jsonl", lines(*some), changed=1_600_000_000 + edition)
    return corpus


def _article(number: int, edition: int) -> dict[str, object]:
    chance = random.Random(f"{number}/{edition}")
    made: dict[str, object] = {
        "id": f"{number:04}",
        "title": " ".join(chance.choices(WORDS, k=4)),
        "body": " ".join(chance.choices(WORDS, k=60)),
        "source": chance.choice(("ferry.example", "mill.example")),
        "language": chance.choice(("en", "de")),
    }
    if number % 7:
        made["date"] = f"{chance.choice((2020, 2021))}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return made


def said(archive: Archive, request: SearchRequest) -> Said:
    """The answer of an archive in short."""
    answer = search(archive, request)
    facets = repr({name: [(one.value, one.count) for one in counts] for name, counts in answer.facets.items()})
    return answer.total, tuple(hit.article.id for hit in answer.hits), facets


def truth(archive: Archive, requests: Sequence[SearchRequest] = BY_DATE) -> Truth:
    """All that an open archive says."""
    articles = [article.to_json() for article in export(archive, SearchRequest(copies="all"))]
    by_id = {str(article["id"]): article for article in articles}
    told = f"{len(articles)} exported, {archive.info.articles} in the index"
    assert len(by_id) == len(articles) == archive.info.articles, told
    return Truth(by_id, {request: said(archive, request) for request in requests})


def truth_of(index: Path, place: Cluster) -> Truth:
    """All that the archive in a cluster says, which must be sound."""
    wrong = check(index, ENGINE, place).wrong
    assert not wrong, wrong
    archive = open_archive(index, ENGINE, place)
    try:
        return truth(archive)
    finally:
        archive.close()


def local_truth(corpus: Path, index: Path) -> Truth:
    """What an index of the corpus on this machine says, which no fault befell."""
    reindex(corpus, index, "tantivy", full=True)
    archive = open_archive(index, "tantivy")
    try:
        return truth(archive)
    finally:
        archive.close()


def eventually(so: Callable[[], object], what: str, seconds: float = DEADLINE) -> None:
    """Return when it is so; fails where it does not become so in time."""
    give_up = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < give_up, f"not so after {seconds:.0f} seconds: {what}"
        time.sleep(OFTEN)
