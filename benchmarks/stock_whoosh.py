"""Stock Whoosh on the same articles, in its best settings: the peer that indexing is measured against.

The schema is the equivalent of ours: title, captions and body with positions, no word dropped, the whole text
stored; source and language as keywords, the date sortable. The articles come parsed, for nothing: only analysis,
writing and the commit are timed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh import index
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import DATETIME, ID, KEYWORD, TEXT, Schema

from benchmarks.reuters import Record, paragraphs

PROCESSES = 2
LIMIT_MB = 256


@dataclass(frozen=True, slots=True)
class StockFigures:
    """What one run of stock Whoosh took: seconds by the clock and of processors, megabytes of index and of memory.

    ``process_mb`` is of its largest process.
    """

    articles: int
    seconds: float
    processor_seconds: float
    index_mb: float
    process_mb: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def schema() -> Schema:
    """The equivalent schema."""

    def text() -> TEXT:
        return TEXT(analyzer=StemmingAnalyzer(stoplist=None, minsize=1, cachesize=100_000), phrase=True, stored=True)

    return Schema(
        id=ID(unique=True, stored=True),
        title=text(),
        captions=text(),
        body=text(),
        source=ID(stored=True, sortable=True),
        language=KEYWORD(stored=True, sortable=True),
        date=DATETIME(stored=True, sortable=True),
        url=ID(stored=True),
    )


def documents(rows: list[Record]) -> Iterator[dict[str, object]]:
    """The records as what ``add_document`` takes."""
    for row in rows:
        yield {
            "id": row["id"],
            "title": " ".join(row["title"].split()),
            "captions": "\n".join(row["captions"]),
            "body": "\n\n".join(paragraphs(row["body"])),
            "source": row["source"],
            "language": "en",
            "date": dt.datetime.fromisoformat(row["date"]),
            "url": row["url"],
        }


def measure(rows: list[Record], *, processes: int = PROCESSES) -> StockFigures:
    """Index the records into a new folder, which is removed again; gives what it took."""
    ready = list(documents(rows))
    with tempfile.TemporaryDirectory() as folder:
        started, used = time.perf_counter(), processor_seconds()
        writer = index.create_in(folder, schema()).writer(procs=processes, multisegment=True, limitmb=LIMIT_MB)
        for document in ready:
            writer.add_document(**document)
        writer.commit()
        seconds, used = time.perf_counter() - started, processor_seconds() - used
        count = index.open_dir(folder).doc_count()
        if count != len(rows):
            raise RuntimeError(f"stock Whoosh indexed {count} of {len(rows)} articles")
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return StockFigures(count, seconds, used, size / 1e6, largest / 1e3)


def processor_seconds() -> float:
    """What this process and its ended children have used of processors so far."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(arguments: list[str] | None = None) -> None:
    """Index a JSON Lines file and print the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jsonl", type=Path)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    options = parser.parse_args(arguments)
    with options.jsonl.open(encoding="utf-8") as lines:
        rows: list[Record] = [json.loads(line) for line in lines]
    sys.stdout.write(json.dumps(asdict(measure(rows, processes=options.processes))) + "\n")


if __name__ == "__main__":
    main()
