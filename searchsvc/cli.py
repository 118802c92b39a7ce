"""The command line: a thin skin. Data goes to stdout, talk to stderr, and exit codes say how it went."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import get_completion_class

from searchsvc import __version__, terminal
from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.checking import check as check_index
from searchsvc.engines import NAMES
from searchsvc.engines.generations import Generations
from searchsvc.errors import SearchsvcError, SettingsError
from searchsvc.indexing import reindex as reindex_corpus
from searchsvc.searching import read_article
from searchsvc.searching import search as search_archive
from searchsvc.settings import FILE, Setting, settings

SOME_UNREADABLE = 3
INTERRUPTED = 130

Command = Callable[..., None]
Result = TypeVar("Result")

_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Group(click.Group):
    """Our commands: errors of ours become a message and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, with defaults from the environment and from searchsvc.toml."""
        terminal.make_printable()
        try:
            ctx.default_map = self._defaults()
            return super().invoke(ctx)
        except SearchsvcError as error:
            click.echo(f"searchsvc: {terminal.plain(str(error))}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            raise  # Nobody reads on: click ends quietly.
        except OSError as error:
            place = f": {error.filename}" if error.filename else " (perhaps where the output goes)"
            remedy = "free some space, or change the permissions"
            click.echo(f"searchsvc: {error.strerror}{terminal.plain(place)}: {remedy}", err=True)
            sys.exit(SearchsvcError.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            sys.exit(INTERRUPTED)

    def _defaults(self) -> dict[str, Any]:
        """By command: what is set for its options."""
        names = {name for command in self.commands.values() for name in _settable(command)}
        found = settings(names, Path())
        return {
            name: {
                option.name: _value(option, found[setting])
                for setting, option in _settable(command).items()
                if setting in found
            }
            for name, command in self.commands.items()
        }


class Search(click.Command):
    """The command whose argument may begin with a minus."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, parsed; where a word with a minus was taken for an option, the error says how to write it."""
        typed = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            instead = terminal.with_minus(typed)
            if instead is None:
                raise
            message = f"{error.format_message().rstrip('.')}. To leave out a word, write: {instead}"
            raise click.UsageError(message, ctx) from error


def _settable(command: click.Command) -> dict[str, click.Parameter]:
    """The parameters that can be set elsewhere, by the names of their settings: options and the corpus."""
    options = [one for one in command.params if isinstance(one, click.Option) or one.name == "corpus"]
    return {(one.name or "").removeprefix("as_"): one for one in options}


def _value(option: click.Parameter, setting: Setting) -> Setting:
    """What click takes as the default of an option."""
    if option.multiple:
        return setting.split() if isinstance(setting, str) else setting
    if isinstance(setting, list):
        raise SettingsError(f"{FILE}: {option.name} takes one value, not a list")
    return setting


def _index_options(command: Command) -> Command:
    command = click.option("--engine", default="whoosh", type=click.Choice(NAMES), show_default=True,
                           help="The search engine.")(command)  # fmt: skip
    return click.option("--index", default="index", type=click.Path(path_type=Path), show_default=True,
                        help="The folder of the index.")(command)  # fmt: skip


@click.group(cls=Group, context_settings=_HELP)
@click.version_option(__version__, prog_name="searchsvc")
def main() -> None:
    """Full-text search for archives of articles.

    Put files into a folder, run `searchsvc reindex`, then `searchsvc serve` or `searchsvc search`.
    Every option can also be set in the environment, as SEARCHSVC_<OPTION>, or in searchsvc.toml.
    """


@main.command(context_settings=_HELP)
@click.argument("corpus", default="corpus", type=click.Path(path_type=Path))
@_index_options
@click.option("--full", is_flag=True, help="Build a new index beside the old one, from all files.")
@click.option("--dry-run", is_flag=True, help="Read everything and report, but write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reindex(corpus: Path, index: Path, engine: str, full: bool, dry_run: bool, as_json: bool) -> None:
    """Bring the index up to date with the articles.

    CORPUS is the folder that they are in (default: corpus).
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with terminal.progress() as watch:
            report = reindex_corpus(corpus, index, engine, full=full, dry_run=dry_run, processes=2, watch=watch)
    except KeyboardInterrupt:
        click.echo(terminal.interrupted(indexed=_indexed(index, engine)), err=True)
        sys.exit(INTERRUPTED)
    for problem in report.unreadable:
        click.echo(f"not read: {terminal.plain(str(problem))}", err=True)
    if as_json:
        terminal.print_json({**asdict(report), "dry_run": dry_run})
    else:
        click.echo(terminal.report(report, dry_run=dry_run))
    if not report.articles:
        click.echo(terminal.without_articles(corpus), err=True)
    if report.unreadable:
        sys.exit(SOME_UNREADABLE)


@main.command(cls=Search, context_settings=_HELP)
@click.argument("query")
@_index_options
@click.option("--source", multiple=True, help="Only this source; can be repeated.")
@click.option("--lang", default="", help="Only this language (en, de, …).")
@click.option("--after", default="", metavar="DATE", help="Only after this day, month or year.")
@click.option("--before", default="", metavar="DATE", help="Only before this day, month or year.")
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "newest", "oldest"]), show_default=True)
@click.option("--page", default=1, type=click.IntRange(min=1), show_default=True)
@click.option("-n", "--per-page", default=10, type=click.IntRange(1, 100), show_default=True, help="Results per page.")
@click.option("--cursor", default="", help="Go on after the page with this `next`.")
@click.option("--facets", default="", metavar="NAMES", help="Count by these: source,date,year,lang.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, as the API gives it.")
def search(
    query: str, index: Path, engine: str, as_json: bool, facets: str, source: tuple[str, ...], **more: Any
) -> None:
    """Search for QUERY and print a page of the results.

    Put -- before a QUERY that begins with a minus:

    \b
    searchsvc search -- -word
    """
    request = terminal.checked(SearchRequest(q=query, source=source, facets=terminal.names(facets), **more))
    answer = _with_archive(index, engine, lambda archive: search_archive(archive, request))
    if as_json:
        terminal.print_json(answer.to_json())
    else:
        click.echo(terminal.answer(answer))


@main.command(context_settings=_HELP)
@click.argument("id_", metavar="ID")
@_index_options
@click.option("-q", "--query", default="", help="Mark the matches of this query.")
@click.option("--json", "as_json", is_flag=True, help="Print the article as JSON, as the API gives it.")
def show(id_: str, index: Path, engine: str, query: str, as_json: bool) -> None:
    """Print the article with this ID."""
    article = _with_archive(index, engine, lambda archive: read_article(archive, id_, query))
    if as_json:
        terminal.print_json(article.to_json())
    else:
        click.echo(terminal.article(article))


@main.command(context_settings=_HELP)
@_index_options
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(index: Path, engine: str, as_json: bool) -> None:
    """Check the whole index for damage."""
    findings = check_index(index, engine)
    if as_json:
        terminal.print_json({**asdict(findings), "remedy": findings.remedy})
    else:
        click.echo(terminal.findings(findings))
    if findings.wrong:
        sys.exit(1)


@main.command(context_settings=_HELP)
@_index_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), show_default=True)
@click.option("--workers", default=1, type=click.IntRange(1, 64), show_default=True, help="Number of processes.")
@click.option("--allowed-host", multiple=True, metavar="NAME", help="Answer to this host name too; can be repeated.")
def serve(index: Path, engine: str, host: str, port: int, workers: int, allowed_host: tuple[str, ...]) -> None:
    """Serve the search page and the JSON API."""
    from searchsvc.web.server import serve as run_server  # Flask is needed by this command only.

    run_server(
        index,
        engine,
        host,
        port,
        workers,
        allowed_host,
        ready=lambda url: click.echo(terminal.serving(url, indexed=_indexed(index, engine)), err=True),
    )


@main.command(context_settings=_HELP)
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


def _indexed(index: Path, engine: str) -> bool:
    return Generations(index, engine).stamp() is not None


def _with_archive(index: Path, engine: str, ask: Callable[[Archive], Result]) -> Result:
    archive = open_archive(index, engine)
    try:
        return ask(archive)
    finally:
        archive.close()
