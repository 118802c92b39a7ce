"""docs/api.md is true: its requests get the answers that it shows, and its tables are the tables of the code.

A ```http block holds a request line; the ```json or ```jsonl block below it holds the answer. What differs from run to
run (times, names of generations, cursors) is not compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from searchsvc.archive import LiveArchive
from searchsvc.web import create_app, params, problems
from tests.web.articles import PLAIN
from tests.web.conftest import ENGINE, indexed

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
EXAMPLE = re.compile(
    r"^```http\nGET (?P<path>\S+)\n```\n\n```(?P<kind>jsonl?)\n(?P<answer>.*?)^```$", re.MULTILINE | re.DOTALL
)
CHANGING = {"took_ms", "generation", "updated", "next"}
EXAMPLES = {match["path"]: match for match in EXAMPLE.finditer(PAGE.read_text("utf-8"))}


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Somebody who asks an app with the plain articles."""
    live = LiveArchive(indexed(PLAIN, tmp_path_factory.mktemp("documented")), ENGINE)
    yield create_app(live).test_client()
    live.close()


def lasting(value: Any) -> Any:
    """The value without what changes from run to run."""
    if isinstance(value, dict):
        return {key: lasting(inner) for key, inner in value.items() if key not in CHANGING}
    return [lasting(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_is_what_is_answered(documented: FlaskClient, path: str) -> None:
    example = EXAMPLES[path]
    answer = documented.get(path).data.decode("utf-8")
    if example["kind"] == "jsonl":
        assert answer == example["answer"]
    else:
        assert lasting(json.loads(answer)) == lasting(json.loads(example["answer"]))


def test_every_request_on_the_page_is_an_example() -> None:
    assert len(EXAMPLES) == PAGE.read_text("utf-8").count("```http\n") > 0


def row(param: params.Param) -> str:
    """The row of a parameter in the table of the page."""
    return f"| `{param.name}` | {values(param)} | {default(param)} | {param.about} |"


def values(param: params.Param) -> str:
    """What a parameter takes, in words."""
    match param.kind:
        case "whole":
            return f"{param.least} to {param.most}" if param.most < 1_000_000 else f"from {param.least}"
        case "date":
            return "`2020`, `2020-02` or `2020-02-06`"
        case "choice":
            return ", ".join(f"`{choice}`" for choice in param.choices)
        case "choices":
            return f"some of {', '.join(f'`{choice}`' for choice in param.choices)}"
        case "text":
            return "text"


def default(param: params.Param) -> str:
    """What holds where the parameter is not given."""
    return f"`{param.default}`" if param.default != "" else ""


def test_the_page_has_every_parameter() -> None:
    text = PAGE.read_text("utf-8")
    assert "\n".join(map(row, params.SEARCH)) in text


def test_the_page_has_every_type_of_problem() -> None:
    listed = set(re.findall(r"`(urn:searchsvc:problem:[\w-]+)`", PAGE.read_text("utf-8")))
    assert listed == set(problems.TYPES.values())
