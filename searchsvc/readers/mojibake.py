"""Mojibake: text that somebody once decoded wrongly and saved so (``cafÃ©``), put right where that is certain."""

from __future__ import annotations

import re

import ftfy
from ftfy.badness import is_bad

from searchsvc.readers.codepages import without_controls

# Where UTF-8 was taken for a code page with one byte a letter, the first byte of each letter became an accented letter
# or so, and each further one a sign of windows-1252. These patterns begin with a byte that a search can leap to.
_SIGN = (
    rb"(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]"
    rb"|\xe2(?:\x80[\x93-\xba]|\x82\xac|\x84\xa2))"
)
_TRACES = (
    re.compile(
        rb"\xc3(?:[\x82-\x9f]%b|\xa2(?:\xc2\x80|\xe2\x82\xac)|[\xa0-\xb4]%b{2})" % (_SIGN, _SIGN)  # Ã©, â€™, ä½
    ),
    re.compile(rb"\xc4[\x82\xb9](?:\xc2|\xc4|\xc5|\xcb|\xe2[\x80\x82\x84])"),  # Ăł, Ĺ‚: taken for windows-1250
    re.compile(rb"\xe2\x88\x9a(?:\xc2|\xc3|\xc5|\xe2)"),  # √©: taken for Mac Roman
    re.compile(rb"\xa0(?:\xc2[\xb0\xb5]|\xd1\x95)"),  # Р°, Рµ, Рѕ: common letters, taken for windows-1251
)
_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")

_PIECES = re.compile(r"([\n<>])")
# «AMANHÃ” is Portuguese in capitals before a closing quote as well as a broken Ô.
_DOUBTFUL = re.compile("Ã[“”’»…–—]")
_HOW = ftfy.TextFixerConfig(unescape_html=False, replace_lossy_sequences=False)


def may_have_mojibake(raw: bytes) -> bool:
    """Whether a text, here in UTF-8, shows traces of mojibake: a fast look that lets nearly all texts go."""
    return _CONTROLS.search(raw) is not None or _has_traces(raw)


def mended(text: str) -> str:
    """The text with its mojibake decoded; a piece of a line or between two tags is mended on its own.

    What could be right as it is stays.
    """
    return "".join(map(_mended, _PIECES.split(text)))


def _mended(piece: str) -> str:
    if piece.isascii():
        return piece
    raw = piece.encode("utf-8", "surrogatepass")
    if _has_traces(raw) and is_bad(piece) and is_bad(_DOUBTFUL.sub("", piece)):
        return ftfy.fix_encoding(piece, _HOW)
    return without_controls(piece) if _CONTROLS.search(raw) else piece


def _has_traces(raw: bytes) -> bool:
    return any(trace.search(raw) for trace in _TRACES)
