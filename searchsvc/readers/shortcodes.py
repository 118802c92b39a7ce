"""Shortcodes of Hugo and tags of Liquid (Jekyll): what they show of what was written, as Markdown.

Those of images give their caption, those that are handed a text give that; what stands between a pair stays, unless it
draws something. None of their own syntax is left, whether it is closed or not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from searchsvc.readers.held import Held, caption

# No opening braces inside, except in quotes: a try ends where the next one begins, and the whole stays linear.
QUOTED = r""""(?:[^"\\]|\\.)*+"|`[^`]*+`"""
HUGO = re.compile(
    rf"""\{{\{{(?P<kind>[<%])(?:/\*(?P<said>(?:(?!\*/[>%]\}}\}}|\{{\{{).)*+)\*/
    |\s*+(?P<end>/?)\s*+(?P<name>[\w./-]*+)(?P<args>(?:{QUOTED}|(?![>%]\}}\}}|\{{\{{)[^"`])*+))[>%]\}}\}}""",
    re.VERBOSE | re.DOTALL,
)
ODD = re.compile(r"\{\{[<%](?:(?![>%]\}\}|\{\{)[^\n])*+(?:[>%]\}\})?")
"""A shortcode whose quotes do not match, or that never ends: up to the end of its line."""
LIQUID = re.compile(r"\{%-?\s*+(?P<end>end)?(?P<name>\w*+)(?P<args>(?:(?!%\}|\{%).)*+)%\}", re.DOTALL)
OUTPUT = re.compile(r"\{\{(?![<%])[^{}\n]*+\}\}")
GIVEN = re.compile(
    r"""(?<![\w-])([\w-]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|`([^`]*+)`|([^\s"'`]+))""", re.DOTALL
)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)

CODE = frozenset(("highlight", "codeblock", "code", "raw", "verbatim"))
DRAWN = frozenset(
    ("comment", "mermaid", "plantuml", "graphviz", "kroki", "diagram", "chart", "chartjs", "script", "style", "svg")
)
"""Pairs whose inside is not shown as text."""
FIGURE = re.compile(r"fig|im(?:a?g|age)|photo|pic|slide|gallery|video|media", re.IGNORECASE)
CREDITS = ("attr", "credit", "attribution")
SPOKEN = ("text", "quote", "label", "cite")
"""Parameters that are text of the page."""
HEADINGS = ("title", "heading", "summary")


@dataclass(frozen=True, slots=True)
class _Tag:
    """One tag: where it stands, what it is called, whether it ends a pair, what it is given."""

    start: int
    end: int
    name: str
    ends: bool
    given: dict[str, str] = field(default_factory=dict)


def without_shortcodes(text: str, held: Held) -> str:
    """The text with what Hugo's shortcodes show; code in it is held."""
    if "{{<" not in text and "{{%" not in text:
        return text
    text = HUGO.sub(lambda found: held.hold(_said(found)) if found["said"] else found[0], text)
    tags = [_tag(found) for found in HUGO.finditer(text)]
    pairs = {tag.name for tag in tags if tag.ends}
    return ODD.sub("", _expanded(text, tags, held, lambda tag: _shown(tag, tag.name in pairs)))


def without_code_tags(text: str, held: Held) -> str:
    """The text without Liquid's ``raw``, ``highlight`` and ``comment``: what they show is held."""
    if "{%" not in text:
        return text
    tags = [tag for tag in map(_tag, LIQUID.finditer(text)) if tag.name in CODE | DRAWN]
    return _expanded(text, tags, held, lambda _: "")


def without_liquid(text: str) -> str:
    """The text without Liquid's tags and outputs; an ``include`` with a caption gives it."""
    if "{%" in text:
        text = LIQUID.sub(lambda found: _captioned(_given(found["args"])), text)
    return OUTPUT.sub("", text) if "{{" in text else text


def _said(found: re.Match[str]) -> str:
    """What a shortcode that is only shown says: ``{{</* figure */>}}`` is ``{{< figure >}}`` on the page."""
    return f"{{{{{found['kind']}{found['said']}{'>' if found['kind'] == '<' else '%'}}}}}"


def _tag(found: re.Match[str]) -> _Tag:
    return _Tag(found.start(), found.end(), found["name"].lower(), bool(found["end"]), _given(found["args"]))


def _given(args: str) -> dict[str, str]:
    if "=" not in args:
        return {}
    found = ((key.lower(), double or single or tick or bare) for key, double, single, tick, bare in GIVEN.findall(args))
    return {key: ESCAPED.sub(r"\1", value) if '\\"' in value else value for key, value in found}


def _expanded(text: str, tags: list[_Tag], held: Held, shown: Callable[[_Tag], str]) -> str:
    return "".join(_pieces(text, tags, held, shown))


def _pieces(text: str, tags: list[_Tag], held: Held, shown: Callable[[_Tag], str]) -> Iterator[str]:
    closing: dict[str, list[_Tag]] = {}
    for tag in tags:
        if tag.ends:
            closing.setdefault(tag.name, []).append(tag)
    at = 0
    for tag in tags:
        if tag.start < at:
            continue  # inside of a pair that is code, or not shown
        yield text[at : tag.start]
        at = tag.end
        closers = closing.get(tag.name, []) if not tag.ends and tag.name in CODE | DRAWN else []
        place = bisect_left(closers, at, key=lambda closer: closer.start)
        if place < len(closers):
            inside = text[at : closers[place].start]
            yield "" if tag.name in DRAWN else held.hold(inside) if tag.name == "raw" else held.block(inside)
            at = closers[place].end
        else:
            yield shown(tag)
    yield text[at:]


def _shown(tag: _Tag, paired: bool) -> str:
    """What one shortcode shows by itself."""
    if tag.ends:
        return "\n\n" if tag.name not in ("md", "markdown") else ""
    if FIGURE.search(tag.name) or "caption" in tag.given:
        return _captioned(tag.given)
    headings = [tag.given[key] for key in HEADINGS if tag.given.get(key)] if paired else []
    return "".join(f"\n\n{heading}\n\n" for heading in headings[:1]) + " ".join(
        tag.given[key] for key in SPOKEN if tag.given.get(key)
    )


def _captioned(given: dict[str, str]) -> str:
    """The caption of an image, with its credit: the title stands for one where there is none."""
    words = given.get("caption") or given.get("title") or ""
    credit = next((given[key] for key in CREDITS if given.get(key)), "")
    return caption(f"{words} {credit}".strip() if "src" in given or "caption" in given else given.get("caption", ""))
