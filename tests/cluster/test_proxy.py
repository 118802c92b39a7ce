"""The proxy before a node makes the trouble that it is told to make; here it stands before a small server of ours."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.cluster.certificates import make_certificate
from tests.cluster.errors import ClusterUnavailable
from tests.cluster.proxy import Proxy, Trouble, basic


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked, and counts."""

    asked = 0

    def do_POST(self) -> None:
        """Say what came."""
        Echo.asked += 1
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        said = {"path": self.path, "body": body.decode(), "authorization": self.headers["authorization"]}
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def target() -> Iterator[str]:
    Echo.asked = 0
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def ask(url: str, path: str = "/_bulk", login: str = "", trust: ssl.SSLContext | None = None) -> object:
    """The JSON of the answer; or its status, where it is a bad one, or what became of the connection."""
    request = urllib.request.Request(url + path, data=b"something")
    if login:
        request.add_header("authorization", basic(*login.split(":")))
    try:
        with urllib.request.urlopen(request, context=trust, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
    except (http.client.HTTPException, ConnectionError) as cut:
        return type(cut).__name__


# The trouble, what three requests to /_bulk get, and how many of them came through.
TROUBLES: dict[str, tuple[Trouble, list[object], int]] = {
    "two refusals": (Trouble(path="_bulk", times=2, status=429), [429, 429, "ok"], 1),
    "of another path": (Trouble(path="_search", times=2, status=503), ["ok", "ok", "ok"], 3),
    "cut before the node has it": (Trouble(cut="before"), ["RemoteDisconnected", "ok", "ok"], 2),
    "cut after the node did it": (Trouble(cut="after"), ["RemoteDisconnected", "ok", "ok"], 3),
    "cut within the answer": (Trouble(cut="within"), ["IncompleteRead", "ok", "ok"], 3),
    "late": (Trouble(delay=0.01), ["ok", "ok", "ok"], 3),
}


@pytest.mark.parametrize(("trouble", "answers", "through"), TROUBLES.values(), ids=TROUBLES)
def test_trouble_comes_as_told(target: str, trouble: Trouble, answers: list[object], through: int) -> None:
    with Proxy(target) as proxy:
        proxy.make(trouble)
        got = [ask(proxy.url) for _ in range(3)]
        assert ["ok" if isinstance(answer, dict) else answer for answer in got] == answers
        assert Echo.asked == through
        assert [seen.body for seen in proxy.seen] == [b"something"] * 3
        assert proxy.statuses("_bulk") == [{"ok": 200, 429: 429}.get(answer, 0) for answer in answers]


def test_a_node_that_is_down_is_a_bad_gateway() -> None:
    with Proxy("http://127.0.0.1:9") as proxy:
        assert ask(proxy.url) == 502


def test_closing_cuts_delays_and_connections(target: str) -> None:
    with Proxy(target) as proxy:
        kept = http.client.HTTPConnection(proxy.url.removeprefix("http://"), timeout=30)
        kept.request("POST", "/", b"x")
        kept.getresponse().read()
        assert kept.sock is not None
    assert kept.sock.recv(1) == b""
    kept.close()


def test_tls_and_a_password(target: str, tmp_path: Path) -> None:
    try:
        certificate = make_certificate(tmp_path)
    except ClusterUnavailable as lacking:
        pytest.skip(str(lacking))
    trust = ssl.create_default_context(cafile=str(certificate.certificate))
    with Proxy(target, certificate=certificate, login=("ada", "secret")) as proxy:
        assert proxy.url.startswith("https://")
        assert ask(proxy.url, trust=trust) == 401
        assert ask(proxy.url, login="ada:wrong", trust=trust) == 401
        assert ask(proxy.url, login="ada:secret", trust=trust) == {
            "path": "/_bulk", "body": "something", "authorization": None
        }  # fmt: skip
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            ask(proxy.url, login="ada:secret")
