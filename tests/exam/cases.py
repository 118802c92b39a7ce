"""The worlds and searches of the exam, read from ``worlds/``: what is asked of which articles, and what is right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from searchsvc.answer import SearchRequest
from searchsvc.article import Article
from tests.archives import article

WORLDS = Path(__file__).parent / "worlds"
ARTICLES = "articles.toml"

Rows = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written at once: ids removed, articles put in their order, ids removed behind them."""

    remove: tuple[str, ...] = ()
    put: tuple[Article, ...] = ()
    then_remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A search in a world, and its right answer; the README of this folder says what each part means."""

    world: str
    named: str
    because: str
    request: SearchRequest
    finds: frozenset[str] | None = None
    in_order: tuple[str, ...] | None = None
    walk: tuple[tuple[str, ...], ...] | None = None
    refused: str | None = None
    total: int = 0
    total_articles: int | None = None
    counts: Mapping[str, Rows] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    scored_as: str | None = None
    times: float = 1.0
    notices: tuple[str, ...] = ()
    loosened: bool = False
    did_you_mean: str | None = None
    understood: str | None = None
    fails: str | None = None

    def __str__(self) -> str:
        return f"{self.world}: {self.named}"


_ASKED = {"source", "lang", "after", "before", "copies", "copies_of", "sort", "page", "per_page"}
_RIGHT = {"finds", "in_order", "walk", "refused"}
_TOLD = {
    "total",
    "total_articles",
    "counts",
    "scores",
    "scored_as",
    "times",
    "notices",
    "loosened",
    "did_you_mean",
    "understood",
}


@cache
def batches(world: str) -> tuple[Batch, ...]:
    """The batches of a world."""
    table = tomllib.loads((WORLDS / world / ARTICLES).read_text("utf-8"))
    assert table.keys() <= {"about", "batch"}, f"{world}/{ARTICLES}: there is only about and batch"
    return tuple(_batch(row) for row in table.get("batch", []))


@cache
def articles(world: str) -> tuple[Article, ...]:
    """The articles that are left after all batches."""
    left: dict[str, Article] = {}
    for batch in batches(world):
        kept = {id_: one for id_, one in left.items() if id_ not in batch.remove}
        kept |= {one.id: one for one in batch.put}
        left = {id_: one for id_, one in kept.items() if id_ not in batch.then_remove}
    return tuple(left.values())


def _batch(row: dict[str, Any]) -> Batch:
    put = tuple(_article(**one) for one in row.get("put", []))
    return Batch(tuple(row.get("remove", [])), put, tuple(row.get("then_remove", [])))


def _article(id: str, captions: list[str] | None = None, **texts: str) -> Article:  # the key of the file is id
    return article(id, captions=tuple(captions or ()), **texts)


def _read() -> Iterator[Case]:
    for path in sorted(WORLDS.glob("*/*.toml")):
        if path.name != ARTICLES:
            for row in tomllib.loads(path.read_text("utf-8"))["search"]:
                yield _case(path.parent.name, row)


def _case(world: str, row: dict[str, Any]) -> Case:
    place = f"{world}: {row.get('named')}"
    unknown = row.keys() - {"named", "because", "asks", "fails"} - _ASKED - _RIGHT - _TOLD
    assert not unknown, f"{place}: {sorted(unknown)} mean nothing"
    assert len(_RIGHT & row.keys()) == 1, f"{place}: say one of {sorted(_RIGHT)}"
    asked: dict[str, Any] = {name: tuple(row[name]) if name == "source" else row[name] for name in _ASKED & row.keys()}
    counts = {name: tuple((value, count) for value, count in rows) for name, rows in row.get("counts", {}).items()}
    ids = row.get("finds") or row.get("in_order") or [id_ for page in row.get("walk", []) for id_ in page]
    known = {one.id for one in articles(world)}
    assert known.issuperset(ids), f"{place}: no article {sorted(set(ids) - known)}"
    return Case(
        world,
        row["named"],
        row["because"],
        SearchRequest(row["asks"], facets=tuple(counts), **asked),
        finds=frozenset(row["finds"]) if "finds" in row else None,
        in_order=tuple(row["in_order"]) if "in_order" in row else None,
        walk=tuple(map(tuple, row["walk"])) if "walk" in row else None,
        refused=row.get("refused"),
        fails=row.get("fails"),
        counts=counts,
        notices=tuple(row.get("notices", [])),
        **{"total": len(ids)} | {name: row[name] for name in _TOLD - {"counts", "notices"} if name in row},
    )


CASES: tuple[Case, ...] = tuple(_read())
"""Every search of every world."""
