"""Whether a text was decoded with the wrong code page: the signs that no language shows."""

from __future__ import annotations

import re
from itertools import islice

_WORD = re.compile(r"[^\W\d_\x00-\x7f][^\W\d_]{0,40}")
"""A word from its first letter beyond ASCII on."""
_SYMBOL = re.compile(r"(?<=[^\W\d_])[¢-©«¬®-³µ¶¸¹»-¿×÷─-╿](?=[^\W\d_])")
"""A sign between two letters, as in ``p³aci`` for *płaci*."""
_NOTHING = re.compile("[\x80-\x9f\ue000-\uf8ff\ufff0-\uffff]")
"""Controls, characters for private use, and none at all."""

MOST_WORDS = 2000
"""How many words are looked at."""

LATIN_END = "\u0250"
FIRST_OTHER, LAST_OTHER = "\u0370", "\u0eff"
"""Greek, Cyrillic, Hebrew, Arabic, Thai and their neighbours: no word has these and ASCII letters."""


def is_misread(text: str) -> bool:
    """Whether at least one in four of the words that are not ASCII shows a sign of a wrong code page."""
    words = wrong = 0
    for found in islice(_WORD.finditer(text), MOST_WORDS):
        words += 1
        wrong += _is_wrong(found[0], text[found.start() - 1 : found.start()])
    wrong += sum(1 for _ in islice(_SYMBOL.finditer(text), MOST_WORDS))
    wrong += sum(1 for _ in islice(_NOTHING.finditer(text), MOST_WORDS))
    return wrong * 4 > words


def _is_wrong(word: str, before: str) -> bool:
    """Whether no language has such a word: it begins with a letter beyond ASCII, and stands behind ``before``."""
    begun = before.isascii() and before.isalpha()
    if word[0] < LATIN_END:
        # Ïðèâåò: accents on all letters, and three at least.
        return not begun and len(word) >= 3 and all("\x7f" < letter < LATIN_END for letter in word)
    if FIRST_OTHER <= word[0] <= LAST_OTHER and (begun or any(letter < "\x80" for letter in word)):
        return True
    # оПХБЕР: small and capital letters change places between two Cyrillic code pages.
    return not begun and word[0].islower() and any(letter.isupper() for letter in word[1:])
