"""At the address is something else: it is told what, and what it takes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from searchsvc.archive import open_archive
from searchsvc.checking import check
from searchsvc.engines.cluster import Cluster as Place
from searchsvc.errors import EngineError, EngineUnavailable
from searchsvc.indexing import reindex
from tests.indexed import two_files
from tests.opensearch.faults.archives import ENGINE

JSON, HTML = "application/json", "text/html; charset=utf-8"


def product(**version: str) -> str:
    """What a server says of itself."""
    return json.dumps({"name": "node", "cluster_name": "docker-cluster", "version": version})


# What it says of itself, as what, with which status; and what is told of that.
SERVERS: dict[str, tuple[str, str, int, str]] = {
    "Elasticsearch 8": (product(number="8.15.0", build_flavor="default"), JSON, 200, r"Elasticsearch 8\.15\.0"),
    "Elasticsearch 7": (product(number="7.10.2", build_flavor="oss"), JSON, 200, r"Elasticsearch 7\.10\.2"),
    "OpenSearch 1.3": (product(distribution="opensearch", number="1.3.20"), JSON, 200, r"OpenSearch 1\.3\.20: .*2\.19"),
    "OpenSearch 2.9": (product(distribution="opensearch", number="2.9.0"), JSON, 200, r"OpenSearch 2\.9\.0: .*2\.19"),
    "OpenSearch 4": (product(distribution="opensearch", number="4.0.0"), JSON, 200, r"OpenSearch 4\.0\.0: .*before 4"),
    "a web page": ("<!doctype html><title>It works!</title>", HTML, 200, "OpenSearch"),
    "other JSON": ('{"hello": "world"}', JSON, 200, "no OpenSearch"),
    "a list": ("[]", JSON, 200, "no OpenSearch"),
    "JSON cut short": ('{"version": {"num', JSON, 200, "OpenSearch"),
    "nothing": ("", JSON, 200, "OpenSearch"),
    "not found": ("<h1>404</h1>", HTML, 404, "404"),
    "an error": ("<h1>500</h1>", HTML, 500, "500"),
}  # fmt: skip


@contextmanager
def server(said: str, kind: str, status: int) -> Iterator[str]:
    """A server that answers everything with this: its address."""

    class Answers(BaseHTTPRequestHandler):
        def do_any(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(said.encode())))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said.encode())

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_any

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            listening.shutdown()
            thread.join()


@pytest.mark.parametrize(("said", "kind", "status", "told"), SERVERS.values(), ids=SERVERS)
def test_it_is_told_what_is_there(said: str, kind: str, status: int, told: str, tmp_path: Path) -> None:
    corpus = two_files(tmp_path / "corpus")
    with server(said, kind, status) as url:
        place = Place((url,))
        for ask in (
            lambda: reindex(corpus, tmp_path / "index", ENGINE, place),
            lambda: open_archive(tmp_path / "index", ENGINE, place),
            lambda: check(tmp_path / "index", ENGINE, place),
        ):
            with pytest.raises(EngineError, match=told) as error:
                ask()
            assert not isinstance(error.value, EngineUnavailable)
