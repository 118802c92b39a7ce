"""A light load generator: many connections, each asking one request after the other, in one thread over plain sockets.

It shares the processors with the server that it measures, so it must cost little: requests are bytes made beforehand,
and of an answer only the status and the length are read. What share of a processor it took is part of the result.
"""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
AT_ONCE = 1 << 18
END_OF_HEADERS = b"\r\n\r\n"
LENGTH = b"content-length:"
GOOD = b"HTTP/1.1 200 "


@dataclass(slots=True)
class Load:
    """What the clients saw: milliseconds of each answer, and how many answers were not 200 or never came.

    ``generator`` is the share of one processor that asking took.
    """

    milliseconds: list[float] = field(default_factory=list)
    wrong: int = 0
    lost: int = 0
    seconds: float = 0.0
    generator: float = 0.0

    @property
    def p50(self) -> float:
        """The median answer."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """All but one in twenty came sooner."""
        return sorted(self.milliseconds)[round(len(self.milliseconds) * 0.95) - 1]

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return (len(self.milliseconds) - self.wrong) / self.seconds


def request(path: str) -> bytes:
    """A request as it is sent; the connection stays open after it."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: application/json\r\n\r\n".encode("ascii")


def load(port: int, requests: Sequence[bytes], clients: int) -> Load:
    """Ask all of the requests once, by so many clients at a time, each over a connection of its own."""
    waiting, seen = iter(requests), Load()
    with selectors.DefaultSelector() as selector:
        begun, used = time.perf_counter(), time.process_time()
        for _ in range(clients):
            _Client(port, waiting, seen).register(selector)
        while selector.get_map():
            for key, _ in selector.select():
                key.data.receive(selector)
        seen.seconds = time.perf_counter() - begun
        seen.generator = (time.process_time() - used) / seen.seconds
    return seen


class _Client:
    """One connection: it sends the next request as soon as the answer before is complete."""

    def __init__(self, port: int, waiting: Iterator[bytes], seen: Load) -> None:
        self.port = port
        self.waiting = waiting
        self.seen = seen
        self.connection = self._connected()
        self.begun = 0.0
        self.status = b""
        self.missing = 0
        self.head = b""

    def _connected(self) -> socket.socket:
        connection = socket.create_connection((HOST, self.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def register(self, selector: selectors.BaseSelector) -> None:
        """Send the first request and wait for its answer."""
        selector.register(self.connection, selectors.EVENT_READ, self)
        self._ask(selector)

    def _ask(self, selector: selectors.BaseSelector) -> None:
        following = next(self.waiting, None)
        if following is None:
            selector.unregister(self.connection)
            self.connection.close()
            return
        self.head, self.missing = b"", 0
        self.begun = time.perf_counter()
        self.connection.sendall(following)

    def receive(self, selector: selectors.BaseSelector) -> None:
        """Take what has come; where the answer is complete, ask again."""
        try:
            came = self.connection.recv(AT_ONCE)
        except ConnectionError:
            came = b""
        if not came:
            self._reconnect(selector)
        elif self._complete(came):
            self.seen.milliseconds.append((time.perf_counter() - self.begun) * 1e3)
            self.seen.wrong += not self.status.startswith(GOOD)
            self._ask(selector)

    def _reconnect(self, selector: selectors.BaseSelector) -> None:
        """The connection broke in the middle of an answer: one request is lost."""
        self.seen.lost += 1
        selector.unregister(self.connection)
        self.connection.close()
        self.connection = self._connected()
        self.register(selector)

    def _complete(self, came: bytes) -> bool:
        if self.missing:
            self.missing -= len(came)
            return self.missing <= 0
        self.head += came
        headers, parted, body = self.head.partition(END_OF_HEADERS)
        if not parted:
            return False
        self.status = headers[: len(GOOD)]
        _, named, length = headers.lower().partition(LENGTH)
        if not named:
            raise RuntimeError(f"an answer without a length: {headers!r}")
        self.missing = int(length.split(b"\r\n", 1)[0]) - len(body)
        return self.missing <= 0
