"""In which languages a term stands for a word: two can have one stem for words that have nothing in common.

*Familiar* is ``famili`` in Portuguese, and *family* is that in English; *paulo* is ``paul``, as *Paul* is. A term of a
word is looked for in the articles of every language but those in which it would be another word's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from searchsvc.analysis import analyser
from searchsvc.lexicon import Lexicon
from searchsvc.query import plan

Slot = Mapping[str, frozenset[str]]
"""The terms that may stand in one place, each with the languages of articles in which it does not stand for the word.

Articles whose language nobody knows are in none of them: there a term always does.
"""

Terms = tuple[str, ...]

_NONE: frozenset[str] = frozenset()


def anywhere(terms: Iterable[str]) -> Slot:
    """These terms, in articles of every language."""
    return dict.fromkeys(sorted(terms), _NONE)


def slot_of(word: str, lexicon: Lexicon) -> Slot:
    """The terms of one word: as the archive has it, else its stem in each of its languages.

    To stem a known word in every language would find other words: *usa* has the stem *us* in Turkish.
    """
    known = lexicon.spellings(word)
    terms = {term for _, term in known} or {analyser(language).term(word) for language in lexicon.languages}
    spellings = {word, *(spelling for spelling, _ in known)}
    if len(lexicon.languages) == 1:
        return anywhere(terms)
    return {term: _others(term, spellings, lexicon) for term in sorted(terms)}


def either(*slots: Slot) -> Slot:
    """The terms of all of these slots, in articles of a language where one of them has it."""
    found: dict[str, frozenset[str]] = {}
    for slot in slots:
        for term, others in slot.items():
            found[term] = found.get(term, others) & others
    return dict(sorted(found.items()))


def planned(slots: Sequence[Slot], made: Callable[[tuple[Terms, ...]], plan.Plan]) -> plan.Plan:
    """The plan that ``made`` makes of the terms of slots: where languages differ, for each the terms that are right."""
    others = frozenset[str]().union(*(languages for slot in slots for languages in slot.values()))
    everywhere = made(tuple(map(tuple, slots)))
    if not others:
        return everywhere
    by_terms: dict[tuple[Terms, ...], list[str]] = {}
    for language in sorted(others):
        terms = tuple(tuple(term for term, foreign in slot.items() if language not in foreign) for slot in slots)
        if all(terms):
            by_terms.setdefault(terms, []).append(language)
    rest = plan.All((everywhere, plan.Not(plan.KeywordIs("language", tuple(sorted(others))))))
    there = [plan.All((made(terms), plan.KeywordIs("language", tuple(at)))) for terms, at in by_terms.items()]
    return plan.Any((rest, *there)) if there else rest


def _others(term: str, spellings: set[str], lexicon: Lexicon) -> frozenset[str]:
    """The languages of the archive in which a term is not that of these spellings, but that of another of its words."""
    silent = [tag for tag in lexicon.languages if tag and not _stands_for(term, spellings, tag)]
    if not silent:
        return _NONE
    words = set(lexicon.words(term)) - spellings
    return frozenset(tag for tag in silent if _stands_for(term, words, tag))


def _stands_for(term: str, words: Iterable[str], language: str) -> bool:
    stem = analyser(language).term
    return any(stem(word) == term for word in words)
