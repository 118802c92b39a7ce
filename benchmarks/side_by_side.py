"""The Tantivy engine on all 106,495 Reuters articles, each figure beside its target.

Parts: ``indexing`` beside a bare tantivy-py script; ``engines`` beside the bare script and SQLite's FTS5, search by
search; ``service`` over HTTP, also for Whoosh with 20,000 articles; ``overlap`` of the answers with those of Whoosh.

    python -m benchmarks.side_by_side --folder FOLDER --only engines,service
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from benchmarks import bare_fts5, engines, overlap, reindexing, reuters, service
from benchmarks.bare_fts5 import BareFts5
from benchmarks.bare_tantivy import BareTantivy
from benchmarks.searches import Draw
from benchmarks.watched import Row, report, say
from searchsvc.archive import Archive, open_archive

ARTICLES = 106_495
WHOOSH_ARTICLES = 20_000
SEARCHES = 40
OVERLAP_SEARCHES = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with everything that is measured, each part made when it is asked for first and kept."""

    folder: Path
    articles: int = ARTICLES
    rounds: int = reindexing.ROUNDS
    count: int = SEARCHES
    scale: float = 1.0

    def jsonl(self, articles: int | None = None) -> Path:
        """The first so many articles as a JSON Lines file, alone in its folder."""
        count = articles or self.articles
        corpus = self.folder / f"corpus-{count}"
        path = corpus / f"{reuters.JSONL_NAME}.jsonl"
        if not path.exists():
            reuters.write_jsonl(reuters.records(count), corpus)
        return path

    def index(self, engine: str, articles: int | None = None) -> Path:
        """An index folder with so many articles in one engine."""
        count = articles or self.articles
        index = self.folder / f"index-{engine}-{count}"
        if not (index / engine / "CURRENT").exists():
            rmtree(index, ignore_errors=True)
            reindexing.reindex(self.jsonl(count).parent, index, count, engine)
        return index

    def archive(self, engine: str) -> Archive:
        """All articles in one engine, opened."""
        return open_archive(self.index(engine), engine)

    def bare(self) -> BareTantivy:
        """All articles in the index of the bare script."""
        folder = self.folder / f"bare-{self.articles}"
        if not folder.exists():
            reindexing.bare(self.jsonl(), folder, self.articles)
        peer = BareTantivy(folder)
        if peer.searcher.num_docs != self.articles:
            raise RuntimeError(f"{folder} has {peer.searcher.num_docs} of {self.articles} articles: remove it")
        return peer

    def fts5(self) -> BareFts5:
        """All articles in FTS5."""
        path = self.folder / f"fts5-{self.articles}.db"
        if not path.exists():
            part = path.with_suffix(".part")
            part.unlink(missing_ok=True)
            bare_fts5.build(self.jsonl(), part)
            part.rename(path)
        return BareFts5(path)

    def draw(self, articles: int | None = None) -> Draw:
        """Searches of the first so many articles."""
        with self.jsonl(articles).open(encoding="utf-8") as lines:
            return Draw(map(json.loads, lines))


def indexing(place: Place) -> Iterator[Row]:
    """The lines on indexing; the indexes that come out are those that the other parts search."""
    index, peer = place.folder / f"index-tantivy-{place.articles}", place.folder / f"bare-{place.articles}"
    yield from reindexing.beside_bare(place.jsonl(), index, peer, place.articles, place.rounds)


def side_by_side(place: Place) -> Iterator[Row]:
    """The lines on the engines."""
    archive = place.archive("tantivy")
    times = engines.compare(archive, place.bare(), place.fts5(), place.draw().asked(place.count))
    archive.close()
    say(engines.table(times) + "\n")
    yield from engines.rows(times)


def over_http(place: Place) -> Iterator[Row]:
    """The lines on the service."""
    few = min(WHOOSH_ARTICLES, place.articles)
    say(service.HEADING)
    rounds = []
    for name, engine, count in (("Tantivy", "tantivy", place.articles), ("Whoosh", "whoosh", few)):
        for one in service.measure(
            f"{name}, {count:,}", place.index(engine, count), engine, place.draw(count), place.scale
        ):
            say(str(one))
            if one.clients == 1:
                say(f"    {one.by_kind()}")
            if engine == "tantivy":
                rounds.append(one)
    say("")
    yield from service.rows(rounds)


def agreement(place: Place) -> Iterator[Row]:
    """The lines on the answers."""
    searches = service.mixed(place.draw().asked(OVERLAP_SEARCHES // 8 + 1))[:OVERLAP_SEARCHES]
    one, other = place.archive("tantivy"), place.archive("whoosh")
    found = overlap.compare(one, other, searches)
    one.close()
    other.close()
    yield from overlap.rows(found)


PARTS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "indexing": indexing,
    "engines": side_by_side,
    "service": over_http,
    "overlap": agreement,
}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the report; ends with 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side", description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, help="keep everything that is made here; otherwise it is removed")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=reindexing.ROUNDS, help="of indexing")
    parser.add_argument("--queries", type=int, default=SEARCHES, help="how many of each kind, without HTTP")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the requests over HTTP")
    options = parser.parse_args(arguments)
    names = options.only.split(",")
    if unknown := set(names) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; choose of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        place = Place(folder, options.articles, options.rounds, options.queries, options.scale)
        report(itertools.chain.from_iterable(PARTS[name](place) for name in names))


if __name__ == "__main__":
    main()
