"""Holding what the API answers against the schemas that it publishes."""

from __future__ import annotations

from functools import cache

from jsonschema import Draft202012Validator, FormatChecker

from searchsvc.web.schemas import SCHEMAS


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of one schema, references resolved within the document."""
    document = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document, format_checker=FormatChecker())


def conforms(instance: object, name: str) -> None:
    """Assert that the instance is what the schema of that name says."""
    errors = [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(instance)]
    assert not errors, "\n".join(errors)
