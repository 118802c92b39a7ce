"""Marks: where the matches of a plan are in an article's own text, and the fragments that show them best."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from searchsvc.analysis import primary
from searchsvc.answer import Fragment
from searchsvc.needles import Needles
from searchsvc.places import Place, Places
from searchsvc.query import plan
from searchsvc.scripts import characters

Span = tuple[int, int]
"""[start, end) in code points of a text."""

Leaf = plan.AnyTerm | plan.TermPhrase
"""What marks: a word or a phrase."""

Words = Callable[[str], Collection[str]]
"""Term to the words of the archive that have it."""

_MOST_TERMS = 50  # the words of so many terms are looked up

# It begins with one set of characters, which is what re scans a text for fastest.
_SENTENCE_END = re.compile(r"[.!?…。！？\n](?:(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|(?<=\n)\n*)")
_BLANK = re.compile(r"\s")


class Marker:
    """The marks of one plan. What a plan excludes, and its dates and sources, mark nothing."""

    def __init__(self, node: plan.Plan, words: Words | None = None) -> None:
        """``words`` gives the words of the archive that have a term; with it marks are found sooner."""
        self._leaves = tuple(dict.fromkeys(_marking(node, _ALL)))
        self.words = words
        self._made: dict[tuple[tuple[Leaf, ...], str], _Marks] = {}
        self._of: dict[tuple[str, str], _Marks] = {}

    def spans(self, text: str, field: str, language: str) -> list[Span]:
        """The matches in one text of a field: in order, apart from each other, never empty."""
        marks = self._of.get((field, language)) or self._marks(field, language)
        return marks.spans(text)

    def leaves(self, field: str) -> list[Leaf]:
        """The words and phrases that mark texts of a field, in whatever language."""
        return [leaf for leaf, _ in self._leaves if field in leaf.fields]

    def _marks(self, field: str, language: str) -> _Marks:
        """What marks texts of a field: mostly the same as in the others, and then made once."""
        spoken = primary(language)
        leaves = tuple(leaf for leaf, where in self._leaves if field in leaf.fields and where.has(spoken))
        marks = self._made.get((leaves, language))
        if marks is None:
            marks = self._made[leaves, language] = _Marks(leaves, language, self.words)
        self._of[field, language] = marks
        return marks

    def whole(self, text: str, field: str, language: str) -> Fragment:
        """A text with all its marks."""
        return Fragment(text, tuple(self.spans(text, field, language)))


def fragments(text: str, spans: Sequence[Span], count: int, size: int) -> tuple[Fragment, ...]:
    """The best ``count`` pieces of about ``size`` code points, in the order of the text; its beginning without marks.

    Best is what shows the most different matches, then the most matches, then what comes first.
    """
    if not spans:
        return (_lead(text, size),) if text and count else ()
    chosen: list[tuple[int, int]] = []
    for _, _, first, last in sorted(_windows(text, spans, size)):
        if len(chosen) == count:
            break
        if all(last < other_first or first > other_last for other_first, other_last in chosen):
            chosen.append((first, last))
    pieces = [_around(text, spans[first : last + 1], size) for first, last in sorted(chosen)]
    return tuple(_cut(text, start, end, spans) for start, end in _apart(pieces))


def _lead(text: str, size: int) -> Fragment:
    if len(text) <= size:
        return _cut(text, 0, len(text), ())
    return _cut(text, 0, _end(text, 0, 0, size), ())


def paragraphs(whole: Fragment) -> tuple[Fragment, ...]:
    """A marked text cut at its blank lines; a mark that goes over one is marked on both sides."""
    breaks = [match.span() for match in re.finditer(r"\n\s*\n", whole.text)]
    starts = (0, *(end for _, end in breaks))
    ends = (*(start for start, _ in breaks), len(whole.text))
    pieces = (_cut(whole.text, start, end, whole.marks) for start, end in zip(starts, ends, strict=True))
    return tuple(piece for piece in pieces if piece.text)


@dataclass(frozen=True, slots=True)
class _Languages:
    """Those of articles in which a part of a plan can match: ``only`` these (None is all), and none ``but`` those."""

    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()

    def has(self, language: str) -> bool:
        return language not in self.but and (self.only is None or language in self.only)

    def within(self, part: plan.Plan) -> _Languages:
        """What is left of them where this must match, too."""
        match part:
            case plan.KeywordIs("language", values):
                return replace(self, only=frozenset(values) if self.only is None else self.only & {*values})
            case plan.Not(plan.KeywordIs("language", values)):
                return replace(self, but=self.but | {*values})
        return self


_ALL = _Languages()


def _marking(node: plan.Plan, where: _Languages) -> Iterator[tuple[Leaf, _Languages]]:
    """What marks, and in articles of which languages: a word's term can be another word's in other languages."""
    match node:
        case plan.AnyTerm() | plan.TermPhrase():
            yield node, where
        case plan.All(parts):
            inner = reduce(_Languages.within, parts, where)
            for part in parts:
                yield from _marking(part, inner)
        case plan.Any(parts) | plan.AtLeast(_, parts):
            for part in parts:
                yield from _marking(part, where)
        case plan.Weighted(part):
            yield from _marking(part, where)


class _Marks:
    """What marks texts of one field and language: words, single characters of words, phrases."""

    def __init__(self, leaves: Sequence[Leaf], language: str, words_of: Words | None) -> None:
        words = [leaf for leaf in leaves if isinstance(leaf, plan.AnyTerm)]
        self._words = frozenset(term for leaf in words if not leaf.literal for term in leaf.terms)
        self._characters = frozenset(term for leaf in words if leaf.literal for term in leaf.terms)
        phrases = [leaf for leaf in leaves if isinstance(leaf, plan.TermPhrase)]
        self._near = [leaf for leaf in phrases if leaf.slop]
        self._exact = [(len(leaf.slots), _slots_of(leaf)) for leaf in phrases if not leaf.slop]
        in_phrases = (term for leaf in phrases for slot in leaf.slots for term in slot)
        wanted = self._words.union(in_phrases, self._characters)
        needles: Needles | None = None
        if words_of is not None and not self._near and len(wanted) <= _MOST_TERMS:
            needles = Needles.of(map(words_of, wanted))
        self._places = Places(wanted, language, needles) if wanted else None

    def spans(self, text: str) -> list[Span]:
        """The marks of one text."""
        found = self._places.find(text) if self._places else ()
        if not found:
            return []
        spans = [(start, end) for _, term, start, end in found if term in self._words]
        spans.extend(_first_character(text, start, end) for _, term, start, end in found if term in self._characters)
        for length, slots_of in self._exact:
            spans.extend(_phrase_spans(length, slots_of, found))
        for leaf in self._near:
            spans.extend(_near_spans(leaf, found))
        return _merged(spans)


def _first_character(text: str, start: int, end: int) -> Span:
    """Where the character is by which a term of a run is found: it is the first of two, or alone."""
    _, low, high = characters(text[start:end], start)[0]
    return low, high


def _slots_of(leaf: plan.TermPhrase) -> dict[str, int]:
    """For each term of a phrase its slots: bit i stands for slot i."""
    slots_of: Counter[str] = Counter()
    for i, slot in enumerate(leaf.slots):
        for term in slot:
            slots_of[term] |= 1 << i
    return slots_of


def _phrase_spans(length: int, slots_of: dict[str, int], found: Iterable[Place]) -> Iterator[Span]:
    """Where the slots stand in a row. Bit i of ``state``: the terms up to here fit slots 0 to i (Shift-And)."""
    starts: dict[int, int] = {}
    state, before = 0, -2
    for position, term, start, end in found:
        starts[position] = start
        state = ((state << 1) | 1 if position == before + 1 else 1) & slots_of.get(term, 0)
        before = position
        if state >> (length - 1) & 1:
            yield starts[position - length + 1], end


def _near_spans(leaf: plan.TermPhrase, found: Iterable[Place]) -> Iterator[Span]:
    """Each word of a sloppy phrase by itself, where all of them are near enough."""
    slots_of = _slots_of(leaf)
    events = sorted(
        (position - i, i, position)
        for position, term, _, _ in found
        for i in range(len(leaf.slots))
        if slots_of.get(term, 0) >> i & 1
    )
    held: Counter[int] = Counter()
    positions: Counter[int] = Counter()
    marked: set[int] = set()
    end = done = 0
    for start, (place, slot, position) in enumerate(events):
        while end < len(events) and events[end][0] <= place + leaf.slop:
            held[events[end][1]] += 1
            positions[events[end][2]] += 1
            end += 1
        if len(held) == len(leaf.slots) <= len(positions):
            marked.update(position for _, _, position in events[max(start, done) : end])
            done = end
        _drop(held, slot)
        _drop(positions, position)
    return ((start, end) for position, _, start, end in found if position in marked)


def _drop(counter: Counter[int], key: int) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


def _merged(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _windows(text: str, spans: Sequence[Span], size: int) -> Iterator[tuple[int, int, int, int]]:
    """For each span the run of spans that one fragment could show from it on: (-different, -matches, first, last)."""
    names = [text[start:end].lower() for start, end in spans]
    inside: dict[str, int] = {}
    end, reach = 0, size * 3 // 4
    for first, (start, _) in enumerate(spans):
        while end < len(spans) and (end == first or spans[end][1] - start <= reach):
            name = names[end]
            inside[name] = inside.get(name, 0) + 1
            end += 1
        yield -len(inside), first - end, first, end - 1
        left = inside.pop(names[first]) - 1
        if left:
            inside[names[first]] = left


def _around(text: str, spans: Sequence[Span], size: int) -> Span:
    """The place of a fragment that shows ``spans``, from the beginning of a sentence or at least of a word."""
    start, end = spans[0][0], spans[-1][1]
    spare = max(size - (end - start), 0)
    low = max(start - spare // 2, 0)
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, low, start)]
    if sentences:
        low = sentences[0]
    elif low:
        blank = _BLANK.search(text, low, start)
        low = blank.end() if blank else low
    return low, _end(text, low, end, low + size)


def _end(text: str, low: int, least: int, high: int) -> int:
    """Where a piece that begins at ``low`` ends: with a sentence that ends in its last third, or with a word."""
    if max(high, least) >= len(text):
        return len(text)
    high = max(high, least)
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, max(least, low + (high - low) * 2 // 3), high)]
    blank = max(text.rfind(" ", max(least, low + 1), high + 1), text.rfind("\n", max(least, low + 1), high + 1))
    return sentences[-1] if sentences else blank if blank > 0 else high


def _apart(places: Sequence[Span]) -> list[Span]:
    """Fragments that touch made one."""
    out: list[Span] = []
    for start, end in places:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _cut(text: str, start: int, end: int, spans: Sequence[Span]) -> Fragment:
    """A piece of a text without blanks around it, with the marks that lie in it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, key=lambda span: span[0])
    marks = [(max(low, start) - start, min(high, end) - start) for low, high in spans[first:last]]
    return Fragment(text[start:end], tuple(marks), start)
