"""In which order the generations of an archive became current, and the numbers that were given away."""

from __future__ import annotations

from collections.abc import Collection

from searchsvc.engines.opensearch.layout import Layout
from searchsvc.engines.opensearch.state import Content, State

_NAME = "history"


class History:
    """The history of one archive, kept in its state."""

    def __init__(self, state: State, layout: Layout) -> None:
        self._state = state
        self._layout = layout

    def claimed(self) -> str:
        """The name of a new generation. No number is given twice: a machine may still have the files of the first."""
        highest = self._layout.highest()

        def later(content: Content) -> Content:
            return {**content, "last": max(int(content.get("last", 0)), highest) + 1}

        return f"{self._state.change(_NAME, later)['last']:06}"

    def order(self) -> list[str]:
        """The generations that were current, oldest first; some may be gone."""
        found = self._state.read(_NAME)
        return [str(name) for name in found[0].get("order", [])] if found else []

    def add(self, name: str, current: Collection[str], there: Collection[str]) -> None:
        """Note, before it is so, that a generation follows the current one; what was left by a roll-back is no past.

        Only those that are ``there`` are remembered.
        """

        def added(content: Content) -> Content:
            past = before(content.get("order", []), current)
            return {**content, "order": [one for one in past if one in there and one != name] + [*current, name]}

        self._state.change(_NAME, added)


def before(order: list[str], current: Collection[str]) -> list[str]:
    """What was current before ``current``; all of it where that is not known."""
    places = [place for place, name in enumerate(order) if name in current]
    return order[: places[0]] if places else order
