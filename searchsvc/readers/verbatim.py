"""What no markup is read in: code, which is held, and what a page does not show, which goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from searchsvc.readers.held import Held

START = re.compile(
    r"""\\[\\`<]|^(?P<indent>[ \t>]*+)(?P<fence>`{3,}+|~{3,}+)[^`\n]*$|(?P<ticks>`+)|(?P<comment><!--|<\?(?=\w))
    |<(?P<tag>script|style|svg|iframe|template|noscript|pre)\b[^<>]*+>""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
FENCE_END = re.compile(
    r"^(?:[ \t>]*+(?P<fence>`{3,}+|~{3,}+)[ \t]*$|(?P<item>(?:[-*+]|\d{1,3}[.)])[ \t]))", re.MULTILINE
)
CLOSING = {"<!--": re.compile("-->"), "<?": re.compile(r"\?>")} | {
    tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE)
    for tag in ("script", "style", "svg", "iframe", "template", "noscript", "pre")
}
TAG = re.compile(r"<[^<>]*>")
QUOTE_MARK = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
BLANK_LINE = re.compile(r"\n[ \t]*\n")


def without_verbatim(text: str, held: Held) -> str:
    """The text with its code held, without comments, scripts, styles and frames."""
    if "`" not in text and "<" not in text and "~~~" not in text:
        return text
    return "".join(_Scan(text, held).pieces())


@dataclass(slots=True)
class _Scan:
    """One text being gone through. ``without`` are the closings that do not come any more."""

    text: str
    held: Held
    ticks: dict[int, int] | None = None
    without: set[str] = field(default_factory=set)

    def pieces(self) -> Iterator[str]:
        """The text, with something else in the place of what is held or goes."""
        at = look = 0
        while found := START.search(self.text, look):
            end, instead = self.part(found)
            look = end
            if instead is not None:
                yield self.text[at : found.start()]
                yield instead
                at = end
        yield self.text[at:]

    def part(self, found: re.Match[str]) -> tuple[int, str | None]:
        """Where the part ends that begins here, and what to write in its place: None where it stays."""
        if found["fence"]:
            return self.fenced(found)
        if found["ticks"]:
            return self.span(found)
        if found["comment"]:
            return self.unseen(found, found["comment"])
        return self.unseen(found, found["tag"].lower()) if found["tag"] else (found.end(), None)

    def fenced(self, found: re.Match[str]) -> tuple[int, str]:
        """Code between fences. In an item of a list it ends with the item; else one left open goes on to the end."""
        start = end = after = min(found.end() + 1, len(self.text))
        for line in FENCE_END.finditer(self.text, start):
            if line["item"] and "  " in found["indent"]:
                end = after = line.start()
            elif line["fence"] and line["fence"].startswith(found["fence"]):
                end, after = line.start(), line.end()
            else:
                continue
            break
        else:
            end = after = len(self.text)
        return after, self.held.block(QUOTE_MARK.sub("", self.text[start:end]))

    def span(self, found: re.Match[str]) -> tuple[int, str | None]:
        """Code between equal runs of backticks, in one paragraph."""
        if self.ticks is None:
            self.ticks = closing_ticks(self.text)
        closing = self.ticks.get(found.start("ticks"))
        if closing is None or BLANK_LINE.search(self.text, found.end(), closing):
            return found.end(), None
        return closing + len(found["ticks"]), self.held.hold(self.text[found.end() : closing])

    def unseen(self, found: re.Match[str], name: str) -> tuple[int, str | None]:
        """What goes, up to its closing; of ``<pre>`` the text is held."""
        closing = None if name in self.without else CLOSING[name].search(self.text, found.end())
        if closing is None:
            self.without.add(name)
            return found.end(), None
        if name != "pre":
            return closing.end(), ""
        return closing.end(), self.held.block(unescape(TAG.sub("", self.text[found.end() : closing.start()])))


def closing_ticks(text: str) -> dict[int, int]:
    """For the start of every run of backticks, the start of the next run of the same width."""
    closing: dict[int, int] = {}
    nearest: dict[int, int] = {}
    for found in reversed(list(re.finditer("`+", text))):
        width = found.end() - found.start()
        if width in nearest:
            closing[found.start()] = nearest[width]
        nearest[width] = found.start()
    return closing
