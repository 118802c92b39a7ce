"""Which articles are copies of each other, which is first, and that nothing but the articles decides it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.article import Article
from searchsvc.copies import NAME, Copies, Groups, Member, marked
from searchsvc.errors import IndexDamaged
from tests.archives import article, entry
from tests.copies.stories import CHANGES, copy, story, words

STORY = story(1)
BRIEF = "Shares of the harbour company rose two percent in early trade on Monday"
CHINESE = "".join(map(chr, range(0x4E00, 0x4E80)))
STUB = "This story is for subscribers. Log in or take a trial to read the rest of it."


def learned(articles: Iterable[Article]) -> Copies:
    made = Copies()
    for one in articles:
        made.learn(entry(one))
    return made


def grouped(articles: Iterable[Article]) -> list[set[str]]:
    """The ids of each group."""
    found: dict[str, set[str]] = {}
    for id_, member in learned(articles).groups().items():
        found.setdefault(member.group, set()).add(id_)
    return list(found.values())


def other(body: str = "", title: str = "") -> Article:
    return article("other", body, title=title)


PAIRS: dict[str, tuple[Article, Article, bool]] = {
    "the same text": (STORY, replace(STORY, id="other"), True),
    "another text": (STORY, story(2), False),
    "other capitals, commas and blanks": (STORY, other(body=STORY.body.upper().replace(" ", ",  ")), True),
    "two thirds of it, from the end": (STORY, other(body=" ".join(STORY.body.split()[100:])), True),
    "its first sixth": (STORY, other(body=" ".join(STORY.body.split()[:50])), False),
    "half of it, half another": (STORY, other(body=STORY.body[:900] + story(3).body[900:]), False),
    "its words shuffled": (STORY, other(body=" ".join(sorted(STORY.body.split()))), False),
    "a brief, the same": (article("a", BRIEF, title="Shares"), other(body=BRIEF, title="Shares"), True),
    "a brief with another number": (article("a", BRIEF), other(body=BRIEF.replace("two", "three")), False),
    "a stub under another title": (article("a", STUB, title="Ferry"), other(body=STUB, title="Harbour"), False),
    "no text under the same title": (article("a", title=BRIEF), other(title=BRIEF), False),
    "a few words": (article("a", "See the video"), other(body="See the video"), False),
    "Chinese": (article("a", CHINESE), other(body=CHINESE[:100]), True),
}


@pytest.mark.parametrize(("one", "two", "copies"), PAIRS.values(), ids=PAIRS)
def test_two_articles(one: Article, two: Article, copies: bool) -> None:
    assert grouped([one, two]) == ([{one.id, two.id}] if copies else [])


@pytest.mark.parametrize("change", CHANGES)
def test_what_papers_do_to_a_story(change: str) -> None:
    chance = random.Random(7)
    stories = [story(seed) for seed in range(40)]
    copies = [copy(one, f"copy of {one.id}", CHANGES[change], chance) for one in stories]
    found = grouped([*stories, *copies])
    assert all(group in [{one.id, f"copy of {one.id}"} for one in stories] for group in found)
    assert len(found) >= 38  # of 40: a sketch is a sample, and errs


def test_a_story_that_is_rewritten_again_and_again_is_not_one_group() -> None:
    told = words(random.Random(3), 900)
    versions = [
        article(f"v{step}", " ".join(told[step * 80 : step * 80 + 300]), date=f"2020-01-0{step + 1}")
        for step in range(7)
    ]
    assert max(map(len, grouped(versions))) == 2


FIRSTS = {
    "the earliest": (("2020-02-06", "2019-01-01", ""), 1),
    "the earlier hour": (("2020-02-06T12:00:00", "2020-02-06T11:00:00", "2020-02-06T23:00:00"), 1),
    "of one day the first by id": (("2020-02-06", "2020-02-06", "2020-02-06"), 0),
    "none dated": (("", "", ""), 0),
    "only the last is dated": (("", "", "2020-02-06"), 2),
}


@pytest.mark.parametrize(("dates", "first"), FIRSTS.values(), ids=FIRSTS)
def test_the_first(dates: tuple[str, ...], first: int) -> None:
    articles = [article(f"id{number}", STORY.body, date=date) for number, date in enumerate(dates)]
    groups = learned(reversed(articles)).groups()
    assert [groups[one.id].first for one in articles] == [number == first for number in range(3)]
    assert len({member.group for member in groups.values()}) == 1


def test_an_engine_is_told() -> None:
    groups: Groups = {"a": Member("g", first=True), "b": Member("g", first=False)}
    told = [marked(entry(article(id_, source="s")), groups).keywords for id_ in "abc"]
    here = {"source": "s", "language": "en"}
    assert told == [{**here, "copy": "first", "group": "g 1"}, {**here, "copy": "later", "group": "g 2"}, here]


def some_articles(seed: int) -> list[Article]:
    """Stories, some of them copied several times, in any order."""
    chance = random.Random(seed)
    made = [story(number, chance.randint(5, 200), date=f"2020-01-{chance.randint(10, 30)}") for number in range(30)]
    for number in range(40):
        one = chance.choice(made)
        made.append(copy(one, f"copy{number}", CHANGES[chance.choice(list(CHANGES))], chance))
    chance.shuffle(made)
    return made


@pytest.mark.parametrize("seed", range(8))
def test_only_the_articles_decide(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    articles = some_articles(seed)
    at_once = learned(sorted(articles, key=lambda one: one.id))
    copies, told = Copies(), dict[str, Member]()
    for begin in range(0, len(articles), 20):
        again = [one for one in articles[:begin] if chance.random() < 0.2]
        copies.forget(one.id for one in again)
        read = [*again, *articles[begin : begin + 20], replace(articles[0], body=story(99).body), articles[0]]
        for one in [*(story(90 + number) for number in range(3)), *read]:
            copies.learn(entry(one))
        copies.forget([*(f"story{90 + number}" for number in range(3)), "nobody"])
        new = dict(copies.groups())
        moved = {one.id for one in articles[:begin] if told.get(one.id) != new.get(one.id)}
        assert copies.moved(new) == sorted(moved - {one.id for one in read})
        told = new
        copies.write(tmp_path)
        copies = Copies.read(tmp_path)
    assert copies.groups() == at_once.groups()
    assert len(copies) == len(articles)
    written = (tmp_path / NAME).read_bytes()
    at_once.write(tmp_path)
    assert written == (tmp_path / NAME).read_bytes()


def test_nothing_at_all(tmp_path: Path) -> None:
    Copies().write(tmp_path)
    empty = Copies.read(tmp_path)
    assert (len(empty), empty.groups(), empty.moved({})) == (0, {}, [])


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda raw: raw[:-100],
    "changed": lambda raw: raw[:-5] + b"12345",
    "not a file of arrays": lambda _: b"something else altogether",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_told(damage: str, tmp_path: Path) -> None:
    learned([STORY]).write(tmp_path)
    path = tmp_path / NAME
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    with pytest.raises(IndexDamaged, match="--full"):
        Copies.read(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="--full"):
        Copies.read(tmp_path)
