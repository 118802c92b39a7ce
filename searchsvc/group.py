"""The commands as a group: settings become defaults, errors become messages and exit codes, never tracebacks."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from searchsvc import terminal
from searchsvc.errors import SearchsvcError, SettingsError
from searchsvc.settings import FILE, Setting, place_of, settings

INTERRUPTED = 130


class Group(click.Group):
    """Our commands: errors of ours become a message and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, with defaults from the environment and from searchsvc.toml."""
        terminal.make_printable()
        try:
            ctx.default_map = self._defaults()
            return super().invoke(ctx)
        except click.BadParameter as error:
            place = _place_of(error)
            if not place:
                raise
            message = f"{error.message.rstrip('.')}. It is set in {place}."
            raise click.BadParameter(message, error.ctx, error.param, error.param_hint) from error
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
    """The command whose argument may have blanks in it, and begin with a minus."""

    # What is left over is told by us.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, parsed; where the query was taken for others, the error says how to write it."""
        typed = list(args)
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            instead = terminal.with_minus(typed)
            if instead is None:
                raise
            message = f"{error.format_message().rstrip('.')}. To leave out a word, write: {instead}"
            raise click.UsageError(message, ctx) from error
        if rest and not ctx.resilient_parsing:
            query = shlex.quote(" ".join((ctx.params["query"], *rest)))
            raise click.UsageError(f"The query is one argument: put it in quotation marks, like {query}", ctx)
        return rest


def _place_of(error: click.BadParameter) -> str:
    """Where the value that is wrong was set; nothing where it was typed."""
    name = error.param.name if error.param else None
    if name and error.ctx and error.ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP:
        return place_of(name.removeprefix("as_"))
    return ""


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
