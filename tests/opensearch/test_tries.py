"""How often a request is sent, and how long each time: what is slow, what hangs, and what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch import connection
from searchsvc.engines.opensearch.connection import Connection
from searchsvc.errors import EngineUnavailable
from tests.cluster.proxy import Proxy, Trouble

OFTEN = 100
ASKED = "_cluster/settings"


@pytest.fixture
def proxies(place: Cluster) -> Iterator[tuple[Proxy, Proxy]]:
    """Proxies before two nodes of the shared cluster."""
    with Proxy(place.urls[0]) as one, Proxy(place.urls[1]) as other:
        yield one, other


def through(place: Cluster, proxies: tuple[Proxy, ...], timeout: float) -> Connection:
    """A connection through the proxies that has been used before."""
    made = Connection(replace(place, urls=tuple(proxy.url for proxy in proxies), timeout=timeout))
    made.version()
    return made


def slow(proxies: tuple[Proxy, ...], seconds: float) -> list[Trouble]:
    """Let every answer take so long; how many are still to come stands in what is returned."""
    troubles = [Trouble(path=ASKED, times=OFTEN, delay=seconds) for _ in proxies]
    for proxy, trouble in zip(proxies, troubles, strict=True):
        proxy.make(trouble)
    return troubles


def sent(troubles: list[Trouble]) -> int:
    """How many requests have come to the proxies."""
    return sum(OFTEN - trouble.times for trouble in troubles)


def test_what_takes_nearly_all_the_time_succeeds_and_is_sent_once(place: Cluster, proxies: tuple[Proxy, Proxy]) -> None:
    asking = through(place, proxies, timeout=5.0)
    troubles = slow(proxies, 3.5)
    assert asking.ask("GET", f"/{ASKED}")
    assert sent(troubles) == 1


@pytest.mark.parametrize("nodes", [1, 2], ids=lambda nodes: f"{nodes} nodes")
def test_what_is_too_slow_is_sent_to_two_nodes_at_most(
    place: Cluster, proxies: tuple[Proxy, Proxy], nodes: int
) -> None:
    asking = through(place, proxies[:nodes], timeout=0.5)
    troubles = slow(proxies[:nodes], 60.0)
    with pytest.raises(EngineUnavailable, match=r"in time \(0.5 seconds\): .* longer --timeout"):
        asking.ask("GET", f"/{ASKED}")
    assert sent(troubles) == nodes


@pytest.mark.parametrize("number", [0, 1])
def test_where_a_node_hangs_another_one_answers(place: Cluster, proxies: tuple[Proxy, Proxy], number: int) -> None:
    asking = through(place, proxies, timeout=1.0)
    slow((proxies[number],), 60.0)
    assert all(asking.ask("GET", f"/{ASKED}") for _ in range(4))


MAY_PASS = {
    "the place of a search was lost between two of its phases": (404, "search_context_missing_exception"),
    "a shard was closed": (500, "already_closed_exception"),
    "a node went": (500, "send_request_transport_exception"),
    "whatever is the fault of the server": (500, "null_pointer_exception"),
}


@pytest.mark.parametrize(("status", "error"), MAY_PASS.values(), ids=MAY_PASS)
def test_what_may_pass_is_asked_again_and_told_as_such(place: Cluster, proxy: Proxy, status: int, error: str) -> None:
    asking = through(place, (proxy,), timeout=5.0)
    proxy.make(Trouble(path=ASKED, status=status, error=error))
    assert asking.ask("GET", f"/{ASKED}")
    assert proxy.statuses(ASKED) == [status, 200]
    proxy.make(Trouble(path=ASKED, times=OFTEN, status=status, error=error))
    with pytest.raises(EngineUnavailable, match=error):
        asking.ask("GET", f"/{ASKED}")


def test_a_search_that_the_cluster_has_ended_is_not_begun_again(place: Cluster, proxy: Proxy) -> None:
    asking = through(place, (proxy,), timeout=5.0)
    proxy.make(Trouble(path=ASKED, status=500, error="task_cancelled_exception"))
    with pytest.raises(EngineUnavailable, match=r"ended the search .* narrow the search"):
        asking.ask("GET", f"/{ASKED}")
    assert proxy.statuses(ASKED) == [500]


def test_a_write_has_its_full_patience_at_every_node(
    place: Cluster, proxies: tuple[Proxy, Proxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ANSWER", 5.0)
    asking = through(place, proxies, timeout=0.5)
    troubles = slow(proxies, 3.5)
    assert asking.do("GET", f"/{ASKED}")
    assert sent(troubles) == 1
