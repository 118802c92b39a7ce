"""The OpenSearch engine on three real nodes with all 106,495 Reuters articles, each figure beside its target.

Parts: ``indexing`` in two parts at once, beside a bare opensearch-py script; ``searches`` beside Tantivy on the same
articles and the script's own; ``overlap`` of the answers with those of Tantivy; ``reading`` of everything over HTTP, as
an export and page by page; ``update`` of a hundred articles. What benchmarks/scale_model.py needs is written to the
file ``--figures``, to what other numbers of articles gave.

    python -m benchmarks.clustered --folder FOLDER --only indexing,searches
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Any

import orjson

from benchmarks import clustered_indexing, clustered_reading, clustered_searches, overlap, reuters, service
from benchmarks.bare_opensearch import BareOpenSearch
from benchmarks.clustered_indexing import BARE, Built, Peers
from benchmarks.clustered_searches import in_archive
from benchmarks.nodes import Nodes, running
from benchmarks.reindexing import reindex
from benchmarks.repeating import records as repeated
from benchmarks.reuters import Record
from benchmarks.searches import Draw
from benchmarks.side_by_side import ARTICLES, OVERLAP_SEARCHES
from benchmarks.watched import Row, held_mb, report, say
from searchsvc.archive import Archive, open_archive
from searchsvc.engines import generations_of
from searchsvc.engines.base import FacetName
from searchsvc.errors import IndexMissing

FILES = 8
ROUNDS = 2
SEARCHES = 20
WARMING = 5_000
UPDATED = 100
MOST_FUZZY = 50
FACETS: tuple[FacetName, ...] = ("source", "language", "month", "year", "copy")


def deal(records: Iterable[Record], corpus: Path) -> None:
    """Write records as JSON Lines files, one after the other into each; by their names half of them are of a part."""
    corpus.mkdir(parents=True)
    files = [(corpus / f"reuters-{number}-of-{FILES}.jsonl").open("wb") for number in range(1, FILES + 1)]
    try:
        for record, file in zip(records, itertools.cycle(files), strict=False):
            file.write(orjson.dumps(record) + b"\n")
    finally:
        for file in files:
            file.close()


@dataclass(frozen=True)
class Place:
    """A folder with everything that is measured, each part made when it is asked for first and kept.

    Where the cluster is measured ``alone``, nothing else is made to hold it against.
    """

    folder: Path
    nodes: Nodes
    articles: int = ARTICLES
    rounds: int = ROUNDS
    count: int = SEARCHES
    figures: Path = Path("figures.json")
    alone: bool = False

    def note(self, **figures: Any) -> None:
        """Keep figures of this number of articles, for the model."""
        known = json.loads(self.figures.read_text(encoding="utf-8")) if self.figures.exists() else {}
        rounded = json.loads(json.dumps(figures), parse_float=lambda digits: round(float(digits), 3))
        known.setdefault(str(self.articles), {}).update(rounded)
        ordered = dict(sorted(known.items(), key=lambda size: int(size[0])))
        self.figures.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")

    def corpus(self, articles: int | None = None) -> Path:
        """A folder with so many articles in eight files; those beyond all of Reuters repeat them, with other words."""
        count = articles or self.articles
        corpus = self.folder / f"corpus-{count}"
        if not corpus.exists():
            half = corpus.with_suffix(".half")
            rmtree(half, ignore_errors=True)
            deal(reuters.records(count) if count <= ARTICLES else self._repeated(count), half)
            half.rename(corpus)
        return corpus

    def _repeated(self, count: int) -> Iterator[Record]:
        source = self.folder / "reuters"
        path = source / f"{reuters.JSONL_NAME}.jsonl"
        if not path.exists():
            reuters.write_jsonl(reuters.records(ARTICLES), source)
        return repeated(path, count, shuffled=True)

    def peers(self, articles: int | None = None) -> Peers:
        """Ours and the bare script on so many articles."""
        count = articles or self.articles
        return Peers(self.nodes, self.corpus(count), self.folder / f"index-opensearch-{count}", count)

    def records_mb(self) -> dict[str, float]:
        """The sizes of the files that a state has beside its articles."""
        generations = generations_of(self.peers().index, "opensearch", self.nodes.reached())
        folder = generations.records(generations.required())
        return {path.name: path.stat().st_size / 1e6 for path in sorted(folder.iterdir()) if path.is_file()}

    def records(self) -> Iterator[Record]:
        """The articles, file by file."""
        for path in sorted(self.corpus().glob("*.jsonl")):
            with path.open("rb") as lines:
                yield from map(orjson.loads, lines)

    @cached_property
    def draw(self) -> Draw:
        """Searches of the articles."""
        return Draw(self.records())

    def cluster(self) -> Archive:
        """All articles in the cluster, opened; indexed in parts where they are not there."""
        peers = self.peers()
        try:
            archive = open_archive(peers.index, "opensearch", self.nodes.reached())
        except IndexMissing:
            peers.ours()
            archive = open_archive(peers.index, "opensearch", self.nodes.reached())
        if archive.info.articles < self.articles:
            has = f"{archive.info.articles} of {self.articles} articles"
            raise RuntimeError(f"the cluster has {has}: remove {peers.index}")
        return archive

    def tantivy(self) -> Archive:
        """All articles in Tantivy, opened."""
        index = self.folder / f"index-tantivy-{self.articles}"
        if not (index / "tantivy" / "CURRENT").exists():
            reindex(self.corpus(), index, self.articles, "tantivy")
        return open_archive(index, "tantivy")

    def bare(self) -> BareOpenSearch:
        """All articles in the index of the bare script."""
        peer = BareOpenSearch(self.nodes.cluster.urls, BARE)
        if not peer.server.indices.exists(index=BARE):
            self.peers().bare()
        return peer


def indexing(place: Place) -> Iterator[Row]:
    """The lines on indexing; beside the script, a small archive before warms up the nodes."""
    runs: tuple[list[Built], list[Built]] = ([place.peers().ours()], []) if place.alone else _in_turns(place)
    place.note(indexing=clustered_indexing.figures(runs[0]), index=place.nodes.file_sizes("searchsvc-0*,-*-records"))
    yield from map(clustered_indexing.used, runs[0]) if place.alone else clustered_indexing.rows(*runs)


def _in_turns(place: Place) -> tuple[list[Built], list[Built]]:
    clustered_indexing.in_turns(place.peers(min(WARMING, place.articles)), 1)
    return clustered_indexing.in_turns(place.peers(), place.rounds)


def searches(place: Place) -> Iterator[Row]:
    """The lines on searches."""
    gc.collect()
    before = held_mb(os.getpid(), "Pss_Anon")
    cluster = place.cluster()
    place.note(web_mb=_warmed(cluster) - before, words=len(cluster.lexicon.counts()), records=place.records_mb())
    others = [] if place.alone else [in_archive(place.tantivy()), clustered_searches.bare(place.bare())]
    found = clustered_searches.compare(cluster, place.nodes, others, place.draw.asked(place.count))
    cluster.close()
    place.note(searches=clustered_searches.figures(found))
    say(clustered_searches.table(found) + "\n")
    for number, name in enumerate(clustered_searches.NAMES[: 1 + len(others)]):
        cost = clustered_searches.mean_cost(found, number)
        yield Row(f"{name}: processors a search, who asks + nodes", f"{cost.client:.1f} + {cost.nodes:.1f} ms")


def _warmed(archive: Archive) -> float:
    """What this process holds when the words have been asked for in every way."""
    archive.lexicon.words("report")
    archive.lexicon.expand_fuzzy("presidnet", 2, MOST_FUZZY)
    gc.collect()
    return held_mb(os.getpid(), "Pss_Anon")


def agreement(place: Place) -> Iterator[Row]:
    """The lines on the answers."""
    asked = service.mixed(place.draw.asked(OVERLAP_SEARCHES // 8 + 1))[:OVERLAP_SEARCHES]
    one, other = place.cluster(), place.tantivy()
    found = overlap.compare(one, other, asked, FACETS)
    one.close()
    other.close()
    yield from overlap.rows(found)


def reading(place: Place) -> Iterator[Row]:
    """The lines on reading all of it over HTTP."""
    place.cluster().close()
    yield from clustered_reading.measure(place.peers().index, place.nodes, place.corpus())


def update(place: Place) -> Iterator[Row]:
    """The lines on a small change."""
    place.cluster().close()
    some = list(itertools.islice(place.records(), UPDATED))
    for one in clustered_indexing.updated(place.peers(), some):
        place.note(**{one.what: asdict(one)})
        used = f"{one.client_seconds:.1f} + {one.node_seconds:.1f} s"
        yield Row(f"{UPDATED} articles {one.what}, seconds", f"{one.seconds:.1f}")
        yield Row("  processors, reindex + nodes; its memory", f"{used}; {one.peak_mb:,.0f} MB")


PARTS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "indexing": indexing,
    "searches": searches,
    "overlap": agreement,
    "reading": reading,
    "update": update,
}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the report; ends with 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clustered", description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, help="keep everything that is made here; otherwise it is removed")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of indexing")
    parser.add_argument("--queries", type=int, default=SEARCHES, help="how many of each kind")
    parser.add_argument("--alone", action="store_true", help="measure the cluster only, for the model")
    parser.add_argument("--figures", type=Path, help="the file for what the model needs")
    options = parser.parse_args(arguments)
    names = options.only.split(",")
    if unknown := set(names) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; choose of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        figures = options.figures or folder / "figures.json"
        with running(folder / f"nodes-{options.articles}") as nodes:
            place = Place(folder, nodes, options.articles, options.rounds, options.queries, figures, options.alone)
            report(itertools.chain.from_iterable(PARTS[name](place) for name in names))


if __name__ == "__main__":
    main()
