"""White space and characters of plain text, the same for every format.

Paragraphs stand apart by one blank line; inside a paragraph there are no line breaks and no runs of blanks.
Characters that no page, feed or terminal can carry (controls, lone surrogates) are taken out. So are those that turn
the direction of the text after them: a title must not rearrange the page around it.
"""

from __future__ import annotations

import re

BLANK_LINES = re.compile(r"\n\s*\n")
UNCARRIED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
# Chinese and Japanese are written without blanks: a line break between two of these letters is not one either.
_UNSPACED = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
UNSPACED_WRAP = re.compile(rf"(?<=[{_UNSPACED}])[^\S\n]*\n\s*(?=[{_UNSPACED}])")


def one_line(text: str) -> str:
    """The text as a single line: every run of white space is one blank, none at the ends."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # printable: no white space but blanks
    if "\n" in text and not text.isascii():
        text = UNSPACED_WRAP.sub("", text)
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(UNCARRIED.sub("", text).split())


def unix_newlines(text: str) -> str:
    r"""The text with ``\n`` as its only line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def normal(text: str) -> str:
    """The text as paragraphs of one line each, a blank line between them."""
    return "\n\n".join(filter(None, map(one_line, BLANK_LINES.split(unix_newlines(text)))))
