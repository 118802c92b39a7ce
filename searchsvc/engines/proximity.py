"""Where the words of a phrase stand together: the plain definition, one article at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
