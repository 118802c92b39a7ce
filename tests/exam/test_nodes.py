"""Every node of the plan, alone and in every node that combines, gives on every engine what the reference gives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from searchsvc.article import Article
from searchsvc.copies import Member, marked
from searchsvc.engines.base import Engine, EngineRequest, Entry
from searchsvc.engines.memory import MemoryEngine
from searchsvc.query import plan
from tests.archives import ENGINES, article, as_written
from tests.exam.agreement import FACETS, SORTS, check_search, check_windows
from tests.exam.nodes import COMBINING, EXAMPLES, NESTED, PLAN_NODES, walk
from tests.exam.precision import PRECISION

WORDS = ("ebb", "tide", "flow", "calm", "tide")
ARTICLES = [
    article(
        f"id{number:02}",
        " ".join(islice((WORDS * 3)[number % 5 :: 1 + number % 3], number % 8)),
        title=WORDS[number % 4] if number % 3 == 0 else "",
        captions=("tide", "ebb flow")[: number % 4],
        date=("", "2020-02-06", "2020-02-06T12:30:00+02:00", "0001-01-01", "9999-12-31", "2020-03-01")[number % 6],
        source=("north", "south", "")[number % 3],
        language=("en", "")[number % 2],
    )
    for number in range(24)
]
GROUPS = {one.id: Member(f"g{number % 4}", first=number < 8) for number, one in enumerate(ARTICLES) if number % 8 < 4}
every_engine = pytest.mark.parametrize("engine", ENGINES)
every_other = pytest.mark.parametrize("engine", [name for name in ENGINES if name != "memory"])


def some_examples(engine: str, number: int) -> list[plan.Plan]:
    """The examples of which a nesting is asked: all, of an engine behind a network one of eight, each time others."""
    step = 8 if engine == "opensearch" else 1
    return list(EXAMPLES.values())[number % step :: step]


def in_group(one: Article) -> Entry:
    """The article as engines take it, half of them near-copies of another."""
    return marked(as_written(one), GROUPS)


class Engines(dict[str, Engine]):
    """The articles in every engine, each made when it is first asked for; ``folder`` has room for all of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __missing__(self, name: str) -> Engine:
        """The articles in an engine, written in two batches."""
        (self._folder / name).mkdir()
        engine = self[name] = ENGINES[name](self._folder / name, in_group)
        for part in (ARTICLES[:15], ARTICLES[15:]):
            with engine.writing() as writer:
                for one in part:
                    writer.put(in_group(one))
        return engine


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """The articles in every engine."""
    made = Engines(tmp_path_factory.mktemp("nodes"))
    yield made
    for engine in made.values():
        engine.close()


def test_every_node_has_an_example_and_a_nesting() -> None:
    assert {type(node) for node in EXAMPLES.values()} == PLAN_NODES
    nestings = {type(inner) for nest in NESTED.values() for inner in walk(nest(plan.Nothing()))}
    assert nestings >= COMBINING


@pytest.mark.parametrize("example", EXAMPLES)
@every_engine
def test_a_node(engines: Engines, engine: str, example: str) -> None:
    turn = list(EXAMPLES).index(example) % len(SORTS)
    for number, sort in enumerate(SORTS):
        request = EngineRequest(EXAMPLES[example], sort, limit=100, facets=FACETS)
        check_search(engines["memory"], engines[engine], request, PRECISION[engine])
        if engine != "opensearch" or number == turn:  # dozens of requests over a network
            check_windows(engines[engine], request)


@pytest.mark.parametrize("nesting", NESTED)
@every_other
def test_a_node_in_another(engines: Engines, engine: str, nesting: str) -> None:
    for example in EXAMPLES.values():
        request = EngineRequest(NESTED[nesting](example), limit=100, facets=FACETS)
        check_search(engines["memory"], engines[engine], request, PRECISION[engine])


@pytest.mark.parametrize("outer", NESTED)
@every_other
def test_a_node_in_another_in_a_third(engines: Engines, engine: str, outer: str) -> None:
    for number, inner in enumerate(NESTED.values(), list(NESTED).index(outer)):
        for example in some_examples(engine, number):
            request = EngineRequest(NESTED[outer](inner(example)), limit=100, facets=FACETS)
            check_search(engines["memory"], engines[engine], request, PRECISION[engine])


def test_the_articles_tell_the_examples_apart() -> None:
    memory = MemoryEngine(map(in_group, ARTICLES))
    found = {name: memory.search(EngineRequest(node, limit=0)).total for name, node in EXAMPLES.items()}
    empty = {name for name, total in found.items() if not total}
    assert empty == {
        "a term that nobody has",
        "no term",
        "a phrase in captions",
        "a phrase that nobody has",
        "no source",
        "no id",
        "days that end before they begin",
        "nothing",
    }
