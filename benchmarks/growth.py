"""How cost grows with the archive: 10,000, 100,000 and a million articles, one reindex each, and the same searches.

    python -m benchmarks.growth --folder FOLDER --docs docs

writes ``growth.json`` and the plot ``growth.svg`` into the folder ``docs`` and prints the tables. ``--redraw`` only
makes the plot again, of the figures that are there.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from shutil import rmtree

from benchmarks import engines, repeating, reuters
from benchmarks.plot import Curve, Panel, svg
from benchmarks.reindexing import reindex
from benchmarks.searches import Draw
from benchmarks.side_by_side import ARTICLES
from benchmarks.watched import say
from searchsvc.archive import open_archive

SIZES = (10_000, 100_000, 1_000_000)
SEARCHES = 40


@dataclass(frozen=True, slots=True)
class Size:
    """The figures of one size: of its reindex, its vocabulary, and p50 and p95 in milliseconds of every kind of search.

    ``corpus_mb`` is the size of the JSON Lines file, ``words`` how many different ones the archive has.
    """

    articles: int
    seconds: float
    rate: float
    peak_mb: float
    index_mb: float
    corpus_mb: float
    words: int
    p50: dict[str, float] = field(default_factory=dict)
    p95: dict[str, float] = field(default_factory=dict)


def measure(folder: Path, sizes: Sequence[int], engine: str, count: int) -> Iterator[Size]:
    """The figures of every size. The searches are drawn from the smallest, and the same ones for all."""
    source = folder / "reuters" / f"{reuters.JSONL_NAME}.jsonl"
    if not source.exists():
        reuters.write_jsonl(reuters.records(ARTICLES), source.parent)
    draw = Draw(itertools.islice(repeating.records(source, sizes[0]), sizes[0]))
    asked = draw.asked(count)
    for articles in sizes:
        corpus, index = folder / f"corpus-{articles}", folder / f"index-{engine}-{articles}"
        path = repeating.write_jsonl(source, corpus, articles)
        rmtree(index, ignore_errors=True)
        run = reindex(corpus, index, articles, engine)
        archive = open_archive(index, engine)
        times = {}
        for kind, every in asked.items():
            times[kind.name] = engines.timed([[engines.ours(archive, one) for one in every]])[0]
        yield Size(
            articles,
            seconds=round(run.seconds, 1),
            rate=round(run.rate),
            peak_mb=round(run.peak_mb),
            index_mb=round(run.index_mb),
            corpus_mb=round(path.stat().st_size / 1e6),
            words=len(archive.lexicon.counts()),
            p50={name: round(one.p50, 2) for name, one in times.items()},
            p95={name: round(one.p95, 2) for name, one in times.items()},
        )
        archive.close()
        path.unlink()


def table(sizes: Sequence[Size]) -> str:
    """The figures as two tables of Markdown."""
    heads = "".join(f" {size.articles:,} |" for size in sizes)
    lines = [f"| articles |{heads}", "|---|" + "---:|" * len(sizes)]
    rows = {
        "reindex": [f"{size.seconds:,.0f} s" for size in sizes],
        "articles a second": [f"{size.rate:,.0f}" for size in sizes],
        "peak memory of all processes": [f"{size.peak_mb:,.0f} MB" for size in sizes],
        "JSON Lines file": [f"{size.corpus_mb:,.0f} MB" for size in sizes],
        "index on disk": [f"{size.index_mb:,.0f} MB" for size in sizes],
        "different words": [f"{size.words:,}" for size in sizes],
    }
    lines += [f"| {what} | {' | '.join(figures)} |" for what, figures in rows.items()]
    lines += ["", f"| p50 / p95, ms |{heads}", "|---|" + "---:|" * len(sizes)]
    for kind in sizes[0].p50:
        figures = (f"{size.p50[kind]:.2f} / {size.p95[kind]:.2f}" for size in sizes)
        lines.append(f"| {kind} | {' | '.join(figures)} |")
    return "\n".join(lines)


def plot(sizes: Sequence[Size]) -> str:
    """The figures as a picture: the searches on the left, the reindex on the right."""
    articles = [size.articles for size in sizes]

    def curve(name: str, figures: Sequence[float]) -> Curve:
        return Curve(name, list(zip(articles, figures, strict=True)))

    searches = [curve(kind, [size.p50[kind] for size in sizes]) for kind in sizes[0].p50]
    rate = [curve("", [size.rate for size in sizes])]
    megabytes = [
        curve("JSON Lines file", [size.corpus_mb for size in sizes]),
        curve("index", [size.index_mb for size in sizes]),
        curve("peak memory", [size.peak_mb for size in sizes]),
    ]
    return svg(
        f"searchsvc on Tantivy, {articles[0]:,} to {articles[-1]:,} articles",
        [
            Panel("A search, median in milliseconds", searches, wide=True),
            Panel("Indexing, articles a second", rate, logarithmic=False),
            Panel("Megabytes", megabytes),
        ],
    )


def write(docs: Path, sizes: Sequence[Size]) -> None:
    """Write figures and plot."""
    (docs / "growth.json").write_text(json.dumps([asdict(size) for size in sizes], indent=1) + "\n", encoding="utf-8")
    (docs / "growth.svg").write_text(plot(sizes), encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Measure, write and print; or only draw again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, help="keep the indexes here; otherwise they are removed")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where the figures and the plot go")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of articles, the smallest first")
    parser.add_argument("--engine", default="tantivy")
    parser.add_argument("--queries", type=int, default=SEARCHES, help="how many of each kind")
    parser.add_argument("--redraw", action="store_true", help="make the plot again of growth.json")
    options = parser.parse_args(arguments)
    if options.redraw:
        sizes = [Size(**size) for size in json.loads((options.docs / "growth.json").read_text(encoding="utf-8"))]
    else:
        with tempfile.TemporaryDirectory() as temporary:
            wanted = [int(size) for size in options.sizes.split(",")]
            sizes = []
            for size in measure(options.folder or Path(temporary), wanted, options.engine, options.queries):
                say(f"{size.articles:,} articles: {size.rate:,.0f} a second, {size.peak_mb:,.0f} MB")
                sizes.append(size)
    write(options.docs, sizes)
    say(table(sizes))


if __name__ == "__main__":
    main()
