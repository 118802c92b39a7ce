"""Light Markdown as blocks: a text cut into paragraphs, with the marks at the starts of lines taken off.

Headings, quotes, list items and rules lose their marks; fences go, the code in them stays as text. Ordered items
keep their numbers, which are part of what the article says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchsvc.article import Link
from searchsvc.readers.held import literal
from searchsvc.readers.inline import Inline, read_inline
from searchsvc.readers.plain import BLANK_LINES, one_line
from searchsvc.readers.references import NONE, References

MARKED_START = re.compile(r"[ \t]*(?:[#>]|[-+*=_](?:[ \t\-*=_\n]|$)|\d{1,3}[.)][ \t])")
MARKED_LINE = re.compile("\n" + MARKED_START.pattern)
QUOTE = re.compile(r"(?:[ \t]*>)++[ \t]?")
HEADING = re.compile(r"[ \t]*(#{1,6})(?:[ \t]+|$)")
BULLET = re.compile(r"[ \t]*[-+*][ \t]+")
NUMBERED = re.compile(r"[ \t]*\d{1,3}[.)][ \t]")
FENCE = re.compile(r"[ \t]*(`{3,}+|~{3,}+)[^`]*+$")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text read: its paragraphs, each one line, and the links and image captions that were in them."""

    paragraphs: tuple[str, ...]
    links: tuple[Link, ...] = ()
    captions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between them."""
        return "\n\n".join(self.paragraphs)


def split(text: str) -> list[str]:
    """The blocks of a text, which stand apart by blank lines; code in fences comes escaped, as plain text."""
    if "```" in text or "~~~" in text:
        text = _without_fences(text)
    return [block for block in BLANK_LINES.split(text.strip()) if block]


def read_block(block: str, *, html: bool = False, references: References = NONE) -> Plain:
    """One block as plain text: a heading, a quote and each item of a list is a paragraph of its own."""
    marked = MARKED_START.match(block) or ("\n" in block and MARKED_LINE.search(block))
    pieces = _pieces(block) if marked else [block]
    return _joined([read_inline(piece, html=html, references=references) for piece in pieces])


def heading_of(block: str) -> int:
    """The level of the heading that the block starts with (1 to 6), or 0."""
    if found := HEADING.match(block):
        return len(found[1])
    first, _, second = block.partition("\n")
    second = second.partition("\n")[0]
    return {"=": 1, "-": 2}.get(second.strip()[:1], 0) if first.strip() and _is_rule(second) else 0


def _joined(pieces: list[Inline]) -> Plain:
    paragraphs: list[str] = []
    links: list[Link] = []
    captions: list[str] = []
    for inline in pieces:
        if paragraph := one_line(inline.text):
            paragraphs.append(paragraph)
        links += [Link(one_line(link.title), one_line(link.url)) for link in inline.links]
        captions += filter(None, map(one_line, inline.captions))
    return Plain(tuple(paragraphs), tuple(links), tuple(captions))


def _pieces(block: str) -> list[str]:
    """The block cut where a line's mark begins a new paragraph, without the marks."""
    pieces: list[list[str]] = [[]]
    in_list = True
    for raw in block.split("\n"):
        quote = QUOTE.match(raw)
        line = raw[quote.end() :] if quote else raw
        if _is_rule(line) or not line.strip():
            pieces.append([])
        elif heading := HEADING.match(line):
            pieces += [[_without_closing_marks(line[heading.end() :])], []]
        elif bullet := BULLET.match(line):
            pieces.append([line[bullet.end() :]])
            in_list = True
        elif in_list and NUMBERED.match(line):
            pieces.append([line])
        else:
            # A year or a figure that a line break happens to leave in front does not begin an item.
            in_list = in_list and any(pieces)
            pieces[-1].append(line)
    return ["\n".join(piece) for piece in pieces if piece]


def _is_rule(line: str) -> bool:
    """Whether the line is a rule, or underlines the heading above it."""
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "-*_=" and not marks.strip(marks[0])


def _without_closing_marks(heading: str) -> str:
    heading = heading.rstrip()
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else heading


def _without_fences(text: str) -> str:
    """The text with a blank line for each fence, and the code between two fences escaped."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = FENCE.match(line)
        if found and not fence:
            fence = found[1]
            lines.append("")
        elif found and found[1].startswith(fence) and line.strip() == found[1]:
            fence = ""
            lines.append("")
        else:
            lines.append(literal(line) if fence else line)
    return "\n".join(lines)
