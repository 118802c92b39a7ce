"""docs/query-language.md is true: each example in its tables is read as the table says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchsvc.errors import QueryError
from searchsvc.query import parse, read, spell
from searchsvc.query.leaves import LEAST_WEIGHT, MAX_SLOP, MOST_WEIGHT
from searchsvc.query.parser import MAX_LEAVES, MAX_LENGTH, MAX_NESTING
from searchsvc.query.scanner import FIELD_NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text("utf-8")
CODE = re.compile(r"`([^`]+)`")


def rows() -> Iterator[tuple[str, str, str]]:
    """Each example of the tables: what the second column is called, what is typed, what the second cell says."""
    heading = ""
    for line in PAGE.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) != 2 or cells[0].startswith("---"):
            continue
        if cells[0] == "typed":
            heading = cells[1]
            continue
        yield from ((heading, typed, cells[1]) for typed in CODE.findall(cells[0]))


ROWS = list(rows())


def under(heading: str) -> dict[str, tuple[str, str]]:
    """The examples of one kind of table, by what is typed."""
    return {typed: (typed, says) for name, typed, says in ROWS if name == heading}


PLAIN = [typed for name, typed, _ in ROWS if name not in ("understood as", "notice", "mistake")]
UNDERSTOOD, NOTICES, MISTAKES = under("understood as"), under("notice"), under("mistake")


def test_the_page_has_examples_of_every_kind() -> None:
    assert len(PLAIN) >= 45
    assert len(UNDERSTOOD) >= 10
    assert len(NOTICES) >= 18
    assert len(MISTAKES) >= 9


@pytest.mark.parametrize("typed", PLAIN)
def test_examples_are_read_without_a_notice(typed: str) -> None:
    parsed = read(typed)
    assert parsed.notices == ()
    assert parse(spell(parsed.tree)) == parsed.tree


@pytest.mark.parametrize(("typed", "says"), UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_examples_are_understood_as_the_page_says(typed: str, says: str) -> None:
    assert spell(parse(typed)) == says.strip("`")


@pytest.mark.parametrize(("typed", "says"), NOTICES.values(), ids=NOTICES)
def test_examples_give_the_notice_of_the_page(typed: str, says: str) -> None:
    (notice,) = read(typed).notices
    assert notice.message.startswith(says)


@pytest.mark.parametrize(("typed", "says"), MISTAKES.values(), ids=MISTAKES)
def test_examples_are_refused_as_the_page_says(typed: str, says: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(typed)
    assert [mistake.message for mistake in raised.value.mistakes] == [says]


def test_the_page_names_every_field_and_limit() -> None:
    assert [name for name in FIELD_NAMES if f"`{name}:" not in PAGE] == []
    limits = (f"{MAX_LENGTH:,} characters", f"{MAX_LEAVES} words", f"{MAX_NESTING} parentheses", f"1 to {MAX_SLOP}")
    weights = f"from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}"
    assert [text for text in (*limits, weights) if text not in PAGE] == []
