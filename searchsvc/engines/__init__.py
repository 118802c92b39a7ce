"""Engines by name. An engine's library is imported only when that engine is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from searchsvc.engines.base import Cut, Engine
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import ENGINE_FOLDER, Generations
from searchsvc.errors import EngineError, SettingsError

_LOCAL = {"whoosh": "searchsvc.engines.whoosh", "tantivy": "searchsvc.engines.tantivy"}
"""By name, the package with the function ``open_in(folder, cut)``."""

_REMOTE = {"opensearch": "searchsvc.engines.opensearch"}
"""By name, the package with ``open_in(folder, cut, cluster)`` and ``generations(index, cluster)``."""

_ENGINES = _LOCAL | _REMOTE

NAMES = tuple(_ENGINES)

LOCAL = tuple(_LOCAL)
"""The engines that keep an index on the disk of this machine."""

IN_CLUSTERS = tuple(_REMOTE)
"""The engines that lie in a cluster, and have to be told how it is reached."""


def require(name: str) -> None:
    """Raise SettingsError where there is no such engine, EngineError where its library is not installed."""
    _module(name)


def generations_of(index: Path, engine: str, cluster: Cluster | None = None) -> Generations:
    """The generations of one engine: in the folder ``index``, or in the cluster for an engine that lies in one.

    Raises as :func:`require`, and SettingsError where that engine needs a cluster and none is named.
    """
    if engine in _LOCAL:
        return Generations(index, engine)
    found: Generations = _module(engine).generations(index, _named(cluster, engine))
    return found


def open_engine(generations: Generations, folder: Path, cut: Cut) -> Engine:
    """The engine over the generation in ``folder``, which is one of these; made where there is nothing yet.

    ``cut`` makes the entry of an article again, for an engine that does not keep all of it. Raises as :func:`require`.
    """
    name, place = generations.engine, folder / ENGINE_FOLDER
    module = _module(name)
    engine: Engine = module.open_in(place, cut, generations.cluster) if name in _REMOTE else module.open_in(place, cut)
    return engine


def _named(cluster: Cluster | None, engine: str) -> Cluster:
    if cluster is None:
        where = "name its address with --url, SEARCHSVC_URL or url in searchsvc.toml"
        raise SettingsError(f"the engine {engine} is a cluster: {where}, like https://localhost:9200")
    return cluster


def _module(name: str) -> ModuleType:
    if name not in _ENGINES:
        raise SettingsError(f"there is no engine {name!r}: choose one of {', '.join(NAMES)}")
    try:
        return import_module(_ENGINES[name])
    except ImportError as error:
        raise EngineError(f"{name} is not installed: pip install 'searchsvc[{name}]'") from error
