"""Ports for nodes that keep them over a restart."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator

# Below what Linux and macOS give to outgoing connections: nobody takes the port of a node that is just restarting.
FIRST, LAST = 20_000, 32_000


def free_ports(count: int, start: int | None = None) -> list[int]:
    """So many ports of 127.0.0.1 that nobody listens on: the first ones from ``start``, or from a random place."""
    found = _free(start or random.SystemRandom().randint(FIRST, LAST - 50 * count))
    return [next(found) for _ in range(count)]


def _free(start: int) -> Iterator[int]:
    for port in range(start, 65_536):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port
