"""Text becomes the tree that the tables say, and every tree spells back to itself."""

from __future__ import annotations

import pytest

from searchsvc.query import parse, read, spell
from searchsvc.query.tree import Leaf, Phrase, Tree
from tests.query.typed import BOOLEAN, FIELDS, PHRASES, WORDS
from tests.query.typed_signs import DATES, HEBREW, ODDITIES, PATTERNS, WEIGHTS

TABLES = {
    "words": WORDS,
    "boolean": BOOLEAN,
    "phrases": PHRASES,
    "fields": FIELDS,
    "patterns": PATTERNS,
    "weights": WEIGHTS,
    "dates": DATES,
    "Hebrew": HEBREW,
    "oddities": ODDITIES,
}
CASES = {f"{name}: {case}": row for name, table in TABLES.items() for case, row in table.items()}

SPELLINGS = {
    "as typed": ("idlib milit*", "idlib milit*"),
    "a bar is OR": ("a|b", "a OR b"),
    "AND goes": ("a AND b", "a b"),
    "NOT is a minus": ("NOT a", "-a"),
    "two of them stay apart": ("NOT NOT a", "NOT -a"),
    "parentheses where needed": ("((a) OR ((b c)))^2 (d)", "(a OR b c)^2 d"),
    "each leaf with its field": ("title:(x OR -y)", "title:x OR -title:y"),
    "straight marks": ("„a b“", '"a b"'),
    "curly marks around straight ones": ('“6" pipe”', '“6" pipe”'),
    "angled marks around both": ('«6" “pipe”»', '«6" “pipe”»'),
    "plain numbers": ("a^2.0 b^.5 c~1", "a^2 b^0.5 c~"),
    "everything": ("", "*"),
}


@pytest.mark.parametrize(("typed", "tree"), CASES.values(), ids=CASES)
def test_text_becomes_a_tree(typed: str, tree: Tree) -> None:
    assert parse(typed) == tree


@pytest.mark.parametrize(("typed", "tree"), CASES.values(), ids=CASES)
def test_a_tree_spells_back(typed: str, tree: Tree) -> None:
    assert parse(spell(tree)) == tree


@pytest.mark.parametrize(("typed", "spelled"), SPELLINGS.values(), ids=SPELLINGS)
def test_spelling_is_plain(typed: str, spelled: str) -> None:
    assert spell(parse(typed)) == spelled


def test_no_row_of_the_language_needs_a_notice() -> None:
    plain = {**BOOLEAN, **PHRASES, **WEIGHTS}
    noticed = [typed for typed, _ in plain.values() if read(typed).notices]
    assert noticed == []


def test_what_is_no_tree_is_not_spelled() -> None:
    stranger: Leaf = "idlib"  # type: ignore[assignment]  # a caller without types
    with pytest.raises(TypeError, match="not a query tree"):
        spell(stranger)


def test_marks_of_every_kind_in_a_phrase_that_nobody_typed() -> None:
    assert parse(spell(Phrase('6" “pipe” «b»'))) == Phrase("6 “pipe” «b»")
