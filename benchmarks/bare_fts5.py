"""SQLite's FTS5 on the same articles: Porter's stems, bm25() with our weights, the index optimised after filling."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from benchmarks.searches import Asked, Found
from searchsvc.fields import BOOSTS

COLUMNS = ("id", "date", "source", "url", "title", "body", "captions")
UNINDEXED = 4
CACHE_KB = 500_000
MAPPED_BYTES = 2_000_000_000


def build(jsonl: Path, path: Path) -> None:
    """Fill a new database file from a JSON Lines file."""
    columns = [f"{name} unindexed" if n < UNINDEXED else name for n, name in enumerate(COLUMNS)]
    weights = [BOOSTS.get(name, 0.0) for name in COLUMNS]
    database = sqlite3.connect(path)
    with database:
        database.execute(f"create virtual table articles using fts5({', '.join(columns)}, tokenize = 'porter')")
        # Ordering by `rank` lets FTS5 sort by itself; ordering by the function is slower.
        rank = f"bm25({', '.join(map(str, weights))})"
        database.execute("insert into articles(articles, rank) values('rank', ?)", (rank,))
        database.executemany(f"insert into articles values({', '.join('?' * len(COLUMNS))})", rows(jsonl))
        database.execute("insert into articles(articles) values('optimize')")
    database.close()


def rows(jsonl: Path) -> Iterator[tuple[str, ...]]:
    """The articles as rows of the table."""
    with jsonl.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            record["captions"] = "\n".join(record["captions"])
            yield tuple(record[name] or "" for name in COLUMNS)


class BareFts5:
    """The table, searched over one connection with a large cache; the file is mapped into memory."""

    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.database.execute(f"pragma cache_size = -{CACHE_KB}")
        self.database.execute(f"pragma mmap_size = {MAPPED_BYTES}")

    def query(self, asked: Asked) -> str:
        """The query in the language of FTS5."""
        match asked.kind.shape:
            case "phrase":
                return f'"{" ".join(asked.words)}"'
            case "prefix":
                return f'"{asked.words[0]}" *'
            case "any":
                return " OR ".join(f'"{word}"' for word in asked.words)
            case _:
                return " ".join(f'"{word}"' for word in asked.words)

    def find(self, query: str) -> Found:
        """The ids of the ten best and the exact total."""
        ask = self.database.execute
        ids = ask("select id from articles where articles match ? order by rank limit 10", (query,)).fetchall()
        total = ask("select count(*) from articles where articles match ?", (query,)).fetchone()[0]
        return Found([row[0] for row in ids], total)
