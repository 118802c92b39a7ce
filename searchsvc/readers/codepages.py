"""Code pages: how bytes that an encoding does not define are decoded, and how far two encodings agree."""

from __future__ import annotations

import codecs
import re

LENIENT = "searchsvc.lenient"
"""An error handler: an undefined byte is the control character of its number, as in browsers, else U+FFFD."""
STRAY = "searchsvc.stray"
"""An error handler for UTF-8: bytes that are not UTF-8 are windows-1252."""

_CONTROLS = re.compile("[\x80-\x9f]")
_UPPER_HALF = bytes(range(128, 256))
SAME_SHARE = 20
"""Two encodings are nearly the same for a text in which at most one in so many letters beyond ASCII differs."""


def nearly_same(raw: bytes, one: str, other: str) -> bool:
    """Whether the bytes are nearly the same text in two encodings."""
    if one == other:
        return True
    left, right = _UPPER_HALF.decode(one, "replace"), _UPPER_HALF.decode(other, "replace")
    beyond_ascii = len(raw) - len(raw.translate(None, _UPPER_HALF))
    if not len(left) == len(right) == len(_UPPER_HALF) or not beyond_ascii:  # letters of several bytes
        return raw.decode(one, "replace") == raw.decode(other, "replace")
    different = bytes(byte for byte, *pair in zip(_UPPER_HALF, left, right, strict=True) if pair[0] != pair[1])
    return (len(raw) - len(raw.translate(None, different))) * SAME_SHARE <= beyond_ascii


def without_controls(text: str) -> str:
    """The text with the letters of windows-1252 for the controls from U+0080 to U+009F, which nobody types."""
    return _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("windows-1252", LENIENT), text)


def _lenient(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    return chr(byte) if error.encoding == "charmap" and byte < 0xA0 else "\ufffd", error.end


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", LENIENT), error.end


codecs.register_error(LENIENT, _lenient)
codecs.register_error(STRAY, _stray)
