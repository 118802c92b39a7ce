"""The right answer to a query, by looking at every article: slow, short, and nothing shared with the engines.

Only two things are taken from the package: what the terms of a text are (``analysis``), and the shapes of articles
and query trees. What a word, phrase, star or date means is written here a second time.
"""

from __future__ import annotations

import calendar
import datetime as dt
import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from searchsvc.analysis import Piece, analyser
from searchsvc.article import Article
from searchsvc.folding import fold
from searchsvc.query import tree as t
from searchsvc.scripts import is_run

CAPTION_GAP = 100
ALL_TEXT = ("title", "captions", "body")

Test = Callable[["Paper"], bool]


class Paper:
    """One article as the oracle looks at it: its terms, as a list with positions and as a set, for every text field."""

    __slots__ = ("article", "terms", "tokens")

    def __init__(self, article: Article) -> None:
        self.article = article
        self.tokens = {field: positioned(texts, article.language) for field, texts in texts_of(article).items()}
        self.terms = {field: frozenset(term for term, _ in tokens) for field, tokens in self.tokens.items()}

    def places(self, terms: set[str], field: str) -> list[int]:
        """The positions of any of the terms in a field."""
        return [position for term, position in self.tokens[field] if term in terms]


def texts_of(article: Article) -> dict[str, tuple[str, ...]]:
    """The texts of every text field."""
    return {"title": (article.title,), "captions": article.captions, "body": (article.body,)}


def positioned(texts: Iterable[str], language: str) -> list[tuple[str, int]]:
    """The terms of texts with their positions; each further text starts a gap after the one before."""
    tokens: list[tuple[str, int]] = []
    for text in texts:
        start = tokens[-1][1] + CAPTION_GAP if tokens else 0
        tokens += [(term, start + number) for number, term in enumerate(analyser(language).terms(text))]
    return tokens


@dataclass(frozen=True, slots=True)
class Truth:
    """The ids that match, and how many of them have each value of each facet."""

    ids: frozenset[str]
    facets: dict[str, dict[str, int]]

    @property
    def total(self) -> int:
        """How many match."""
        return len(self.ids)


class Oracle:
    """A brute-force judge over a fixed list of articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.papers = [Paper(article) for article in articles]
        self.languages = sorted({article.language for article in articles})
        self.words = by_key((piece.word, piece.term) for piece in pieces_of(articles))
        self.spellings = by_key((piece.word, piece.word) for piece in pieces_of(articles))

    def answer(self, tree: t.Tree) -> Truth:
        """Which articles match ``tree``, and their facet counts."""
        test = self.test(tree)
        found = [paper.article for paper in self.papers if test(paper)]
        return Truth(frozenset(article.id for article in found), facets_of(found))

    def test(self, tree: t.Tree) -> Test:
        """A function that says whether one article matches ``tree``."""
        match tree:
            case t.And(parts):
                tests = [self.test(part) for part in parts]
                return lambda paper: all(test(paper) for test in tests)
            case t.Or(parts):
                tests = [self.test(part) for part in parts]
                return lambda paper: any(test(paper) for test in tests)
            case t.Not(part):
                inner = self.test(part)
                return lambda paper: not inner(paper)
            case t.Weighted(part, _):
                return self.test(part)
            case t.Everything():
                return lambda _: True
            case t.Dates(op, text):
                return date_test(op, text)
            case _:
                return self.leaf(tree)

    def leaf(self, tree: t.Tree) -> Test:
        """The test of a leaf of text."""
        match tree:
            case t.Word(text, field) | t.Phrase(text, field) if field in ("source", "lang"):
                return keyword_test(field, text)
            case t.Word(text, field) if len(text) == 1 and is_run(text):
                return any_of({text, *self.terms_where(lambda word: word.startswith(text) and is_run(word))}, field)
            case t.Word(text, field):
                return self.sequence(text, field, 0)
            case t.Phrase(text, field, slop):
                return self.sequence(text, field, slop)
            case t.Prefix() | t.Wildcard():
                return any_of(self.terms_where(self.fits(tree)), tree.field)
            case t.Fuzzy(text, _, field):
                near, exact = any_of(self.terms_where(self.fits(tree)), field), self.sequence(text, field, 0)
                return lambda paper: near(paper) or exact(paper)
        raise TypeError(f"not a query tree: {tree!r}")

    def fits(self, tree: t.Prefix | t.Wildcard | t.Fuzzy) -> Callable[[str], bool]:
        """Whether a word of the archive, folded, is one that the leaf stands for."""
        match tree:
            case t.Prefix(text):
                start = fold(text)
                return lambda word: word.startswith(start)
            case t.Wildcard(pattern):
                whole = re.compile(fnmatch.translate(fold(pattern))).match
                return lambda word: whole(word) is not None
            case t.Fuzzy(text, edits):
                asked = fold(text)
                return lambda word: within(asked, word, edits)

    def fitting(self, tree: t.Prefix | t.Wildcard | t.Fuzzy) -> int:
        """How many words of the archive a leaf stands for: whether a limit on expansion would bite."""
        return sum(map(self.fits(tree), self.words))

    def terms_where(self, fits: Callable[[str], bool]) -> set[str]:
        """The terms of the words of the archive that fit."""
        return {term for word, terms in self.words.items() if fits(word) for term in terms}

    def readings(self, word: str, language: str) -> set[str]:
        """The terms that a word has in the archive, case and accents aside; of an unknown one, in each language.

        Of these an article counts those that are stems of the word in its own language, where that is known.
        """
        terms = self.words.get(fold(word)) or {analyser(each).term(word) for each in self.languages}
        if not language:
            return terms
        return terms & {analyser(language).term(each) for each in {word} | self.spellings.get(fold(word), set())}

    def sequence(self, text: str, field: str | None, slop: int) -> Test:
        """Articles with the words of ``text``, each in any of its readings, one after the other."""
        pieces = list(analyser("").pieces(text))
        ends = [i for i in range(1, len(pieces)) if pieces[i].end == pieces[i - 1].end]
        dropped = ends if slop else [i for i in ends if i == len(pieces) - 1]
        words = [piece.word for i, piece in enumerate(pieces) if i not in dropped]
        held: set[str] = set()
        if len(words) > 1 and len(words[-1]) == 1 and is_run(words[-1]):
            held = self.terms_where(lambda word: word.startswith(words[-1]) and is_run(word))
        fields = (field,) if field else ALL_TEXT

        @cache
        def slots(language: str) -> list[set[str]]:
            *before, last = (self.readings(word, language) for word in words)
            return [*before, last | held]

        return lambda paper: any(holds(paper, slots(paper.article.language), name, slop) for name in fields)


def pieces_of(articles: Iterable[Article]) -> Iterator[Piece]:
    """Every word of the articles, wherever it stands, each in the language of its article."""
    for article in articles:
        for text in (text for texts in texts_of(article).values() for text in texts):
            yield from analyser(article.language).pieces(text)


def by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Words, folded, each with what stands beside it in the pairs."""
    found: dict[str, set[str]] = {}
    for word, beside in pairs:
        found.setdefault(fold(word), set()).add(beside)
    return found


def any_of(terms: set[str], field: str | None) -> Test:
    """Articles with at least one of the terms."""
    fields = (field,) if field else ALL_TEXT
    return lambda paper: any(not terms.isdisjoint(paper.terms[name]) for name in fields)


def holds(paper: Paper, slots: list[set[str]], field: str, slop: int) -> bool:
    """Whether the field has a term of each slot, in order, or moved apart by at most ``slop``."""
    if any(slot.isdisjoint(paper.terms[field]) for slot in slots):
        return False
    if len(slots) == 1:
        return True
    shifted = [[place - number for place in paper.places(slot, field)] for number, slot in enumerate(slots)]
    if slop == 0:
        return bool(set(shifted[0]).intersection(*shifted[1:]))
    return any(
        different([[p + n for p in places if start <= p <= start + slop] for n, places in enumerate(shifted)])
        for start in {place for places in shifted for place in places}
    )


def different(choices: list[list[int]], taken: frozenset[int] = frozenset()) -> bool:
    """Whether one position can be chosen from each list so that all are different."""
    if not choices:
        return True
    return any(different(choices[1:], taken | {place}) for place in choices[0] if place not in taken)


def within(left: str, right: str, edits: int) -> bool:
    """Whether two words are at most ``edits`` insertions, deletions, substitutions or swaps of neighbours apart."""
    # An edit brings in at most one letter and takes out one: most words are told apart without counting edits.
    if abs(len(left) - len(right)) > edits or len(set(left) ^ set(right)) > 2 * edits:
        return False
    return distance(left, right) <= edits


def distance(left: str, right: str) -> int:
    """Edits between two words, each letter edited once (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def keyword_test(field: str, text: str) -> Test:
    """Articles whose source or language is the text, whatever its case."""
    asked = text.casefold()
    if field == "source":
        return lambda paper: paper.article.source.casefold() == asked
    return lambda paper: paper.article.language.casefold().split("-")[0] == asked


def date_test(op: str, text: str) -> Test:
    """Articles by their printed day; undated ones match ``date:none`` alone."""
    if text == "none":
        return lambda paper: paper.article.day is None
    first, _, last = text.partition("..")
    earliest = days_of(first)[0] if first else dt.date.min
    latest = days_of(last or first)[1] if last or ".." not in text else dt.date.max

    def fits(paper: Paper) -> bool:
        day = paper.article.day
        if day is None:
            return False
        if op == "before":
            return day < earliest
        return day > latest if op == "after" else earliest <= day <= latest

    return fits


def days_of(text: str) -> tuple[dt.date, dt.date]:
    """The first and last day of a year, a month or a day."""
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if not month:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not day:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)


def facets_of(articles: Iterable[Article]) -> dict[str, dict[str, int]]:
    """How many of the articles have each value of each facet."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("source", "language", "month", "year")}
    for article in articles:
        printed = article.day.isoformat() if article.day else "none"
        counts["source"].update(filter(None, [article.source]))
        counts["language"].update(filter(None, [article.language.split("-")[0]]))
        counts["month"][printed[:7]] += 1
        counts["year"][printed[:4]] += 1
    return {name: dict(count) for name, count in counts.items()}
