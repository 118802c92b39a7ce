"""Two engines side by side: the searches that are put to both, and what is said where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from searchsvc.archive import Archive
from searchsvc.article import Article
from searchsvc.parity import Difference, compare
from searchsvc.query import parse, spell, tree
from searchsvc.sampling import sample
from tests.archives import archive, article
from tests.indexed import WORDS

SOURCES = ("a.example", 'The "Post"', "Ö / Zeitung")
LANGUAGES = ("en", "de", "ja")


def articles(count: int) -> Iterable[Article]:
    """Articles with other words in each, in three languages, every fifth without a date."""
    for number in range(count):
        words = [WORDS[(number * step + step) % len(WORDS)] for step in range(1, 40)]
        yield article(
            f"é/{number}",
            " ".join(words) + f", no. {number}. 東京の港",
            title=f"{words[3]} {words[7]}",
            date="" if number % 5 == 0 else f"{2000 + number % 20}-0{1 + number % 9}-1{number % 10}",
            source=SOURCES[number % 3],
            language=LANGUAGES[number % 3],
        )


@pytest.fixture(scope="module")
def large() -> Archive:
    """An archive with enough to ask for."""
    return archive(articles(300))


def test_about_as_many_searches_as_asked_for_of_every_kind(large: Archive) -> None:
    found = Counter(one.kind for one in sample(large, 200))
    assert 180 <= found.total() <= 200
    assert len(found) == 8
    assert min(found.values()) >= 10
    assert sum(isinstance(one.tree, tree.Phrase) and one.tree.slop == 2 for one in sample(large, 200)) == 10


def test_the_same_searches_for_the_same_archive(large: Archive) -> None:
    assert sample(large, 200) == sample(archive(reversed(list(articles(300)))), 200)
    assert len({(one.kind, one.tree) for one in sample(large, 200)}) == len(sample(large, 200))


def test_what_is_printed_can_be_typed(large: Archive) -> None:
    for one in sample(large, 200):
        assert parse(spell(one.tree)) == one.tree


def test_most_searches_find_something(large: Archive) -> None:
    found = compare(large, large)
    assert found.agrees
    assert (found.differences, found.all.worst, found.all.overlap) == ([], 1, 1)
    assert found.all.searches == found.all.totals == found.all.facets == sum(kind.searches for kind in found.kinds)


SMALL: dict[str, list[Article]] = {
    "no article": [],
    "one article without a word": [article("a", "…")],
    "one article of one word": [article("a", "harbour")],
    "only a title": [article("a", title="Harbour")],
    "only captions": [article("a", captions=("Harbour", "Mill"))],
    "without a language": [article("a", "harbour", language="")],
    "writing without blanks": [article("a", "東京の港で祭りがあった。" * 500, language="ja")],
}


@pytest.mark.parametrize("few", SMALL.values(), ids=list(SMALL))
def test_small_archives(few: list[Article]) -> None:
    assert compare(archive(few), archive(few)).agrees


def test_every_unequal_count_is_listed(large: Archive) -> None:
    found = compare(large, archive(list(articles(300))[1:]))
    assert not found.agrees
    assert Difference("*", "total", 300, 299) in found.differences
    assert Difference("*", "source a.example", 100, 99) in found.differences
    assert Difference("*", "language en", 100, 99) in found.differences
    assert Difference("*", "year none", 60, 59) in found.differences
    assert found.all.totals < found.all.searches
    assert found.all.facets < found.all.searches


def test_equal_counts_in_another_order_do_not_agree() -> None:
    left = [article(f"{n:02}", "harbour " * (n + 1) + "mill " * (40 - n)) for n in range(40)]
    right = [article(f"{n:02}", "harbour " * (40 - n) + "mill " * (n + 1)) for n in range(40)]
    found = compare(archive(left), archive(right))
    assert found.differences == []
    assert (found.agrees, found.all.worst) == (False, 0)
    assert any(word in found.worst_query for word in ("harbour", "mill"))
