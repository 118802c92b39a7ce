"""Did you mean: the query again, its unknown words replaced by near words of the archive."""

from __future__ import annotations

from dataclasses import replace

from searchsvc.analysis import analyser
from searchsvc.archive import Archive
from searchsvc.engines.base import EngineRequest
from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.query import plan, spell, tree
from searchsvc.query.planner import make_loose_plan, make_plan


def correction(archive: Archive, query: tree.Tree, filters: tuple[plan.Plan, ...]) -> str | None:
    """The query, each word that no article has replaced by a near one; None unless that finds some."""
    corrected = _corrected(query, archive)
    if corrected == query:
        return None
    loose = make_loose_plan(corrected, archive.lexicon)
    plans = (make_plan(corrected, archive.lexicon), loose) if loose else (make_plan(corrected, archive.lexicon),)
    return spell(corrected) if any(_finds(archive, made.plan, filters) for made in plans) else None


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
        if piece.word.isalpha() and not _finds(archive, make_plan(tree.Word(piece.word), archive.lexicon).plan):
            near = archive.lexicon.correct(piece.word)
            text = text[: piece.start] + (near or text[piece.start : piece.end]) + text[piece.end :]
    return text


def _finds(archive: Archive, made: plan.Plan, filters: tuple[plan.Plan, ...] = ()) -> bool:
    whole = plan.All((made, *filters)) if filters else made
    return archive.engine.search(EngineRequest(whole, limit=0)).total > 0
