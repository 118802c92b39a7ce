"""Small archives for tests: a few articles in an engine of each name, with their lexicon, as reindex makes them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from searchsvc.answer import IndexInfo
from searchsvc.archive import Archive, open_archive
from searchsvc.article import Article
from searchsvc.engines import opensearch, tantivy, whoosh
from searchsvc.engines.base import Cut, Engine, Entry
from searchsvc.engines.memory import MemoryEngine
from searchsvc.entries import WordCounts
from searchsvc.indexing import reindex
from searchsvc.lexicon import Lexicon
from tests.cluster.current import current
from tests.opensearch.building import made
from tests.opensearch.clearing import clear

ENGINES: dict[str, Callable[[Path, Cut], Engine]] = {
    "memory": lambda *_: MemoryEngine(),
    "whoosh": whoosh.open_in,
    "tantivy": tantivy.open_in,
    "opensearch": lambda folder, cut: opensearch.open_in(made(folder, current()), cut, current()),
}
"""Every engine by its name, made empty in a folder; entries made by hand bring what makes them again.

A test with a parameter "opensearch" has the cluster, or is skipped.
"""

LOCAL = ("whoosh", "tantivy")
"""Those that keep an index on the disk of this machine."""


def discard(name: str, folder: Path) -> None:
    """Take away the index of an engine, where it lies outside of its folder: a cluster has no room for thousands."""
    if name == "opensearch":
        clear(replace(current(), alias=json.loads((folder / "index.json").read_bytes())["index"]))


def article(
    id_: str,
    body: str = "",
    *,
    title: str = "",
    captions: tuple[str, ...] = (),
    date: str = "",
    source: str = "",
    language: str = "en",
) -> Article:
    """An article; ``date`` in ISO 8601, empty where there is none."""
    day = None if not date else dt.date.fromisoformat(date) if len(date) == 10 else dt.datetime.fromisoformat(date)
    return Article(id_, title, body, day, captions=captions, source=source, language=language)


def entry(one: Article) -> Entry:
    """The article as engines take it."""
    return WordCounts().learn(one)


def as_written(one: Article) -> Entry:
    """The entry of an article whose texts are terms with blanks between."""
    fields = {"title": [one.title], "body": [one.body], "captions": list(one.captions)}
    return Entry(one, fields, {"source": one.source, "language": one.language})


def lexicon(articles: Iterable[Article]) -> Lexicon:
    """The words of the articles."""
    counts = WordCounts()
    for one in articles:
        counts.learn(one)
    return counts.lexicon()


def fill(engine: Engine, articles: Iterable[Article]) -> None:
    """Put the articles in, in one batch."""
    with engine.writing() as writer:
        for one in articles:
            writer.put(entry(one))


def archive(articles: Iterable[Article], generation: str = "000001") -> Archive:
    """An archive in memory."""
    articles = list(articles)
    engine = MemoryEngine(map(entry, articles))
    return Archive(engine, lexicon(articles), IndexInfo("memory", generation, len(articles), ""))


@contextmanager
def indexed(articles: Iterable[Article], folder: Path) -> Iterator[Archive]:
    """An archive on disk, made by reindex from a file of JSON Lines: ids come out with ``news#`` in front."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(one.to_json()) + "\n" for one in articles)
    (corpus / "news.jsonl").write_text("".join(lines), encoding="utf-8")
    reindex(corpus, folder / "index")
    opened = open_archive(folder / "index", "whoosh")
    try:
        yield opened
    finally:
        opened.close()
