"""Settings: a flag over the environment over searchsvc.toml over the default. The only reader of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from searchsvc.errors import SettingsError

FILE = "searchsvc.toml"
PREFIX = "SEARCHSVC_"


def settings(names: Collection[str], folder: Path, environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """The options that are set outside of the command line, by name: of the environment, else of the file in ``folder``.

    An option ``per_page`` is ``SEARCHSVC_PER_PAGE`` in the environment and ``per_page`` (or ``per-page``) in the file.
    Raises SettingsError for a file that is not TOML or has a key that is no option.
    """
    found = _from_file(names, folder / FILE)
    for name in names:
        value = environ.get(PREFIX + name.upper())
        if value:
            found[name] = value
    return found


def _from_file(names: Collection[str], path: Path) -> dict[str, object]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    found = {key.replace("-", "_"): value for key, value in content.items()}
    for key in found:
        if key not in names:
            raise SettingsError(f"{path}: there is no option {key!r}: choose from {', '.join(sorted(names))}")
    return found
