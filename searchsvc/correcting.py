"""Did you mean: the query again, its unknown words replaced by near words of the archive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from searchsvc.analysis import analyser
from searchsvc.archive import Archive
from searchsvc.engines.base import EngineRequest
from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.folding import fold
from searchsvc.lexicon import Listed
from searchsvc.query import plan, spell, tree
from searchsvc.query.loosening import loose_plans
from searchsvc.query.planner import make_plan

WORDS_CORRECTED = 8
"""How many unknown words of a query are corrected: each is compared with every word of the archive."""

CANDIDATES = 6
"""How many near words are tried for each of them; each is a search."""

EVERYWHERE = 2 / 3
"""A word in more of the articles than this fits beside any other, and is hardly what is looked for."""


def correction(archive: Archive, query: tree.Tree, filters: tuple[plan.Plan, ...]) -> str | None:
    """The query, each word that no article has replaced by a near one; None unless that finds some.

    Of the nearest words one with the same letters (``hte``) is taken, else one that is not everywhere; of several that
    which finds the most with the rest of the query, then the commonest.
    """
    corrected = _Corrector(archive, filters).meant(query)
    if corrected == query:
        return None
    plans = (make_plan(corrected, archive.lexicon), *loose_plans(corrected, archive.lexicon))
    return spell(corrected) if any(_found(archive, one.plan, filters) for one in plans) else None


@dataclass(slots=True)
class _Corrector:
    """What a query may have meant: ``near`` are the candidates for each of its words, ``chosen`` is one of them."""

    archive: Archive
    filters: tuple[plan.Plan, ...]
    near: dict[str, list[Listed]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)

    def meant(self, query: tree.Tree) -> tree.Tree:
        """The tree with its unknown words replaced by the likeliest of the nearest."""
        context = _without_patterns(query)
        self.corrected(context)  # gathers the unknown words
        for word, candidates in self.near.items():
            if len(candidates) > 1:
                self.chosen[word] = max(candidates, key=lambda one: self._likelihood(one, word, context)).word
        return self.corrected(query)

    def _likelihood(self, one: Listed, word: str, context: tree.Tree) -> tuple[bool, bool, int]:
        """How well a candidate fits, as a key to compare it by."""
        self.chosen[word] = one.word
        made = make_plan(self.corrected(context), self.archive.lexicon).plan
        swapped = sorted(fold(one.word)) == sorted(fold(word))
        rare = one.articles <= EVERYWHERE * self.archive.info.articles
        return swapped, swapped or rare, _found(self.archive, made, self.filters)

    def corrected(self, node: tree.Tree) -> tree.Tree:
        """The tree with its unknown words replaced. What is excluded, and patterns, stay as they are."""
        match node:
            case tree.Word(text, name) | tree.Phrase(text, name) if _is_text(name):
                return replace(node, text=self._replaced(text))
            case tree.And(parts) | tree.Or(parts):
                return replace(node, parts=tuple(map(self.corrected, parts)))
            case tree.Weighted(part):
                return replace(node, part=self.corrected(part))
            case _:
                return node

    def _replaced(self, text: str) -> str:
        """The text with each unknown word replaced; addresses and unknown fields stay as they are."""
        if ":" in text:
            return text
        for piece in reversed(list(analyser("").pieces(text))):
            near = self._near(piece.word) if piece.word.isalpha() else None
            text = text[: piece.start] + (near or text[piece.start : piece.end]) + text[piece.end :]
        return text

    def _near(self, word: str) -> str | None:
        """What stands for a word that no article has, in whatever form: at first the commonest of the nearest."""
        lexicon = self.archive.lexicon
        if lexicon.holds(word):
            return None
        if word not in self.near and len(self.near) < WORDS_CORRECTED:
            known = _found(self.archive, make_plan(tree.Word(word), lexicon).plan)
            self.near[word] = [] if known else lexicon.nearest(word, CANDIDATES)
            if self.near[word]:
                self.chosen[word] = self.near[word][0].word
        return self.chosen.get(word)


def _without_patterns(node: tree.Tree) -> tree.Tree:
    """The tree with everything in place of patterns, which take long to be planned, and of what is excluded."""
    match node:
        case tree.Prefix() | tree.Wildcard() | tree.Fuzzy() | tree.Not():
            return tree.Everything()
        case tree.And(parts) | tree.Or(parts):
            return replace(node, parts=tuple(map(_without_patterns, parts)))
        case tree.Weighted(part):
            return replace(node, part=_without_patterns(part))
        case _:
            return node


def _is_text(name: str | None) -> bool:
    return name is None or BY_TYPED_NAME[name].kind is Kind.TEXT


def _found(archive: Archive, made: plan.Plan, filters: tuple[plan.Plan, ...] = ()) -> int:
    whole = plan.All((made, *filters)) if filters else made
    return archive.engine.search(EngineRequest(whole, limit=0)).total
