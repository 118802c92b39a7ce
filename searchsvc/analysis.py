"""Text to terms: the one analyser, used when indexing, when asking and when marking.

A text becomes *stretches* (what stands between blanks), a stretch *chunks* (what stands between punctuation), a chunk
*pieces* (a word, a number, an acronym, two characters of a run), a piece one term:

* NFKC, case-folded; accents and letters that are written in two ways folded *after* stemming, because Snowball's rules
  need them (``folding.py`` says which, ``stemming.py`` how words are stemmed);
* apostrophes are one and the possessive 's is dropped; ``don't`` stays one word; ``l'élection`` is two;
* soft hyphens, marks of direction and joiners are no letters; no blank stands in a Persian compound (``می‌روم``);
* ``1,000`` is ``1000``, ``3,5`` is ``3.5``, other digits with separators (``06.02.2020``) give their parts;
* ``U.S.`` is ``us``; hyphenated words give their parts;
* a run of Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese (``scripts.py``) gives a term for each character:
  with the one behind it, the last one alone. So a word is found wherever it stands in a run, and nothing is found
  over a gap between two runs.

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

from searchsvc import stemming
from searchsvc.folding import APOSTROPHES, fold, normal
from searchsvc.scripts import MARKS, RUN, ZERO_WIDTH_SPACE, characters

VERSION = f"3/{stemming.VERSION}/{unicodedata.unidata_version}"
"""Changes whenever the same text could give other terms: an index made with another version is made again."""

LONGEST_TERM = 100
_CACHED_CHUNKS = 400_000
_LONGEST_CACHED = 40
_LONGEST_STRETCH = 40

_LETTER = rf"[^\W\d_{RUN}]"
_SIGN = rf"[\w{MARKS}{ZERO_WIDTH_SPACE}]"
_CHUNK = re.compile(rf"{_SIGN}+(?:(?:[.,'’٫٬]|\.['’](?=[sS]\b)){_SIGN}+)*")
_ASCII_CHUNK = re.compile(r"\w+(?:(?:[.,']|\.'(?=[sS]\b))\w+)*", re.ASCII)
PLAIN = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in "_.,'" else " " for code in range(128)}
"""For ``str.translate``, of ASCII: what is in no chunk becomes a blank, and case goes, as in every word and term."""
_INNER = rf"(?:[^\W_{RUN}]|[{MARKS}])"
_POSSESSIVE = rf"(?:\.?['’][sS](?![\w{MARKS}]))"
# The look-behinds keep the scan linear: a run that failed once is not tried again from its middle.
_PIECE = re.compile(
    rf"(?P<acronym>(?<!{_LETTER}\.){_LETTER}(?:\.{_LETTER})++(?![\w{MARKS}])){_POSSESSIVE}?"
    rf"|(?P<number>(?<!\d[.,٫٬])\d++(?:[.,٫٬]\d++)++(?![\w{MARKS}]))"
    rf"|(?P<run>[{RUN}][{RUN}{MARKS}{ZERO_WIDTH_SPACE}]*)"
    rf"|(?P<word>{_INNER}+(?:['’]{_INNER}+)*)"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
_ARABIC_POINTS = str.maketrans("٫٬", ".,")
_CONTRACTED = frozenset({"t", "re", "ve", "ll", "d", "m"})


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
        self._stem = stemming.stemmer(primary(language))
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
            if kind == "run":
                yield from _run(text, start)
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
        text, end = text.translate(_ARABIC_POINTS), start + len(text)
        if _GROUPED.fullmatch(text):
            group, decimal = (",", ".") if "," in text.split(".", 1)[0] else (".", ",")
            yield from self._piece(text.replace(group, "").replace(decimal, "."), start, end)
        elif text.count(".") + text.count(",") == 1:
            yield from self._piece(text.replace(",", "."), start, end)
        else:
            for part in re.finditer(r"\d+", text):
                yield from self._piece(part.group(), start + part.start(), start + part.end())

    def _word(self, text: str, start: int) -> Iterator[Piece]:
        parts = text.translate(APOSTROPHES).split("'")
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
    return _analyser(tag if tag in stemming.STEMMED else "")


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


def _pattern(text: str) -> re.Pattern[str]:
    return _ASCII_CHUNK if text.isascii() else _CHUNK


def _run(run: str, offset: int) -> Iterator[Piece]:
    """Each character of a run with the next one, and the last one alone."""
    found = characters(run, offset)
    for (left, start, _), (right, _, end) in pairwise(found):
        yield Piece(left + right, left + right, start, end)
    for last, start, end in found[-1:]:
        yield Piece(last, last, start, end)
