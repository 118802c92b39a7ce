"""The production server: it starts, says where, answers, and lets nobody down when it stops."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from searchsvc.errors import SettingsError
from searchsvc.indexing import reindex
from searchsvc.web.live import EXPORTS_AT_ONCE
from searchsvc.web.server import connections, free_address, shown
from tests.web.conftest import ENGINE
from tests.web.shapes import conforms

PROJECT = Path(__file__).resolve().parents[2]
START = """
import sys
from pathlib import Path
from searchsvc.web.server import serve

if __name__ == "__main__":
    index, engine, workers = sys.argv[1:]
    serve(Path(index), engine, "127.0.0.1", 0, int(workers), ready=lambda url: print(url, flush=True))
    print("stopped", flush=True)
"""
ARTICLES = 400
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to stop a server gently with")


@contextmanager
def serving(index: Path, script: Path, workers: int = 1) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    """A server in a process of its own, ready; with its host and port. It is stopped at the end."""
    script.write_text(START)
    words = [sys.executable, str(script), str(index), ENGINE, str(workers)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=PROJECT, env={"PYTHONPATH": str(PROJECT)})
    assert process.stdout
    try:
        url = urlsplit(process.stdout.readline())
        assert url.hostname, "the server did not start"
        assert url.port
        yield process, url.hostname, url.port
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose export is too long for the buffers between server and client."""
    corpus = tmp_path_factory.mktemp("corpus")
    with (corpus / "long.jsonl").open("w") as lines:
        for n in range(ARTICLES):
            lines.write(json.dumps({"id": f"n{n}", "title": "long", "body": "word " * 8_000}) + "\n")
    index = tmp_path_factory.mktemp("index")
    reindex(corpus, index, ENGINE)
    return index


@pytest.mark.parametrize("workers", [1, 2])
def test_it_answers(index: Path, tmp_path: Path, workers: int) -> None:
    with serving(index, tmp_path / "start.py", workers) as (_, host, port):
        for path in ("/readyz", "/api/v1/search?q=ferry", "/api/v1/articles/post%23note", "/", "/api/v1/export"):
            connection = http.client.HTTPConnection(host, port, timeout=30)
            connection.request("GET", path)
            response = connection.getresponse()
            assert (response.status, bool(response.read())) == (200, True), path
            assert "Content-Security-Policy" in response.headers
            connection.close()


def test_many_at_once_get_what_each_has_asked_for(long: Path, tmp_path: Path) -> None:
    ids = [f"long#n{n}" for n in range(0, ARTICLES, 3)] * 2
    with serving(long, tmp_path / "start.py") as (_, host, port), ThreadPoolExecutor(8) as crowd:

        def id_of(asked: str) -> object:
            with urllib.request.urlopen(f"http://{host}:{port}/api/v1/articles/{quote(asked)}", timeout=60) as response:
                return json.load(response)["id"]

        assert list(crowd.map(id_of, ids)) == ids


def stalled(host: str, port: int) -> tuple[socket.socket, int]:
    """A connection that asks for an export and reads no more of it than its status."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(30)
    connection.connect((host, port))
    connection.sendall(f"GET /api/v1/export HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    return connection, int(connection.recv(12).split()[1])


def test_exports_that_nobody_reads_leave_room_for_others(long: Path, tmp_path: Path) -> None:
    with serving(long, tmp_path / "start.py") as (_, host, port):
        for _round in range(2):  # what is let go of can be had again
            until = time.monotonic() + 30
            taken: list[socket.socket] = []
            while len(taken) < EXPORTS_AT_ONCE:
                connection, status = stalled(host, port)
                assert status in (200, 503)
                assert time.monotonic() < until
                if status == 200:
                    taken.append(connection)
                else:
                    connection.close()
            refused = get(host, port, "/api/v1/export")
            assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
            conforms(json.loads(refused.read()), "Problem")
            assert get(host, port, "/healthz").status == get(host, port, "/api/v1/search?q=long").status == 200
            for connection in taken:
                connection.close()


def get(host: str, port: int, path: str) -> http.client.HTTPResponse:
    """The answer, its connection closed after it."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    connection.request("GET", path, headers={"Connection": "close"})
    return connection.getresponse()


def test_idle_connections_keep_nobody_waiting(index: Path, tmp_path: Path) -> None:
    crowd = min(300, connections() // 2)  # which also lets this process open so many
    with serving(index, tmp_path / "start.py") as (_, host, port), ExitStack() as idle:
        for _connection in range(crowd):
            connection = idle.enter_context(socket.create_connection((host, port), timeout=30))
            connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert get(host, port, "/healthz").status == 200


@posix
def test_it_finishes_what_it_is_sending(long: Path, tmp_path: Path) -> None:
    with serving(long, tmp_path / "start.py") as (process, host, port):
        connection = http.client.HTTPConnection(host, port, timeout=60)
        connection.request("GET", "/api/v1/export")
        response = connection.getresponse()
        began = response.read(1000)
        process.terminate()
        lines = (began + response.read()).splitlines()
        assert len(lines) == int(response.headers["X-Total"]) == ARTICLES
        assert json.loads(lines[-1])["title"] == "long"
        connection.close()
        assert process.wait(timeout=60) == 0
        assert process.stdout
        assert process.stdout.read() == "stopped\n"


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"cannot listen at http://127\.0\.0\.1:{port}/: .*--port"):
            free_address("127.0.0.1", port)


REFUSED = {
    "a port beyond all": ("127.0.0.1", 65536, "no port 65536"),
    "a port below all": ("127.0.0.1", -1, "no port -1"),
    "a host that is none": ("no host", 0, "host 'no host' is not known here"),
    "an address of others": ("192.0.2.1", 0, "cannot listen"),
}


@pytest.mark.parametrize(("host", "port", "says"), REFUSED.values(), ids=REFUSED)
def test_wrong_addresses_are_told(host: str, port: int, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        free_address(host, port)


def test_port_0_is_any_free_one() -> None:
    address, port = free_address("127.0.0.1", 0)
    assert (address, port > 0) == ("127.0.0.1", True)


SHOWN = {
    "a name": ("localhost", "http://localhost:80/"),
    "everywhere": ("0.0.0.0", "http://127.0.0.1:80/"),
    "IPv6": ("::1", "http://[::1]:80/"),
    "everywhere, IPv6": ("::", "http://[::1]:80/"),
}


@pytest.mark.parametrize(("host", "url"), SHOWN.values(), ids=SHOWN)
def test_addresses_as_one_opens_them(host: str, url: str) -> None:
    assert shown(host, 80) == url
