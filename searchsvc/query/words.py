"""What the words of a query's text are, before the archive is asked what they are in it."""

from __future__ import annotations

from itertools import pairwise

from searchsvc.analysis import analyser
from searchsvc.scripts import characters, is_run


def is_character(word: str) -> bool:
    """Whether a word is one character of a script without blanks."""
    return is_run(word) and len(characters(word)) == 1


def words_of(text: str, *, open_ended: bool = True, loose: bool = False) -> list[str]:
    """The words of a query's text, lower-cased, whatever the language.

    The last character of a run stands alone where the run must end. It is left out where others may follow: at an open
    end of the text, and everywhere in a loose phrase.
    """
    pieces = list(analyser("").pieces(text))
    ends = [last.end == before.end for before, last in pairwise(pieces)]
    kept = [piece for piece, is_end in zip(pieces, (False, *ends), strict=False) if not (is_end and loose)]
    if open_ended and not loose and ends and ends[-1]:
        kept.pop()
    return [piece.word for piece in kept]
