"""Engines by name. An engine's library is imported only when that engine is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from searchsvc.engines.base import Engine
from searchsvc.errors import EngineError, SettingsError

_ENGINES = {"whoosh": ("searchsvc.engines.whoosh", "WhooshEngine")}

NAMES = tuple(_ENGINES)


def open_engine(name: str, folder: Path) -> Engine:
    """The engine called ``name`` over the index in ``folder``; made where there is none.

    Raises SettingsError for an unknown name and EngineError where the engine's library is not installed.
    """
    if name not in _ENGINES:
        raise SettingsError(f"there is no engine {name!r}: choose one of {', '.join(NAMES)}")
    module, attribute = _ENGINES[name]
    try:
        engine: Engine = getattr(import_module(module), attribute)(folder)
    except ImportError as error:
        raise EngineError(f"{name} is not installed: pip install 'searchsvc[{name}]'") from error
    return engine
