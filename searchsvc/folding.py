"""When two spellings are one: how a word is listed, and the key that all its spellings share.

What readers of a language write in more than one way, and hardly see, is one key: case, accents, vowel points, the
letters of Arabic that keyboards and countries disagree on. What they would call another letter (й, ї, ў, ґ) is not.
"""

from __future__ import annotations

import re
import unicodedata

from searchsvc.scripts import NON_JOINER, visible

APOSTROPHES = str.maketrans("’ʼ", "''")

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ё": "е"}
    # Arabic letters as Arabs, Persians, Kurds and their keyboards write them; h for the last letter of feminine words.
    | dict.fromkeys("ىیې", "ي") | dict.fromkeys("کڪ", "ك") | dict.fromkeys("ةۃہۀۂە", "ه") | {"ٱ": "ا"}
    # What Unicode once wrote in two signs, for Malayalam and Bengali, and a nasal vowel of Hindi.
    | {"ൺ": "ണ്", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൿ": "ക്", "ৎ": "ত্", "\u0901": "\u0902"}
)  # fmt: skip
_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u093c\\s]+"
)
# हिन्दी is हिंदी: a nasal before a consonant of its own place in the mouth.
_NASAL = re.compile("(?:ङ(?=्[क-घ])|ञ(?=्[च-झ])|ण(?=्[ट-ढ])|न(?=्[त-ध])|म(?=्[प-भ]))्")
# A soft hyphen and marks of direction stand where a keyboard has no better sign.
_BETWEEN_ARABIC = re.compile(
    "(?<=[\u0620-\u06ff])[\u00ad\u200c-\u200f]+(?=[\\d\u0620-\u06ff])|(?<=\\d)[\u00ad\u200c-\u200f]+(?=[\u0620-\u06ff])"
)
_DIGIT = re.compile(r"[^\D0-9]")


def normal(text: str) -> str:
    """A word as it is listed: NFKC, lower-cased, apostrophes straight, digits ASCII, nothing in it that is not seen.

    Only the sign that keeps two letters of Arabic script apart is kept, one for however many there are.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).lower().replace("i\u0307", "i").translate(APOSTROPHES)
    text = NON_JOINER.join(map(visible, _BETWEEN_ARABIC.split(text)))
    return _DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)


def fold(word: str) -> str:
    """A word without case and accents, as terms and the keys of the lexicon are: ``Élection`` is ``election``."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFC", normal(word).casefold()).translate(_LETTERS)
    out = (char if "\u0400" <= char <= "\u052f" else unicodedata.normalize("NFD", char) for char in word)
    bare = _DROPPED.sub("", visible("".join(out)))
    return unicodedata.normalize("NFC", _NASAL.sub("\u0902", bare))
