"""Engines by name. An engine's library is imported only when that engine is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from searchsvc.engines.base import Cut, Engine
from searchsvc.errors import EngineError, SettingsError

_ENGINES = {"whoosh": "searchsvc.engines.whoosh", "tantivy": "searchsvc.engines.tantivy"}
"""By name, the package with the function ``open_in(folder, cut)``."""

NAMES = tuple(_ENGINES)


def require(name: str) -> None:
    """Raise SettingsError where there is no such engine, EngineError where its library is not installed."""
    _module(name)


def open_engine(name: str, folder: Path, cut: Cut) -> Engine:
    """The engine called ``name`` over the index in ``folder``; made where there is none.

    ``cut`` makes the entry of an article again, for an engine that does not keep all of it. Raises as :func:`require`.
    """
    engine: Engine = _module(name).open_in(folder, cut)
    return engine


def _module(name: str) -> ModuleType:
    if name not in _ENGINES:
        raise SettingsError(f"there is no engine {name!r}: choose one of {', '.join(NAMES)}")
    try:
        return import_module(_ENGINES[name])
    except ImportError as error:
        raise EngineError(f"{name} is not installed: pip install 'searchsvc[{name}]'") from error
