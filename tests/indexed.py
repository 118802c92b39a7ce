"""A corpus to change, what an index made of it answers, and the ways in which its files get damaged."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchsvc.answer import SearchRequest
from searchsvc.archive import open_archive
from searchsvc.checking import check
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Generations
from searchsvc.indexing import reindex
from searchsvc.report import Report
from searchsvc.searching import search

ENGINE = "whoosh"
LONG_AGO = 1_600_000_000
QUERIES = ("", "harbour", '"old mill"', "market -bridge", "gar*", "date:2021", "mraket~", "title:river", "lang:de")
WORDS = [
    "harbour", "market", "bridge", "river", "mill", "old", "new", "garden", "garlic", "council", "votes", "storm",
    "ferry", "bakery", "school", "library", "winter", "summer", "festival", "opens", "closes", "burns", "plans",
]  # fmt: skip


def saved(title: str, body: str = "The old mill by the river.", day: str = "February 06, 2020") -> str:
    """A saved article."""
    return f"{title}\n\n{day}\n\n{body}\n"


def lines(*records: Mapping[str, object]) -> str:
    """JSON Lines."""
    return "".join(f"{json.dumps(record)}\n" for record in records)


def write(corpus: Path, name: str, text: str | bytes, changed: int = LONG_AGO) -> Path:
    """Write a file of the corpus; ``changed`` is its time in seconds, by default so old that it is trusted."""
    path = corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (changed, changed))
    return path


def two_files(corpus: Path) -> Path:
    """A corpus of two files with three articles."""
    write(corpus, "harbour.txt", saved("The harbour opens", "The ferry came to the harbour in the storm again."))
    write(corpus, "wire.jsonl", lines({"id": "a", "title": "Market day"}, {"id": "b", "title": "Garden garlic"}))
    return corpus


@dataclass(frozen=True, slots=True)
class State:
    """Everything that an index says: its articles, its answers with their scores, its words and values."""

    articles: dict[str, dict[str, Any]]
    answers: list[tuple[int, list[tuple[str, float]]]]
    lexicon: str
    keywords: dict[str, dict[str, int]]


def state_of(index: Path, engine: str = ENGINE, cluster: Cluster | None = None) -> State:
    """The state of an index, after making sure that it is sound."""
    assert check(index, engine, cluster).wrong == []
    archive = open_archive(index, engine, cluster)
    try:
        ids = sorted(archive.engine.ids())
        articles = {article.id: article.to_json() for article in archive.engine.get(ids)}
        found = [search(archive, SearchRequest(q=query, per_page=100)) for query in QUERIES]
        answers = [(one.total, [(hit.article.id, round(hit.score, 6)) for hit in one.hits]) for one in found]
        keywords = {name: dict(values) for name, values in archive.lexicon.keywords.items()}
        return State(articles, answers, archive.lexicon.text, keywords)
    finally:
        archive.close()


def check_as_new(corpus: Path, index: Path) -> None:
    """The index says exactly what one says that was built from nothing."""
    kept = state_of(index)
    built = index.with_name("built")
    reindex(corpus, built)
    try:
        assert kept == state_of(built)
    finally:
        shutil.rmtree(built)


def counts(report: Report) -> tuple[int, int, int, int]:
    """(added, replaced, removed, unchanged)."""
    return report.added, report.replaced, report.removed, report.unchanged


def ids_of(index: Path) -> list[str]:
    """The ids in an index."""
    return sorted(state_of(index).articles)


def current(index: Path, engine: str = ENGINE) -> Path:
    """The folder of the current generation."""
    generations = Generations(index, engine)
    return generations.path(generations.required())


def folders(index: Path, engine: str = ENGINE) -> list[str]:
    """The names of the generations in an index."""
    return sorted(path.name for path in (index / engine).iterdir() if path.is_dir())


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder, with its size and time of change."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def _overwrite(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda index: (current(index) / name).write_bytes(content)


def _cut(pattern: str) -> Callable[[Path], object]:
    def cut(index: Path) -> None:
        for path in current(index).glob(pattern):
            os.truncate(path, path.stat().st_size // 2)

    return cut


def _flip(pattern: str) -> Callable[[Path], object]:
    def flip(index: Path) -> None:
        for path in current(index).glob(pattern):
            raw = bytearray(path.read_bytes())
            raw[len(raw) // 2] ^= 0xFF
            path.write_bytes(raw)

    return flip


def _remove(pattern: str) -> Callable[[Path], object]:
    def remove(index: Path) -> None:
        for path in current(index).glob(pattern):
            path.unlink()

    return remove


def _point(content: bytes) -> Callable[[Path], object]:
    return lambda index: (index / ENGINE / "CURRENT").write_bytes(content)


Damage = Callable[[Path], object]

DAMAGES: dict[str, Damage] = {
    "CURRENT is no text": _point(b"\xff\xfe"),
    "CURRENT is empty": _point(b""),
    "CURRENT leads out of the index": _point(b"../../000001\n"),
    "CURRENT names what is not there": _point(b"000099\n"),
    "no manifest": _remove("manifest.json"),
    "the manifest is no JSON": _overwrite("manifest.json", b"{"),
    "the manifest is a list": _overwrite("manifest.json", b"[1, 2]"),
    "the manifest lacks keys": _overwrite("manifest.json", b'{"files": {}}'),
    "the manifest is no text": _overwrite("manifest.json", b"\xff"),
    "the lexicon is cut": _cut("lexicon.tsv"),
    "the lexicon is changed": _flip("lexicon.tsv"),
    "no lexicon": _remove("lexicon.tsv"),
    "the keywords are cut": _cut("keywords.json"),
    "no table of contents": _remove("engine/*.toc"),
    "the table of contents is cut": _cut("engine/*.toc"),
    "the table of contents is changed": _flip("engine/*.toc"),
    "the arrays are cut": _cut("engine/*.arrays"),
    "the arrays are changed": _flip("engine/*.arrays"),
    "no arrays": _remove("engine/*.arrays"),
    "the stored articles are cut": _cut("engine/*.col"),
    "nothing of the engine": _remove("engine/*"),
}
"""What can happen to an index on its disk so that it cannot be searched."""

LEDGER_DAMAGES: dict[str, Damage] = {
    "no ledger": _remove("files.json"),
    "the ledger is empty": _overwrite("files.json", b""),
    "the ledger is cut in a line": _cut("files.json"),
    "the ledger is cut between lines": _overwrite("files.json", b'{"corpus": ""}\n'),
    "the ledger is no text": _overwrite("files.json", b"\xff\n"),
    "the ledger is other JSON": _overwrite("files.json", b"[]\n[]\n"),
}
"""What searching does not notice, and the next reindex must."""
