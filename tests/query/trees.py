"""Strategies: queries as somebody might type them, and trees as the parser returns them."""

from __future__ import annotations

from hypothesis import strategies as st

from searchsvc.query.parser import MAX_LENGTH
from searchsvc.query.spell import spell
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

TEXT_FIELDS = ("title", "captions", "body")
WORDS = (
    *("idlib", "turkey", "russian", "military", "specialists", "zone", "réfugiés", "Идлиб", "дамаск", "停火"),
    *("de-escalation", "AT&T", "don't", "C++", "3:1", "U.S.", "1,000", 'צה"ל'),
)
ODD_WORDS = ("or", "and", "why?", "http://x.org/a:b", "Syria:", "^", "~", ":", "😀", "–", "[Video]", "a~b", "50%", "#1")
DAYS = ("2020", "2020-02", "2020-02-06", "2020-01-15..2020-02-06", "2019..", "..2020-03", "none")
WEIGHTS = (0.01, 0.5, 1.0, 2.0, 3.0, 100.0)
PIECES = (
    *'()"“”«»|+-*?~^:., \t',
    " OR ",
    " AND ",
    " NOT ",
    " - ",
    "title:",
    "date:",
    "foo:",
    "2020-02",
    "~2",
    "^3",
    "..",
)

fields = st.none() | st.sampled_from(TEXT_FIELDS)
words = st.sampled_from(WORDS)
stems = st.sampled_from(("mil", "presidnet", "Идл", "sp", "war", "x1"))


def leaves() -> st.SearchStrategy[Leaf]:
    """Leaves of every kind."""
    sources = st.sampled_from(("themoscowtimes.com", "Xinhua", "TASS"))
    kinds: tuple[st.SearchStrategy[Leaf], ...] = (
        st.builds(Word, words | st.sampled_from(ODD_WORDS), fields),
        st.builds(Word, sources, st.just("source")),
        st.builds(Word, st.sampled_from(("ru", "en", "pt-BR")), st.just("lang")),
        st.builds(Phrase, st.lists(words, min_size=1, max_size=4).map(" ".join), fields, st.integers(0, 20)),
        st.builds(Prefix, stems, fields | st.just("source")),
        st.builds(Prefix, st.tuples(words, stems).map(" ".join), fields | st.just("source")),
        st.builds(Wildcard, st.tuples(stems, st.sampled_from("*?"), stems).map("".join), fields),
        st.builds(Fuzzy, stems, st.integers(1, 2), fields),
        st.builds(Dates, st.just("date"), st.sampled_from(DAYS)),
        st.builds(Dates, st.sampled_from(("before", "after")), st.sampled_from(DAYS[:3])),
        st.just(Everything()),
    )
    return st.one_of(kinds)


def trees(max_leaves: int = 12) -> st.SearchStrategy[Tree]:
    """Trees as the parser returns them: no ``And`` right under an ``And``, no ``Or`` under an ``Or``, none too long."""

    def grow(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(parts, min_size=2, max_size=4)
        return st.one_of(
            several.map(every),
            several.map(either),
            parts.map(Not),
            st.builds(Weighted, parts, st.sampled_from(WEIGHTS)),
        )

    grown: st.SearchStrategy[Tree] = st.recursive(leaves(), grow, max_leaves=max_leaves)
    return grown.filter(lambda tree: len(spell(tree)) <= MAX_LENGTH)


def queries() -> st.SearchStrategy[str]:
    """Texts made of signs, operators, fields and words in any order, and texts of any characters."""
    pieces = st.lists(words | st.sampled_from(ODD_WORDS) | st.sampled_from(PIECES) | st.text(max_size=3), max_size=40)
    return st.one_of(pieces.map("".join), pieces.map(" ".join), st.text(max_size=200))


def every(parts: list[Tree]) -> And:
    """All of the parts, those of an ``And`` merged into it."""
    return And(tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))))


def either(parts: list[Tree]) -> Or:
    """Any of the parts, those of an ``Or`` merged into it."""
    return Or(tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))))
