"""The command line: a thin skin. Data goes to stdout, talk to stderr, and exit codes say how it went."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from click.shell_completion import get_completion_class

from searchsvc import __version__, terminal
from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.checking import check as check_index
from searchsvc.engines import IN_CLUSTERS, NAMES, generations_of
from searchsvc.engines.cluster import Cluster
from searchsvc.errors import SearchsvcError
from searchsvc.group import Group, Search
from searchsvc.migrating import migrate as migrate_index
from searchsvc.options import HELP, building_options, index_options, interruptible, is_indexed, is_named
from searchsvc.reindex_command import reindex
from searchsvc.searching import read_article
from searchsvc.searching import search as search_archive
from searchsvc.served import served_engine

Command = Callable[..., None]
Result = TypeVar("Result")

_NAMED_AGAIN = ("index", "engine", "to", "url", "alias", "user", "ca")
"""The options that a command printed to be run next has as it was given them."""


@click.group(cls=Group, context_settings=HELP)
@click.version_option(__version__, prog_name="searchsvc")
def main() -> None:
    """Full-text search for archives of articles.

    Put files into a folder, run `searchsvc reindex`, then `searchsvc serve` or `searchsvc search`.
    Every option can also be set in the environment, as SEARCHSVC_<OPTION>, or in searchsvc.toml.
    """


main.add_command(reindex)


@main.command(cls=Search, context_settings=HELP)
@click.argument("query")
@index_options
@click.option("--source", multiple=True, help="Only this source; can be repeated.")
@click.option("--lang", default="", help="Only this language (en, de, …).")
@click.option("--after", default="", metavar="DATE", help="Only after this day, month or year.")
@click.option("--before", default="", metavar="DATE", help="Only before this day, month or year.")
@click.option(
    "--copies",
    default="fold",
    type=click.Choice(["fold", "all"]),
    show_default=True,
    help="Near-copies of one story: as one result, or each.",
)
@click.option("--copies-of", default="", metavar="ID", help="Only this article and its near-copies.")
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "newest", "oldest"]), show_default=True)
@click.option("--page", default=1, type=click.IntRange(min=1), show_default=True)
@click.option("-n", "--per-page", default=10, type=click.IntRange(1, 100), show_default=True, help="Results per page.")
@click.option("--cursor", default="", help="Go on after the page with this `next`.")
@click.option("--facets", default="", metavar="NAMES", help="Count by these: source,date,year,lang.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, as the API gives it.")
def search(
    query: str,
    index: Path,
    engine: str,
    cluster: Cluster | None,
    as_json: bool,
    facets: str,
    source: tuple[str, ...],
    **more: Any,
) -> None:
    """Search for QUERY and print a page of the results.

    Put -- before a QUERY that begins with a minus:

    \b
    searchsvc search -- -word
    """
    request = terminal.checked(SearchRequest(q=query, source=source, facets=terminal.names(facets), **more))
    answer = _with_archive(index, engine, cluster, lambda archive: search_archive(archive, request))
    if as_json:
        terminal.print_json(answer.to_json())
    else:
        click.echo(terminal.answer(answer))


@main.command(context_settings=HELP)
@click.argument("id_", metavar="ID")
@index_options
@click.option("-q", "--query", default="", help="Mark the matches of this query.")
@click.option("--json", "as_json", is_flag=True, help="Print the article as JSON, as the API gives it.")
def show(id_: str, index: Path, engine: str, cluster: Cluster | None, query: str, as_json: bool) -> None:
    """Print the article with this ID."""
    article = _with_archive(index, engine, cluster, lambda archive: read_article(archive, id_, query))
    if as_json:
        terminal.print_json(article.to_json())
    else:
        click.echo(terminal.article(article))


@main.command(context_settings=HELP)
@index_options
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(index: Path, engine: str, cluster: Cluster | None, as_json: bool) -> None:
    """Check the whole index for damage."""
    findings = check_index(index, engine, cluster)
    if as_json:
        terminal.print_json({**asdict(findings), "remedy": findings.remedy})
    else:
        click.echo(terminal.findings(findings))
    if findings.wrong:
        sys.exit(1)


@main.command(context_settings=HELP)
@index_options
@building_options
@click.option("--to", required=True, type=click.Choice(NAMES), help="The engine whose index is to be built.")
@click.option("--switch", is_flag=True, help="Where both agree, serve the index with that engine from now on.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def migrate(
    context: click.Context, index: Path, engine: str, cluster: Cluster | None, to: str, switch: bool, as_json: bool
) -> None:
    """Build the index of another engine from the present one.

    The corpus is not needed. Both engines are then asked the same searches, and the answers are compared.
    """
    with interruptible(lambda: terminal.broken_off(_serving(context, index))), terminal.progress() as watch:
        done = migrate_index(index, engine, to, cluster, switch=switch, watch=watch)
    if as_json:
        terminal.print_json({**asdict(done), "agrees": done.parity.agrees})
    else:
        click.echo(terminal.migration(done))
        click.echo(terminal.next_step(done, _serving(context, index), _switching(context)))
    if not done.parity.agrees:
        sys.exit(SearchsvcError.exit_code)


@main.command(context_settings=HELP)
@index_options
@click.option("--to", default="", metavar="GENERATION", help="To this one; else to the one before.")
@click.option("--json", "as_json", is_flag=True, help="Print which state is served now as JSON.")
def rollback(index: Path, engine: str, cluster: Cluster | None, to: str, as_json: bool) -> None:
    """Serve an older state of an index in a cluster again.

    The next reindex goes on from there.
    """
    name = generations_of(index, engine, cluster).rollback(to or None)
    if as_json:
        terminal.print_json({"engine": engine, "generation": name})
    else:
        click.echo(f"The index {engine}/{name} is served again.")


@main.command(context_settings=HELP)
@index_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), show_default=True)
@click.option("--workers", default=1, type=click.IntRange(1, 64), show_default=True, help="Number of processes.")
@click.option("--allowed-host", multiple=True, metavar="NAME", help="Answer to this host name too; can be repeated.")
@click.pass_context
def serve(
    context: click.Context,
    index: Path,
    engine: str,
    cluster: Cluster | None,
    host: str,
    port: int,
    workers: int,
    allowed_host: tuple[str, ...],
) -> None:
    """Serve the search page and the JSON API."""
    from searchsvc.web.server import serve as run_server  # Flask is needed by this command only.

    generations_of(index, engine, cluster)  # a wrong address or certificate is told now, not at the first request
    run_server(
        index,
        engine if is_named(context) else None,
        host,
        port,
        workers,
        allowed_host,
        cluster=cluster,
        ready=lambda url: click.echo(_started(url, index, engine, cluster), err=True),
    )


@main.command(context_settings=HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a completion script for your shell.

    \b
    searchsvc completion bash >> ~/.bashrc
    """
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(script(main, {}, "searchsvc", "_SEARCHSVC_COMPLETE").source())


def _started(url: str, index: Path, engine: str, cluster: Cluster | None) -> str:
    """What to say once the server takes connections.

    A cluster is not asked: workers may be forked at this moment, and would share its connection, or a lock in use.
    """
    return terminal.serving(url, indexed=engine in IN_CLUSTERS or is_indexed(index, engine, cluster))


def _serving(context: click.Context, index: Path) -> str:
    """The engine of commands without --engine: the one that is set elsewhere, else that of the index."""
    return str((context.default_map or {}).get("engine") or served_engine(index))


def _switching(context: click.Context) -> str:
    """The command again, with --switch."""
    named = (name for name in _NAMED_AGAIN if context.get_parameter_source(name) is ParameterSource.COMMANDLINE)
    options = (f"--{name} {shlex.quote(str(value))}" for name in named for value in _values(context.params[name]))
    return f"searchsvc migrate {' '.join(options)} --switch"


def _values(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else (value,)


def _with_archive(index: Path, engine: str, cluster: Cluster | None, ask: Callable[[Archive], Result]) -> Result:
    archive = open_archive(index, engine, cluster)
    try:
        return ask(archive)
    finally:
        archive.close()
