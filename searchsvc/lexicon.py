"""The words of an archive as people write them: what prefixes, wildcards and typing errors expand to.

A lexicon is a sorted text of lines ``key TAB word TAB term TAB count``: the key is the folded word, by which it is
looked up; the word is lower-cased, with its accents; the term is what articles are indexed under (one word has several
where the archive has several languages); the count is the number of articles with the word. Tabs sort below every
letter, so the lines are sorted by key, and a prefix is a range of lines.
"""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from searchsvc.folding import fold
from searchsvc.scripts import NON_JOINER, characters, is_run

Word = tuple[str, str]
"""A word and one of its terms."""

_MOST_PARTS = 8
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Listed:
    """One word of the archive, and in how many articles it is."""

    word: str
    articles: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """The terms of the ``used`` commonest of the ``fitting`` words."""

    terms: tuple[str, ...]
    fitting: int
    used: int


class Lexicon:
    """An immutable lexicon, and the keyword values of the archive with their counts."""

    def __init__(self, text: str, keywords: Mapping[str, Mapping[str, int]]) -> None:
        self._text = text
        self._lines = text.split("\n")[:-1]
        self._keywords = keywords

    @classmethod
    def build(cls, counts: Mapping[Word, int], keywords: Mapping[str, Mapping[str, int]]) -> Lexicon:
        """A lexicon of (word, term) pairs with the number of articles that have each."""
        lines = sorted(
            f"{fold(word)}\t{word}\t{term}\t{count}\n" for (word, term), count in counts.items() if count > 0
        )
        kept = {
            field: {value: count for value, count in sorted(values.items()) if count > 0 and value}
            for field, values in keywords.items()
        }
        return cls("".join(lines), kept)

    @property
    def text(self) -> str:
        """The lines, as they are stored."""
        return self._text

    @property
    def keywords(self) -> Mapping[str, Mapping[str, int]]:
        """By keyword field: each value of the archive with its number of articles."""
        return self._keywords

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the archive; one without a name where none is known."""
        return tuple(self._keywords.get("language", {})) or ("",)

    def __len__(self) -> int:
        return len(self._lines)

    def counts(self) -> Counter[Word]:
        """The pairs with their counts, to be changed and built again."""
        rows = (line.split("\t") for line in self._lines)
        return Counter({(word, term): int(count) for _, word, term, count in rows})

    def spellings(self, word: str) -> set[Word]:
        """Every word of the archive that is ``word`` but for case and accents, with each of its terms."""
        rows = (line.split("\t") for line in self._range(fold(word) + "\t", exact=True))
        return {(spelling, term) for _, spelling, term, _ in rows}

    def in_compounds(self, word: str) -> bool:
        """Whether ``word`` is a part of compounds of the archive, as Persian has them (``کتاب`` of ``کتاب‌ها``)."""
        return fold(word) in self._compounds

    def expand_compounds(self, word: str, limit: int) -> Expansion:
        """The compounds that ``word`` is a part of."""
        return _expansion([self._lines[at] for at in self._compounds.get(fold(word), ())], limit)

    def articles(self, word: str) -> int:
        """The number of articles with ``word``, whatever its case and accents; one with two spellings counts twice."""
        return sum(map(_count, self._range(fold(word) + "\t", exact=True)))

    def words(self, term: str) -> list[str]:
        """Every word of the archive that has this term."""
        order, found = self._by_term, []
        for at in range(bisect_left(order, term, key=self._term_at), len(order)):
            _, word, its_term, _ = self._lines[order[at]].split("\t")
            if its_term != term:
                break
            found.append(word)
        return found

    def holds(self, word: str) -> bool:
        """Whether the archive has ``word``, whatever its case and accents."""
        return self.in_compounds(word) or bool(self._range(fold(word) + "\t", exact=True))

    def values(self, field: str, pattern: str) -> tuple[str, ...]:
        """The values of a keyword field that fit ``pattern`` (``*`` and ``?`` as in wildcards) but for case."""
        fits = re.compile(_regex(pattern.casefold(), "."), re.DOTALL).fullmatch
        return tuple(value for value in self._keywords.get(field, {}) if fits(value.casefold()))

    def expand_prefix(self, prefix: str, limit: int) -> Expansion:
        """The words that begin with ``prefix``."""
        return _expansion(self._range(fold(prefix)), limit)

    def expand_wildcard(self, pattern: str, limit: int) -> Expansion:
        """The words that fit ``pattern``: ``?`` is one letter, ``*`` any number of them."""
        stem = re.split(r"[*?]", pattern, maxsplit=1)[0]
        fits = re.compile(_regex(fold(pattern), "[^\t]") + "\t")
        held = max(re.split(r"[*?]", fold(pattern)), key=len)
        return _expansion([line for line in self._range(fold(stem)) if held in line and fits.match(line)], limit)

    def expand_fuzzy(self, word: str, edits: int, limit: int) -> Expansion:
        """The words within ``edits`` insertions, deletions, substitutions or swaps of neighbours of ``word``."""
        near = self._near(fold(word), edits)
        return _expansion([line for key, _ in near for line in self._range(key + "\t", exact=True)], limit)

    def expand_character(self, char: str, limit: int) -> Expansion:
        """The terms of runs that begin with one character, itself among them: one of them is wherever it stands."""
        keys = {line: line.split("\t", 1)[0] for line in self._range(char)}
        return _expansion([line for line, key in keys.items() if is_run(key) and characters(key)[0][0] == char], limit)

    def complete(self, prefix: str, limit: int) -> list[Listed]:
        """The commonest words that begin with ``prefix``."""
        counts: Counter[str] = Counter()
        for line in self._range(fold(prefix)) if prefix else ():
            _, word, _, count = line.split("\t")
            counts[word] += int(count)
        best = heapq.nsmallest(limit, counts.items(), key=lambda item: (-item[1], item[0]))
        return [Listed(word, count) for word, count in best]

    def nearest(self, word: str, limit: int) -> list[Listed]:
        """The words that are fewest edits from one that is not here, the commonest first; empty where none is near."""
        key = fold(word)
        if len(key) < 3 or is_run(key) or key.isdigit():
            return []
        near = [one for one in self._near(key, 1 if len(key) < 5 else 2) if one[1]]
        least = min((distance for _, distance in near), default=0)
        best = (self._commonest(near_key) for near_key, distance in near if distance == least)
        return heapq.nsmallest(limit, best, key=lambda one: (-one.articles, one.word))

    def _commonest(self, key: str) -> Listed:
        """The commonest of the words that are one but for case and accents."""
        line = min(self._range(key + "\t", exact=True), key=lambda line: (-_count(line), line))
        return Listed(line.split("\t")[1], _count(line))

    def _range(self, start: str, *, exact: bool = False) -> list[str]:
        low = bisect_left(self._lines, start)
        end = start[:-1] + "\n" if exact else start + _LAST
        return self._lines[low : bisect_left(self._lines, end, lo=low)]

    @cached_property
    def _compounds(self) -> dict[str, list[int]]:
        """The lines of compounds, by the keys of the parts and rows of parts that they are joined of."""
        found: dict[str, list[int]] = {}
        if NON_JOINER in self._text:
            for at, line in enumerate(self._lines):
                if NON_JOINER in line:
                    for key in _parts(line.split("\t")[1]):
                        found.setdefault(key, []).append(at)
        return found

    def _term_at(self, at: int) -> str:
        return _term(self._lines[at])

    @cached_property
    def _by_term(self) -> array[int]:
        """The numbers of the lines in the order of their terms."""
        terms = list(map(_term, self._lines))
        return array("I", sorted(range(len(terms)), key=terms.__getitem__))

    @cached_property
    def _by_length(self) -> dict[int, _Keys]:
        """Distinct keys by their length: only near lengths can be near words."""
        found: dict[int, list[str]] = {}
        for key in dict.fromkeys(line.split("\t", 1)[0] for line in self._lines):
            found.setdefault(len(key), []).append(key)
        return {length: _Keys(keys, length) for length, keys in found.items()}

    def _near(self, key: str, edits: int) -> list[tuple[str, int]]:
        letters = _letters([key], len(key))
        groups = map(self._by_length.get, range(len(key) - edits, len(key) + edits + 1))
        return [near for keys in groups if keys is not None for near in keys.near(key, letters, edits)]


class _Keys:
    """Keys of one length, each with the set of its letters as bits: few keys have almost the letters of a word."""

    def __init__(self, keys: list[str], length: int) -> None:
        self._keys = keys
        self._length = length
        self._letters = _letters(keys, length)

    def near(self, word: str, letters: npt.NDArray[np.uint64], edits: int) -> list[tuple[str, int]]:
        """The keys within so many edits, with their distance. Another letter changes two bits, one more or less one."""
        longer = abs(self._length - len(word))
        most = longer + 2 * (edits - longer)
        few = np.flatnonzero(np.bitwise_count(self._letters ^ letters) <= most)
        fitting = [self._keys[at] for at in few.tolist()]
        matches = process.extract(word, fitting, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(near, int(distance)) for near, distance, _ in matches]


def _letters(words: list[str], length: int) -> npt.NDArray[np.uint64]:
    """The letters of each word as bits, one for each code point modulo 64."""
    codes = np.array(words, f"U{length or 1}").view(np.uint32).reshape(len(words), -1)[:, :length]
    bits = np.left_shift(np.uint64(1), (codes & np.uint32(63)).astype(np.uint64))
    letters: npt.NDArray[np.uint64] = np.bitwise_or.reduce(bits, axis=1)
    return letters


def _regex(pattern: str, letter: str) -> str:
    """A wildcard pattern as a regular expression that matches in linear time.

    What stands between two stars matches where it first can, and is not tried again (an atomic group): a later place
    could only leave less for what follows.
    """
    first, *rest = (
        "".join(letter if char == "?" else re.escape(char) for char in part) for part in re.split(r"\*+", pattern)
    )
    if not rest:
        return first
    return first + "".join(f"(?>{letter}*?{part})" for part in rest[:-1]) + f"{letter}*{rest[-1]}"


def _parts(compound: str) -> set[str]:
    """The keys of whatever a compound is joined of, but for itself."""
    parts = compound.split(NON_JOINER)[:_MOST_PARTS]
    rows = (parts[first : last + 1] for first in range(len(parts)) for last in range(first, len(parts)))
    return {fold("".join(row)) for row in rows if len(row) < len(parts)}


def _term(line: str) -> str:
    return line.split("\t", 3)[2]


def _count(line: str) -> int:
    return int(line.rsplit("\t", 1)[1])


def _expansion(lines: Iterable[str], limit: int) -> Expansion:
    lines = list(lines)
    used = lines if len(lines) <= limit else heapq.nsmallest(limit, lines, key=lambda line: (-_count(line), line))
    return Expansion(tuple(sorted({_term(line) for line in used})), len(lines), len(used))
