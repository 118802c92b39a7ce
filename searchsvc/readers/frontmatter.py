"""YAML front matter: the fields between two lines of ``---`` at the start of a Markdown file.

Values are read from the parser's events, and not by a loader: they stay texts (``title: No`` is the word, dates are
read by us), and a hostile file has no tags, no aliases and no depth to work with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias, cast

import yaml

from searchsvc.article import Unreadable

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

MAX_CHARS = 64 * 1024
"""Characters of front matter: far more than any article has."""
MAX_DEPTH = 20
"""Lists and mappings within each other."""

END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
PARSER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def split_front_matter(text: str, name: str) -> tuple[dict[str, Value], str] | Unreadable:
    """The front matter, keys in lower case, and the text after it; no front matter is an empty one."""
    first, _, rest = text.partition("\n")
    end = END.search(rest) if first.rstrip() == "---" else None
    if end is None:
        return {}, text
    if end.start() > MAX_CHARS:
        return Unreadable(name, f"front matter of over {MAX_CHARS // 1024} KiB: shorten it", 1)
    try:
        value = _document(rest[: end.start()])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return Unreadable(name, f"front matter is not plain YAML: {error.problem}", mark.line + 2 if mark else 1)
    except yaml.YAMLError:
        return Unreadable(name, "front matter is not plain YAML: it has control characters", 1)
    if not isinstance(value, dict):
        return {}, text if value else rest[end.end() :]
    return {key.lower(): field for key, field in value.items()}, rest[end.end() :]


def _document(text: str) -> Value:
    """The one value of a YAML text. Raises yaml.YAMLError."""
    events = yaml.parse(text, Loader=PARSER)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return _value(event, events, 0)
    return ""


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise _refusal("nested too deeply", event)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        return list(_values(events, yaml.SequenceEndEvent, depth))
    if isinstance(event, yaml.MappingStartEvent):
        fields = list(_values(events, yaml.MappingEndEvent, depth))
        return {key: value for key, value in zip(fields[::2], fields[1::2], strict=True) if isinstance(key, str)}
    raise _refusal("aliases are not read, write the value out", event)


def _refusal(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    # The stubs know one of the two classes of marks here; they are alike.
    return yaml.MarkedYAMLError(problem=problem, problem_mark=cast("yaml.error.Mark | None", event.start_mark))


def _values(events: Iterator[yaml.Event], end: type[yaml.Event], depth: int) -> Iterator[Value]:
    for event in events:
        if isinstance(event, end):
            return
        yield _value(event, events, depth + 1)


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
