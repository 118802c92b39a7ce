"""The searches of ``worlds/`` leave nothing out: no node, no filter, order or facet, no form that the docs have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from typing import Any, get_args

import pytest

from searchsvc.answer import FACETS, SearchRequest
from searchsvc.engines import NAMES
from searchsvc.engines.base import Sort
from searchsvc.fields import BY_TYPED_NAME
from searchsvc.query import parse, plan, tree
from searchsvc.query.loosening import loose_plans
from searchsvc.query.planner import make_plan
from tests.archives import ENGINES, lexicon
from tests.exam.cases import CASES, articles, batches
from tests.exam.nodes import PLAN_NODES, TREE_NODES, walk
from tests.exam.precision import PRECISION
from tests.query.test_reference import PLAIN

READ = [case for case in CASES if case.refused is None]
LEAST = 150


@cache
def asked() -> tuple[tree.Tree, ...]:
    """The trees of all searches."""
    return tuple(parse(case.request.q) for case in READ)


def plans() -> Iterator[Any]:
    """The plans of all searches, those for most of the words too where the answer is one of them."""
    words = {world: lexicon(articles(world)) for world in {case.world for case in READ}}
    for case, typed in zip(READ, asked(), strict=True):
        made = loose_plans(typed, words[case.world]) if case.loosened else [make_plan(typed, words[case.world])]
        yield from (one.plan for one in made)


def test_every_engine_sits_the_exam() -> None:
    assert ENGINES.keys() == {"memory", *NAMES}, "name the engine in tests/archives.py"
    assert PRECISION.keys() == ENGINES.keys(), "say in tests/exam/precision.py how exact its scores are"


def test_there_are_many_searches_and_each_has_a_name_and_a_reason() -> None:
    assert len(CASES) >= LEAST
    assert len({str(case) for case in CASES}) == len(CASES)
    assert all(case.because and case.named for case in CASES)


def test_every_node_of_the_tree_is_asked() -> None:
    missing = TREE_NODES - {type(node) for typed in asked() for node in walk(typed)}
    assert not missing, f"add searches to tests/exam/worlds whose queries have {missing}"


def test_every_node_of_the_plan_is_asked() -> None:
    folding = {plan.Ids}  # no query has it: the world `wire` shows what it folds
    missing = PLAN_NODES - folding - {type(node) for made in plans() for node in walk(made)}
    assert not missing, f"add searches to tests/exam/worlds whose plans have {missing}"


def test_every_parameter_is_used() -> None:
    plain = SearchRequest()
    shown = {"cursor", "fragments", "fragment_size"}  # walks use cursors; fragments are no engine's
    names = {field.name for field in fields(SearchRequest)} - shown
    unused = {name for name in names if all(getattr(case.request, name) == getattr(plain, name) for case in CASES)}
    assert not unused, f"add searches to tests/exam/worlds with {unused}"
    assert any(len(case.request.source) > 1 for case in CASES)


WALKS: dict[str, Sort] = {sort: sort for sort in get_args(Sort)}


@pytest.mark.parametrize("sort", WALKS.values(), ids=WALKS)
def test_every_order_is_walked_through(sort: Sort) -> None:
    assert any(case.walk and len(case.walk) > 1 and case.request.sort == sort for case in CASES)


def test_every_facet_and_field_is_asked() -> None:
    assert {name for case in CASES for name in case.counts} == set(FACETS)
    typed = {getattr(node, "field", None) for one in asked() for node in walk(one)}
    typed |= {node.op for one in asked() for node in walk(one) if isinstance(node, tree.Dates)}
    assert typed >= {*BY_TYPED_NAME, "before", "after"}


def shape(node: tree.Tree) -> tree.Tree:
    """The node without its words: what kind of thing is asked, and of which field."""
    match node:
        case tree.And(parts) | tree.Or(parts):
            return replace(node, parts=tuple(dict.fromkeys(map(shape, parts))))
        case tree.Not(part) | tree.Weighted(part):
            return type(node)(shape(part), *([0.0] if isinstance(node, tree.Weighted) else []))
        case tree.Wildcard(pattern):
            return replace(node, pattern="".join(char if char in "*?" else "x" for char in pattern[:1]))
        case tree.Phrase():
            return replace(node, text="", slop=min(node.slop, 1))
        case tree.Dates(_, text):
            ends = [str(len(end)) for end in text.split("..")]
            return replace(node, text="none" if text == "none" else "..".join(ends))
        case tree.Everything():
            return node
        case _:
            return replace(node, text="")


SHAPES = {shape(node) for typed in asked() for node in walk(typed)}


@pytest.mark.parametrize("typed", PLAIN)
def test_every_form_of_the_documentation_is_asked(typed: str) -> None:
    missing = {shape(node) for node in walk(parse(typed))} - SHAPES
    assert not missing, f"add a search like {typed} to tests/exam/worlds"


WANTED = {
    "an empty archive": lambda case: not articles(case.world),
    "an id put twice in a batch": lambda case: any(
        len({a.id for a in b.put}) < len(b.put) for b in batches(case.world)
    ),
    "removals behind a batch": lambda case: any(batch.then_remove for batch in batches(case.world)),
    "several batches": lambda case: len(batches(case.world)) > 2,
    "past the end": lambda case: case.total and case.in_order == () and case.request.page > 1,
    "undated articles in a walk": lambda case: case.walk and not all(one.date for one in articles(case.world)),
    "a loosened answer": lambda case: case.loosened,
    "a loosened walk": lambda case: case.loosened and case.walk,
    "a correction": lambda case: case.did_you_mean,
    "scores worked out": lambda case: case.scores,
}


@pytest.mark.parametrize("wanted", WANTED)
def test_the_odd_is_asked(wanted: str) -> None:
    holds: Any = WANTED[wanted]
    assert any(holds(case) for case in CASES)
