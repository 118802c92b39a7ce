"""The published description of the API is that of the real one."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from searchsvc.web import openapi, params
from searchsvc.web.schemas import SCHEMAS
from tests.web.shapes import validator

PAGES = {"/", "/about", "/help", "/articles/<path:article_id>", "/static/<path:filename>"}


def test_the_document_is_openapi() -> None:
    OpenAPIV31SpecValidator(openapi.document()).validate()


def test_it_is_served(client: FlaskClient) -> None:
    assert client.get("/api/v1/openapi.json").get_json() == openapi.document()


def test_it_has_every_route_and_no_other(app: Flask) -> None:
    routes = {rule.rule for rule in app.url_map.iter_rules()} - PAGES
    assert {re.sub(r"<path:(\w+)>", r"{\1}", route) for route in routes} == set(openapi.document()["paths"])


def test_every_schema_is_valid_and_used() -> None:
    document = str(openapi.document())
    for name in SCHEMAS:
        validator(name)
        assert name == "Article" or f"#/components/schemas/{name}'" in document, f"{name} is used nowhere"


def test_the_parameters_are_those_that_are_read() -> None:
    described = openapi.document()["paths"]["/api/v1/search"]["get"]["parameters"]
    assert [parameter["name"] for parameter in described] == [param.name for param in params.SEARCH]
    by_name = {parameter["name"]: parameter["schema"] for parameter in described}
    assert by_name["per_page"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 10}
    assert by_name["sort"]["enum"] == ["relevance", "newest", "oldest"]
    assert by_name["source"]["type"] == by_name["facets"]["type"] == "array"


def test_what_the_description_allows_is_read(client: FlaskClient) -> None:
    for path, item in openapi.document()["paths"].items():
        for parameter in item["get"]["parameters"]:
            if parameter["in"] == "query" and parameter["name"] != "cursor":  # a cursor is made by an answer
                for value in allowed(parameter["schema"]):
                    address = path.replace("{id}", "post%23lone")
                    response = client.get(address, query_string={parameter["name"]: value})
                    assert response.status_code == 200, f"{address}?{parameter['name']}={value}: {response.text}"


def allowed(schema: dict[str, object]) -> list[object]:
    """Some values that a schema allows."""
    if schema["type"] == "array":
        assert isinstance(schema["items"], dict)
        return [",".join(map(str, allowed(schema["items"])))]
    bounds = [schema[name] for name in ("minimum", "maximum") if name in schema]
    choices = schema.get("enum") or schema.get("examples") or bounds or ["lake"]
    assert isinstance(choices, list)
    return choices
