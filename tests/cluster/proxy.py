"""An HTTP proxy before a node that makes trouble on request, and can speak TLS and ask for a password."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import socket
import ssl
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from tests.cluster.certificates import Certificate

PASSED_ON = ("accept", "accept-encoding", "authorization", "content-encoding", "content-type", "x-opaque-id")
HANDED_BACK = ("content-encoding", "content-type", "location", "warning")
UPSTREAM_PATIENCE = 300


@dataclass(slots=True)
class Trouble:
    """What befalls the next ``times`` requests that have ``path`` in their path: one of them, or a delay and one.

    ``method``: only those with this one. ``delay``: so many seconds pass before the answer. ``status``: it is this one,
    and the node gets nothing; with ``error`` it says that shards failed with an error of this type.
    ``cut``: the connection is cut "before" the node gets the request, "after" it has done it, or "within" the answer.
    """

    path: str = ""
    times: int = 1
    method: str = ""
    delay: float = 0
    status: int = 0
    error: str = ""
    cut: Literal["", "before", "after", "within"] = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came: its method, its path with the query, the body, and the status that it got (0: cut)."""

    method: str
    path: str
    body: bytes = field(repr=False)
    status: int


class Proxy:
    """A proxy on a free port of 127.0.0.1 before the node at ``target``, in a thread of its own until ``close()``.

    With ``certificate`` it speaks TLS; with ``login`` (user, password) it answers 401 to who does not say them, and
    keeps them from the node. ``seen`` has every request in the order of the answers.
    """

    def __init__(
        self, target: str, *, certificate: Certificate | None = None, login: tuple[str, str] | None = None
    ) -> None:
        self.target = target
        self.seen: list[Seen] = []
        self.login = login and basic(*login)
        self.closing = threading.Event()
        self._troubles: list[Trouble] = []
        self._lock = threading.Lock()
        self._server = _Server(self, certificate)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def make(self, *troubles: Trouble) -> None:
        """Let these troubles befall what comes next, in this order for requests that several fit."""
        with self._lock:
            self._troubles.extend(troubles)

    def forget(self) -> None:
        """No more troubles, and nothing seen."""
        with self._lock:
            self._troubles.clear()
            self.seen.clear()

    def take(self, method: str, path: str) -> Trouble | None:
        """The trouble that this request is to have; it is used up by one."""
        with self._lock:
            for trouble in self._troubles:
                fits = trouble.path in path and trouble.method in ("", method)
                if fits and trouble.times > 0:
                    trouble.times -= 1
                    return trouble
        return None

    def note(self, seen: Seen) -> None:
        """Write down a request that was answered."""
        with self._lock:
            self.seen.append(seen)

    def statuses(self, path: str = "") -> Sequence[int]:
        """The statuses that requests with this in their path got, in order; 0 where the connection was cut."""
        with self._lock:
            return [seen.status for seen in self.seen if path in seen.path]

    def close(self) -> None:
        """Cut delays short and all connections off, and end."""
        self.closing.set()
        self._server.shutdown()
        self._server.cut()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def basic(user: str, password: str) -> str:
    """What a client says in the header "authorization"."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def failed(status: int, type_: str) -> bytes:
    """What a cluster answers to a search where a shard fails with an error of this type."""
    cause = {"type": type_, "reason": "as the test wished"}
    shards = [{"shard": 0, "index": "test", "node": "node-1", "reason": cause}]
    error = {"type": "search_phase_execution_exception", "reason": "all shards failed", "phase": "query"}
    return json.dumps(
        {"error": {**error, "root_cause": [cause], "failed_shards": shards, "caused_by": cause}, "status": status}
    ).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a node may still be at it

    def __init__(self, proxy: Proxy, certificate: Certificate | None) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.proxy = proxy
        self.open: set[socket.socket] = set()
        self._tls: ssl.SSLContext | None = None
        if certificate:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate.certificate, certificate.key)

    def finish_request(self, request: Any, client_address: Any) -> None:
        # In the thread of the connection: a client that never shakes hands keeps nobody else waiting.
        secure = self._tls.wrap_socket(request, server_side=True) if self._tls else request
        self.open.add(secure)
        try:
            super().finish_request(secure, client_address)
        finally:
            self.open.discard(secure)
            secure.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong here; clients that go away in the middle are what these tests are about."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def cut(self) -> None:
        """Cut every connection that is open."""
        for connection in list(self.open):
            with contextlib.suppress(OSError):  # it is cut already
                connection.shutdown(socket.SHUT_RDWR)


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a small answer would wait for the acknowledgement of its headers
    server: _Server

    def do_any(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        trouble = proxy.take(self.command, self.path) or Trouble()
        if proxy.login and self.headers.get("authorization") != proxy.login:
            self._answer(401, b'{"error": "unauthorized"}', {"www-authenticate": 'Basic realm="searchsvc"'}, body)
            return
        if trouble.cut == "before":
            self._cut(body)
            return
        if trouble.status:
            proxy.closing.wait(trouble.delay)
            said = failed(trouble.status, trouble.error) if trouble.error else b'{"error": "as the test wished"}'
            self._answer(trouble.status, said, {"content-type": "application/json"}, body)
            return
        status, said, headers = self._ask(body)
        if trouble.delay:
            proxy.closing.wait(trouble.delay)
        if trouble.cut == "after":
            self._cut(body)
        else:
            self._answer(status, said, headers, body, whole=trouble.cut != "within")

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_any

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing; ``seen`` has it."""

    def _ask(self, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        kept = {name: value for name in PASSED_ON if (value := self.headers.get(name))}
        if self.server.proxy.login:
            kept.pop("authorization", None)
        connection = http.client.HTTPConnection(urlsplit(self.server.proxy.target).netloc, timeout=UPSTREAM_PATIENCE)
        try:
            connection.request(self.command, self.path, body or None, kept)
            answer = connection.getresponse()
            headers = {name: value for name in HANDED_BACK if (value := answer.getheader(name))}
            return answer.status, answer.read(), headers
        except (OSError, http.client.HTTPException) as gone:
            return 502, f'{{"error": "the node did not answer: {type(gone).__name__}"}}'.encode(), {}
        finally:
            connection.close()

    def _answer(self, status: int, said: bytes, headers: dict[str, str], body: bytes, whole: bool = True) -> None:
        self.server.proxy.note(Seen(self.command, self.path, body, status if whole else 0))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said if whole else said[: len(said) // 2])
        if not whole:
            self.close_connection = True

    def _cut(self, body: bytes) -> None:
        self.server.proxy.note(Seen(self.command, self.path, body, 0))
        self.close_connection = True
