"""Completions of what has been typed so far: words of the archive, and the values of its exact fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.answer import Suggestion
from searchsvc.archive import Archive
from searchsvc.engines.base import EngineRequest
from searchsvc.errors import QueryError
from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.query import parse, spell, tree
from searchsvc.query.planner import make_plan
from searchsvc.query.scanner import DATE_OPS, FIELD_NAMES, GERSHAYIM, OPERATORS, open_mark

_SEPARATORS = re.compile(r"[\s\"“”„‟«»()|]")
_FIELD = re.compile(r"(?:^|[\s(|])[+-]*(\w+):\(*\Z")


@dataclass(frozen=True, slots=True)
class _Typed:
    """The end of a query that is completed: ``before`` stays, ``text`` is the beginning of a word or value."""

    before: str
    text: str
    field: str | None
    quoted: bool = False

    @classmethod
    def of(cls, q: str) -> _Typed:
        """The last word; the whole value where a quotation mark has opened that of an exact field."""
        opened = open_mark(q)
        named = _FIELD.search(q[:opened]) if opened is not None else None
        field = _field(named[1]) if named else None
        if opened is not None and field is not None and _is_exact(field):
            return cls(q[:opened], q[opened + 1 :], field, quoted=True)
        last = _SEPARATORS.split(GERSHAYIM.sub("״", q))[-1]
        name, _, word = last.rpartition(":")
        text = word if opened is not None or _is_exact(_field(name)) else word.lstrip("-+")
        return cls(q[: len(q) - len(text)], text, field or _field(name), quoted=opened is not None)


def completions(archive: Archive, q: str, limit: int) -> list[Suggestion]:
    """At most ``limit`` completions of the last word of ``q``, the commonest first.

    They are counted where they are searched: a word behind ``title:`` by the articles that have it in the title.
    """
    typed = _Typed.of(q)
    if typed.field in DATE_OPS or (typed.text in OPERATORS and not typed.quoted):
        return []
    found = _values(archive, typed) if _is_exact(typed.field) else _words(archive, typed, limit)
    return sorted(found, key=lambda one: (-one.articles, one.word))[:limit]


def _values(archive: Archive, typed: _Typed) -> Iterator[Suggestion]:
    """The values of an exact field that begin with what is typed, in quotation marks where they need some."""
    begun = re.sub(r"\s+", " ", typed.text).lstrip().lower()
    known = BY_TYPED_NAME[typed.field or ""].name
    for value, count in archive.lexicon.keywords.get(known, {}).items():
        if value.lower().startswith(begun):
            yield Suggestion(typed.before + _spelled(value, typed), value, count)


def _spelled(value: str, typed: _Typed) -> str:
    """A value as it is typed behind the name of its field."""
    word = tree.Word(value, typed.field)
    try:
        plain = not typed.quoted and parse(spell(word)) == word
    except QueryError:
        plain = False
    return spell(tree.Word(value) if plain else tree.Phrase(value))


def _words(archive: Archive, typed: _Typed, limit: int) -> Iterator[Suggestion]:
    """The commonest words that begin with what is typed; in a field only those that are there."""
    for one in archive.lexicon.complete(typed.text, limit) if typed.text else ():
        count = one.articles if typed.field is None else _articles(archive, tree.Word(one.word, typed.field))
        if count:
            yield Suggestion(typed.before + one.word, one.word, count)


def _articles(archive: Archive, word: tree.Word) -> int:
    return archive.engine.search(EngineRequest(make_plan(word, archive.lexicon).plan, limit=0)).total


def _field(name: str) -> str | None:
    name = name.lstrip("-+").lower()
    return name if name in FIELD_NAMES else None


def _is_exact(field: str | None) -> bool:
    return field in BY_TYPED_NAME and BY_TYPED_NAME[field].kind is Kind.KEYWORD
