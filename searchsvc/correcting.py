"""Did you mean: the query again, its unknown words replaced by near words of the archive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from searchsvc.analysis import analyser
from searchsvc.archive import Archive
from searchsvc.engines.base import EngineRequest
from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.query import plan, spell, tree
from searchsvc.query.loosening import loose_plans
from searchsvc.query.planner import make_plan

WORDS_CORRECTED = 8
"""How many unknown words of a query are corrected: each is compared with every word of the archive."""


def correction(archive: Archive, query: tree.Tree, filters: tuple[plan.Plan, ...]) -> str | None:
    """The query, each word that no article has replaced by a near one; None unless that finds some."""
    corrected = _Corrector(archive).corrected(query)
    if corrected == query:
        return None
    plans = (make_plan(corrected, archive.lexicon), *loose_plans(corrected, archive.lexicon))
    return spell(corrected) if any(_finds(archive, one.plan, filters) for one in plans) else None


@dataclass(slots=True)
class _Corrector:
    """One walk over a tree; ``near`` remembers what became of each word."""

    archive: Archive
    near: dict[str, str | None] = field(default_factory=dict)

    def corrected(self, node: tree.Tree) -> tree.Tree:
        """The tree with its unknown words replaced. What is excluded, and patterns, stay as they are."""
        match node:
            case tree.Word(text, name) | tree.Phrase(text, name) if _is_text(name):
                return replace(node, text=self._meant(text))
            case tree.And(parts) | tree.Or(parts):
                return replace(node, parts=tuple(map(self.corrected, parts)))
            case tree.Weighted(part):
                return replace(node, part=self.corrected(part))
            case _:
                return node

    def _meant(self, text: str) -> str:
        """The text with each unknown word replaced; addresses and unknown fields stay as they are."""
        if ":" in text:
            return text
        for piece in reversed(list(analyser("").pieces(text))):
            near = self._near(piece.word) if piece.word.isalpha() else None
            text = text[: piece.start] + (near or text[piece.start : piece.end]) + text[piece.end :]
        return text

    def _near(self, word: str) -> str | None:
        """The nearest word of the archive to one that no article has, in whatever form."""
        lexicon = self.archive.lexicon
        if lexicon.holds(word):
            return None
        if word not in self.near and len(self.near) < WORDS_CORRECTED:
            known = _finds(self.archive, make_plan(tree.Word(word), lexicon).plan)
            self.near[word] = None if known else lexicon.correct(word)
        return self.near.get(word)


def _is_text(name: str | None) -> bool:
    return name is None or BY_TYPED_NAME[name].kind is Kind.TEXT


def _finds(archive: Archive, made: plan.Plan, filters: tuple[plan.Plan, ...] = ()) -> bool:
    whole = plan.All((made, *filters)) if filters else made
    return archive.engine.search(EngineRequest(whole, limit=0)).total > 0
