"""Front matter: the fields at the start of a Markdown file, in YAML, TOML, JSON or as lines of ``Key: value``.

YAML stands between two lines of ``---``, TOML between ``+++``, JSON between ``;;;`` or its own braces; ``---toml`` and
the like name the language. Lines of ``Key: value`` (Pelican, MultiMarkdown; Hexo, which leaves out the first ``---``)
end with a blank line or ``---``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from searchsvc.article import Unreadable
from searchsvc.readers.values import Fields, Value, value_of
from searchsvc.readers.yaml_fields import WrongYaml, read_yaml

MAX_CHARS = 64 * 1024
"""Characters of front matter: far more than any article has."""
LEADS = ("title", "date", "author", "authors", "layout", "slug", "categories", "category", "tags", "permalink")
"""Lines of ``Key: value`` are front matter where the first key is one of these."""
WRAPPERS = ("params", "extra")
"""Tables of TOML in which Hugo and Zola have a site's own fields."""

FENCE = re.compile(r"(---|\+\+\+|;;;)[ \t]*(yaml|yml|toml|json)?[ \t]*\n")
ENDS = {"---": r"^(?:---|\.\.\.)[ \t]*$", "+++": r"^\+\+\+[ \t]*$", ";;;": r"^;;;[ \t]*$"}
END = {fence: re.compile(pattern, re.MULTILINE) for fence, pattern in ENDS.items()}
USUAL = {"---": "yaml", "+++": "toml", ";;;": "json"}
FIELD_LINE = re.compile(r'^(?:[ \t{]*+")?([A-Za-z_][\w-]*)"?[ \t]*[:=][ \t]*(\S[^\n]*)$', re.MULTILINE)
KEY = re.compile(r'^[ \t{]*"?[A-Za-z_][\w-]*"?[ \t]*[:=]', re.MULTILINE)
KNOWN = re.compile(rf'^[ {{]*"?(?:{"|".join(LEADS)})"?[ \t]*[:=][ \t]*\S', re.IGNORECASE | re.MULTILINE)
LEAD = re.compile(rf"(?:{'|'.join(LEADS)}):[ \t]*\S", re.IGNORECASE)
LINES_END = re.compile(r"^[ \t]*(?:---[ \t]*)?$", re.MULTILINE)
TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
JSON_START = re.compile(r'\{\s*"')


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter, keys in lower case, and the text after it; no front matter is an empty one.

    Where ``trouble`` is there, the fields are what single lines say.
    """

    fields: Fields
    text: str
    trouble: Unreadable | None = None


@dataclass(frozen=True, slots=True)
class _Raw:
    """Front matter as it stands: its language, its own text and the text after it, and the number of its first line."""

    language: str
    inside: str
    after: str
    line: int


class _Wrong(ValueError):
    """Front matter that cannot be read: why, and on which of its lines, from 0."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(problem)
        self.line = line


def split_front_matter(text: str, name: str) -> Front:
    """The front matter of a text with Unix line ends; ``name`` is for the message where it cannot be read."""
    raw = _raw(text)
    if raw is None:
        return _unclosed(text, name) or Front({}, text)
    if len(raw.inside) > MAX_CHARS:
        return Front({}, raw.after, Unreadable(name, f"front matter of over {MAX_CHARS // 1024} KiB: shorten it", 1))
    try:
        value = READERS[raw.language](raw.inside)
    except _Wrong as error:
        if not KEY.search(raw.inside):
            return Front({}, text)  # a text between two rules
        return _unclosed(text, name, raw) or Front(
            _lines(raw.inside), raw.after, Unreadable(name, str(error), raw.line + error.line)
        )
    if isinstance(value, dict):
        return Front(_flat(value), raw.after)
    return Front({}, text if value else raw.after)


def _raw(text: str) -> _Raw | None:
    if fence := FENCE.match(text):
        end = END[fence[1]].search(text, fence.end())
        return _Raw(_language(fence), text[fence.end() : end.start()], text[end.end() :], 2) if end else None
    if JSON_START.match(text):
        place = _json_end(text)
        return _Raw("json", text[:place], text[place:], 1)
    if LEAD.match(text):
        end = LINES_END.search(text)
        inside, after = (text[: end.start()], text[end.end() :]) if end else (text, "")
        return _Raw("lines", inside, after, 1) if _is_lines(inside) else None
    return None


def _unclosed(text: str, name: str, raw: _Raw | None = None) -> Front | None:
    """The fields below a fence that is never closed, and the text; ``raw`` is what a rule in that text would end."""
    fence = FENCE.match(text)
    if not fence:
        return None
    lines = text[fence.end() : fence.end() + MAX_CHARS].split("\n")
    inside = "".join(f"{line}\n" for line in takewhile(_may_be_field, lines))
    after = text[fence.end() + len(inside) :]
    between = raw.inside[len(inside) :] if raw else ""
    if not KNOWN.search(inside) or (raw and not (between.startswith("\n") and between.strip())) or KEY.search(between):
        return None
    try:
        value = READERS[_language(fence)](inside)
    except _Wrong:
        value = _lines(inside)
    end = fence[1]
    trouble = f"front matter that is never closed was taken to end with its fields: put a line of {end} below them"
    return Front(_flat(value) if isinstance(value, dict) else {}, after, Unreadable(name, trouble, 1))


def _may_be_field(line: str) -> bool:
    """Whether a line is a field, or goes on with one."""
    return bool(line.strip() and (KEY.match(line) or line.startswith((" ", "\t", "- "))))


def _language(fence: re.Match[str]) -> str:
    return (fence[2] or USUAL[fence[1]]).replace("yml", "yaml")


def _json_end(text: str) -> int:
    """Where the JSON object that a text begins with ends; where it is none, at the next blank line."""
    try:
        return json.JSONDecoder().raw_decode(text)[1]
    except (ValueError, RecursionError):
        blank = text.find("\n\n")
        return blank if blank >= 0 else len(text)


def _is_lines(text: str) -> bool:
    """Whether every line is a field or, indented, goes on with one."""
    return all(
        FIELD_LINE.match(line) or line[:1] in " \t-" or line.rstrip().endswith(":") for line in text.splitlines()
    )


def _yaml(text: str) -> Value:
    try:
        return read_yaml(text)
    except WrongYaml as error:
        line = -1 if error.line is None else error.line
        raise _Wrong(f"front matter is not plain YAML: {error}", line) from error


def _toml(text: str) -> Value:
    try:
        return value_of(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = TOML_LINE.search(str(error))
        problem = TOML_LINE.sub("", str(error))
        raise _Wrong(f"front matter is not TOML: {problem}", int(place[1] or 1) - 1 if place else 0) from error
    except (ValueError, RecursionError) as error:
        raise _Wrong("front matter is not TOML that can be read: nested too deeply, or a huge number") from error


def _json(text: str) -> Value:
    text = text if text.lstrip().startswith("{") else f"{{{text}}}"
    try:
        return value_of(json.loads(text))
    except json.JSONDecodeError as error:
        raise _Wrong(f"front matter is not JSON: {error.msg}", error.lineno - 1) from error
    except (ValueError, RecursionError) as error:
        raise _Wrong("front matter is not JSON that can be read: nested too deeply, or a huge number") from error


def _lines(text: str) -> Fields:
    """What single lines of ``key: value`` say, whatever stands between them."""
    fields: Fields = {}
    for key, value in FIELD_LINE.findall(text):
        fields.setdefault(key.lower(), value.rstrip(" \t,}").strip("\"'"))
    return fields


def _flat(fields: Fields) -> Fields:
    """The fields with keys in lower case, and those of a site's own where no field has the name."""
    flat: Fields = {}
    for table in (fields, *(inner for key in WRAPPERS if isinstance(inner := fields.get(key), dict))):
        for key, value in table.items():
            flat.setdefault(key.lower(), value)
    return flat


READERS: dict[str, Callable[[str], Value]] = {"yaml": _yaml, "toml": _toml, "json": _json, "lines": _lines}
