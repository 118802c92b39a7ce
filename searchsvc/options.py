"""What several commands have in common: the options for the index and its cluster, and how they are broken off."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from searchsvc.engines import IN_CLUSTERS, NAMES, generations_of
from searchsvc.engines.cluster import Cluster
from searchsvc.group import INTERRUPTED
from searchsvc.served import served_engine

Command = Callable[..., None]

DEFAULTS = Cluster(())

_REACHING = (
    click.option("--url", multiple=True, metavar="URL", help="A node of the OpenSearch cluster; can be repeated."),
    click.option("--alias", default=DEFAULTS.alias, metavar="NAME", show_default=True,
                 help="The name of the archive in the cluster."),
    click.option("--user", default="", metavar="NAME",
                 help="Who we are for the cluster. The password is taken from SEARCHSVC_PASSWORD."),
    click.option("--password", default="", hidden=True),  # others see a command line: the environment is for this one
    click.option("--ca", type=click.Path(path_type=Path),
                 help="The certificate of the authority that signed those of the cluster."),
    click.option("--timeout", default=DEFAULTS.timeout, type=click.FloatRange(0.1, 3600), metavar="SECONDS",
                 show_default=True, help="How long the cluster may take for one search."),
)  # fmt: skip
_BUILDING = (
    click.option("--shards", default=0, type=click.IntRange(0, 1024), show_default="one a data node, at most 8",
                 help="Primary shards of a new index in a cluster."),
    click.option("--replicas", default=-1, type=click.IntRange(-1, 32), show_default="1, on one node 0",
                 help="Copies of each shard in a cluster."),
    click.option("--keep", default=DEFAULTS.keep, type=click.IntRange(1, 100), show_default=True,
                 help="States kept in a cluster to go back to, the present one included."),
)  # fmt: skip
_OF_CLUSTER = ("alias", "user", "password", "ca", "timeout", "shards", "replicas", "keep")


HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""The settings of every command."""


def index_options(command: Command) -> Command:
    """``--index`` and ``--engine`` for a command, and ``--url`` and its like, which reach it as ``cluster``."""

    @wraps(command)
    def given(*args: Any, url: tuple[str, ...], **more: Any) -> None:
        _check_used(click.get_current_context())
        options = {name: more.pop(name) for name in _OF_CLUSTER if name in more}
        command(*args, cluster=Cluster(url, **options) if url else None, **more)

    for option in reversed(_REACHING):
        given = option(given)
    given = click.option("--engine", type=click.Choice(NAMES), callback=_or_served, show_default="of the index",
                           help="The search engine.")(given)  # fmt: skip
    # Eager: the engine depends on it.
    return click.option("--index", default="index", type=click.Path(path_type=Path), show_default=True, is_eager=True,
                        help="The folder of the index.")(given)  # fmt: skip


def building_options(command: Command) -> Command:
    """``--shards`` and its like, for a command that builds a state of an index."""
    for option in reversed(_BUILDING):
        command = option(command)
    return command


def _or_served(context: click.Context, _: click.Parameter, engine: str | None) -> str:
    """The engine that is named, else the one that the index is served with."""
    return engine or served_engine(context.params["index"])


def _check_used(context: click.Context) -> None:
    """Raise UsageError where somebody typed an option for a cluster, and none is asked: it would do nothing.

    Those that are set elsewhere are there for all commands.
    """
    engine = context.params["engine"]
    if {engine, context.params.get("to")} & {*IN_CLUSTERS}:
        return
    typed = [
        name
        for name in ("url", *_OF_CLUSTER)
        if name in context.params and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]
    if typed:
        raise click.UsageError(
            f"--{typed[0]} is for a cluster, and the engine is {engine}: add --engine opensearch, or leave it out"
        )


def is_named(context: click.Context) -> bool:
    """Whether the engine was named, here or in the settings: else a switch of the index counts at once."""
    return context.get_parameter_source("engine") is not ParameterSource.DEFAULT


def is_indexed(index: Path, engine: str, cluster: Cluster | None) -> bool:
    """Whether there is anything to search yet."""
    return generations_of(index, engine, cluster).stamp() is not None


@contextmanager
def interruptible(said: Callable[[], str]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM break it off: then ``said()`` is told."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo(said(), err=True)
        sys.exit(INTERRUPTED)
