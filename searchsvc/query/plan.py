"""The plan: what an engine is asked to do. Terms, days and exact values; never a word somebody typed.

Nodes are inert values. The meaning of each is stated here once, for all engines:

* A *score* is the sum of BM25 over every (term, field) that matches, each times the field's boost. An exact phrase
  (slop 0, one term in every slot) scores per field as one term: its idf is the sum over its slots, its frequency the
  number of places where it begins. Every other phrase scores, in each field where it stands, as its distinct terms do:
  no two engines count the places of a loose phrase alike.
  ``KeywordIs``, ``Ids``, ``DayRange``, ``Undated``, ``Everything`` and ``Not`` score 0.
* ``All`` and ``Any`` add up the scores of the parts that match; ``AtLeast`` too.
* ``Weighted`` multiplies.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnyTerm:
    """Articles with at least one of ``terms`` (sorted, distinct) in at least one of ``fields``.

    ``literal`` narrows marks: a single character of a script without blanks is found through the pairs of characters
    that begin with it, and only the character itself is marked.
    """

    terms: tuple[str, ...]
    fields: tuple[str, ...]
    literal: str = ""


@dataclass(frozen=True, slots=True)
class TermPhrase:
    """Articles with two or more ``slots`` (each the sorted terms that may stand there) in a row in one of ``fields``.

    With ``slop`` 0 the positions are consecutive: p, p+1, p+2, … With ``slop`` s > 0 the words may move: there are
    positions p_i, all different, with max(p_i − i) − min(p_i − i) ≤ s. This is Lucene's sloppy phrase: up to s words
    between two neighbours, and neighbours that changed places at slop 2.
    """

    slots: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]
    slop: int = 0

    @property
    def exact(self) -> bool:
        """Whether it scores as one term: its words stand in a row, one in every slot."""
        return self.slop == 0 and all(len(slot) == 1 for slot in self.slots)

    @property
    def terms(self) -> tuple[str, ...]:
        """Its distinct terms, sorted: as which every other phrase scores."""
        return tuple(sorted({term for slot in self.slots for term in slot}))


@dataclass(frozen=True, slots=True)
class KeywordIs:
    """Articles whose keyword ``field`` (``source``, ``language``, ``copy``, ``group``) is one of ``values``."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ids:
    """The articles with these ids, as far as they are there."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayRange:
    """Articles dated ``first`` to ``last``, both included, as proleptic ordinals (``date.toordinal``)."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Undated:
    """Articles without a date."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


@dataclass(frozen=True, slots=True)
class All:
    """Articles that match every one of ``parts``."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that match at least one of ``parts``."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles that match ``count`` or more of ``parts``."""

    count: int
    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that does not match ``part``; score 0."""

    part: Plan


@dataclass(frozen=True, slots=True)
class Weighted:
    """``part``, its score times ``weight``."""

    part: Plan
    weight: float


Leaf = AnyTerm | TermPhrase | KeywordIs | Ids | DayRange | Undated | Everything | Nothing
Plan = Leaf | All | Any | AtLeast | Not | Weighted


def scores(node: Plan) -> bool:
    """Whether an article can have a score other than 0."""
    match node:
        case AnyTerm() | TermPhrase():
            return True
        case Weighted(part, _):
            return scores(part)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return any(map(scores, parts))
        case _:
            return False
