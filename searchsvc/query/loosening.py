"""What is asked where no article has all the words of a query: for most of them, then for fewer."""

from __future__ import annotations

from collections.abc import Iterator

from searchsvc.lexicon import Lexicon
from searchsvc.query import plan, tree
from searchsvc.query.planner import Planned, Planner


def loose_plans(query: tree.Tree, lexicon: Lexicon) -> tuple[Planned, ...]:
    """The plans for some of the words of a query, from most of them to one; empty where none could be traded.

    Only words and phrases over all fields may be missing; what names a field, excludes, or is a date stays required.
    Words that no article has are missing in any case: they do not count.
    """
    if not isinstance(query, tree.And):
        return ()
    planner = Planner(lexicon)
    free, bound = (
        tuple(dict.fromkeys(made for part in parts if (made := planner.made(part)) is not None))
        for parts in ([p for p in query.parts if _is_free(p)], [p for p in query.parts if not _is_free(p)])
    )
    known = tuple(made for made in free if _is_known(made, lexicon))
    if len(free) < 2 or not known:
        return ()
    notices = tuple(dict.fromkeys(planner.notices))
    counts = _counts(len(free), len(known))
    return tuple(Planned(_required(plan.AtLeast(count, known), bound), notices) for count in counts)


def _counts(words: int, known: int) -> Iterator[int]:
    """More than half of the words that were typed, then three quarters of that, and so on to one."""
    count = min(words // 2 + 1 if words > 2 else 1, known)
    while count:
        yield count
        count = count * 3 // 4


def _required(some: plan.AtLeast, bound: tuple[plan.Plan, ...]) -> plan.Plan:
    first = some.parts[0] if len(some.parts) == 1 else some
    return plan.All((first, *bound)) if bound else first


def _is_free(part: tree.Tree) -> bool:
    if isinstance(part, tree.Weighted):
        return _is_free(part.part)
    return isinstance(part, tree.Word | tree.Phrase | tree.Prefix | tree.Wildcard | tree.Fuzzy) and part.field is None


def _is_known(made: plan.Plan, lexicon: Lexicon) -> bool:
    """Whether some article of the archive has the words that a plan asks for, though maybe not together."""
    match made:
        case plan.AnyTerm(terms):
            return any(map(lexicon.words, terms))
        case plan.TermPhrase(slots):
            return all(any(map(lexicon.words, slot)) for slot in slots)
        case plan.Any(parts):
            return any(_is_known(part, lexicon) for part in parts)
        case plan.All(parts):
            return all(_is_known(part, lexicon) for part in parts)
        case plan.Weighted(part):
            return _is_known(part, lexicon)
        case plan.Nothing():
            return False
    return True
