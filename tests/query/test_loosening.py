"""What is asked where no article has all the words: most of those that the archive has, then fewer."""

from __future__ import annotations

import pytest

from searchsvc.fields import TEXT_FIELDS
from searchsvc.query import parse, plan
from searchsvc.query.loosening import loose_plans
from tests.archives import article, lexicon

LEXICON = lexicon([article("all", "a b c d e e1", language="")])


def any_of(*terms: str) -> plan.AnyTerm:
    """The terms in every text field."""
    return plan.AnyTerm(terms, TEXT_FIELDS)


def least(count: int, words: str) -> plan.AtLeast:
    """So many of these words."""
    return plan.AtLeast(count, tuple(any_of(word) for word in words.split()))


PHRASE = plan.TermPhrase((("a",), ("b",)), TEXT_FIELDS)

LOOSE: dict[str, tuple[str, tuple[plan.Plan, ...]]] = {
    "one of two": ("a b", (least(1, "a b"),)),
    "two of three, then one": ("a b c", (least(2, "a b c"), least(1, "a b c"))),
    "three of four, and so on": ("a b c d", (least(3, "a b c d"), least(2, "a b c d"), least(1, "a b c d"))),
    "words that no article has do not count": ("a zebra b elephant giraffe", (least(2, "a b"), least(1, "a b"))),
    "one word that there is": ("zebra a elephant", (any_of("a"),)),
    "no word that there is": ("zebra elephant", ()),
    "a phrase whose words there are": ('"a b" zebra', (PHRASE,)),
    "a phrase with a word that there is not": ('"a zebra" c', (any_of("c"),)),
    "a pattern that nothing fits": ("zebr* a", (any_of("a"),)),
    "a pattern": ("e* zebra", (any_of("e", "e1"),)),
    "weights": ("a^2 zebra", (plan.Weighted(any_of("a"), 2),)),
    "what is left out stays": ("a b -c", (plan.All((least(1, "a b"), plan.Not(any_of("c")))),)),
    "a field stays": ("a zebra title:b", (plan.All((any_of("a"), plan.AnyTerm(("b",), ("title",)))),)),
    "one free word beside a date": ("a date:2020", ()),
    "or": ("a OR b", ()),
    "a field": ("title:a title:b", ()),
    "the same word": ("a a", ()),
    "an emoji is no word": ("a 😀", ()),
}


@pytest.mark.parametrize(("q", "right"), LOOSE.values(), ids=LOOSE)
def test_most_of_the_words(q: str, right: tuple[plan.Plan, ...]) -> None:
    assert tuple(made.plan for made in loose_plans(parse(q), LEXICON)) == right


def test_a_long_text_takes_few_searches() -> None:
    words = [f"w{number}" for number in range(60)]
    made = loose_plans(parse(" ".join(words)), lexicon([article("all", " ".join(words), language="")]))
    counts = [one.plan.count for one in made if isinstance(one.plan, plan.AtLeast)]
    assert (counts[0], counts[-1], len(counts)) == (31, 1, len(made))
    assert len(made) < 12
