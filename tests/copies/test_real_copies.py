"""Copies planted among real articles are found, nearly all of them, and next to nothing else is taken for one."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.reuters import records
from searchsvc.article import Article
from searchsvc.copies import Copies, Groups
from searchsvc.engines.base import Entry
from searchsvc.entries import WordCounts
from tests.copies.stories import CHANGES, copy

ARTICLES = 20_000
PLANTED = 500
LEAST_WORDS = 30

pytestmark = pytest.mark.corpora
Pair = tuple[str, str]


@pytest.fixture(scope="module")
def articles(corpora: Path) -> list[Article]:
    news = corpora / "news" / "reuters-106k.jsonl.xz"
    return [
        Article(row["id"], row["title"], row["body"], dt.date.fromisoformat(row["date"]), language="en")
        for row in records(ARTICLES, news)
    ]


def planted(articles: list[Article], seed: int) -> tuple[list[Article], dict[Pair, str]]:
    """The copies, each of another article; and the pairs of (article, copy) with what was done."""
    chance = random.Random(seed)
    long = [one for one in articles if len(one.body.split()) >= LEAST_WORDS]
    copies, pairs = [], {}
    for number, one in enumerate(chance.sample(long, PLANTED)):
        done = list(CHANGES)[number % len(CHANGES)]
        copies.append(copy(one, f"copy{number}", CHANGES[done], chance))
        pairs[one.id, f"copy{number}"] = done
    return copies, pairs


def found(groups: Groups) -> Iterator[Pair]:
    """Every two articles that are in one group."""
    members: dict[str, list[str]] = {}
    for id_, member in groups.items():
        members.setdefault(member.group, []).append(id_)
    for ids in members.values():
        yield from combinations(sorted(ids), 2)


def near(one: Entry, two: Entry) -> bool:
    """By all of their words: whether half of what the shorter one has, three words in a row, is in the other."""
    bodies = [entry.fields["body"][0].split() for entry in (one, two)]
    rows = [set(zip(words, words[1:], words[2:], strict=False)) for words in bodies]
    return bodies[0] == bodies[1] or len(rows[0] & rows[1]) >= 0.5 * max(min(map(len, rows)), 1)


@pytest.mark.parametrize("seed", [4, 5])
def test_recall_and_precision(articles: list[Article], seed: int) -> None:
    copies, pairs = planted(articles, seed)
    counts = WordCounts()
    entries = {one.id: counts.learn(one) for one in (*articles, *copies)}
    made = Copies()
    for one in entries.values():
        made.learn(one)
    groups = made.groups()
    by_kind = Counter(done for (one, two), done in pairs.items() if _together(groups, one, two))
    assert by_kind.total() / PLANTED >= 0.95, by_kind
    wrong = [pair for pair in found(groups) if not _right(pair, pairs, entries)]
    assert len(wrong) / sum(1 for _ in found(groups)) <= 0.01, wrong


def _together(groups: Groups, one: str, two: str) -> bool:
    return one in groups and two in groups and groups[one].group == groups[two].group


def _right(pair: Pair, pairs: Mapping[Pair, str], entries: Mapping[str, Entry]) -> bool:
    one, two = pair
    return (one, two) in pairs or (two, one) in pairs or near(entries[one], entries[two])
