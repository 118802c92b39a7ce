"""What every response carries, and how long it may be kept."""

from __future__ import annotations

import re

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from searchsvc.web import STATIC
from searchsvc.web.headers import HEADERS

PATHS = (
    "/",
    "/help",
    "/about",
    "/articles/post%23lone",
    "/api/v1/search",
    "/api/v1/articles/post%23lone",
    "/api/v1/suggest",
    "/api/v1/export",
    "/api/v1/openapi.json",
    "/healthz",
    "/readyz",
    "/feed.atom",
    "/opensearch.xml",
    "/nothing",
    "/api/nothing",
    "/api/v1/search?page=0",
    "/static/nothing.css",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_response_is_shut_tight(client: FlaskClient, path: str, method: str) -> None:
    headers = client.open(path, method=method).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cache-Control"] == "no-cache"


def test_the_policy_allows_nothing_inline() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == policy.pop("base-uri") == policy.pop("frame-ancestors") == "'none'"
    assert set(policy.values()) == {"'self'"}


def kept(client: FlaskClient, path: str) -> str:
    """How long the file may be kept."""
    with client.get(path) as response:
        assert response.status_code == 200
        return response.headers["Cache-Control"]


def test_static_files_are_kept_while_they_are_the_same(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        name = min(path.name for path in STATIC.glob("*.css"))
        address = url_for("static", filename=name)
    assert re.search(r"\?v=[0-9a-f]{12}$", address)
    assert kept(client, address) == "public, max-age=31536000, immutable"
    bare = address.partition("?")[0]
    assert kept(client, bare) == "no-cache"
    assert kept(client, f"{bare}?v=000000000000") == "no-cache"


OUTSIDE = {
    "up": "/static/../server.py",
    "up, encoded": "/static/%2e%2e/server.py",
    "slash, encoded": "/static/..%2fserver.py",
    "backslash": "/static/..%5cserver.py",
    "root": "/static//etc/passwd",
}


@pytest.mark.parametrize("path", OUTSIDE.values(), ids=OUTSIDE)
def test_static_files_lie_in_their_folder(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
