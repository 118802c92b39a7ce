"""Tree to plan: words become terms, through the analyser of every language of the archive and through its lexicon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from searchsvc.fields import BY_TYPED_NAME, TEXT_FIELDS, Kind
from searchsvc.folding import fold
from searchsvc.lexicon import Expansion, Lexicon
from searchsvc.query import dates, plan, tree
from searchsvc.query.tongues import Slot, anywhere, either, planned, slot_of
from searchsvc.query.words import is_character, words_of
from searchsvc.scripts import NON_JOINER, is_run

WORDS_PER_LEAF = 1_000
"""How many words one prefix, wildcard or fuzzy word may stand for; the commonest are taken."""

WORDS_PER_QUERY = 4_000
"""How many words all of them together may stand for."""

VALUES_TOLD = 3
"""How many sources that begin as the one asked for are told where there is none of that name."""

WORDS_IN_PHRASE = 200
"""How many words a pattern inside of a run of words (``e-mail*``) may stand for."""

PASSES = 24
"""How many fuzzy words, patterns and lone CJK characters a query may have: each looks at every word of the archive."""

WORDS_NEAR = 16
"""How many words of one query may be looked for near each other (``"…"~3``): each costs a pass over all its places."""

ARTICLES_NEAR = 20_000
"""In how many articles the rarest of three or more words near each other may be: some engines look at their texts."""

_PATTERN = re.compile(r"(?:[^\W_]|[*?'’]|[^\x00-\x7f\s])+")


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what the answer should say about it."""

    plan: plan.Plan
    notices: tuple[tree.Notice, ...] = ()


def make_plan(query: tree.Tree, lexicon: Lexicon) -> Planned:
    """The plan of a tree for the archive whose lexicon this is."""
    planner = Planner(lexicon)
    found = planner.made(query)
    return Planned(plan.Nothing() if found is None else found, tuple(dict.fromkeys(planner.notices)))


@dataclass(slots=True)
class Planner:
    """One walk over a tree; ``left``, ``near`` and ``passes`` are what the query may still use of each."""

    lexicon: Lexicon
    notices: list[tree.Notice] = field(default_factory=list)
    left: int = WORDS_PER_QUERY
    near: int = WORDS_NEAR
    passes: int = PASSES
    excluding: bool = False

    def made(self, node: tree.Tree) -> plan.Plan | None:
        """The plan of a node, or None where it has nothing to search for and is left out."""
        match node:
            case tree.And(parts):
                return self._joined(plan.All, parts)
            case tree.Or(parts):
                return self._joined(plan.Any, parts)
            case tree.Not(part):
                self.excluding = not self.excluding
                inner = self.made(part)
                self.excluding = not self.excluding
                return None if inner is None else plan.Not(inner)
            case tree.Weighted(part, weight):
                inner = self.made(part)
                return None if inner is None else plan.Weighted(inner, weight)
            case tree.Everything():
                return plan.Everything()
            case tree.Dates(op, text):
                return _days(op, text)
            case _:
                return self._leaf(node)

    def _joined(self, kind: type[plan.All] | type[plan.Any], nodes: tuple[tree.Tree, ...]) -> plan.Plan | None:
        made = dict.fromkeys(inner for node in nodes if (inner := self.made(node)) is not None)
        parts = tuple(made)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else kind(parts)

    def _leaf(self, leaf: tree.Word | tree.Phrase | tree.Prefix | tree.Wildcard | tree.Fuzzy) -> plan.Plan | None:
        known = BY_TYPED_NAME.get(leaf.field) if leaf.field else None
        if known is not None and known.kind is Kind.KEYWORD:
            return self._keyword(leaf, known.name)
        fields = TEXT_FIELDS if known is None else (known.name,)
        match leaf:
            case tree.Word(text):
                return self._run(text, fields)
            case tree.Phrase(text, _, slop):
                return self._run(text, fields, slop)
            case tree.Prefix(text):
                return self._starred(text, fields)
            case tree.Wildcard(pattern):
                return self._wildcard(pattern, fields)
            case tree.Fuzzy(text, edits):
                return self._fuzzy(text, edits, fields)
        raise TypeError(f"not a leaf: {leaf!r}")

    def _run(self, text: str, fields: tuple[str, ...], slop: int = 0) -> plan.Plan | None:
        words = words_of(text, loose=slop > 0)
        made = self._joined_slots([self._slot(word) for word in words], fields, text, slop, words)
        if len(words) == 1 and NON_JOINER in words[0] and made is not None:
            apart = [slot_of(part, self.lexicon) for part in words[0].split(NON_JOINER)]
            return plan.Any((made, planned(apart, lambda terms: plan.TermPhrase(terms, fields))))
        return made

    def _starred(self, text: str, fields: tuple[str, ...]) -> plan.Plan | None:
        words = words_of(text)
        if not words or is_run(words[-1]):
            return self._run(text, fields)
        *before, last = words
        slots = [self._slot(word) for word in before]
        ending = self._expanded(f"{last}*", partial(self.lexicon.expand_prefix, last), alone=not before)
        return None if ending is None else self._joined_slots([*slots, ending], fields, text)

    def _wildcard(self, pattern: str, fields: tuple[str, ...]) -> plan.Plan | None:
        parts = [part for part in _PATTERN.findall(pattern) if part.strip("*?")]
        slots: list[Slot] = []
        for part in parts:
            if "*" in part or "?" in part:
                found = self._expanded(part, partial(self.lexicon.expand_wildcard, part), alone=len(parts) == 1)
                if found is None:
                    return None
                slots.append(found)
            else:
                slots.extend(self._slot(word) for word in words_of(part, open_ended=part is parts[-1]))
        return self._joined_slots(slots, fields, pattern)

    def _fuzzy(self, text: str, edits: int, fields: tuple[str, ...]) -> plan.Plan | None:
        words = words_of(text)
        slots: list[Slot] = []
        for word in words:
            exact = self._slot(word)
            if is_run(word):
                slots.append(exact)
                continue
            near = self._expanded(f"{word}~{edits}", partial(self._near, word, edits), alone=len(words) == 1)
            if near is None:
                return None
            slots.append(either(near, exact))
        return self._joined_slots(slots, fields, text)

    def _near(self, word: str, edits: int, limit: int) -> Expansion:
        return self.lexicon.expand_fuzzy(word, edits, limit)

    def _joined_slots(
        self, slots: list[Slot], fields: tuple[str, ...], text: str, slop: int = 0, words: Sequence[str] = ()
    ) -> plan.Plan | None:
        if not slots:
            self.say(f"“{text}” has no letters or digits and was left out.")
            return None
        if words and is_character(words[-1]):
            if len(words) == 1:
                held = self._expanded(words[0], partial(self.lexicon.expand_character, words[0]), alone=True)
                return None if held is None else plan.AnyTerm(tuple(sorted({*held, words[0]})), fields, words[0])
            slots[-1] = self._ending(words[-1])
        if not all(slots):
            return plan.Nothing()
        if not words:
            # Beside a pattern, which stands for many words: its terms once for each language would be too many.
            slots = [anywhere(slot) for slot in slots]
        if len(slots) == 1:
            return planned(slots, lambda terms: plan.AnyTerm(terms[0], fields))
        if slop and len(slots) > self.near:
            return self._all_of(slots, fields, text, f"at most {WORDS_NEAR} words can be near each other in a query")
        if slop and self._common(words, slots):
            return self._all_of(slots, fields, text, f"every one of these words is in over {ARTICLES_NEAR:,} articles")
        self.near -= len(slots) if slop else 0
        return planned(slots, lambda terms: plan.TermPhrase(terms, fields, slop))

    def _common(self, words: Sequence[str], slots: list[Slot]) -> bool:
        """Whether a sloppy phrase has nothing rare to begin with; two words that share no term are easily joined."""
        met = Counter(term for slot in slots for term in slot)
        joined = len(slots) == 2 and met.total() == len(met)
        shared = (slot if any(met[term] > 1 for term in slot) else {} for slot in slots)
        return not joined and all(self._articles(*each) > ARTICLES_NEAR for each in zip(words, shared, strict=True))

    def _articles(self, word: str, terms: Slot) -> int:
        """How many articles have the word, or all the words of these terms together (an article may count twice)."""
        forms = {fold(form) for term in terms for form in self.lexicon.words(term)}
        return sum(map(self.lexicon.articles, forms or {word}))

    def _all_of(self, slots: list[Slot], fields: tuple[str, ...], text: str, why: str) -> plan.Plan | None:
        """In place of a sloppy phrase over a limit: all its words. Where that would exclude more, nothing."""
        instead = "it was left out" if self.excluding else "all are required, wherever they are"
        self.say(f"“{text}”: {why}; {instead}.")
        if self.excluding:
            return None
        words = (planned([slot], lambda terms: plan.AnyTerm(terms[0], fields)) for slot in slots)
        return plan.All(tuple(dict.fromkeys(words)))

    def _ending(self, char: str) -> Slot:
        """The terms of a lone character behind other words (W杯): in the text others may follow it."""
        held = self._expanded(char, partial(self.lexicon.expand_character, char), alone=False) or {}
        return anywhere({*held, char})

    def _slot(self, word: str) -> Slot:
        """The terms of one word, whatever its accents, and of the compounds that it is a part of."""
        terms = slot_of(word, self.lexicon)
        if self.lexicon.in_compounds(word):
            compounds = self._expanded(word, partial(self.lexicon.expand_compounds, word), alone=True)
            return either(terms, compounds or {})
        return terms

    def _expanded(self, shown: str, expand: Callable[[int], Expansion], *, alone: bool) -> Slot | None:
        """The terms that a pattern stands for; None, and a notice, where the query has used up its words."""
        limit = min(WORDS_PER_LEAF if alone else WORDS_IN_PHRASE, self.left)
        if limit == 0:
            self.say(f"“{shown}” was left out: what comes before it stands for {WORDS_PER_QUERY:,} words already.")
            return None
        if self.passes == 0:
            self.say(f"“{shown}” was left out: a query may have {PASSES} patterns and fuzzy words.")
            return None
        self.passes -= 1
        found = expand(limit)
        self.left -= found.used
        if found.used < found.fitting:
            self.say(f"“{shown}” fits {found.fitting:,} words; the {found.used:,} commonest are searched.")
        return anywhere(found.terms)

    def _keyword(self, leaf: tree.Tree, name: str) -> plan.Plan:
        match leaf:
            case tree.Word(text) | tree.Phrase(text) | tree.Fuzzy(text):
                wanted = _same(text, name)
                values = tuple(v for v in self.lexicon.keywords.get(name, {}) if _same(v, name) == wanted)
            case tree.Prefix(text):
                values = self.lexicon.values(name, f"{text}*")
            case tree.Wildcard(text):
                values = self.lexicon.values(name, text)
            case _:
                raise TypeError(f"not a leaf: {leaf!r}")
        if not values:
            near = ", ".join(self.lexicon.values(name, f"{text}*")[:VALUES_TOLD])
            self.say(f"No articles with the {name} “{text}”" + (f"; there is {near}." if near else "."))
            return plan.Nothing()
        return plan.KeywordIs(name, values)

    def say(self, message: str) -> None:
        """Add a notice to the answer."""
        self.notices.append(tree.Notice(message))


def _same(value: str, name: str) -> str:
    """A keyword as it is compared: without case; a source without ``www.``, a language without its region."""
    value = "".join(fold(value).split())
    if name == "language":
        return value.replace("_", "-").split("-", 1)[0]
    return value.removeprefix("www.")


def _days(op: tree.DateOp, text: str) -> plan.Plan:
    if op == "date" and dates.is_none(text):
        return plan.Undated()
    first, last = dates.bounds(op, text)
    return plan.DayRange(first, last)
