"""Did you mean: the query again, its unknown words replaced by near words of the archive."""

from __future__ import annotations

from dataclasses import replace

from searchsvc.archive import Archive
from searchsvc.engines.base import EngineRequest
from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.query import plan, spell, tree
from searchsvc.query.planner import make_plan


def correction(archive: Archive, query: tree.Tree, filters: tuple[plan.Plan, ...]) -> str | None:
    """The query with each word that no article has replaced by the nearest that some have; None unless it finds something."""
    corrected = _corrected(query, archive)
    if corrected == query or not _found(archive, corrected, filters):
        return None
    return spell(corrected)


def _corrected(node: tree.Tree, archive: Archive) -> tree.Tree:
    match node:
        case tree.Word(text, field) if _is_text(field):
            return replace(node, text=_meant(text, archive))
        case tree.Phrase(text, field) if _is_text(field):
            return replace(node, text=" ".join(_meant(word, archive) for word in text.split()))
        case tree.And(parts) | tree.Or(parts):
            return replace(node, parts=tuple(_corrected(part, archive) for part in parts))
        case tree.Weighted(part):
            return replace(node, part=_corrected(part, archive))
        case _:
            return node


def _is_text(field: str | None) -> bool:
    return field is None or BY_TYPED_NAME[field].kind is Kind.TEXT


def _meant(word: str, archive: Archive) -> str:
    """The word, or the nearest in the lexicon where no article has it."""
    if not word.isalpha() or _found(archive, tree.Word(word), ()):
        return word
    return archive.lexicon.correct(word) or word


def _found(archive: Archive, query: tree.Tree, filters: tuple[plan.Plan, ...]) -> bool:
    made = make_plan(query, archive.lexicon).plan
    whole = plan.All((made, *filters)) if filters else made
    return archive.engine.search(EngineRequest(whole, limit=0)).total > 0
