"""The OpenAPI 3.1 document of the service: parameters from the table that reads them, shapes from ``schemas``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchsvc.web import params
from searchsvc.web.params import Param
from searchsvc.web.schemas import SCHEMAS, TEXT, Schema, ref

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One address that can be asked: what it answers, by media type, and which errors it knows."""

    path: str
    name: str
    summary: str
    table: tuple[Param, ...]
    answers: dict[str, Schema]
    errors: tuple[int, ...] = (400, 503)
    in_path: str = ""


OPERATIONS = (
    Operation("/api/v1/search", "search", "One page of hits", params.SEARCH, {JSON: ref("Answer")}),
    Operation(
        "/api/v1/articles/{id}",
        "article",
        "One whole article, with a query's matches marked",
        params.ARTICLE,
        {JSON: ref("MarkedArticle")},
        errors=(400, 404, 503),
        in_path="id",
    ),
    Operation("/api/v1/about", "covered", "What the archive covers", params.NONE, {JSON: ref("About")}),
    Operation("/api/v1/suggest", "suggest", "Completions of the last word", params.SUGGEST, {JSON: ref("Suggestions")}),
    Operation(
        "/api/v1/export",
        "export",
        "Every hit as a file, streamed; each line of the JSON Lines file is an Article",
        params.EXPORT,
        {"application/jsonl": TEXT, "text/csv": TEXT},
    ),
    Operation(
        "/api/v1/openapi.json", "description", "This document", params.NONE, {JSON: {"type": "object"}}, errors=(400,)
    ),
    Operation("/healthz", "healthz", "Whether the process is alive", params.NONE, {JSON: ref("Health")}, errors=()),
    Operation(
        "/readyz", "readyz", "Whether the index can be searched", params.NONE, {JSON: ref("Readiness")}, errors=(503,)
    ),
    Operation(
        "/feed.atom", "feed", "Hits as an Atom feed, the newest first", params.FEED, {"application/atom+xml": TEXT}
    ),
    Operation(
        "/opensearch.xml",
        "opensearch",
        "The search box described for browsers",
        params.NONE,
        {"application/opensearchdescription+xml": TEXT},
        errors=(),
    ),
)

ERRORS = {
    400: "A parameter or the query is wrong; `errors` says which and where",
    404: "No article has this id",
    503: "There is no index that could answer",
}


def document() -> dict[str, Any]:
    """The document as a JSON object."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "searchsvc",
            "version": "1",
            "summary": "Full-text search of an archive of articles",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {operation.path: {"get": described(operation)} for operation in OPERATIONS},
        "components": {"schemas": SCHEMAS},
    }


def described(operation: Operation) -> dict[str, Any]:
    """One operation as OpenAPI has it."""
    in_path = {
        "name": operation.in_path,
        "in": "path",
        "required": True,
        "schema": TEXT,
        "description": "The article's id, percent-encoded: `#` as %23, `?` as %3F, `%` as %25. Slashes may stay.",
    }
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*([in_path] if operation.in_path else []), *(parameter(param) for param in operation.table)],
        "responses": {
            "200": {
                "description": operation.summary,
                "content": {media: {"schema": schema} for media, schema in operation.answers.items()},
            },
            **{str(status): error_response(ERRORS[status]) for status in operation.errors},
            "default": error_response("Any other error"),
        },
    }


def error_response(description: str) -> dict[str, Any]:
    """A response that is a problem."""
    return {"description": description, "content": {PROBLEM: {"schema": ref("Problem")}}}


def parameter(param: Param) -> dict[str, Any]:
    """One row of the table of parameters as OpenAPI has it."""
    many = param.repeatable or param.kind == "choices"
    return {
        "name": param.name,
        "in": "query",
        "description": param.about,
        "schema": schema(param),
        **({"style": "form", "explode": param.repeatable} if many else {}),
    }


def schema(param: Param) -> Schema:
    """What values the parameter takes."""
    text = TEXT if param.longest is None else {**TEXT, "maxLength": param.longest}
    if param.repeatable:
        return {"type": "array", "items": text, "maxItems": param.most}
    match param.kind:
        case "text":
            return text
        case "whole":
            return {"type": "integer", "minimum": param.least, "maximum": param.most, "default": param.default}
        case "date":
            return {**TEXT, "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "examples": ["2020", "2020-02-06"]}
        case "choice":
            return {**TEXT, "enum": list(param.choices), "default": param.default}
        case "choices":
            return {"type": "array", "items": {**TEXT, "enum": list(param.choices)}}
