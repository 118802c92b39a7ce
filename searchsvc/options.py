"""What several commands have in common: the options for the index, and how they are broken off."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from searchsvc.engines import NAMES
from searchsvc.engines.generations import Generations
from searchsvc.group import INTERRUPTED
from searchsvc.served import served_engine

Command = Callable[..., None]

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""The settings of every command."""


def index_options(command: Command) -> Command:
    """``--index`` and ``--engine`` for a command."""
    command = click.option("--engine", type=click.Choice(NAMES), callback=_or_served, show_default="of the index",
                           help="The search engine.")(command)  # fmt: skip
    # Eager: the engine depends on it.
    return click.option("--index", default="index", type=click.Path(path_type=Path), show_default=True, is_eager=True,
                        help="The folder of the index.")(command)  # fmt: skip


def _or_served(context: click.Context, _: click.Parameter, engine: str | None) -> str:
    """The engine that is named, else the one that the index is served with."""
    return engine or served_engine(context.params["index"])


def is_indexed(index: Path, engine: str) -> bool:
    """Whether there is anything to search yet."""
    return Generations(index, engine).stamp() is not None


@contextmanager
def interruptible(said: Callable[[], str]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM break it off: then ``said()`` is told."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo(said(), err=True)
        sys.exit(INTERRUPTED)
