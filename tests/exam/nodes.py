"""Which nodes there are, read from the modules that define them; and each of them as an example, alone and nested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any, get_args

from searchsvc.fields import TEXT_FIELDS
from searchsvc.query import plan, tree


def kinds(module: ModuleType, union: object, *others: type) -> set[type]:
    """The node classes of a module; they must be those of its union, beside ``others`` that are no nodes."""
    made = {value for value in vars(module).values() if is_dataclass(value) and isinstance(value, type)}
    own = {kind for kind in made if kind.__module__ == module.__name__} - set(others)
    assert own == set(get_args(union)), f"{module.__name__}: add to its union {own ^ set(get_args(union))}"
    return own


TREE_NODES = kinds(tree, tree.Tree, tree.Notice)
PLAN_NODES = kinds(plan, plan.Plan)
COMBINING = {kind for kind in PLAN_NODES if {"part", "parts"} & {field.name for field in fields(kind)}}


def walk(node: Any) -> Iterator[Any]:
    """A node of a tree or a plan, and all nodes in it."""
    yield node
    for part in (*getattr(node, "parts", ()), *([node.part] if hasattr(node, "part") else [])):
        yield from walk(part)


FEBRUARY, MARCH = dt.date(2020, 2, 6).toordinal(), dt.date(2020, 3, 6).toordinal()
TIDE, EBB = plan.AnyTerm(("tide",), TEXT_FIELDS), plan.AnyTerm(("ebb",), ("body",))

EXAMPLES: dict[str, plan.Plan] = {
    "a term": TIDE,
    "a term in one field": plan.AnyTerm(("tide",), ("title",)),
    "some terms": plan.AnyTerm(("ebb", "flow", "nobody"), TEXT_FIELDS),
    "a term that nobody has": plan.AnyTerm(("nobody",), TEXT_FIELDS),
    "no term": plan.AnyTerm((), TEXT_FIELDS),
    "a phrase": plan.TermPhrase((("ebb",), ("tide",)), TEXT_FIELDS),
    "a phrase of choices": plan.TermPhrase((("ebb", "flow"), ("ebb", "tide")), TEXT_FIELDS),
    "a loose phrase": plan.TermPhrase((("tide",), ("ebb",)), TEXT_FIELDS, 2),
    "a loose phrase of three": plan.TermPhrase((("ebb",), ("tide",), ("flow",)), ("body",), 4),
    "a loose phrase of one word twice": plan.TermPhrase((("tide",), ("tide",)), TEXT_FIELDS, 3),
    "a loose phrase of choices": plan.TermPhrase((("ebb", "flow"), ("flow", "tide")), TEXT_FIELDS, 1),
    "a phrase in captions": plan.TermPhrase((("tide",), ("ebb",)), ("captions",), 20),
    "a phrase that nobody has": plan.TermPhrase((("ebb",), ("nobody",)), TEXT_FIELDS, 5),
    "a source": plan.KeywordIs("source", ("north",)),
    "sources": plan.KeywordIs("source", ("nobody", "north", "south")),
    "no source": plan.KeywordIs("source", ()),
    "a language": plan.KeywordIs("language", ("en",)),
    "later copies": plan.KeywordIs("copy", ("later",)),
    "a group": plan.KeywordIs("group", ("g1 1", "g1 2")),
    "many groups": plan.KeywordIs("group", tuple(f"g{number} 2" for number in range(20))),
    "ids": plan.Ids(("id03", "nobody", "id17")),
    "many ids": plan.Ids(tuple(f"id{number:02}" for number in range(4, 40, 2))),
    "no id": plan.Ids(()),
    "days": plan.DayRange(FEBRUARY, MARCH),
    "a day": plan.DayRange(FEBRUARY, FEBRUARY),
    "all days": plan.DayRange(1, 3_652_059),
    "more than all days": plan.DayRange(0, 3_652_060),
    "days that end before they begin": plan.DayRange(MARCH, FEBRUARY),
    "undated": plan.Undated(),
    "everything": plan.Everything(),
    "nothing": plan.Nothing(),
    "all of two": plan.All((TIDE, EBB)),
    "all of a term and a day": plan.All((TIDE, plan.DayRange(FEBRUARY, MARCH))),
    "any of two": plan.Any((TIDE, EBB)),
    "two of three": plan.AtLeast(2, (TIDE, EBB, plan.Undated())),
    "not a term": plan.Not(TIDE),
    "a weighted term": plan.Weighted(TIDE, 3.0),
}
"""Each node of the plan at least once; no example is left out of any nesting."""

NESTED: dict[str, Callable[[plan.Plan], plan.Plan]] = {
    "all of it": lambda node: plan.All((node,)),
    "it and a term": lambda node: plan.All((node, TIDE)),
    "a term and not it": lambda node: plan.All((TIDE, plan.Not(node))),
    "any of it": lambda node: plan.Any((node,)),
    "it or a term": lambda node: plan.Any((EBB, node)),
    "it or everything": lambda node: plan.Any((plan.Everything(), node)),
    "two of it and others": lambda node: plan.AtLeast(2, (TIDE, node, EBB)),
    "one of it and others": lambda node: plan.AtLeast(1, (node, EBB)),
    "two of it": lambda node: plan.AtLeast(2, (node,)),
    "not it": plan.Not,
    "it weighted": lambda node: plan.Weighted(node, 2.5),
}
"""Ways to put a node into another: each combining node of the plan at least once."""
