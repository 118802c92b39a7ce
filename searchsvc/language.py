"""Which language an article is in, where it does not say so itself."""

from __future__ import annotations

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 240
"""How much of an article is looked at, in characters: more is slower, and no surer."""

_SHORTEST = 24  # bytes of UTF-8
_SURE = 0.5
# What the news is written in: the identifier knows 97 languages, and takes short texts for the rarest of them.
_LANGUAGES = (
    "ar bg bn ca cs cy da de el en eo es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko lt lv mk ms nb ne nl "
    "nn no pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh"
)
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
    sample = text[:SAMPLE]
    if len(sample.encode("utf-8", "replace")) < _SHORTEST:
        return ""
    if _is_english(sample):
        return "en"
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
