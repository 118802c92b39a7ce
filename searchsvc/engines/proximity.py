"""Where the words of a phrase stand together: the plain definition, one article at a time."""

from __future__ import annotations

from collections.abc import Sequence


def occurrences(slots: Sequence[Sequence[int]], slop: int) -> int:
    """How often a phrase occurs, given the positions of each of its slots in one field.

    With ``slop`` 0: the positions p of the first slot with p + i in slot i for every i. Otherwise: the distinct
    adjusted positions p_i − i that begin a window of width ``slop`` in which every slot has an adjusted position, all
    words at different positions.
    """
    if slop == 0:
        rest = [set(positions) for positions in slots[1:]]
        return sum(all(p + i in later for i, later in enumerate(rest, 1)) for p in slots[0])
    adjusted = [sorted(position - i for position in positions) for i, positions in enumerate(slots)]
    starts = {place for places in adjusted for place in places}
    return sum(_holds(adjusted, start, start + slop) for start in starts)


def _holds(adjusted: list[list[int]], start: int, end: int) -> bool:
    inside = [[a + i for a in places if start <= a <= end] for i, places in enumerate(adjusted)]
    return all(inside) and _distinct(sorted(inside, key=len), frozenset())


def _distinct(choices: list[list[int]], taken: frozenset[int]) -> bool:
    """Whether each slot can have a position of its own."""
    if not choices:
        return True
    return any(_distinct(choices[1:], taken | {position}) for position in choices[0] if position not in taken)
