"""BM25 as everywhere in searchsvc, from a cluster that counts differently.

Lucene counts only articles that have a field. So an article without terms in a field gets one there that nobody looks
for: then all are counted, but the average length is (S + E) / N in place of S / N, with S terms in all and E articles
without. That is made up for by the parameters: with r = S / (S + E)

    k1' (1 − b') = k1 (1 − b)    and    k1' b' = k1 b / r
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchsvc.engines.scoring import K1, B

_CHANGED = 1e-9


@dataclass(frozen=True, slots=True)
class Similarity:
    """The parameters of one field."""

    k1: float = K1
    b: float = B

    @classmethod
    def of(cls, terms: int, empty: int) -> Similarity:
        """The parameters for a field with so many terms in all its articles, ``empty`` of which have none there."""
        if not terms:
            return cls()
        constant, by_length = K1 * (1 - B), K1 * B * (terms + empty) / terms
        return cls(constant + by_length, by_length / (constant + by_length))

    @classmethod
    def read(cls, setting: dict[str, Any]) -> Similarity:
        """The parameters that the settings of an index have."""
        return cls(float(setting.get("k1", K1)), float(setting.get("b", B)))

    @property
    def setting(self) -> dict[str, Any]:
        """The setting of an index."""
        return {"type": "BM25", "k1": self.k1, "b": self.b}

    def factor(self, version: tuple[int, ...]) -> float:
        """What the scores of a server have to be multiplied with: up to 2.x it has the factor k1 + 1 with this k1."""
        return K1 + 1 if version >= (3,) else (K1 + 1) / (self.k1 + 1)

    def same(self, other: Similarity) -> bool:
        """Whether scores come out the same."""
        return abs(self.k1 - other.k1) < _CHANGED * self.k1 and abs(self.b - other.b) < _CHANGED


DEFAULTS = Similarity()
