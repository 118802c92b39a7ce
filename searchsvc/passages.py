"""The matches in a body however long: its beginning is read, and where that has none the passages that may have some.

To read a whole book takes a second in some languages, and there are ten hits on a page. Whether a passage holds what is
looked for is seen sooner: in it are words that the archive has for the terms, all of a phrase near each other. How
a word is written can hide it there (soft hyphens, vowel points), so only what lies behind the beginning is passed over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cached_property

from searchsvc.highlight import Leaf, Marker, Span
from searchsvc.needles import shared
from searchsvc.query import plan

READ = 400_000
"""So many code points of the beginning of a body are read, and where they have no match so many of its passages."""

_STEP = 1_000
_BLOCK = 64  # steps that are looked at together first
_LONGEST_WORD = 24  # of those in phrases, on average: a phrase must fit into a step
_MOST_WORDS = 50  # with more it takes less time to read a passage
_ENOUGH = 100  # matches that are gathered for the best fragments

Slot = frozenset[str]
"""Words of which one is there; empty where they are too many to be looked for."""


class Passages:
    """Where the matches of one plan are in bodies."""

    def __init__(self, marker: Marker) -> None:
        """``marker`` is the plan's; where it does not know the words of the archive every passage may have a match."""
        self._marker = marker

    def spans(self, body: str, language: str) -> list[Span]:
        """Matches in order and apart: all in the beginning, or where there is none of the first passages with some."""
        if len(body) <= READ:
            return self._marker.spans(body, "body", language)
        end = _edge(body, READ)
        found = self._marker.spans(body[:end], "body", language)
        if found or not self._leaves:
            return found
        left = READ
        for start, stop in self._passages(body, end):
            end = min(stop, _edge(body, start + left))
            spans = self._marker.spans(body[start:end], "body", language)
            found += ((start + low, start + high) for low, high in spans)
            left -= end - start
            if left < _STEP or len(found) >= _ENOUGH:
                break
        return found

    @cached_property
    def _leaves(self) -> list[tuple[Slot, ...]]:
        """For each word and phrase that marks bodies what has to be near each other."""
        return [tuple(map(self._slot, slots)) for slots in set(map(_slots, self._marker.leaves("body")))]

    def _slot(self, terms: tuple[str, ...]) -> Slot:
        words_of = self._marker.words
        if words_of is None or len(terms) > _MOST_WORDS:
            return frozenset()
        listed = {_plain(word) for term in terms for word in (*words_of(term), term)}
        words = shared(listed)
        return frozenset(words) if len(words) <= _MOST_WORDS else frozenset()

    @cached_property
    def _step(self) -> int:
        return max(_STEP, _LONGEST_WORD * max(map(len, self._leaves)))

    def _passages(self, body: str, start: int) -> Iterator[Span]:
        """[start, end) of every passage that may hold a match, apart; a match over the first edge is in one."""
        low = high = 0
        for at in range(max(start - self._step, 0), len(body), self._step * _BLOCK):
            for first, last in self._windows(body, at, at + self._step * (_BLOCK + 1)):
                if high < first:
                    if low < high:
                        yield low, high
                    low = first
                high = max(high, last)
        if low < high:
            yield low, high

    def _windows(self, body: str, start: int, end: int) -> Iterator[Span]:
        """The windows of two steps in a block that may hold a match; mostly the whole block shows that none does."""
        edges = [_edge(body, at) for at in range(start, end + 1, self._step)]
        if not self._may_hold(_plain(body[edges[0] : edges[-1]])):
            return
        before = _plain(body[edges[0] : edges[1]])
        for first, middle, last in zip(edges, edges[1:], [*edges[2:], edges[-1]], strict=False):
            after = _plain(body[middle:last])
            if self._may_hold(before + after):
                yield first, last
            before = after

    def _may_hold(self, passage: str) -> bool:
        return any(all(not slot or any(word in passage for word in slot) for slot in leaf) for leaf in self._leaves)


def _slots(leaf: Leaf) -> tuple[tuple[str, ...], ...]:
    """The terms of each word of a phrase; a word by itself is one."""
    match leaf:
        case plan.AnyTerm(terms, _, literal):
            return ((literal,) if literal else terms,)
        case plan.TermPhrase(slots):
            return slots


def _plain(text: str) -> str:
    """Words as they are listed, as nearly as is quick; without what stands in numbers and acronyms."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return text.lower().replace(".", "").replace(",", "")


def _edge(body: str, at: int) -> int:
    """Where no word is cut: behind the last blank before ``at``, or there where no blank is near."""
    blank = max(body.rfind(" ", max(at - _STEP // 2, 0), at), body.rfind("\n", max(at - _STEP // 2, 0), at))
    return blank + 1 if blank >= 0 and at < len(body) else min(at, len(body))
