"""Where some terms stand in a text: what the highlighter asks of ten articles a page.

A text is cut at its blanks into *stretches* (``(reuters)``, ``de-escalation,``, ``u.s.``). No chunk of the analysis
holds a blank, so a stretch gives the same terms wherever it stands, and only those that give a wanted term are looked
into. There are two ways to find these. Where it is known how the archive writes the terms, and a text has letters of
ASCII alone, it is searched for *needles*, one of which is in each of them. Else every stretch is looked up among those
met so far.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from searchsvc.analysis import PLAIN, Analyser, analyser
from searchsvc.needles import Needles

Place = tuple[int, str, int, int]
"""(position, term, start, end): term number ``position`` of a text, counted from 0, is made of its [start, end)."""

_ROOM = 200_000  # stretches kept for a language; a long one takes the room of several
_LONGEST_KEPT = 40
_AROUND = ".,'"
_BETWEEN = " _.,'"
_TYPOGRAPHY = (("’", "'"), *((sign, " ") for sign in "‘“”„«»–—…•\u00a0"))


class Places:
    """The places of the ``wanted`` terms in texts of one language.

    With ``needles`` positions tell which places are neighbours, and nothing else.
    """

    def __init__(self, wanted: AbstractSet[str], language: str, needles: Needles | None = None) -> None:
        self._wanted = wanted
        self._needles = needles
        self._analyser = analyser(language)
        self._inside = _Inside(wanted, self._analyser)

    def find(self, text: str) -> list[Place]:
        """Every place in a text, in order."""
        plain = _ascii(text)
        if plain is None:
            return list(self._looked_up(text))
        plain = plain.translate(PLAIN)
        return list(self._looked_up(plain) if self._needles is None else self._searched(plain, self._needles))

    def _searched(self, plain: str, needles: Needles) -> Iterator[Place]:
        position = before = 0
        for start, end in needles.stretches(plain):
            count, places = self._inside[plain[start:end]]
            if places:
                position += 1 if plain[before:start].strip(_BETWEEN) else 0
                for place, term, low, high in places:
                    yield position + place, term, start + low, start + high
                position, before = position + count, end

    def _looked_up(self, text: str) -> Iterator[Place]:
        known = _known(self._analyser)
        stretches = text.split()
        terms = list(map(known.__getitem__, stretches))
        distinct = set(terms)
        odd = distinct & known.odd.keys()
        hits = distinct & self._wanted
        hits.update(given for given in odd if not self._wanted.isdisjoint(known.odd[given]))
        if not hits:
            return
        at, odds = 0, 0
        noted = hits | odd
        for number in [number for number, given in enumerate(terms) if given in noted]:
            stretch, given = stretches[number], terms[number]
            if given in hits:
                at = _next(text, stretch, at)
                for place, term, start, end in self._inside[stretch][1]:
                    yield number + odds + place, term, at + start, at + end
                at += len(stretch)
            if given in odd:
                odds += len(known.odd[given]) - 1


class _Inside(dict[str, tuple[int, tuple[Place, ...]]]):
    """Stretch to the number of its terms, and the places of the wanted ones among them."""

    def __init__(self, wanted: AbstractSet[str], words: Analyser) -> None:
        self._wanted = wanted
        self._words = words

    def __missing__(self, stretch: str) -> tuple[int, tuple[Place, ...]]:
        found = self[stretch] = self._alone(stretch) or self._several(stretch)
        return found

    def _alone(self, stretch: str) -> tuple[int, tuple[Place, ...]] | None:
        """Most stretches are one plain word, with a stop or comma behind it."""
        word = stretch.strip(_AROUND)
        if not word.isalnum() or not word.isascii():
            return None
        (term,) = self._words.terms(word)
        start = len(stretch) - len(stretch.lstrip(_AROUND))
        return 1, ((0, term, start, start + len(word)),) if term in self._wanted else ()

    def _several(self, stretch: str) -> tuple[int, tuple[Place, ...]]:
        tokens = list(enumerate(self._words.tokens(stretch)))
        places = ((n, token.term, token.start, token.end) for n, token in tokens if token.term in self._wanted)
        return len(tokens), tuple(places)


class _Stretches(dict[str, str]):
    """Stretch to its terms, with blanks between; ``odd`` has the terms of those that are not one term."""

    def __init__(self, words: Analyser) -> None:
        self._words = words
        self.odd: dict[str, list[str]] = {}
        self.room = _ROOM

    def __missing__(self, stretch: str) -> str:
        terms = self._words.terms(stretch)
        joined = sys.intern(" ".join(terms))
        if len(terms) != 1:
            self.odd[joined] = terms
        if len(stretch) <= _LONGEST_KEPT:
            self[stretch] = joined
        self.room -= 1 + len(stretch) // _LONGEST_KEPT
        return joined


_KNOWN: dict[Analyser, _Stretches] = {}


def _known(words: Analyser) -> _Stretches:
    """The stretches met so far; when they are too many a new start is made, beside what other threads are reading."""
    known = _KNOWN.get(words)
    if known is None or known.room <= 0:
        known = _KNOWN[words] = _Stretches(words)
    return known


def _ascii(text: str) -> str | None:
    """The text in ASCII, where it is that but for quotation marks and dashes."""
    if text.isascii():
        return text
    for sign, plain in _TYPOGRAPHY:
        text = text.replace(sign, plain)
    return text if text.isascii() else None


def _next(text: str, stretch: str, at: int) -> int:
    """Where ``stretch`` stands between blanks next, from ``at`` on."""
    while True:
        at = text.find(stretch, at)
        end = at + len(stretch)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            return at
        at += 1
