"""Whatever is typed: nothing but QueryError, places within the text, spellings that parse back, linear work."""

from __future__ import annotations

import contextlib
import itertools
import random
import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given

from searchsvc.errors import Mistake, QueryError
from searchsvc.query import Parsed, parse, read, spell
from searchsvc.query.tree import Tree
from tests.query.trees import queries, trees

SIGNS = (
    "a",
    "2",
    " ",
    '"',
    "“",
    "(",
    ")",
    "|",
    "-",
    "+",
    "~",
    "^",
    "*",
    "?",
    ":",
    ".",
    "/",
    "title:",
    "OR",
    "NOT ",
    "foo:",
)
REPEATED = {
    "words": "ab ",
    "opening parentheses": "(",
    "closing parentheses": ")",
    "quotation marks": '"',
    "curly marks": "“",
    "marks that never close": 'a" ',
    "mixed marks": '“«"',
    "minuses": "-",
    "minuses apart": "- ",
    "tildes": "~",
    "fuzzy tildes": "a~",
    "carets": "^2",
    "stars": "*",
    "question marks": "?a",
    "patterns and tildes": "*~",
    "empty groups": "()",
    "nested groups": "(()",
    "bars": "| ",
    "operators": "OR ",
    "negations": "NOT ",
    "fields": "title:",
    "fields apart": "title: ",
    "negated fields": "-title:(",
    "groups with weights": "(a)^2",
    "phrases with slop": '"a"~2',
    "punctuation": ",.",
    "unknown fields": "foo:",
    "dates": "date:2020-13 ",
}


def understood(typed: str) -> Parsed | None:
    """The query as read, its notices looked at; None where it has a mistake, its place looked at."""
    found: tuple[Mistake, ...] = ()
    parsed = None
    try:
        parsed = read(typed)
    except QueryError as error:
        found = error.mistakes
    if parsed is None:
        assert found
        assert all(0 <= mistake.start <= mistake.end <= len(typed) and mistake.hint for mistake in found)
        return None
    for notice in parsed.notices:
        assert notice.start is not None
        assert notice.end is not None
        assert 0 <= notice.start < notice.end <= len(typed)
    return parsed


def spells_back(typed: str) -> None:
    """Assert that the tree of a query spells to a query of the same tree."""
    parsed = understood(typed)
    if parsed is not None:
        spelled = spell(parsed.tree)
        assert parse(spelled) == parsed.tree
        assert spell(parse(spelled)) == spelled


@given(queries())
def test_any_text_is_read_and_spells_back(typed: str) -> None:
    spells_back(typed)


@given(trees())
def test_any_tree_spells_to_text_that_is_read_without_a_notice(tree: Tree) -> None:
    assert read(spell(tree)) == Parsed(tree, ())


def test_all_short_texts_of_signs_spell_back() -> None:
    for length in (1, 2, 3):
        for pieces in itertools.product(SIGNS, repeat=length):
            spells_back("".join(pieces))


def test_many_long_texts_of_signs_spell_back() -> None:
    chance = random.Random(7)
    for _ in range(3000):
        spells_back("".join(chance.choices(SIGNS, k=chance.randint(4, 14))))


def steps(typed: str) -> int:
    """How many lines of the parser run for a query: the same number each time."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        if "/searchsvc/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with contextlib.suppress(QueryError):
            read(typed)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_the_work_is_linear_in_the_length(piece: str) -> None:
    lengths = (240, 480, 960)
    short, middle, long = (steps(piece * (length // len(piece))) for length in lengths)
    assert short > lengths[0] / 10
    assert middle <= 2.2 * short
    assert long <= 2.2 * middle
    assert long <= 100 * lengths[-1]


def test_far_too_long_texts_cost_nothing() -> None:
    assert steps("(a OR " * 100_000) < 60
