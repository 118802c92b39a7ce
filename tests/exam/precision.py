"""How exactly the scores of an engine must be those of the reference. Ids, totals, facets and dates always must."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Precision:
    """``relative`` is how far apart two scores may be that are meant to be equal.

    ``after_removals`` says whether scores are held against the reference after articles were removed or replaced: an
    engine may count those among the statistics until it merges them away.
    """

    relative: float = 1e-9
    after_removals: bool = True

    def same(self, one: float, other: float) -> bool:
        """Whether two scores are equal as far as this engine can tell."""
        return abs(one - other) <= self.relative * max(abs(one), abs(other)) + self.relative * 1e-3


PRECISION: dict[str, Precision] = {
    "memory": Precision(),
    "whoosh": Precision(),
    "tantivy": Precision(relative=1e-5, after_removals=False),  # 32-bit floats
    "opensearch": Precision(relative=1e-5),  # 32-bit floats; few deleted articles may wait in segments of hundreds
}
"""By the name of the engine in ``tests.archives.ENGINES``."""
