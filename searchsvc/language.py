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
    language, sure = _identifier().classify(sample)
    return str(language) if sure >= _SURE else ""
