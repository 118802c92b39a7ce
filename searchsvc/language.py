"""Which language an article is in, where it does not say so itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 1_000
"""How much of an article is looked at, in characters, where its beginning does not tell."""

_BEGINNING = 240
_SHORTEST = 24  # bytes of UTF-8
_FEWEST = 4  # letters of a script that has one language
_SURE = 0.5
_SURE_ENOUGH = 0.9  # to look no further
# What the news is written in: the identifier knows 130 languages, and takes short texts for the rarest of them.
_LANGUAGES = (
    "af am ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko "
    "ku lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tr ug uk ur vi xh zh "
    "zu"
)
# Scripts that have one language, as far as news goes; kana beside ideographs is Japanese.
_SCRIPTS = {
    "el": "\u0370-\u03ff\u1f00-\u1fff", "hy": "\u0530-\u058f", "he": "\u05d0-\u05ea", "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f", "gu": "\u0a80-\u0aff", "or": "\u0b00-\u0b7f", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff", "ml": "\u0d00-\u0d7f", "si": "\u0d80-\u0dff", "th": "\u0e00-\u0e7f", "lo": "\u0e80-\u0eff",
    "bo": "\u0f00-\u0fff", "my": "\u1000-\u109f", "ka": "\u10a0-\u10ff\u1c90-\u1cbf", "am": "\u1200-\u139f",
    "km": "\u1780-\u17ff", "ja": "\u3041-\u30ff\uff66-\uff9f", "ko": "\u1100-\u11ff\uac00-\ud7a3",
    "zh": "\u3400-\u9fff\U00020000-\U0003ffff",
}  # fmt: skip
_IN_SCRIPT = re.compile("|".join(f"(?P<{language}>[{signs}]+)" for language, signs in _SCRIPTS.items()))
_ANY_SCRIPT = re.compile(f"[{''.join(_SCRIPTS.values())}]+")
# Taken for the first, a text is in the second language if it has letters that only the second one has.
_TOLD_BY_LETTERS = (
    ("ar", "fa", re.compile("[پچژگ]")),
    ("ru", "uk", re.compile("[іїєґІЇЄҐ]")),
    ("uk", "ru", re.compile("[ыэёъЫЭЁЪ]")),
    ("he", "yi", re.compile("[ײװױ]|יי|וו")),
)
_LETTERS_PER_SIGN = 60  # Names have foreign letters, too.
# What English prose is full of: four are enough. Other languages have one or two of them, and letters of their own.
_ENGLISH_WORDS = (
    "about after against an and are because been before between could during for from has have his into its of on "
    "other said should since than that the their there these they this those through to were what when where which "
    "while who with would"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_QUOTES = str.maketrans("", "", "‘’“”–—")
_ENOUGH = 4
_ONE_IN = 10


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _LANGUAGES.split() if code in identifier.nb_classes])
    return identifier


def detect(text: str) -> str:
    """The ISO 639-1 code of the language of a text, or nothing where it is too short or not clear."""
    if _is_english(text[:_BEGINNING]):
        return "en"
    sample = " ".join(text[: 4 * SAMPLE].split())[:SAMPLE]
    found = _by_script(sample[:_BEGINNING]) or _by_words(sample)
    for taken, language, letters in _TOLD_BY_LETTERS:
        if found == taken and len(letters.findall(sample)) * _LETTERS_PER_SIGN > len(sample):
            return language
    return found


def _by_script(sample: str) -> str:
    """The language of the script that half of the letters are in, if it has but one."""
    letters: Counter[str] = Counter()
    for match in _IN_SCRIPT.finditer("".join(_ANY_SCRIPT.findall(sample))):
        letters[match.lastgroup or ""] += len(match.group())
    if letters["ja"] * _ONE_IN > letters["zh"]:
        letters["ja"] += letters.pop("zh", 0)
    language, count = max(letters.items(), key=lambda item: item[1], default=("", 0))
    shortest = _SHORTEST // 3 if language == "zh" else _FEWEST
    return language if count >= shortest and 2 * count > sum(map(str.isalpha, sample)) else ""


def _by_words(sample: str) -> str:
    """The language that the identifier is sure of: it looks at more where the beginning could be two."""
    if len(sample.encode("utf-8", "replace")) < _SHORTEST:
        return ""
    language, sure = _identifier().classify(sample[:_BEGINNING])
    if sure < _SURE_ENOUGH and len(sample) > _BEGINNING:
        language, sure = _identifier().classify(sample)
    return str(language) if sure >= _SURE else ""


def _is_english(sample: str) -> bool:
    """Whether there are only letters of English in a sample, and at least four words, and a tenth, that say English.

    It spares nearly all English articles the identifier, which takes longer than everything else that reading does.
    """
    if not (sample.isascii() or sample.translate(_QUOTES).isascii()):
        return False
    words = set(sample.lower().split())
    telling = len(words & _ENGLISH)
    return telling >= _ENOUGH and telling * _ONE_IN >= len(words)
