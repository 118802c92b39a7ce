"""The order of hits: the window of a request, and the way on from a hit, without a wall.

The cluster sorts by score, date and id. A window that ends far behind is reached in steps, each behind the last hit of
the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from searchsvc.engines.base import EngineRequest, Key, Sort
from searchsvc.engines.surrogates import plain, unplain

WALL = 10_000
"""The most hits that one request brings, skipped ones counted: ``index.max_result_window``."""

_FIRST, _LAST = -(1 << 63), (1 << 63) - 1
"""What stands in the place of a missing date where the order is falling, and where it is rising."""

Body = dict[str, Any]
Hit = dict[str, Any]
Ask = Callable[[Body], Body]
"""Sends the body of a search: its answer."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the hits of one search."""

    sort: Sort
    scored: bool

    @property
    def clauses(self) -> list[dict[str, str] | dict[str, dict[str, str]]]:
        """The order as the cluster takes it."""
        way = "asc" if self.sort == "oldest" else "desc"
        by_date: list[dict[str, str] | dict[str, dict[str, str]]] = [
            {"when": {"order": way, "missing": "_last"}},
            {"id": "asc"},
        ]
        return [{"_score": "desc"}, *by_date] if self.scored else by_date

    def key(self, values: list[Any]) -> Key:
        """The key of a hit, from the values that it was sorted by."""
        *score, at, id_ = values
        return Key(score[0] if score else 0.0, -1 if at in (_FIRST, _LAST) else at, unplain(id_))

    def values(self, key: Key) -> list[Any]:
        """The values that a hit with this key is sorted by."""
        missing = _LAST if self.sort == "oldest" else _FIRST
        by_date = [missing if key.when < 0 else key.when, plain(key.id)]
        return [key.score, *by_date] if self.scored else by_date


def window(request: EngineRequest, order: Order, first: Body, brought: Body, ask: Ask) -> tuple[Body, list[Hit]]:
    """The first answer, and the hits of the window.

    ``first`` is asked beside them once, ``brought`` is asked of every hit.
    """
    if request.after is None and request.offset + request.limit <= WALL:
        answer = ask({"sort": order.clauses, "from": request.offset, "size": request.limit, **first, **brought})
        return answer, answer["hits"]["hits"]
    walk = _Walk(order, first, ask, order.values(request.after) if request.after is not None else None)
    walk.skip(request.offset)
    hits = walk.step(request.limit, brought)
    return walk.answer or ask({"size": 0, **first}), hits


class _Walk:
    """Hits behind hits; ``answer`` is the first one, without its hits."""

    def __init__(self, order: Order, first: Body, ask: Ask, after: list[Any] | None) -> None:
        self._order = order
        self._ask = ask
        self._asked = first
        self._after = after
        self.answer: Body = {}
        self._ended = False

    def skip(self, count: int) -> None:
        """Pass by the next hits, of which none is kept; nothing is left where there are no more."""
        left = count
        while left > 0 and not self._ended:
            left -= len(self._next(min(left, WALL), {"_source": False}))
            self._ended = self._ended or self.answer["hits"]["total"]["value"] <= count

    def step(self, count: int, brought: Body) -> list[Hit]:
        """The next hits, fewer where there are no more."""
        found: list[Hit] = []
        while len(found) < count and not self._ended:
            found += self._next(min(count - len(found), WALL), brought)
        return found

    def _next(self, size: int, brought: Body) -> list[Hit]:
        behind = {} if self._after is None else {"search_after": self._after}
        answer = self._ask({"sort": self._order.clauses, "size": size, **behind, **self._asked, **brought})
        self._asked = {"track_total_hits": False}
        hits: list[Hit] = answer["hits"]["hits"]
        if not self.answer:
            self.answer = {**answer, "hits": {"total": answer["hits"]["total"]}}
        self._ended = len(hits) < size
        self._after = hits[-1]["sort"] if hits else self._after
        return hits
