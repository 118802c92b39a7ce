"""Where the words of a phrase stand together: the plain definition, one article at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from searchsvc.engines.base import GAP


def begins(slots: Sequence[Sequence[int]]) -> int:
    """How often a phrase stands in a row, given the positions of each of its slots in one field.

    These are the positions p of the first slot with p + i in slot i for every i.
    """
    rest = [set(positions) for positions in slots[1:]]
    return sum(all(p + i in later for i, later in enumerate(rest, 1)) for p in slots[0])


def stands(slots: Sequence[Sequence[int]], slop: int) -> bool:
    """Whether a phrase stands in a field, given the positions of each of its slots there.

    With ``slop`` 0 in a row. Otherwise some window of width ``slop`` has an adjusted position p_i − i of every slot,
    all words at different positions.
    """
    if slop == 0:
        return begins(slots) > 0
    adjusted = [sorted(position - i for position in positions) for i, positions in enumerate(slots)]
    starts = {place for places in adjusted for place in places}
    return any(_holds(adjusted, start, start + slop) for start in starts)


def _holds(adjusted: list[list[int]], start: int, end: int) -> bool:
    inside: list[list[int]] = []
    for i, places in enumerate(adjusted):
        low = bisect_left(places, start)
        high = bisect_right(places, end, low)
        if low == high:
            return False
        inside.append([place + i for place in places[low:high]])
    return _distinct(inside)


def _distinct(choices: list[list[int]]) -> bool:
    """Whether each slot can have a position of its own: a matching, grown by a slot at a time.

    Trying all ways would take years where one word stands a dozen times in a phrase.
    """
    if len(set().union(*choices)) < len(choices):
        return False
    holders: dict[int, int] = {}
    taken: dict[int, int] = {}
    return all(_placed(slot, choices, holders, taken) for slot in range(len(choices)))


def _placed(slot: int, choices: list[list[int]], holders: dict[int, int], taken: dict[int, int]) -> bool:
    """Give a slot a position, slots that have one moving over where they can.

    ``holders`` maps a position to its slot, ``taken`` a slot to its position.
    """
    asked: dict[int, int] = {}
    waiting = [slot]
    for asking in waiting:
        for position in choices[asking]:
            if position in asked:
                continue
            asked[position] = asking
            if position in holders:
                waiting.append(holders[position])
            else:
                _move(position, asked, holders, taken)
                return True
    return False


def _move(free: int | None, asked: dict[int, int], holders: dict[int, int], taken: dict[int, int]) -> None:
    while free is not None:
        slot = asked[free]
        holders[free], taken[slot], free = slot, free, taken.get(slot)


def positions(runs: Sequence[str]) -> dict[str, list[int]]:
    """The positions of each term in the runs of one field."""
    found: dict[str, list[int]] = {}
    position = 0
    for run in runs:
        terms = run.split()
        for term in terms:
            found.setdefault(term, []).append(position)
            position += 1
        position += GAP - 1 if terms else 0
    return found
