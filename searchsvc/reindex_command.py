"""``searchsvc reindex``: once, or again and again whenever the articles change."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import click

from searchsvc import report_table, terminal
from searchsvc.article import KEYS
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Stamp
from searchsvc.errors import EngineUnavailable, IndexLocked, SearchsvcError
from searchsvc.indexing import own_names
from searchsvc.indexing import reindex as reindex_corpus
from searchsvc.options import HELP, building_options, index_options, interruptible, is_indexed, is_named
from searchsvc.parts import Part, finish, index_part
from searchsvc.report import Report, Watch
from searchsvc.served import served_engine, stamp
from searchsvc.settings import mapped

SOME_UNREADABLE = 3
MANY_ARTICLES = 50_000
_MOST_PARTS = 1024
_AGAIN = 5.0
"""Seconds after which --watch tries again where a cluster was away, or somebody else was writing."""


class _PartType(click.ParamType[Part]):
    """A part of several: ``3/8``."""

    name = "part"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Part:
        """The part; a usage error where it is none."""
        if isinstance(value, Part):
            return value
        number, _, of = str(value).partition("/")
        if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of) <= _MOST_PARTS):
            self.fail(f"{value!r}: write which part of how many, from 1/8 to 8/8", param, context)
        return Part(int(number), int(of))


@click.command(context_settings=HELP)
@click.argument("corpus", default="corpus", type=click.Path(path_type=Path))
@index_options
@building_options
@click.option("--full", is_flag=True, help="Build a new index beside the old one, from all files.")
@click.option("--dry-run", is_flag=True, help="Read everything and report, but write nothing.")
@click.option(
    "--map",
    "as_map",
    multiple=True,
    metavar="KEY=NAME",
    help="What JSON and CSV files call a key of an article: title=headline. Can be repeated.",
)
@click.option(
    "--processes",
    default=lambda: os.cpu_count() or 1,
    type=click.IntRange(1, 256),
    show_default="one a core",
    help="The most processes to read with.",
)
@click.option(
    "--part", type=_PartType(), metavar="N/M", help="Index one of M shares of the files, beside other machines."
)
@click.option("--restart", is_flag=True, help="With --part: throw away what other parts have begun.")
@click.option("--finish", "as_finish", is_flag=True, help="Put the parts together, check them and serve the whole.")
@click.option("--watch", "as_watch", is_flag=True, help="Go on: do it again whenever the articles change.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def reindex(
    context: click.Context,
    /,
    corpus: Path,
    index: Path,
    engine: str,
    as_map: tuple[str, ...],
    part: Part | None,
    restart: bool,
    as_finish: bool,
    as_watch: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Bring the index up to date with the articles.

    CORPUS is the folder that they are in (default: corpus).
    """
    where = Where(corpus, index, engine if is_named(context) else None, how.pop("cluster"))
    _check_together(part=part, restart=restart, finish=as_finish, watch=as_watch, **how)
    names = mapped(as_map, KEYS)
    run: Reindex = partial(reindex_corpus, names=names, **how)
    if part is not None:
        run = partial(index_part, part=part, restart=restart, names=names, processes=how["processes"])
    elif as_finish:
        run = _finished
    in_parts = part is not None or as_finish
    with interruptible(lambda: terminal.INTERRUPTED_PARTS if in_parts else _interrupted(where)):
        report = _reindexed(run, where, as_json=as_json, dry_run=how["dry_run"])
    if part is not None:
        click.echo(
            f"Part {part.number} of {part.of} is done. Nothing of it is served until all are, and --finish.", err=True
        )
    if as_watch:
        with interruptible(lambda: "No longer watching."):
            _keep_fresh(where, as_json=as_json, names=names, processes=how["processes"])
    if report.unreadable:
        sys.exit(SOME_UNREADABLE)


@dataclass(frozen=True, slots=True)
class Where:
    """What is indexed, and into what; without an ``engine`` it is the one that the index is served with by then."""

    corpus: Path
    index: Path
    engine: str | None
    cluster: Cluster | None

    def served(self) -> Stamp | None:
        """What changes whenever another engine is to be fed."""
        return None if self.engine else stamp(self.index)

    def engine_now(self) -> str:
        """The engine to feed; raises IndexDamaged where it cannot be told."""
        return self.engine or served_engine(self.index)


class Reindex(Protocol):
    """A way to bring an index up to date."""

    def __call__(self, corpus: Path, index: Path, engine: str, cluster: Cluster | None, *, watch: Watch) -> Report:
        """Do it, and report."""
        ...


def _finished(corpus: Path, index: Path, engine: str, cluster: Cluster | None, *, watch: Watch) -> Report:
    """Put the parts together; the corpus was read by them."""
    return finish(index, engine, cluster)


def _check_together(*, part: Part | None, restart: bool, finish: bool, **others: Any) -> None:
    """Raise UsageError where options do not go together."""
    if others["watch"] and others["dry_run"]:
        raise click.UsageError("--watch writes the index, --dry-run does not: leave out one of them")
    if restart and part is None:
        raise click.UsageError("--restart goes with --part: --full builds a whole index anew")
    if part is not None and finish:
        raise click.UsageError("--finish comes when all parts are done: leave out one of --part and --finish")
    clashing = [name for name in ("watch", "dry_run", "full") if others[name]]
    if (part is not None or finish) and clashing:
        option = clashing[0].replace("_", "-")
        raise click.UsageError(f"--{option} does not go with parts, which always build a whole new index: leave it out")


def _interrupted(where: Where) -> str:
    """What to say where a reindex was broken off; a cluster that is away cannot be asked."""
    try:
        indexed = is_indexed(where.index, where.engine_now(), where.cluster)
    except SearchsvcError:
        indexed = True
    return terminal.interrupted(indexed=indexed)


def _keep_fresh(where: Where, *, as_json: bool, **how: Any) -> None:
    """Reindex whenever something changes, until it is broken off; trouble is told, and tried again where it passes."""
    from searchsvc.watching import changes  # its library takes longer to load than a search takes

    click.echo(f"Watching {terminal.plain(str(where.corpus))}: Ctrl-C ends it.", err=True)
    run = partial(reindex_corpus, **how)
    for _ in changes(where.corpus, own_names(where.index, where.corpus), where.served):
        while not _caught_up(run, where, as_json=as_json):
            time.sleep(_AGAIN)


def _caught_up(run: Reindex, where: Where, *, as_json: bool) -> bool:
    """Reindex and say what is wrong; whether that is all that can be done until something changes."""
    try:
        _reindexed(run, where, as_json=as_json, only_changes=True)
    except SearchsvcError as error:
        click.echo(f"searchsvc: {terminal.plain(str(error))}", err=True)
        return not isinstance(error, EngineUnavailable | IndexLocked)
    return True


def _reindexed(
    run: Reindex, where: Where, *, as_json: bool, dry_run: bool = False, only_changes: bool = False
) -> Report:
    """One reindex, told; with ``only_changes`` only where it changed anything."""
    engine = where.engine_now()
    with terminal.progress() as watch:
        report = run(where.corpus, where.index, engine, where.cluster, watch=watch)
    if only_changes and not report.changed:
        return report
    for problem in report.unreadable:
        click.echo(f"not read: {terminal.plain(str(problem))}", err=True)
    if as_json:
        terminal.print_json({**report.to_json(), "dry_run": dry_run})
    else:
        click.echo(report_table.report(report, dry_run=dry_run))
    if not report.articles:
        click.echo(terminal.without_articles(where.corpus), err=True)
    if engine == "whoosh" and report.articles > MANY_ARTICLES and not dry_run:
        click.echo(terminal.OUTGROWN, err=True)
    return report
