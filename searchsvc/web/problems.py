"""Errors as answers: RFC 9457 problem+json for programs, a page for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from searchsvc.encoding import encode
from searchsvc.errors import (
    EngineError,
    EngineUnavailable,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    NotFound,
    ParameterError,
    QueryError,
    SearchsvcError,
)
from searchsvc.web.reply import Reply

logger = logging.getLogger(__name__)

TYPES: dict[type[SearchsvcError], str] = {
    QueryError: "urn:searchsvc:problem:query",
    ParameterError: "urn:searchsvc:problem:parameter",
    NotFound: "urn:searchsvc:problem:no-such-article",
    IndexMissing: "urn:searchsvc:problem:index-missing",
    IndexLocked: "urn:searchsvc:problem:index-locked",
    IndexDamaged: "urn:searchsvc:problem:index-damaged",
    EngineError: "urn:searchsvc:problem:engine",
    EngineUnavailable: "urn:searchsvc:problem:engine-unavailable",
}
# RFC 9457: "about:blank" says that there is no more to know than the HTTP status does.
PLAIN = "about:blank"
OWN_WORDS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address; /help, /about and /api/v1/openapi.json say what there is.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The service failed, which is its own fault; its log says why.",
}
# What such an error says itself names folders of this machine, which are for its log alone.
WITHOUT_PLACES: dict[type[SearchsvcError], str] = {
    IndexMissing: "There is no index yet: run `searchsvc reindex`.",
    IndexLocked: "Another process is writing the index; try again when it has ended.",
    IndexDamaged: "The files of the index are not what was written: run `searchsvc reindex --full`.",
    EngineUnavailable: "The search engine is away or too busy; try again in a moment.",
}
SEE_LOG = "The log of the service says why."
FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/feed.atom", "/opensearch.xml")


def register(app: Flask) -> None:
    """Answer every error of the app, 404, 405 and 500 included."""
    app.register_error_handler(SearchsvcError, answer_error)
    app.register_error_handler(HTTPException, answer_http_error)


def answer_error(error: SearchsvcError) -> Response:
    """The answer to an error of the family; a failure of ours (500) is logged and keeps its details."""
    if error.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("a request failed: %s", request.path, exc_info=error)
        return answer(error.status, error.title, OWN_WORDS[HTTPStatus.INTERNAL_SERVER_ERROR])
    kind = _told_of(error, TYPES, PLAIN)
    if error.status > HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.warning("%s: %s", request.path, error)
        response = answer(error.status, error.title, _told_of(error, WITHOUT_PLACES, SEE_LOG), kind)
        if isinstance(error, EngineUnavailable):
            response.headers["Retry-After"] = str(error.retry_after)
        return response
    return answer(error.status, error.title, str(error), kind, places(error))


def _told_of(error: SearchsvcError, table: Mapping[type[SearchsvcError], str], otherwise: str) -> str:
    """What the table has for the class of the error: engines have kinds of their own below those of the family."""
    return next((table[kind] for kind in type(error).__mro__ if kind in table), otherwise)


def answer_http_error(error: HTTPException) -> Response:
    """The answer to an error of HTTP itself. Flask has logged an unexpected exception by now; its text stays here."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    detail = OWN_WORDS.get(status) or error.description or status.description
    response = answer(status, status.phrase, detail)
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def answer(
    status: int, title: str, detail: str, kind: str = PLAIN, errors: list[dict[str, object]] | None = None
) -> Response:
    """The error as a page where a person asked for a page, else as problem+json."""
    if not request.path.startswith(FOR_PROGRAMS) and request.accept_mimetypes.accept_html:
        response = Reply(render_template("problem.html", status=status, title=title, detail=detail), status)
    else:
        document: dict[str, object] = {"type": kind, "title": title, "status": int(status), "detail": detail}
        if errors:
            document["errors"] = errors
        response = Reply(encode(document), status, mimetype="application/problem+json")
    response.vary.add("Accept")
    return response


def places(error: SearchsvcError) -> list[dict[str, object]]:
    """Where in the request the mistakes are: one object for each, empty for other errors."""
    if isinstance(error, QueryError):
        return [
            {"param": "q", "message": m.message, "start": m.start, "end": m.end, "hint": m.hint} for m in error.mistakes
        ]
    if isinstance(error, ParameterError):
        return [{"param": error.param, "hint": str(error).removeprefix(f"{error.param}: ")}]
    return []
