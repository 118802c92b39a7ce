"""One spelling for what is written in many: digits of every script, letters without case and accents."""

from __future__ import annotations

import unicodedata

ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0)
"""Where the ten digits begin: Arabic, Persian, Devanagari, Bengali … Thai, Lao, Burmese, Khmer."""
MARKS = ((0x300, 0x370), (0x591, 0x5C8), (0x610, 0x61B), (0x64B, 0x660), (0x670, 0x671))
"""Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels. The vowels of India and Thailand are letters."""
INVISIBLE = "\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
APOSTROPHES = "'`´‘’ʼ׳״॰"
SAME = {"ي": "ی", "ى": "ی", "ك": "ک", "ہ": "ه", "ە": "ه", "ı": "i", "ł": "l", "ø": "o", "đ": "d"} | dict.fromkeys(
    "‐‑‒−", "-"
)

TABLE: dict[int, str | None] = (
    {zero + digit: str(digit) for zero in ZEROS for digit in range(10)}
    | {mark: None for first, last in MARKS for mark in range(first, last)}
    | {ord(sign): None for sign in INVISIBLE + APOSTROPHES}
    | {ord(sign): plain for sign, plain in SAME.items()}
)


def fold(text: str) -> str:
    """The text as the tables of names have it: ``6. FÉVRIER`` is ``6. fevrier``, ``٦`` is ``6``, ``６`` too."""
    if text.isascii():
        return text.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(TABLE)
    return unicodedata.normalize("NFC", plain)  # Hangul: a syllable is one letter again
