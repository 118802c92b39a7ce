"""HTML inside of other formats (a cell, a field of JSON) as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from searchsvc.readers.plain import normal, one_line
from searchsvc.readers.tags import IN_WORDS

BEGINS = re.compile(
    r"\s*(?:<!--|<!doctype\b|</?(?:html|head|body|article|section|main|div|p|h[1-6]|figure|figcaption|img|picture|ul|ol|li|"
    r"table|blockquote|pre|br|hr|span|strong|em|b|i|u|a|center|font|iframe|script|style)\b[^<>]*>)",
    re.IGNORECASE,
)
_TAG = re.compile(r"""<!--|</?([A-Za-z][A-Za-z0-9:-]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>|<![A-Za-z][^<>]*>""")
_SILENT = frozenset(("script", "style", "template", "noscript", "svg", "iframe", "object", "head", "title", "select"))
_LINE_END = "br"


@dataclass(frozen=True, slots=True)
class Fragment:
    """The text of some HTML, its paragraphs apart by a blank line, and the captions of its figures."""

    text: str
    captions: tuple[str, ...] = ()


def is_html(text: str) -> bool:
    """Whether a text begins with a tag of HTML."""
    return "<" in text[:200] and BEGINS.match(text[:2000]) is not None


def read_fragment(markup: str) -> Fragment:
    """The text and the captions of some HTML, in linear time whatever is wrong with it."""
    reading = _Reading(markup)
    reading.run()
    return Fragment(normal("".join(reading.text)), tuple(filter(None, map(one_line, reading.captions))))


class _Reading:
    def __init__(self, markup: str) -> None:
        self.markup, self.place = markup, 0
        self.text: list[str] = []
        self.captions: list[str] = []
        self.in_caption = False
        self._without_end: set[str] = set()

    def run(self) -> None:
        while found := _TAG.search(self.markup, self.place):
            self._say(self.markup[self.place : found.start()])
            self.place = found.end()
            if found[0] == "<!--":
                self._skip("-->")
            else:
                self._tag((found[1] or "").lower(), closes=found[0][1] == "/")
        self._say(self.markup[self.place :])

    def _tag(self, name: str, *, closes: bool) -> None:
        if name in _SILENT:
            if not closes:
                self._skip(f"</{name}")
        elif name == "figcaption":
            self.in_caption = not closes
            self.captions += [] if closes else [""]
        elif not IN_WORDS.fullmatch(name):
            self._say("\n" if name == _LINE_END else "\n\n" if name not in ("td", "th", "img") else " ", html=False)

    def _say(self, piece: str, *, html: bool = True) -> None:
        # A line end in HTML is a blank; those that tags stand for come with html=False.
        plain = unescape(piece).replace("\n", " ").replace("\r", " ") if html else piece
        if self.in_caption:
            self.captions[-1] += plain
        else:
            self.text.append(plain)

    def _skip(self, end: str) -> None:
        """Go behind the next ``end``, if there is one: it is looked for in vain only once."""
        if end in self._without_end:
            return
        found = re.compile(re.escape(end), re.IGNORECASE).search(self.markup, self.place)
        if found is None:
            self._without_end.add(end)
        else:
            self.place = found.end() if end == "-->" else found.start()
