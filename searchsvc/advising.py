"""Advice: where nothing was found, queries near the one that was asked, each of which does find something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive
from searchsvc.errors import QueryError
from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.query import parse, spell, tree
from searchsvc.query.scanner import OPERATORS
from searchsvc.searching import search

SHORT = 6
"""A word with fewer letters is looked for with one change: with two it is like half of the dictionary."""

_WORD = re.compile(r"\w(?:.*\w)?")


def advice(archive: Archive, request: SearchRequest) -> list[tuple[str, str]]:
    """What to try in place of a request that found nothing: (sentence, query), at most a handful.

    Each query finds something under the filters of the request. Raises QueryError as the request itself does.
    """
    asked = parse(request.q)
    tries: dict[tree.Tree, str] = {}
    for sentence, node in _tries(asked):
        tries.setdefault(node, sentence)
    queries = [(sentence, spell(node)) for node, sentence in tries.items() if node != asked and _is_query(node)]
    return [(sentence, q) for sentence, q in queries if _finds(archive, request, q)]


def _tries(asked: tree.Tree) -> Iterator[tuple[str, tree.Tree]]:
    apart = _apart(asked)
    yield "The words without quotation marks, in any order", apart
    yield "Any of the words", _any(apart)
    match asked:
        case tree.Word(text, field) if _is_text(asked) and text.isalpha() and len(text) > 3:
            yield "Words that start the same way", tree.Prefix(text[: max(3, len(text) * 2 // 3)], field)
            yield "Words with similar spellings", tree.Fuzzy(text, 1 if len(text) < SHORT else 2, field)


def _apart(node: tree.Tree) -> tree.Tree:
    """The tree with the words of each phrase side by side. What is excluded stays as it is."""
    match node:
        case tree.Phrase(text, field) | tree.Prefix(text, field) if _is_text(node):
            words: list[tree.Tree] = [tree.Word(word, field) for word in _words(text)]
            if isinstance(node, tree.Prefix):
                words[-1:] = [tree.Prefix(word, field) for word in list(_words(text))[-1:]]
            return tree.And(tuple(words)) if len(words) > 1 else node
        case tree.And(parts):
            apart = map(_apart, parts)
            return tree.And(
                tuple(leaf for one in apart for leaf in (one.parts if isinstance(one, tree.And) else (one,)))
            )
        case tree.Or(parts):
            return replace(node, parts=tuple(map(_apart, parts)))
        case tree.Weighted(part):
            return replace(node, part=_apart(part))
        case _:
            return node


def _words(text: str) -> Iterator[str]:
    """The words of a phrase, without the punctuation and the signs around each; an operator is a word there."""
    for piece in text.split():
        if found := _WORD.search(piece):
            yield found[0].lower() if found[0] in OPERATORS else found[0]


def _any(node: tree.Tree) -> tree.Tree:
    """The tree with any of its words instead of all; fields with exact values, dates and what is excluded stay."""
    if not isinstance(node, tree.And):
        return node
    free = tuple(part for part in node.parts if _is_text(part))
    bound = tuple(part for part in node.parts if not _is_text(part))
    if len(free) < 2:
        return node
    return tree.And((tree.Or(free), *bound)) if bound else tree.Or(free)


def _is_text(node: tree.Tree) -> bool:
    """Whether a node is a word or phrase, or words of some pattern, in a text."""
    match node:
        case tree.Weighted(part):
            return _is_text(part)
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Wildcard() | tree.Fuzzy():
            return node.field is None or BY_TYPED_NAME[node.field].kind is Kind.TEXT
        case _:
            return False


def _is_query(node: tree.Tree) -> bool:
    """Whether a tree that nobody typed could have been typed: a word of a phrase may be a sign by itself."""
    try:
        return parse(spell(node)) == node
    except QueryError:
        return False


def _finds(archive: Archive, request: SearchRequest, q: str) -> bool:
    answer = search(archive, replace(request, q=q, copies="all", page=1, cursor="", per_page=1, fragments=0, facets=()))
    return bool(answer.total) and not answer.loosened
