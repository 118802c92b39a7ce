"""Where some terms stand in a text: what the highlighter asks of ten articles a page.

A text is cut at its blanks into *runs* (``(Reuters)``, ``de-escalation,``, ``U.S.``). No chunk of the analysis holds a
blank, so a run gives the same terms wherever it stands. They are worked out once and kept; a text then costs one
look-up a run, and only runs that give a wanted term are looked into.
"""

from __future__ import annotations

import sys
from collections.abc import Set as AbstractSet

from searchsvc.analysis import Analyser, analyser

Place = tuple[int, str, int, int]
"""(position, term, start, end): term number ``position`` of a text, counted from 0, is made of its [start, end)."""

_ROOM = 200_000  # runs kept for a language; a long one takes the room of several
_LONGEST_KEPT = 40


class Places:
    """The places of the ``wanted`` terms in texts of one language."""

    def __init__(self, wanted: AbstractSet[str], language: str) -> None:
        self._wanted = wanted
        self._analyser = analyser(language)
        self._inside = _Inside(wanted, self._analyser)

    def find(self, text: str) -> list[Place]:
        """Every place in a text, in order."""
        known = _known(self._analyser)
        runs = text.split()
        terms = list(map(known.__getitem__, runs))
        distinct = set(terms)
        odd = distinct & known.odd.keys()
        hits = distinct & self._wanted
        hits.update(given for given in odd if not self._wanted.isdisjoint(known.odd[given]))
        if not hits:
            return []
        found: list[Place] = []
        at, odds = 0, 0
        noted = hits | odd
        for number in [number for number, given in enumerate(terms) if given in noted]:
            run, given = runs[number], terms[number]
            if given in hits:
                at = _next(text, run, at)
                for place, term, start, end in self._inside[run]:
                    found.append((number + odds + place, term, at + start, at + end))
                at += len(run)
            if given in odd:
                odds += len(known.odd[given]) - 1
        return found


class _Inside(dict[str, tuple[Place, ...]]):
    """Run to its wanted places."""

    def __init__(self, wanted: AbstractSet[str], words: Analyser) -> None:
        self._wanted = wanted
        self._words = words

    def __missing__(self, run: str) -> tuple[Place, ...]:
        found = self[run] = tuple(
            (place, token.term, token.start, token.end)
            for place, token in enumerate(self._words.tokens(run))
            if token.term in self._wanted
        )
        return found


class _Runs(dict[str, str]):
    """Run to its terms, with blanks between, in one language; ``odd`` has the terms of those that are not one term."""

    def __init__(self, words: Analyser) -> None:
        self._words = words
        self.odd: dict[str, list[str]] = {}
        self.room = _ROOM

    def __missing__(self, run: str) -> str:
        terms = self._words.terms(run)
        joined = sys.intern(" ".join(terms))
        if len(terms) != 1:
            self.odd[joined] = terms
        if len(run) <= _LONGEST_KEPT:
            self[run] = joined
        self.room -= 1 + len(run) // _LONGEST_KEPT
        return joined


_KNOWN: dict[Analyser, _Runs] = {}


def _known(words: Analyser) -> _Runs:
    """The runs met so far; when they are too many a new start is made, beside what other threads are reading."""
    known = _KNOWN.get(words)
    if known is None or known.room <= 0:
        known = _KNOWN[words] = _Runs(words)
    return known


def _next(text: str, run: str, at: int) -> int:
    """Where ``run`` stands between blanks next, from ``at`` on."""
    while True:
        at = text.find(run, at)
        end = at + len(run)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            return at
        at += 1
