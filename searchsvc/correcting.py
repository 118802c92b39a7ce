"""Did you mean: the query again, its unknown words replaced by near words of the archive."""

from __future__ import annotations

from dataclasses import replace

from searchsvc.analysis import analyser
from searchsvc.archive import Archive
from searchsvc.engines.base import EngineRequest
from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.query import plan, spell, tree
from searchsvc.query.planner import make_plan


def correction(archive: Archive, query: tree.Tree, filters: tuple[plan.Plan, ...]) -> str | None:
    """The query, each word that no article has replaced by a near one that some have; None unless it finds some."""
    corrected = _corrected(query, archive)
    if corrected == query or not _found(archive, corrected, filters):
        return None
    return spell(corrected)


def _corrected(node: tree.Tree, archive: Archive) -> tree.Tree:
    match node:
        case tree.Word(text, field) | tree.Phrase(text, field) if _is_text(field):
            return replace(node, text=_meant(text, archive))
        case tree.And(parts) | tree.Or(parts):
            return replace(node, parts=tuple(_corrected(part, archive) for part in parts))
        case tree.Weighted(part):
            return replace(node, part=_corrected(part, archive))
        case _:
            return node


def _is_text(field: str | None) -> bool:
    return field is None or BY_TYPED_NAME[field].kind is Kind.TEXT


def _meant(text: str, archive: Archive) -> str:
    """The text, each of its words that no article has replaced by the nearest that some have; addresses as they are."""
    if "://" in text:
        return text
    for piece in reversed(list(analyser("").pieces(text))):
        if piece.word.isalpha() and not _found(archive, tree.Word(piece.word), ()):
            near = archive.lexicon.correct(piece.word)
            text = text[: piece.start] + (near or text[piece.start : piece.end]) + text[piece.end :]
    return text


def _found(archive: Archive, query: tree.Tree, filters: tuple[plan.Plan, ...]) -> bool:
    made = make_plan(query, archive.lexicon).plan
    whole = plan.All((made, *filters)) if filters else made
    return archive.engine.search(EngineRequest(whole, limit=0)).total > 0
