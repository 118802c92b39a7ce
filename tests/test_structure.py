"""The rules of the house, read from the source: who may import whom, where a library may be used, how files look.

A failure names the file and line, the rule, and what to do. Where a rule is wrong, change its table (some are in
tests/layers.py) and say why in ARCHITECTURE.md.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.imports import MODULES, PACKAGE, PROJECT, SOURCES, TREES, Import, imports, imports_of, module_name, relative
from tests.layers import MAY_IMPORT, THIRD_PARTIES

OTHERS = sorted(path for folder in ("tests", "benchmarks") for path in (PROJECT / folder).rglob("*.py"))
MAX_LINES = 300

# Where imports inside functions are right: an engine is loaded when it is named, Flask when it is served.
LATE_IMPORTS = {"engines", "cli", "reindex_command"}
NEVER_AT_THE_TOP = {"cli": {"web"}}

# An expression, the files that may have it, and what to do elsewhere.
ONE_PLACE: tuple[tuple[str, set[str], str], ...] = (
    (r"\bos\.(environ|getenv)\b", {"settings.py"}, "take it as an argument; settings.py reads the environment"),
    (
        r"\brequest\.(args[.[]|values|form|json)",
        {"web/params.py"},
        "hand request.args to web/params.py, and take its values",
    ),
    (r"\bMarkup\b", set(), "let the template escape: loop over Fragment.pieces() and write <mark> there"),
)


def layer(module: str) -> str:
    """The longest name in MAY_IMPORT that is the module's, or that of a package it lies in."""
    inside = module.removeprefix(PACKAGE).removeprefix(".")
    fitting = [name for name in MAY_IMPORT if name and (inside == name or inside.startswith(f"{name}."))]
    assert fitting or not inside, (
        f"{module} is in no layer: add a row to MAY_IMPORT in tests/layers.py and to ARCHITECTURE.md"
    )
    return max(fitting, key=len, default="")


each_source = pytest.mark.parametrize("path", SOURCES, ids=relative)
each_python = pytest.mark.parametrize("path", SOURCES + OTHERS, ids=relative)


@each_source
def test_imports_only_what_its_layer_may(path: Path) -> None:
    here = layer(module_name(path))
    allowed = MAY_IMPORT[here] | {here}
    wrong = [
        f"{relative(path)}:{found.line} imports {found.module}"
        for found in imports_of(path)
        if found.module.split(".")[0] == PACKAGE and allowed.isdisjoint({"*", layer(found.module)})
    ]
    assert not wrong, (
        f"{here or PACKAGE} may import only {sorted(allowed)}: move the line to a layer that may, or hand it in"
    )


@each_source
def test_a_library_is_used_only_in_its_place(path: Path) -> None:
    here = layer(module_name(path))
    wrong = []
    for found in imports_of(path):
        library = found.module.split(".")[0]
        if library == PACKAGE or library in sys.stdlib_module_names:
            continue
        places = THIRD_PARTIES.get(library)
        assert places is not None, (
            f"{relative(path)}:{found.line}: {library} has no row in THIRD_PARTIES: say where it belongs"
        )
        if places.isdisjoint({"*", here}):
            wrong.append(f"{relative(path)}:{found.line} imports {library}, whose place is {sorted(places)}")
    assert not wrong, "wrap the library in its place, and import that"


@each_source
def test_imports_stand_at_the_top(path: Path) -> None:
    here = layer(module_name(path))
    if here in LATE_IMPORTS:
        early = NEVER_AT_THE_TOP.get(here, set())
        top = [found for found in imports_of(path) if not found.late]
        wrong = [
            found
            for found in top
            if early & {found.module.split(".")[0], found.module.removeprefix(f"{PACKAGE}.").split(".")[0]}
        ]
        assert not wrong, f"{relative(path)}: {wrong}: import it inside the command that serves"
    else:
        late = [found for found in imports_of(path) if found.late]
        assert not late, (
            f"{relative(path)}: {late}: move it to the top; if that makes a cycle, the cycle is the trouble"
        )


def test_no_import_cycle() -> None:
    graph = {
        name: {found.module for found in imports_of(path)} & MODULES.keys() - {name} for name, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(f"import cycle: {' -> '.join(cycle.args[1])}: move what both need to a layer below them")


@each_python
def test_a_file_is_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines < MAX_LINES, (
        f"{relative(path)} has {lines} lines: one noun a file; find the second noun and give it its own"
    )


@each_source
def test_expressions_with_one_place(path: Path) -> None:
    inside = path.relative_to(PROJECT / PACKAGE).as_posix()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        for pattern, places, remedy in ONE_PLACE:
            assert inside in places or not re.search(pattern, line), (
                f"{relative(path)}:{number}: {line.strip()}: {remedy}"
            )


@each_source
def test_nothing_is_printed(path: Path) -> None:
    prints = [n.lineno for n in ast.walk(TREES[path]) if isinstance(n, ast.Call) and ast.unparse(n.func) == "print"]
    assert not prints, f"{relative(path)}:{prints}: return it, or let the command line say it with click.echo"


@each_python
def test_no_exception_is_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            broad = node.type is None or re.search(r"\b(Base)?Exception\b", caught)
            passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert not broad or passed_on, (
                f"{relative(path)}:{node.lineno} catches {caught}: name what can be mended here"
            )


def undocumented(body: list[ast.stmt]) -> Iterator[str]:
    """The public functions and classes without a docstring, methods included."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield f"{node.name} (line {node.lineno})"
            if isinstance(node, ast.ClassDef):
                yield from undocumented(node.body)


@each_source
def test_what_is_public_has_a_docstring(path: Path) -> None:
    assert ast.get_docstring(TREES[path]), f"{relative(path)}: a first line that says with what question one comes here"
    missing = list(undocumented(TREES[path].body))
    assert not missing, f"{relative(path)}: {missing}: say in a sentence what one gets, or name it _private"


def test_templates_let_nothing_through_unescaped() -> None:
    for path in (PROJECT / PACKAGE).rglob("templates/**/*"):
        text = path.read_text("utf-8") if path.is_file() else ""
        found = re.search(
            r"\|\s*safe\b|autoescape\s+false|\bon[a-z]+=|<style|<script(?![^>]*\bsrc=)|\bstyle=|javascript:", text
        )
        assert not found, (
            f"{relative(path)}: {found and found.group()!r}: articles are hostile text; escape, keep scripts in static/"
        )


READ = {
    "a module": ("import os.path", [Import("os.path", 1, False)]),
    "a name of a module": ("from searchsvc.query.tree import Word", [Import("searchsvc.query.tree", 1, False)]),
    "a module of a package": ("from searchsvc.query import tree", [Import("searchsvc.query.tree", 1, False)]),
    "a dot": ("from . import tree", [Import("searchsvc.query.tree", 1, False)]),
    "two dots": ("from ..errors import QueryError", [Import("searchsvc.errors", 1, False)]),
    "for types only": ("if TYPE_CHECKING:\n    import yaml", [Import("yaml", 2, False)]),
    "inside a function": ("def f():\n    import yaml", [Import("yaml", 2, True)]),
}


@pytest.mark.parametrize(("source", "found"), READ.values(), ids=READ)
def test_reading_imports(source: str, found: list[Import]) -> None:
    assert list(imports(ast.parse(source), "searchsvc.query")) == found
