"""The query language by example, for the help page: with words, a source and a year that this archive has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from searchsvc import searching
from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive
from searchsvc.article import Article

NEWEST = 50  # articles in which words for the examples are looked for
WORD = re.compile(r"[^\W\d_]{5,14}")

Section = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """What the examples ask for; ``first`` and ``second`` follow each other in a title."""

    first: str = "harbour"
    second: str = "master"
    caption: str = "ferry"
    source: str = "post.example"
    lang: str = "en"
    year: int = 2020


@dataclass(frozen=True, slots=True)
class Example:
    """One query and what it means; ``finds`` says whether the archive has something for it."""

    query: str
    meaning: str
    finds: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Examples of one kind."""

    heading: str
    introduction: str
    examples: tuple[Example, ...]


def guide(archive: Archive | None) -> list[Chapter]:
    """The chapters of the help page; without an archive nothing is found by any example."""
    words = _words(archive) if archive else Words()
    return [
        Chapter(heading, introduction, tuple(Example(q, means, _finds(archive, q)) for q, means in examples))
        for heading, introduction, examples in sections(words)
    ]


def sections(words: Words) -> tuple[Section, ...]:
    """The examples with these words: (heading, introduction, [(query, meaning)])."""
    one, two, year = words.first, words.second, words.year
    return (
        (
            "Words",
            "All the words must be there: in the title, the text or a caption, in any order and any form.",
            (
                (f"{one} {two}", "both words, in any form"),
                (f'"{one} {two}"', "the phrase: these words next to each other, in this order"),
                (f'"{two} {one}"~3', "the words close together, at most 3 words apart"),
                ("*", "everything, newest first"),
            ),
        ),
        (
            "Either, or, not",
            "Operators are written in capitals, so that and, or and not stay ordinary words.",
            (
                (f"{one} OR {two}", f"one of them, or both; {one} | {two} is the same"),
                (f"{one} -{words.caption}", f"without a word; {one} NOT {words.caption} is the same"),
                (f"({one} OR {words.caption}) {two}", "brackets group"),
            ),
        ),
        (
            "In one place",
            "Put a field name and a colon before a word, phrase or group to search only there.",
            (
                (f"title:{one}", "in the title"),
                (f"captions:{words.caption}", "in the caption of a picture"),
                (f"source:{words.source}", "from one publisher"),
                (f"lang:{words.lang}", "in one language"),
            ),
        ),
        (
            "Parts of words, and near misses",
            "Matched against the words in your archive.",
            (
                (f"{one[:4]}*", f"words starting with {one[:4]}"),
                (f"{one[:2]}??{one[4:]}", "one letter for each question mark, any number for a star"),
                (f"{one[:2]}{one[3:]}~", f"one letter more, less or different; {one[:2]}{one[3:]}~2 allows two"),
            ),
        ),
        (
            "Dates",
            "A year or a month stands for the whole of it. before and after leave out what they name.",
            (
                (
                    f"date:{year:04d}",
                    f"in that year; date:{year:04d}-02 in that month, date:{year:04d}-02-06 on that day",
                ),
                (f"date:{year:04d}-01-15..{year:04d}-12-06", "from one day to another, both included"),
                (
                    f"after:{year - 1:04d} before:{year + 1:04d}-03",
                    f"later than {year - 1}, earlier than March {year + 1}",
                ),
                ("date:none", "articles without a date"),
            ),
        ),
        ("Weight", "Make one word count more.", ((f"{one}^3 {two}", f"{one} counts three times"),)),
    )


def _words(archive: Archive) -> Words:
    """Words of the newest articles, the commonest source, a language and the latest year of this archive."""
    plain = Words()
    newest = searching.search(archive, SearchRequest(sort="newest", per_page=NEWEST, fragments=0))
    articles = [hit.article for hit in newest.hits]
    first, second = _pair(articles) or (plain.first, plain.second)
    captions = (word for article in articles for text in article.captions for word in WORD.findall(text))
    years = [article.day.year for article in articles if article.day and 1 < article.day.year < 9999]
    return Words(
        first,
        second,
        next((word.lower() for word in captions), plain.caption),
        _commonest(archive, "source", 0) or plain.source,
        _commonest(archive, "language", 1) or _commonest(archive, "language", 0) or plain.lang,
        sorted(years)[len(years) // 2] if years else plain.year,
    )


def _pair(articles: Sequence[Article]) -> tuple[str, str] | None:
    """Two words that follow each other in a title."""
    for article in articles:
        for one, two in pairwise(article.title.split()):
            if WORD.fullmatch(one) and WORD.fullmatch(two) and one.lower() != two.lower():
                return one.lower(), two.lower()
    return None


def _commonest(archive: Archive, field: str, place: int) -> str:
    """The value of the field that comes at this place by its number of articles, as a query has it."""
    counts = archive.lexicon.keywords.get(field, {})
    values = [value for value in sorted(counts, key=lambda value: -counts[value]) if '"' not in value]
    value = values[place] if place < len(values) else ""
    return value if re.fullmatch(r"[\w.-]*", value) else f'"{value}"'


def _finds(archive: Archive | None, q: str) -> bool:
    if archive is None:
        return False
    answer = searching.search(archive, SearchRequest(q=q, per_page=1, fragments=0))
    return bool(answer.total) and not answer.loosened
