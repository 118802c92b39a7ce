"""``searchsvc reindex``: once, or again and again whenever the articles change."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from searchsvc import report_table, terminal
from searchsvc.article import KEYS
from searchsvc.errors import SearchsvcError
from searchsvc.indexing import reindex as reindex_corpus
from searchsvc.options import HELP, index_options, interruptible, is_indexed
from searchsvc.report import Report
from searchsvc.settings import mapped

SOME_UNREADABLE = 3
MANY_ARTICLES = 50_000


@click.command(context_settings=HELP)
@click.argument("corpus", default="corpus", type=click.Path(path_type=Path))
@index_options
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
@click.option("--watch", "as_watch", is_flag=True, help="Go on: do it again whenever the articles change.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reindex(
    corpus: Path, index: Path, engine: str, as_map: tuple[str, ...], as_watch: bool, as_json: bool, **how: Any
) -> None:
    """Bring the index up to date with the articles.

    CORPUS is the folder that they are in (default: corpus).
    """
    names = mapped(as_map, KEYS)
    if as_watch and how["dry_run"]:
        raise click.UsageError("--watch writes the index, --dry-run does not: leave out one of them")
    with interruptible(lambda: terminal.interrupted(indexed=is_indexed(index, engine))):
        report = _reindexed(corpus, index, engine, as_json=as_json, names=names, **how)
    if as_watch:
        with interruptible(lambda: "No longer watching."):
            _keep_fresh(corpus, index, engine, as_json=as_json, names=names, processes=how["processes"])
    if report.unreadable:
        sys.exit(SOME_UNREADABLE)


def _keep_fresh(corpus: Path, index: Path, engine: str, **how: Any) -> None:
    """Reindex whenever something changes, until it is broken off; trouble is told, and the next change tried."""
    from searchsvc.watching import changes  # its library takes longer to load than a search takes

    click.echo(f"Watching {terminal.plain(str(corpus))}: Ctrl-C ends it.", err=True)
    for _ in changes(corpus, index):
        try:
            _reindexed(corpus, index, engine, only_changes=True, **how)
        except SearchsvcError as error:
            click.echo(f"searchsvc: {terminal.plain(str(error))}", err=True)


def _reindexed(
    corpus: Path,
    index: Path,
    engine: str,
    *,
    as_json: bool,
    dry_run: bool = False,
    only_changes: bool = False,
    **how: Any,
) -> Report:
    """One reindex, told; with ``only_changes`` only where it changed anything."""
    with terminal.progress() as watch:
        report = reindex_corpus(corpus, index, engine, dry_run=dry_run, watch=watch, **how)
    if only_changes and not report.changed:
        return report
    for problem in report.unreadable:
        click.echo(f"not read: {terminal.plain(str(problem))}", err=True)
    if as_json:
        terminal.print_json({**report.to_json(), "dry_run": dry_run})
    else:
        click.echo(report_table.report(report, dry_run=dry_run))
    if not report.articles:
        click.echo(terminal.without_articles(corpus), err=True)
    if engine == "whoosh" and report.articles > MANY_ARTICLES and not dry_run:
        click.echo(terminal.OUTGROWN, err=True)
    return report
