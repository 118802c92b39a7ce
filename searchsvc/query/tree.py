"""The query tree: what a person asked for, in that person's own words.

Nodes are inert values: they hold what was typed, equality is by content, and nothing here analyses, searches or
prints. ``parser`` makes trees, ``spell`` writes them back, ``planner`` turns them into a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateOp = Literal["date", "before", "after"]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without blanks, as typed: ``idlib``, ``AT&T``, ``http://x.org/a:b``.

    ``field`` is a typed field name (``title``, ``source``, ``lang``, …), or None for every text field.
    """

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in quotation marks: next to each other, or within ``slop`` moves."""

    text: str
    field: str | None = None
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with ``text`` (typed ``milit*``; the star is not part of ``text``).

    Several words (typed ``"crude oi*"``) are a phrase, and its last word begins so.
    """

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words that fit ``pattern``: ``?`` is one letter, ``*`` any number of them."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words within ``edits`` (1 or 2) insertions, deletions, substitutions or swaps of ``text``."""

    text: str
    edits: int = 1
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """``date:`` a day, month, year, range or ``none``; ``before:`` and ``after:`` exclude what they name."""

    op: DateOp
    text: str


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article: an empty query, or ``*``."""


@dataclass(frozen=True, slots=True)
class And:
    """All of ``parts`` (two or more)."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of ``parts`` (two or more)."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article but those of ``part``."""

    part: Tree


@dataclass(frozen=True, slots=True)
class Weighted:
    """``part``, its score times ``weight`` (greater than 0)."""

    part: Tree
    weight: float


Leaf = Word | Phrase | Prefix | Wildcard | Fuzzy | Dates | Everything
Tree = Leaf | And | Or | Not | Weighted


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the answer should say: ``[start, end)`` in code points of the query, where it has a place."""

    message: str
    start: int | None = None
    end: int | None = None
