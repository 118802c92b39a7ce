"""One shape for every error, over all routes, and none of them tells what is not the asker's business."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from searchsvc.archive import LiveArchive
from searchsvc.engines.opensearch.trouble import IndexGone, WalkLost
from searchsvc.errors import (
    EngineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    SearchsvcError,
    SettingsError,
)
from searchsvc.web import create_app
from tests.web.conftest import ENGINE
from tests.web.shapes import conforms

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

PROBLEMS = {
    "no such route": ("/api/v1/nothing", 404, "about:blank"),
    "no such version": ("/api/v2/search", 404, "about:blank"),
    "a slash too many": ("/api/v1/search/", 404, "about:blank"),
    "no id": ("/api/v1/articles/", 404, "about:blank"),
    "no such article": ("/api/v1/articles/nothing", 404, "urn:searchsvc:problem:no-such-article"),
    "unknown parameter": ("/api/v1/search?colour=red", 400, "urn:searchsvc:problem:parameter"),
    "unknown parameter of an article": ("/api/v1/articles/post%23note?page=1", 400, "urn:searchsvc:problem:parameter"),
    "unknown parameter of suggestions": ("/api/v1/suggest?limit=1", 400, "urn:searchsvc:problem:parameter"),
    "unknown parameter of the description": ("/api/v1/openapi.json?x=1", 400, "urn:searchsvc:problem:parameter"),
    "malformed parameter": ("/api/v1/search?page=two", 400, "urn:searchsvc:problem:parameter"),
    "malformed cursor": ("/api/v1/search?cursor=%21", 400, "urn:searchsvc:problem:parameter"),
    "typing without end": (f"/api/v1/suggest?q={'a' * 50_000}(", 400, "urn:searchsvc:problem:parameter"),
    "a query without end": (f"/api/v1/search?q={'a' * 50_000}(", 400, "urn:searchsvc:problem:query"),
    "unknown format": ("/api/v1/export?format=xls", 400, "urn:searchsvc:problem:parameter"),
    "mistake in the query": ("/api/v1/search?q=date:2020-13", 400, "urn:searchsvc:problem:query"),
    "mistake in an export": ("/api/v1/export?q=date:2020-13", 400, "urn:searchsvc:problem:query"),
    "mistake about an article": ("/api/v1/articles/post%23lone?q=date:2020-13", 400, "urn:searchsvc:problem:query"),
    "mistake in a feed": ("/feed.atom?q=date:2020-13", 400, "urn:searchsvc:problem:query"),
    "unknown parameter of a feed": ("/feed.atom?page=2", 400, "urn:searchsvc:problem:parameter"),
}


@pytest.mark.parametrize(("path", "status", "kind"), PROBLEMS.values(), ids=PROBLEMS)
@pytest.mark.parametrize("headers", [{}, HTML], ids=["a program asks", "a browser asks"])
def test_programs_get_problems(client: FlaskClient, path: str, status: int, kind: str, headers: dict[str, str]) -> None:
    response = client.get(path, headers=headers)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = response.get_json()
    conforms(problem, "Problem")
    assert (problem["status"], problem["type"]) == (status, kind)


@pytest.mark.parametrize("path", ["/", "/help", "/articles/post%23lone", "/api/v1/search", "/static/style.css", "/no"])
def test_parameters_without_end_are_refused(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}?{'&'.join(f'n{number}' for number in range(10_000))}", headers=HTML)
    assert response.status_code == 400
    assert "at most 100 are read" in response.text


NEEDS_AN_INDEX = (
    "/readyz",
    "/api/v1/search",
    "/api/v1/articles/a",
    "/api/v1/suggest?q=a",
    "/api/v1/export",
    "/feed.atom",
)


@pytest.mark.parametrize("path", NEEDS_AN_INDEX)
def test_nothing_is_indexed(empty: FlaskClient, path: str) -> None:
    response = empty.get(path)
    assert response.status_code == 503
    conforms(response.get_json(), "Problem")
    assert "searchsvc reindex" in response.get_json()["detail"]


UNAVAILABLE = (IndexMissing, IndexLocked, IndexDamaged, EngineError)


@pytest.mark.parametrize("kind", UNAVAILABLE)
@pytest.mark.parametrize("headers", [{}, HTML], ids=["a program asks", "a browser asks"])
def test_places_on_the_machine_are_logged_and_not_told(
    index: Path, kind: type[SearchsvcError], headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(LiveArchive(index, ENGINE))

    def fails() -> str:
        raise kind("/home/ann/index/whoosh/000001 is not well")

    app.add_url_rule("/fails", "fails", fails)
    with caplog.at_level(logging.WARNING):
        response = app.test_client().get("/fails", headers=headers)
    assert response.status_code == 503
    assert "/home/ann" not in response.text
    assert "/home/ann" in caplog.text


OF_AN_ENGINE = {WalkLost: "engine-unavailable", IndexGone: "index-damaged"}


@pytest.mark.parametrize("kind", OF_AN_ENGINE)
def test_errors_of_one_engine_are_told_as_those_of_all(index: Path, kind: type[SearchsvcError]) -> None:
    app = create_app(LiveArchive(index, ENGINE))

    def fails() -> str:
        raise kind("not now")

    app.add_url_rule("/api/fails", "fails", fails)
    response = app.test_client().get("/api/fails")
    assert response.get_json()["type"] == f"urn:searchsvc:problem:{OF_AN_ENGINE[kind]}"
    assert ("Retry-After" in response.headers) is (kind is WalkLost)


def test_a_mistake_in_a_query_has_a_place(client: FlaskClient) -> None:
    (error,) = client.get("/api/v1/search?q=lake+date:2020-13").get_json()["errors"]
    assert error["param"] == "q"
    assert "lake date:2020-13"[error["start"] : error["end"]] in ("2020-13", "date:2020-13")
    assert error["hint"]


def test_a_wrong_parameter_is_named(client: FlaskClient) -> None:
    problem = client.get("/api/v1/search?per_page=1000").get_json()
    assert problem["errors"] == [{"param": "per_page", "hint": "must be a whole number, 1 to 100, not '1000'"}]
    assert problem["detail"].startswith("per_page: must be")


ROUTES = (
    "/",
    "/help",
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
)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_everything_is_only_to_be_read(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    conforms(response.get_json(), "Problem")


@pytest.mark.parametrize("path", ROUTES)
def test_heads_are_those_of_the_answers(client: FlaskClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_people_get_a_page(client: FlaskClient) -> None:
    response = client.get("/no/such/page", headers=HTML)
    assert response.status_code == 404
    assert response.content_type == "text/html; charset=utf-8"
    assert "Accept" in response.headers["Vary"]
    assert client.get("/no/such/page").content_type == "application/problem+json"


@pytest.fixture
def failing(index: Path) -> Flask:
    """The app with two routes more: one that breaks, one that fails as the package does."""
    app = create_app(LiveArchive(index, ENGINE))

    def breaks() -> str:
        raise RuntimeError("the secret of /etc/shadow")

    def fails() -> str:
        raise SettingsError("the secret of searchsvc.toml")

    app.add_url_rule("/api/breaks", "breaks", breaks)
    app.add_url_rule("/breaks", "page-breaks", breaks)
    app.add_url_rule("/api/fails", "fails", fails)
    return app


@pytest.mark.parametrize("path", ["/api/breaks", "/api/fails", "/breaks"])
@pytest.mark.parametrize("headers", [{}, HTML], ids=["a program asks", "a browser asks"])
def test_a_failure_is_logged_and_not_told(
    failing: Flask, path: str, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = failing.test_client().get(path, headers=headers)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "secret" in caplog.text
    assert "Traceback" in caplog.text
