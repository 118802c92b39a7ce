"""Values of front matter, whatever it is written in: texts, lists and mappings of them, and how they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Fields: TypeAlias = "dict[str, Value]"

EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
SWITCHES = frozenset(("true", "false", "yes", "no", "on", "off"))
NAMED = ("name", "text", "caption", "title", "display_name")
"""Keys under which a mapping (an author, say) has what it is called."""
DEEPEST = 20
"""Lists and mappings within each other."""


class TooDeep(ValueError):
    """A value holds more lists and mappings within each other than any article needs."""


def value_of(thing: object, depth: int = 0) -> Value:
    """What a parser of TOML or JSON gave, as texts. Raises TooDeep."""
    if depth > DEEPEST:
        raise TooDeep("nested too deeply")
    if isinstance(thing, Mapping):
        return {str(key): value_of(value, depth + 1) for key, value in thing.items()}
    if isinstance(thing, list):
        return [value_of(value, depth + 1) for value in thing]
    if thing is None or isinstance(thing, bool):
        return "" if thing is None else str(thing).lower()
    return str(thing)


def texts(value: Value | None) -> list[str]:
    """The texts of a field: one, or those of a list; of a mapping (an author, say) its name."""
    if value is None or isinstance(value, str):
        return [] if value is None or value.strip() in EMPTY else [value.strip()]
    if isinstance(value, dict):
        return [name for key in NAMED if isinstance(name := value.get(key), str)][:1]
    return [text for item in value if not isinstance(item, list) for text in texts(item)]


def first_text(fields: Fields, *keys: str) -> str:
    """The first text under the first of the keys that has one."""
    return next((text for key in keys for text in texts(fields.get(key))), "")


def under(fields: Fields, key: str, *inner: str) -> Value | None:
    """What a field says that is a mapping, under the first of the ``inner`` keys; of any other field its value."""
    value = fields.get(key)
    if not isinstance(value, dict):
        return value
    lowered = {name.lower(): inside for name, inside in value.items()}
    return next((lowered[name] for name in inner if name in lowered), None)


def is_switch(text: str) -> bool:
    """Whether a text only says yes or no, as Jekyll's ``published: true``."""
    return text.lower() in SWITCHES
