"""YAML front matter: the fields between two lines of ``---`` at the start of a Markdown file."""

from __future__ import annotations

import re
from typing import TypeAlias

import yaml

from searchsvc.article import Unreadable

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

MAX_CHARS = 64 * 1024
"""Characters of front matter: far more than any article has."""

END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
# Base loaders make strings, lists and mappings, nothing else: `title: No` is the word, dates are read by us, and
# no tag, merge key or alias of a hostile file makes them do more than the length of its text.
LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def split_front_matter(text: str, name: str) -> tuple[dict[str, Value], str] | Unreadable:
    """The front matter, keys in lower case, and the text after it; no front matter is an empty one."""
    first, _, rest = text.partition("\n")
    end = END.search(rest) if first.rstrip() == "---" else None
    if end is None:
        return {}, text
    if end.start() > MAX_CHARS:
        return Unreadable(name, f"front matter of over {MAX_CHARS // 1024} KiB: shorten it", 1)
    try:
        loaded = yaml.load(rest[: end.start()], Loader=LOADER)  # the loader makes plain values only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return Unreadable(name, f"front matter is not YAML: {error.problem}", mark.line + 2 if mark else 1)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return Unreadable(name, f"front matter is not YAML: {type(error).__name__}", 1)
    if not isinstance(loaded, dict):
        return {}, text if loaded else rest[end.end() :]
    return {str(key).lower(): value for key, value in loaded.items()}, rest[end.end() :]


def texts(value: Value | None) -> list[str]:
    """The texts of a field: one, or those of a list; of a mapping (an author, say) its name."""
    if value is None or isinstance(value, str):
        return [] if value is None or value.strip() in EMPTY else [value.strip()]
    if isinstance(value, dict):
        return [name for key in ("name", "text", "caption", "title") if isinstance(name := value.get(key), str)][:1]
    return [text for item in value if not isinstance(item, list) for text in texts(item)]


def first_text(fields: dict[str, Value], *keys: str) -> str:
    """The first text under the first of the keys that has one."""
    return next((text for key in keys for text in texts(fields.get(key))), "")
