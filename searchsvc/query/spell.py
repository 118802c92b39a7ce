"""Spelling: a query tree as text that parses to the same tree, in the plainest form."""

from __future__ import annotations

from searchsvc.query.scanner import GERSHAYIM
from searchsvc.query.tree import (
    And,
    Dates,
    Everything,
    Fuzzy,
    Leaf,
    Not,
    Or,
    Phrase,
    Prefix,
    Tree,
    Weighted,
    Wildcard,
    Word,
)

_QUOTES = (('"', '"', '"'), ("“", "”", "“”„‟"), ("«", "»", "«»"))
_EITHER, _EVERY, _UNARY, _ATOM = range(4)


def spell(tree: Tree) -> str:
    """The tree as a query; ``parse`` reads it back to an equal tree, for every tree that ``parse`` can return."""
    return _spell(tree, _EITHER)


def _spell(tree: Tree, level: int) -> str:
    """The tree as text that may stand where ``level`` is expected: in parentheses where it binds less."""
    text, binds = _bare(tree)
    return text if binds >= level else f"({text})"


def _bare(tree: Tree) -> tuple[str, int]:
    """The tree as text, and how strongly it holds together."""
    match tree:
        case Or(parts):
            return " OR ".join(_spell(part, _EVERY) for part in parts), _EITHER
        case And(parts):
            return " ".join(_spell(part, _UNARY) for part in parts), _EVERY
        case Not(Not() as part):
            return f"NOT {_spell(part, _UNARY)}", _UNARY
        case Not(part):
            return f"-{_spell(part, _ATOM)}", _UNARY
        case Weighted(Weighted() as part, weight):
            return f"({_spell(part, _EITHER)})^{_number(weight)}", _ATOM
        case Weighted(part, weight):
            return f"{_spell(part, _ATOM)}^{_number(weight)}", _ATOM
        case _:
            return _leaf(tree), _ATOM


def _leaf(leaf: Leaf) -> str:
    """One leaf, with its field before it."""
    match leaf:
        case Word(text, field):
            return _in_field(field, text)
        case Phrase(text, field, slop):
            return _in_field(field, _quoted(text)) + (f"~{slop}" if slop else "")
        case Prefix(text, field):
            return _in_field(field, _quoted(f"{text}*") if " " in text else f"{text}*")
        case Wildcard(pattern, field):
            return _in_field(field, pattern)
        case Fuzzy(text, edits, field):
            return _in_field(field, f"{text}~" if edits == 1 else f"{text}~{edits}")
        case Dates(op, text):
            return f"{op}:{text}"
        case Everything():
            return "*"
    raise TypeError(f"not a query tree: {leaf!r}")


def _in_field(field: str | None, text: str) -> str:
    return text if field is None else f"{field}:{text}"


def _quoted(text: str) -> str:
    """The phrase in quotation marks of a kind that it does not hold itself: the kind it was typed in is one such."""
    outside = GERSHAYIM.sub("", text)
    for opening, closing, kind in _QUOTES:
        if not any(mark in outside for mark in kind):
            return f"{opening}{text}{closing}"
    return f'"{text.replace(chr(34), " ")}"'


def _number(weight: float) -> str:
    """A weight as it is typed: ``3``, ``0.5``."""
    return str(weight).removesuffix(".0")
