"""The imports of the package, as its source has them: nothing is imported to find out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = "searchsvc"
SOURCES = sorted((PROJECT / PACKAGE).rglob("*.py"))


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module: its absolute name, the line, and whether it stands inside a function."""

    module: str
    line: int
    late: bool


def module_name(path: Path) -> str:
    """``searchsvc.query.plan`` for searchsvc/query/plan.py, ``searchsvc.query`` for its __init__.py."""
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def relative(path: Path) -> str:
    """The path as one writes it in the project."""
    return path.relative_to(PROJECT).as_posix()


MODULES = {module_name(path): path for path in SOURCES}
TREES = {path: ast.parse(path.read_text("utf-8"), str(path)) for path in SOURCES}


def imports(tree: ast.AST, package: str, late: bool = False) -> Iterator[Import]:
    """Every import of a file, those under TYPE_CHECKING too; ``package`` is what a leading dot stands for."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:  # `from searchsvc.query import plan` imports a module, where there is one
                whole = f"{base}.{alias.name}"
                yield Import(whole if whole in MODULES else base, node.lineno, late)
        else:
            function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports(node, package, late or function)


def imports_of(path: Path) -> list[Import]:
    """The imports of one file of the package."""
    name = module_name(path)
    return list(imports(TREES[path], name if path.name == "__init__.py" else name.rpartition(".")[0]))
