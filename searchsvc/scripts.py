"""Which characters words are made of, and which scripts are written without blanks between words.

A *run* is a stretch of Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese. Its *characters* are what its readers
take for one: an ideograph, a Korean syllable, a kana with its voice mark, a Thai consonant with the vowels and tones
around it. No word of these languages begins or ends inside of a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, pairwise, starmap

Character = tuple[str, int, int]
"""(character in its normal form, start, end): made of [start, end) of a text."""

ZERO_WIDTH_SPACE = "\u200b"
NON_JOINER = "\u200c"

# Shaping, direction and variation: they are seen, if at all, as the form of the letters beside them.
_IGNORED = (
    "\u00ad\u034f\u061c\u180e\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)


def _ranges(codes: Iterable[int], *categories: str) -> str:
    """The code points of some categories, for a class of a regular expression."""
    found = [code for code in codes if unicodedata.category(chr(code)) in categories]
    starts = [code for before, code in pairwise([-1, *found]) if code != before + 1]
    ends = [code for code, after in pairwise([*found, -1]) if after != code + 1]
    return "".join(rf"\U{start:08x}-\U{end:08x}" for start, end in zip(starts, ends, strict=True))


# Re's \w leaves out combining marks, which are parts of words in most scripts of India.
MARKS = _IGNORED + _ranges(range(0x300, 0x1E94B), "Mn", "Mc", "Me")
"""For a class of a regular expression: what belongs to the letter before it."""

# Ideographs and their marks, kana (full and half width) with their voice marks, bopomofo, Hangul syllables and jamo.
_CJK = (
    r"\u1100-\u11ff\u3005\u3007\u3021-\u3029\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_SOUTH_EAST_BLOCKS = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0xA9E0, 0xAA00), (0xAA60, 0xAA80))
_SOUTH_EAST = _ranges(chain.from_iterable(starmap(range, _SOUTH_EAST_BLOCKS)), "Lo", "Lm")
RUN = _CJK + _SOUTH_EAST
"""For a class of a regular expression: the letters of the scripts without blanks between words."""

_VOWELS_BEFORE = "\u0e40-\u0e44\u0ec0-\u0ec4"
_VOWELS_BEHIND = "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\u0ebd"
_VOICE_MARKS = "\uff9e\uff9f"
# A Khmer letter below another, a Burmese one below another, and one that closes its syllable.
_STACKED = "\u17d2[\u1780-\u17b3]|\u1039[\u1000-\u1021]|[\u1000-\u1021](?=\u1037?\u103a)"
# However a syllable is written, half-width or decomposed: it is one.
_CHARACTER = re.compile(
    "(?:(?:[\u1100-\u115f][\u1160-\u11a7]|[\uac00-\ud7a3])[\u11a8-\u11ff]*"
    f"|[{_VOWELS_BEFORE}]+[{_SOUTH_EAST}]|.)"
    f"(?:{_STACKED}|[{_VOWELS_BEHIND}{_VOICE_MARKS}{ZERO_WIDTH_SPACE}{MARKS}])*",
    re.DOTALL,
)
_UNSEEN = re.compile(f"[{ZERO_WIDTH_SPACE}{_IGNORED}]+")
_RUN_ONLY = re.compile(f"[{RUN}][{RUN}{MARKS}]*")


def is_run(text: str) -> bool:
    """Whether ``text`` is a run of scripts without blanks between words, and nothing else."""
    return _RUN_ONLY.fullmatch(text) is not None


def characters(run: str, offset: int = 0) -> list[Character]:
    """The characters of a run that stands at ``offset`` of a text."""
    found: list[Character] = []
    for match in _CHARACTER.finditer(run):
        start, end = offset + match.start(), offset + match.end()
        if end - start == 1 and "\u3400" <= run[match.start()] <= "\ud7a3":
            found.append((match.group(), start, end))
        else:
            found.extend((char, start, end) for char in _CHARACTER.findall(_composed(match.group())))
    return found


def visible(text: str) -> str:
    """The text without what is not seen."""
    return _UNSEEN.sub("", text)


def _composed(character: str) -> str:
    """A character in its normal form; two Thai or Lao signs for e are one for ae, as they look."""
    folded = unicodedata.normalize("NFKC", visible(character)).casefold()
    return folded.replace("\u0e40\u0e40", "\u0e41").replace("\u0ec0\u0ec0", "\u0ec1")
