"""Texts without surrogates, for libraries and servers that refuse those.

A file name that is not UTF-8 has surrogates in Python. U+D7FF is no character and sorts right before them; the private
use area behind it holds what they were.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud7ff-\udfff]")
_ESCAPED = re.compile("\ud7ff(.)")
_SHIFT = 0xE000 - 0xD7FF


def plain(text: str) -> str:
    """A text without surrogates, which sorts as the text does."""
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda found: f"\ud7ff{chr(ord(found.group()) + _SHIFT)}", text)


def unplain(text: str) -> str:
    """The text that :func:`plain` was given."""
    return _ESCAPED.sub(lambda found: chr(ord(found[1]) - _SHIFT), text)
