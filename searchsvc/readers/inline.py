"""Light Markdown inside a paragraph, read to plain text in linear time.

Links give their text, images their caption, marks of emphasis go, entities and backslash escapes give their
character. What only looks like markup (``5*3``, ``snake_case``, ``[sic]``, ``a < b``) stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from searchsvc.article import Link
from searchsvc.readers.references import NONE, Reference, References
from searchsvc.readers.tags import tag_text
from searchsvc.readers.verbatim import closing_ticks

SPECIAL = re.compile(r"[\\*_\[`<&~]")
UNESCAPED = re.compile(r"(?<!\\)[*_\[`<&~]")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
PLAIN_LINK = re.compile(r"""(?<!!)\[([^\[\]\\*_`<&~]+)\]\(([^\s()\[\]\\<>"'&]*)\)""")
# Two steps, because a search for one character of a set is far quicker than one for a choice of patterns.
START = re.compile(r"[\\&`<!\[\]*_~]")
TOKEN = re.compile(
    r"""\\(?P<escape>[!-/:-@\[-`{-~])
    |(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<code>`+)
    |<(?P<address>(?:https?://|mailto:)[^\s<>]*|[\w.+-]++@[\w.-]++)>
    |(?P<tag></?[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>|</?[A-Za-z][^<>]*>)
    |(?P<open>!?\[)
    |(?P<close>\])
    |(?P<run>\*+|_+|~~)""",
    re.VERBOSE,
)
# No bracket inside the address, so that a try never reads past the next link: the whole stays linear.
TARGET = re.compile(
    r"""\(\s*+(?:<(?P<angled>[^<>\n\[\]]*+)>|(?P<bare>(?:\\[!-/:-@\[-`{-~]|[^\s()\[\]\\]|\\(?=\w)|\([^\s()\[\]]*+\))*+))
    (?:\s*+(?:"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)'))?\s*+\)""",
    re.VERBOSE | re.DOTALL,
)
LABEL = re.compile(r"[ ]?\[([^\[\]]*+)\]")
LONGEST_WORD = 100
LONGEST_LABEL = 999
"""Characters of a label in brackets, as CommonMark has it. A longer text is cut, so none will be found."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph read: its plain text (white space as it was), its links, the captions of its images."""

    text: str
    links: tuple[Link, ...] = ()
    captions: tuple[str, ...] = ()


def read_inline(text: str, *, html: bool = False, references: References = NONE) -> Inline:
    """The paragraph without its markup; with ``html``, tags of HTML are markup too.

    ``references`` are the addresses that stand elsewhere in the text: ``[shown][label]`` is a link by them.
    """
    if not SPECIAL.search(text):
        return Inline(text)
    if "\\" in text and "\\\\" not in text and not UNESCAPED.search(text):
        return Inline(ESCAPE.sub(r"\1", text))
    without_links = PLAIN_LINK.sub(r"\1", text)
    if not SPECIAL.search(without_links):
        return Inline(without_links, tuple(Link(title, url) for title, url in PLAIN_LINK.findall(text)))
    return _Reading(text, html, references).whole()


@dataclass(slots=True)
class _Mark:
    """A run of ``*``, ``_`` or ``~`` that may open emphasis: its place in the output, how many are not yet used.

    ``start`` is its place in the text.
    """

    place: int
    count: int
    start: int


@dataclass(slots=True)
class _Reading:
    """One paragraph being read. ``out`` holds the pieces; marks still open hold their place in it.

    A link holds no link: below ``closed``, brackets that opened before a link are characters.
    """

    text: str
    html: bool
    references: References
    out: list[str] = field(default_factory=list)
    brackets: list[tuple[int, str, int]] = field(default_factory=list)
    closed: int = 0
    marks: dict[str, list[_Mark]] = field(default_factory=lambda: {"*": [], "_": [], "~": []})
    ticks: dict[int, int] | None = None
    links: list[Link] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)

    def whole(self) -> Inline:
        text, at, look = self.text, 0, 0
        while start := START.search(text, look):
            place = start.start()
            found = TOKEN.match(text, place)
            if found is None:
                look = place + 1
                continue
            if at < place:
                self.out.append(text[at:place])
            at = look = self.token(found)
        self.out.append(text[at:])
        return Inline("".join(self.out), tuple(self.links), tuple(self.captions))

    def token(self, found: re.Match[str]) -> int:
        """Read one token; where to read on."""
        match found.lastgroup:
            case "escape" | "address":
                self.out.append(found[found.lastgroup])
            case "entity":
                self.out.append(_entity(found[0]))
            case "tag":
                self.out.append(tag_text(found[0]) if self.html else found[0])
            case "code":
                return self.code(found)
            case "open":
                self.brackets.append((len(self.out), found[0], found.end()))
                self.out.append(found[0])
            case "close":
                return self.close(found)
            case _:
                self.run(found)
        return found.end()

    def code(self, found: re.Match[str]) -> int:
        """Code between equal runs of backticks is text as it stands."""
        if self.ticks is None:
            self.ticks = closing_ticks(self.text)
        width = found.end() - found.start()
        # An escape may have taken the first backtick of a run: what is left of it opens nothing.
        closing = self.ticks.get(found.start())
        if closing is None:
            self.out.append(found[0])
            return found.end()
        self.out.append(self.text[found.end() : closing])
        return closing + width

    def close(self, found: re.Match[str]) -> int:
        """A bracket closes: a link or an image where an address follows, else a character."""
        place, opening, start = self.brackets.pop() if self.brackets else (0, "", 0)
        if opening == "[" and len(self.brackets) < self.closed:
            opening = ""
        self.closed = min(self.closed, len(self.brackets))
        target, end = self.target(start, found) if opening else (None, found.end())
        if target is None:
            self.out.append("]")
            return end
        inner = self.cut(place)
        if opening == "[":
            self.out.append(inner)
            self.links.append(Link(inner, unescape(ESCAPE.sub(r"\1", target.url))))
            self.closed = len(self.brackets)
        elif target.title:
            self.captions.append(read_inline(target.title, html=self.html, references=self.references).text)
        return end

    def target(self, start: int, closing: re.Match[str]) -> tuple[Reference | None, int]:
        """Where what stands in brackets leads to, None for nowhere, and where to read on."""
        if written := TARGET.match(self.text, closing.end()):
            url, title = written["angled"] or written["bare"] or "", written["double"] or written["single"] or ""
            return Reference(url, title), written.end()
        if not self.references.known:
            return None, closing.end()
        label = LABEL.match(self.text, closing.end())
        name = (label and label[1]) or self.text[start : min(closing.start(), start + LONGEST_LABEL)]
        found = self.references.find(name)
        return found, label.end() if found and label else closing.end()

    def cut(self, place: int) -> str:
        """Take back what was put out after the bracket at ``place``; marks open in it stay characters."""
        for open_marks in self.marks.values():
            while open_marks and open_marks[-1].place > place:
                open_marks.pop()
        inner = "".join(self.out[place + 1 :])
        del self.out[place:]
        return inner

    def run(self, found: re.Match[str]) -> None:
        """A run of emphasis marks closes what is open, or opens, or is characters."""
        char, count = found[0][0], found.end() - found.start()
        opens, closes = _flanks(self.text, found.start(), found.end(), char)
        closes = closes or self.ends_in_word(found.start(), char)
        while closes and count and self.marks[char]:
            count -= self.pair(char, count)
        if opens and count:
            self.marks[char].append(_Mark(len(self.out), count, found.start()))
        if count:
            self.out.append(char * count)

    def ends_in_word(self, at: int, char: str) -> bool:
        """Whether what was opened at the beginning of this word is closed inside of it: ``*re*making``."""
        if char != "*" or not self.marks[char]:
            return False
        start = self.marks[char][-1].start
        return at - start < LONGEST_WORD and not any(map(str.isspace, self.text[start : at + 1]))

    def pair(self, char: str, count: int) -> int:
        """Take as many marks from the last opening run as pair with ``count``: one, or two for bold."""
        opening = self.marks[char][-1]
        taken = 2 if min(opening.count, count) >= 2 else 1
        opening.count -= taken
        self.out[opening.place] = char * opening.count
        if not opening.count:
            self.marks[char].pop()
        for other, open_marks in self.marks.items():
            while other != char and open_marks and open_marks[-1].place > opening.place:
                open_marks.pop()
        return taken


def _flanks(text: str, start: int, end: int, char: str) -> tuple[bool, bool]:
    """Whether a run of marks can open, and can close: it touches a word on that side and is not inside one."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens, closes = not after.isspace(), not before.isspace()
    if char == "_":
        return opens and not before.isalnum(), closes and not after.isalnum()
    inside = end - start == 1 and before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return opens and not inside, closes and not inside


def _entity(text: str) -> str:
    if text[1] == "#":
        return unescape(text)
    return html5.get(text[1:], text)
