"""Windows far behind: how much is asked for on the way there, and how much of it is kept."""

from __future__ import annotations

import weakref
from typing import Any

import pytest

from searchsvc.engines.base import EngineRequest
from searchsvc.engines.opensearch import ranking
from searchsvc.engines.opensearch.ranking import Order, window
from searchsvc.query import plan

HITS = 1_000
STEP = 10


class _Hit(dict[str, Any]):
    """A hit of which one can tell how long it is kept."""


class _Hits:
    """Answers as a cluster does that finds ``HITS`` articles; ``most`` is how many hits were ever there at once."""

    def __init__(self) -> None:
        self.asked = self.most = self._there = 0

    def __call__(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked += 1
        begin = int(body["search_after"][-1]) + 1 if "search_after" in body else body.get("from", 0)
        hits = [self._hit(number) for number in range(begin, min(begin + body["size"], HITS))]
        self.most = max(self.most, self._there)
        return {"hits": {"hits": hits, **({"total": {"value": HITS}} if body["track_total_hits"] else {})}}

    def _hit(self, number: int) -> _Hit:
        made = _Hit(sort=[0, f"{number:06}"])
        self._there += 1
        weakref.finalize(made, self._gone)
        return made

    def _gone(self) -> None:
        self._there -= 1


@pytest.fixture(autouse=True)
def low_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of a few hits."""
    monkeypatch.setattr(ranking, "WALL", STEP)


def ids_at(asking: _Hits, offset: int) -> list[int]:
    """The numbers of the hits of a window of five; the total must be right."""
    request = EngineRequest(plan.Everything(), sort="newest", offset=offset, limit=5)
    answer, hits = window(request, Order("newest", scored=False), {"track_total_hits": True}, {}, asking)
    assert answer["hits"]["total"]["value"] == HITS
    return [int(hit["sort"][-1]) for hit in hits]


@pytest.mark.parametrize("offset", [7, 500, 990, 995])
def test_what_is_skipped_is_not_kept(offset: int) -> None:
    asking = _Hits()
    assert ids_at(asking, offset) == list(range(offset, offset + 5))
    assert asking.most <= 3 * STEP


@pytest.mark.parametrize("offset", [HITS, HITS + 1, 10**9])
def test_behind_the_end_nothing_is_looked_for(offset: int) -> None:
    asking = _Hits()
    assert ids_at(asking, offset) == []
    assert asking.asked == 1
