"""The stem of a word in one language: Snowball's, or the word itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import Stemmer

VERSION = Stemmer.version()

_SNOWBALL = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

STEMMED = frozenset({*_SNOWBALL, "fa"})
"""The languages in which different forms of a word have the same stem."""

_ARABIC_LETTERS = str.maketrans({"ی": "ي", "ک": "ك", "ٱ": "ا", "ہ": "ه"})
# Snowball takes off al- and bi-l-, but not wa-l- (and the); in *parents* (walid-) the wa is of the word.
_AND_THE = re.compile(r"^(?!والد(?:\w{0,2}$|ت))و(?=ال\w{3})")
_LAST_HAMZA = re.compile(r"(?<=\w\w\u0627)\u0621$")


def stemmer(language: str) -> Callable[[str], str]:
    """What stems words of a language, given by its primary tag."""
    algorithm = _SNOWBALL.get(language)
    if algorithm is None:
        return _persian if language == "fa" else str
    stem: Callable[[str], str] = Stemmer.Stemmer(algorithm, 0).stemWord
    if language != "ar":
        return stem
    return lambda word: stem(_AND_THE.sub("", word.translate(_ARABIC_LETTERS)))


def _persian(word: str) -> str:
    """Persian has the last sign of *signature* (امضاء) or not; its plurals and verbs are listed by their parts."""
    return _LAST_HAMZA.sub("", word)
