"""Text to terms: the one analyser, used when indexing, when asking and when marking.

A text becomes *stretches* (what stands between blanks), a stretch *chunks* (what stands between punctuation), a chunk
*pieces* (a word, a number, an acronym, a bigram of CJK characters), a piece one term:

* NFKC, case-folded; accents of Latin and Greek letters folded *after* stemming, because Snowball's rules need them;
* Cyrillic keeps й, ї, ў as letters of their own (folding й to и merges different words); ё is folded to е, because
  most print leaves the dots out; stress marks go;
* apostrophes are one and the possessive 's is dropped; ``don't`` stays one word; ``l'élection`` is two;
* soft hyphens are no letters;
* ``1,000`` is ``1000``, ``3,5`` is ``3.5``, other digits with separators (``06.02.2020``) give their parts;
* ``U.S.`` is ``us``; hyphenated words give their parts;
* runs of Chinese, Japanese and Korean characters become overlapping bigrams, a lone character stays one.

Terms sit at positions 0, 1, 2, … of their text. Nothing is dropped, so every phrase can be found.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import Stemmer

VERSION = f"2/{Stemmer.version()}/{unicodedata.unidata_version}"
"""Changes whenever the same text could give other terms: an index made with another version is made again."""

LONGEST_TERM = 100
_CACHED_CHUNKS = 400_000
_LONGEST_CACHED = 40
_LONGEST_STRETCH = 40

_STEMMERS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

# Ideographs and their marks, kana (full and half width) with their voice marks, bopomofo, Hangul syllables and jamo.
_CJK = (
    r"\u1100-\u11ff\u3005\u3007\u3021-\u3029\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Re's \w leaves out combining marks and joiners, which are parts of words in most scripts of India and in Persian.
_MARKS = "".join(
    re.escape(chr(code))
    for code in (0xAD, *range(0x300, 0x11FFF))
    if code == 0xAD or code in (0x200C, 0x200D) or unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
)
_LETTER = r"[^\W\d_]"
_CHUNK = re.compile(rf"[\w{_MARKS}]+(?:(?:[.,'’]|\.['’](?=[sS]\b))[\w{_MARKS}]+)*")
_ASCII_CHUNK = re.compile(r"\w+(?:(?:[.,']|\.'(?=[sS]\b))\w+)*", re.ASCII)
PLAIN = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in "_.,'" else " " for code in range(128)}
"""For ``str.translate``, of ASCII: what is in no chunk becomes a blank, and case goes, as in every word and term."""
_INNER = rf"(?:[^\W_{_CJK}]|[{_MARKS}])"
_POSSESSIVE = rf"(?:\.?['’][sS](?![\w{_MARKS}]))"
# One character of a run, however it is written: half-width or decomposed, it is composed to a syllable.
_SYLLABLE = re.compile(
    "(?:[\u1100-\u115f][\u1160-\u11a7]|[\uac00-\ud7a3])[\u11a8-\u11ff]?|.[\uff9e\uff9f\u3099\u309a]?"
)
# The look-behinds keep the scan linear: a run that failed once is not tried again from its middle.
_PIECE = re.compile(
    rf"(?P<acronym>(?<!{_LETTER}\.){_LETTER}(?:\.{_LETTER})++(?![\w{_MARKS}])){_POSSESSIVE}?"
    rf"|(?P<number>(?<!\d[.,])\d++(?:[.,]\d++)++(?![\w{_MARKS}]))"
    rf"|(?P<cjk>[{_CJK}]+)"
    rf"|(?P<word>{_INNER}+(?:['’]{_INNER}+)*)"
)
_CJK_ONLY = re.compile(f"[{_CJK}]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
_CONTRACTED = frozenset({"t", "re", "ve", "ll", "d", "m"})
_APOSTROPHES = str.maketrans("’ʼ", "''")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ё": "е"}
)
_DROPPED = re.compile("[\u00ad\u200c\u200d\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\ufe00-\ufe0f\\s]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One term of a text, with the place it came from: ``[start, end)`` in code points."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a chunk: ``word`` as people write it, lower-cased; its term; its place in the chunk."""

    word: str
    term: str
    start: int
    end: int


class _Chunks(dict[str, tuple[str, ...]]):
    """Chunk to terms, worked out once; a dict with __missing__ so that ``map`` stays in C."""

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        terms = tuple(sys.intern(piece.term) for piece in self.analyser.pieces(chunk))
        if len(chunk) <= _LONGEST_CACHED:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = terms
        return terms


class Analyser:
    """The analyser of one language; of a language without a stemmer, or of none, words are only folded."""

    def __init__(self, language: str) -> None:
        algorithm = _STEMMERS.get(primary(language))
        self._stem = Stemmer.Stemmer(algorithm, 0).stemWord if algorithm else str
        self._chunks = _Chunks(self)

    def terms(self, text: str) -> list[str]:
        """The terms of ``text`` in order: the n-th sits at position n."""
        return list(chain.from_iterable(map(self._chunks.__getitem__, chunks(text))))

    def tokens(self, text: str) -> Iterator[Token]:
        """The terms of ``text`` in order, each with its place in the text."""
        known = self._chunks
        for match in _pattern(text).finditer(text):
            yield from self._tokens(match.group(), known[match.group()], match.start())

    def _tokens(self, chunk: str, terms: tuple[str, ...], start: int) -> Iterator[Token]:
        if len(terms) == 1 and chunk.isalnum():
            yield Token(terms[0], start, start + len(chunk))
        else:
            for piece in self.pieces(chunk):
                yield Token(piece.term, start + piece.start, start + piece.end)

    def words(self, chunk: str) -> list[tuple[str, str]]:
        """The words of one chunk, lower-cased, each with its term."""
        if chunk.isascii() and chunk.isalnum():
            word = chunk.lower()[:LONGEST_TERM]
            return [(word, self.term(word))]
        return [(piece.word, piece.term) for piece in self.pieces(chunk)]

    def pieces(self, chunk: str) -> Iterator[Piece]:
        """The words of one chunk (or of any short text) with their places."""
        for match in _PIECE.finditer(chunk):
            kind = match.lastgroup or ""
            text, start, end = match.group(kind), match.start(kind), match.end(kind)
            if kind == "cjk":
                yield from _bigrams(text, start)
            elif kind == "acronym":
                yield from self._piece(text.replace(".", ""), start, end)
            elif kind == "number":
                yield from self._number(text, start)
            else:
                yield from self._word(text, start)

    def term(self, word: str) -> str:
        """The term of one word that is already a piece: stemmed, then folded."""
        return (fold(self._stem(word)) or fold(word))[:LONGEST_TERM]

    def _piece(self, text: str, start: int, end: int) -> Iterator[Piece]:
        word = normal(text)[:LONGEST_TERM]
        if term := self.term(word):
            yield Piece(word, term, start, end)

    def _number(self, text: str, start: int) -> Iterator[Piece]:
        end = start + len(text)
        if _GROUPED.fullmatch(text):
            group, decimal = (",", ".") if "," in text.split(".", 1)[0] else (".", ",")
            yield from self._piece(text.replace(group, "").replace(decimal, "."), start, end)
        elif text.count(".") + text.count(",") == 1:
            yield from self._piece(text.replace(",", "."), start, end)
        else:
            for part in re.finditer(r"\d+", text):
                yield from self._piece(part.group(), start + part.start(), start + part.end())

    def _word(self, text: str, start: int) -> Iterator[Piece]:
        parts = text.translate(_APOSTROPHES).split("'")
        if len(parts) > 1 and parts[-1] in ("s", "S"):
            parts.pop()
        if len(parts) > 1 and (parts[-1].lower() in _CONTRACTED or "\u0400" <= text[0] <= "\u052f"):
            parts = ["'".join(parts)]
        for part in parts:
            yield from self._piece(part, start, start + len(part))
            start += len(part) + 1


def primary(language: str) -> str:
    """The language of a BCP 47 tag without script and region: ``pt-BR`` is ``pt``."""
    return language.replace("_", "-").split("-", 1)[0].lower()


@lru_cache(maxsize=64)
def _analyser(language: str) -> Analyser:
    return Analyser(language)


def analyser(language: str) -> Analyser:
    """The shared analyser of a language (a BCP 47 tag, or empty); languages without a stemmer share one."""
    tag = primary(language)
    return _analyser(tag if tag in _STEMMERS else "")


def chunks(text: str) -> list[str]:
    """What stands between blanks and punctuation, in order."""
    found: list[str] = _pattern(text).findall(text)
    return found


def stretches(text: str) -> list[str]:
    """The text in parts, in order: they have the words of the text, and are few different ones, to be looked up.

    A long stretch, as Chinese has, is no more often met twice than a sentence: it is cut to its chunks.
    """
    if text.isascii():
        return text.translate(PLAIN).replace(", ", " ").replace(". ", " ").split()
    found = text.split()
    if max(map(len, found), default=0) <= _LONGEST_STRETCH:
        return found
    return [part for one in found for part in ([one] if len(one) <= _LONGEST_STRETCH else chunks(one))]


def normal(text: str) -> str:
    """A word as it is listed: NFKC, lower-cased, apostrophes straight, digits ASCII."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).lower().translate(_APOSTROPHES).replace("\u00ad", "")
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def fold(word: str) -> str:
    """A word without case and accents, as terms and the keys of the lexicon are: ``Élection`` is ``election``."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFC", normal(word).casefold()).translate(_LETTERS)
    out = (char if "\u0400" <= char <= "\u052f" else unicodedata.normalize("NFD", char) for char in word)
    return unicodedata.normalize("NFC", _DROPPED.sub("", "".join(out)))


def is_cjk(text: str) -> bool:
    """Whether ``text`` is a run of Chinese, Japanese or Korean characters and nothing else."""
    return _CJK_ONLY.fullmatch(text) is not None


def _pattern(text: str) -> re.Pattern[str]:
    return _ASCII_CHUNK if text.isascii() else _CHUNK


def _bigrams(run: str, offset: int) -> Iterator[Piece]:
    chars: list[tuple[str, int, int]] = []
    for match in _SYLLABLE.finditer(run):
        folded = unicodedata.normalize("NFKC", match.group())
        start, end = offset + match.start(), offset + match.end()
        chars.extend((char, start, end) for char in folded.casefold())
    if len(chars) == 1:
        char, start, end = chars[0]
        yield Piece(char, char, start, end)
    for (left, start, _), (right, _, end) in pairwise(chars):
        yield Piece(left + right, left + right, start, end)
