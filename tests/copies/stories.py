"""Made-up stories, and what papers do to those they take over: cut them, edit them, give them another title or date."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from searchsvc.article import Article
from tests.archives import article

SYLLABLES = [first + second for first in "bdfgklmnprstvw" for second in "aeiou"]
SOURCES = ("north.example", "south.example", "east.example", "west.example")


def words(chance: random.Random, count: int) -> list[str]:
    """Words of no language."""
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]


def story(seed: int, count: int = 300, *, date: str = "", source: str = "") -> Article:
    """A story of so many words, which no other seed gives."""
    chance = random.Random(seed)
    body, title = (" ".join(words(chance, number)) for number in (count, 6))
    return article(f"story{seed}", body, title=title, date=date, source=source)


def cut(one: Article, chance: random.Random) -> Article:
    """The story without its end: 60 to 90 % of it."""
    told = one.body.split(" ")
    return replace(one, body=" ".join(told[: round(len(told) * chance.uniform(0.6, 0.9))]))


def retitled(one: Article, chance: random.Random) -> Article:
    """The story under another title."""
    return replace(one, title=" ".join(words(chance, 6)))


def redatelined(one: Article, chance: random.Random) -> Article:
    """The story from another place, of another day, with a reporter's name."""
    rest = one.body.partition(" - ")[2] if " - " in one.body[:80] else one.body
    head = chance.choice(("PARIS, May 3 (Agency) - ", "Tokyo: ", "By Ann Lee, special correspondent. BERLIN - "))
    day = article("", date=f"2009-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}").date
    return replace(one, body=head + rest, date=day, source=chance.choice(SOURCES))


def edited(one: Article, chance: random.Random) -> Article:
    """The story with every tenth word changed."""
    told = one.body.split(" ")
    for place in chance.sample(range(len(told)), len(told) // 10):
        told[place] = words(chance, 1)[0]
    return replace(one, body=" ".join(told))


Change = Callable[[Article, random.Random], Article]
CHANGES: dict[str, Sequence[Change]] = {
    "cut": (cut,),
    "retitled": (retitled,),
    "redatelined": (redatelined,),
    "edited": (edited,),
    "all of it": (cut, retitled, redatelined, edited),
}


def copy(one: Article, id_: str, changes: Sequence[Change], chance: random.Random) -> Article:
    """The story as another paper has it, under an id of its own."""
    for change in changes:
        one = change(one, chance)
    return replace(one, id=id_)
