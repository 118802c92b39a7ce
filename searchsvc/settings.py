"""Settings: a flag over the environment over searchsvc.toml over the default. The only reader of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from searchsvc.errors import SettingsError

FILE = "searchsvc.toml"
PREFIX = "SEARCHSVC_"


Setting = str | list[str]


def settings(names: Collection[str], folder: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Setting]:
    """The options that are set elsewhere than on the command line: in the environment, else in the file in ``folder``.

    They are texts, as one would type them; a list in the file is a list of those. An option ``per_page`` is
    ``SEARCHSVC_PER_PAGE`` in the environment and ``per_page`` (or ``per-page``) in the file. Raises SettingsError for
    a file that is not TOML, and for a key in it that is no option or has a table for its value.
    """
    found = _from_file(names, folder / FILE)
    for name in names:
        value = environ.get(PREFIX + name.upper())
        if value:
            found[name] = value
    return found


def place_of(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Where an option that :func:`settings` found is set: the name of its variable, or the file and the key there."""
    variable = PREFIX + name.upper()
    return f"the environment, as {variable}" if environ.get(variable) else f"{FILE}, as {name.replace('_', '-')}"


def mapped(pairs: Sequence[str], keys: Collection[str]) -> dict[str, str]:
    """The pairs ``title=headline`` of a mapping, by key. Raises SettingsError for a pair that is none."""
    found: dict[str, str] = {}
    for pair in pairs:
        key, equals, name = (part.strip() for part in pair.partition("="))
        if not (equals and name and key in keys):
            raise SettingsError(f"--map {pair}: write key=name, like title=headline; the keys are {', '.join(keys)}")
        if key in found:
            raise SettingsError(f"--map {pair}: {key} is mapped twice")
        found[key] = name
    return found


def _from_file(names: Collection[str], path: Path) -> dict[str, Setting]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    found: dict[str, Setting] = {}
    for key, value in content.items():
        name = key.replace("-", "_")
        if name not in names:
            known = ", ".join(sorted(known.replace("_", "-") for known in names))
            raise SettingsError(f"{path}: there is no option {key!r}: choose from {known}")
        if name in found:
            raise SettingsError(f"{path}: {name.replace('_', '-')} is set twice: once with - and once with _")
        found[name] = [_text(path, key, one) for one in value] if isinstance(value, list) else _text(path, key, value)
    return found


def _text(path: Path, key: str, value: object) -> str:
    """A value of the file as one would type it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        raise SettingsError(f'{path}: {key} is a table or a list: write a single value, like {key} = "..."')
    return str(value)
