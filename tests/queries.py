"""Random queries of every kind, made from the words of given articles: the same ones for the same seed."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence

from searchsvc.analysis import analyser
from searchsvc.article import Article
from searchsvc.query import tree as t
from searchsvc.query.planner import WORDS_NEAR
from searchsvc.scripts import is_run

FIELDS = (None, None, None, "title", "body", "captions")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_PREFIX = 4


class Asker:
    """Makes up queries about articles."""

    def __init__(self, articles: Sequence[Article], seed: int) -> None:
        self.random = random.Random(seed)
        self.articles = [article for article in articles if article.body]
        self.focus: Article | None = None

    def queries(self, count: int) -> Iterator[tuple[str, t.Tree]]:
        """``count`` queries, each with the name of its kind; the kinds take turns."""
        for kind in itertools.islice(itertools.cycle(KINDS), count):
            yield kind, KINDS[kind](self)

    def article(self) -> Article:
        """Any article with a body; within an *and*, mostly the same one, so that something is found."""
        return self.focus or self.random.choice(self.articles)

    def field(self) -> str | None:
        """All text fields, mostly, or one of them."""
        return self.random.choice(FIELDS)

    def passage(self, longest: int, field: str | None = None) -> list[str]:
        """Up to ``longest`` words next to each other, as some article's field writes them."""
        article = self.article()
        texts = {"title": article.title, "captions": " ".join(article.captions)}
        text = texts.get(field or "") or article.body
        tokens = [token for token in analyser(article.language).tokens(text) if token.start < token.end]
        first = self.random.randrange(max(1, len(tokens) - longest))
        return [text[token.start : token.end] for token in tokens[first : first + longest]]

    def text(self, field: str | None = None) -> str:
        """One word as some article writes it."""
        return (self.passage(1, field) or ["news"])[0]

    def long_text(self, shortest: int, field: str | None = None) -> str:
        """A word of at least so many letters, with no sign in it, and in no script that is cut into bigrams."""
        for _ in range(200):
            text = self.text(field)
            if len(text) >= shortest and text.isalpha() and not any(map(is_run, text)):
                return text
        return "reports"

    def word(self) -> t.Tree:
        """A word anywhere."""
        return t.Word(self.text())

    def field_word(self) -> t.Tree:
        """A word in one field, taken from there more often than not."""
        field = self.random.choice(("title", "body", "captions"))
        return t.Word(self.text(field if self.random.random() < 0.8 else None), field)

    def compound(self) -> t.Tree:
        """Several words written as one, with hyphens: a phrase without quotation marks."""
        return t.Word("-".join(self.passage(self.random.choice((2, 2, 3)))))

    def phrase(self) -> t.Tree:
        """Words that stand next to each other somewhere."""
        field = self.field()
        return t.Phrase(" ".join(self.passage(self.random.randint(2, 5), field)), field)

    def no_phrase(self) -> t.Tree:
        """Words of a passage in another order, which mostly stand so nowhere."""
        words = self.passage(self.random.randint(2, 4))
        self.random.shuffle(words)
        return t.Phrase(" ".join(words), self.field())

    def sloppy(self) -> t.Tree:
        """Words near each other, some left out, sometimes swapped or repeated."""
        words = self.passage(self.random.randint(3, 7))
        kept = [word for word in words if self.random.random() < 0.6] or words
        if self.random.random() < 0.3:
            self.random.shuffle(kept)
        if self.random.random() < 0.15:
            kept.append(kept[0])
        return t.Phrase(" ".join(kept), self.field(), self.random.randint(1, 6))

    def prefix(self) -> t.Tree:
        """The beginning of a word."""
        text = self.long_text(SHORTEST_PREFIX + 1)
        return t.Prefix(text[: self.random.randint(SHORTEST_PREFIX, len(text))], self.field())

    def wildcard(self) -> t.Tree:
        """A word with letters replaced by ``?`` or a stretch of it by ``*``."""
        text = self.long_text(6)
        place = self.random.randrange(1, len(text) - 1)
        if self.random.random() < 0.5:
            return t.Wildcard(f"{text[:place]}?{text[place + 1 :]}", self.field())
        kept = max(2, min(place, len(text) - 4))
        return t.Wildcard(f"{text[:kept]}*{text[kept + 1 :]}", self.field())

    def fuzzy(self) -> t.Tree:
        """A word with a slip of the finger, or two."""
        edits = self.random.choice((1, 1, 2))
        text = self.long_text(5 if edits == 1 else 8)
        for _ in range(self.random.randint(0, edits)):
            text = self.slip(text)
        return t.Fuzzy(text, edits, self.field())

    def slip(self, text: str) -> str:
        """The text with a letter dropped, doubled, replaced or swapped with its neighbour."""
        at = self.random.randrange(1, len(text) - 1)
        letter = self.random.choice(LETTERS)
        return self.random.choice(
            (
                text[:at] + text[at + 1 :],
                text[:at] + letter + text[at:],
                text[:at] + letter + text[at + 1 :],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            )
        )

    def dates(self) -> t.Tree:
        """Days, months, years, ranges, before, after, none."""
        first, last = sorted((self.day(), self.day()))
        form = self.random.randrange(7)
        if form == 0:
            return t.Dates("date", "none")
        if form in (1, 2):
            return t.Dates("before" if form == 1 else "after", self.partial(first))
        if form == 3:
            return t.Dates("date", f"{self.partial(first)}..{self.partial(last)}")
        return t.Dates("date", self.partial(first))

    def day(self) -> str:
        """A day on which some article is dated, as ``2006-10-20``."""
        days = (self.article().day for _ in range(50))
        return next((day.isoformat() for day in days if day), "2007-01-31")

    def partial(self, day: str) -> str:
        """The day, its month or its year."""
        return day[: self.random.choice((4, 7, 7, 10))]

    def keyword(self) -> t.Tree:
        """A source or a language, alone or with a word."""
        article = self.article()
        source = article.source or "nobody.example"
        asked: t.Tree = t.Phrase(source, "source") if " " in source else t.Word(source, "source")
        if article.language and self.random.random() < 0.4:
            asked = t.Word(article.language, "lang")
        return self.random.choice((asked, t.And((asked, self.word()))))

    def both(self) -> t.Tree:
        """All of some leaves."""
        self.focus = self.article()
        parts = tuple(self.leaf() for _ in range(self.random.randint(2, 4)))
        self.focus = None
        return t.And(parts)

    def either(self) -> t.Tree:
        """Any of some leaves."""
        return t.Or(tuple(self.leaf() for _ in range(self.random.randint(2, 4))))

    def without(self) -> t.Tree:
        """Something but not something else, or only the not."""
        if self.random.random() < 0.15:
            return t.Not(self.leaf())
        return t.And((self.leaf(), t.Not(self.leaf())))

    def weighted(self) -> t.Tree:
        """Leaves with weights."""
        return t.Or((t.Weighted(self.leaf(), self.random.choice((0.5, 2.0, 3.0))), self.word()))

    def nested(self) -> t.Tree:
        """Groups within groups, with no more words near each other than a query may have."""
        self.focus = self.article() if self.random.random() < 0.6 else None
        trees = (self.group(self.random.randint(2, 4)) for _ in itertools.count())
        tree = next(tree for tree in trees if words_near(tree) <= WORDS_NEAR)
        self.focus = None
        return tree

    def group(self, depth: int) -> t.Tree:
        """A random tree of at most ``depth`` levels."""
        if depth == 0 or self.random.random() < 0.2:
            return self.leaf()
        parts = tuple(self.group(depth - 1) for _ in range(self.random.randint(2, 3)))
        choice = self.random.random()
        if choice < 0.4:
            return flat(t.Or, parts)
        if choice < 0.8:
            return flat(t.And, parts)
        return flat(t.And, (parts[0], t.Not(flat(t.Or, parts[1:]) if len(parts) > 2 else parts[1])))

    def leaf(self) -> t.Tree:
        """A leaf of any kind, words the most often."""
        return self.random.choice(LEAVES)(self)


def words_near(tree: t.Tree) -> int:
    """How many words of a tree are looked for near each other."""
    match tree:
        case t.And(parts) | t.Or(parts):
            return sum(map(words_near, parts))
        case t.Not(part) | t.Weighted(part):
            return words_near(part)
        case t.Phrase(text, _, slop) if slop:
            return len(text.split())
        case _:
            return 0


def flat(kind: type[t.And] | type[t.Or], parts: tuple[t.Tree, ...]) -> t.Tree:
    """A group as the parser makes it: groups of its own kind are not nested in it."""
    return kind(tuple(leaf for part in parts for leaf in (part.parts if isinstance(part, kind) else (part,))))


LEAVES: tuple[Callable[[Asker], t.Tree], ...] = (
    *(Asker.word,) * 6,
    *(Asker.field_word, Asker.compound, Asker.phrase, Asker.sloppy, Asker.prefix, Asker.wildcard, Asker.fuzzy),
    Asker.dates,
)
KINDS: dict[str, Callable[[Asker], t.Tree]] = {
    "word": Asker.word,
    "word in a field": Asker.field_word,
    "hyphenated": Asker.compound,
    "phrase": Asker.phrase,
    "shuffled phrase": Asker.no_phrase,
    "sloppy phrase": Asker.sloppy,
    "prefix": Asker.prefix,
    "wildcard": Asker.wildcard,
    "fuzzy": Asker.fuzzy,
    "dates": Asker.dates,
    "keyword": Asker.keyword,
    "and": Asker.both,
    "or": Asker.either,
    "not": Asker.without,
    "weighted": Asker.weighted,
    "nested": Asker.nested,
}
