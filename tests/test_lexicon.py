"""The lexicon against a plain look at every word, and its limits."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.analysis import analyser
from searchsvc.folding import fold, normal
from searchsvc.lexicon import Lexicon, Listed, Word
from searchsvc.scripts import is_run
from tests.oracle import within

LETTERS = "abcé'й中文"
words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=6).map(normal)
pairs = st.tuples(words, st.sampled_from(("t1", "t2")))
counts = st.dictionaries(pairs, st.integers(0, 9), max_size=30)
asked = st.text(st.sampled_from(LETTERS), min_size=1, max_size=5)
patterns = st.text(st.sampled_from("ab中*?"), min_size=1, max_size=7)
limits = st.sampled_from((0, 1, 3, 1000))


def held(known: dict[Word, int]) -> dict[Word, int]:
    """The pairs that are in any article."""
    return {pair: count for pair, count in known.items() if count}


@given(counts)
def test_counts_come_back(known: dict[Word, int]) -> None:
    lexicon = Lexicon.build(known, {"source": {"b": 2, "a": 1, "": 5, "gone": 0}})
    assert lexicon.counts() == Counter(held(known))
    assert Lexicon(lexicon.text, lexicon.keywords).counts() == lexicon.counts()
    assert Lexicon.build(lexicon.counts(), lexicon.keywords).text == lexicon.text
    assert list(lexicon.keywords["source"].items()) == [("a", 1), ("b", 2)]
    assert len(lexicon) == len(held(known))


@given(counts, st.sampled_from(("t0", "t1", "t2")))
def test_the_words_of_a_term(known: dict[Word, int], term: str) -> None:
    right = sorted(word for word, its_term in held(known) if its_term == term)
    assert sorted(Lexicon.build(known, {}).words(term)) == right


@given(counts, asked)
def test_words_are_known_whatever_their_accents(known: dict[Word, int], word: str) -> None:
    lexicon = Lexicon.build(known, {})
    right = {term for one, term in held(known) if fold(one) == fold(word)}
    assert {term for _, term in lexicon.spellings(word)} == right
    assert lexicon.holds(word) is bool(right)


def check(lexicon: Lexicon, kind: str, arguments: tuple[object, ...], right: list[Word], limit: int) -> None:
    """An expansion has the terms of all that fit, or of the commonest of them where there are too many."""
    found = getattr(lexicon, f"expand_{kind}")(*arguments, limit)
    assert (found.fitting, found.used) == (len(right), min(len(right), limit))
    if found.used == found.fitting:
        assert found.terms == tuple(sorted({term for _, term in right}))
    else:
        ranked = sorted(right, key=lambda pair: -lexicon.counts()[pair])
        least = lexicon.counts()[ranked[limit - 1]] if limit else 0
        surely = {term for word, term in right if limit and lexicon.counts()[word, term] > least}
        assert surely <= set(found.terms) <= {term for _, term in right}


@given(counts, asked, limits)
def test_prefixes(known: dict[Word, int], prefix: str, limit: int) -> None:
    right = [pair for pair in held(known) if fold(pair[0]).startswith(fold(prefix))]
    check(Lexicon.build(known, {}), "prefix", (prefix,), right, limit)


@given(counts, patterns, limits)
def test_wildcards(known: dict[Word, int], pattern: str, limit: int) -> None:
    fits = re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)).fullmatch
    right = [pair for pair in held(known) if fits(fold(pair[0]))]
    check(Lexicon.build(known, {}), "wildcard", (pattern,), right, limit)


@given(counts, asked, st.sampled_from((1, 2)), limits)
def test_fuzzy_words(known: dict[Word, int], word: str, edits: int, limit: int) -> None:
    right = [pair for pair in held(known) if within(fold(word), fold(pair[0]), edits)]
    check(Lexicon.build(known, {}), "fuzzy", (word, edits), right, limit)


@given(st.dictionaries(st.tuples(st.text(st.sampled_from("中文a"), min_size=1, max_size=2), st.just("t")), st.just(1)))
def test_characters(known: dict[Word, int]) -> None:
    lexicon = Lexicon.build(known, {})
    runs = [pair for pair in known if is_run(pair[0])]
    assert lexicon.expand_character("中", 100).fitting == sum(word.startswith("中") for word, _ in runs)


@given(counts, asked, st.integers(0, 4))
def test_completions_are_the_commonest(known: dict[Word, int], prefix: str, limit: int) -> None:
    totals: Counter[str] = Counter()
    for (word, _), count in held(known).items():
        if fold(word).startswith(fold(prefix)):
            totals[word] += count
    right = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:limit]
    found = Lexicon.build(known, {}).complete(prefix, limit)
    assert [(one.word, one.articles) for one in found] == right


@given(counts, asked)
def test_a_correction_is_a_near_word_and_none_is_nearer(known: dict[Word, int], word: str) -> None:
    key = fold(word)
    near = [one.word for one in Lexicon.build(known, {}).nearest(word, 3)]
    others = {fold(one) for one, _ in held(known)} - {key}
    for edits in (1, 2):
        if len(key) < 3 or is_run(key) or (edits == 2 and len(key) < 5):
            break
        nearest = {other for other in others if within(key, other, edits)}
        if nearest:
            assert len(near) == min(3, len(nearest))
            assert {fold(one) for one in near} <= nearest
            return
    assert near == []


def test_of_the_near_words_the_commonest_come_first() -> None:
    lexicon = Lexicon.build({("cat", "cat"): 2, ("car", "car"): 9, ("cár", "car"): 1, ("caters", "cater"): 99}, {})
    assert lexicon.nearest("cas", 9) == [Listed("car", 9), Listed("cat", 2)]


PATTERNS: dict[str, tuple[str, set[str]]] = {
    "any case": ("reu*", {"Reuters", "REUTERS"}),
    "one letter": ("t?ss", {"TASS"}),
    "in the middle": ("*moscow*", {"The Moscow Times"}),
    "a dot is a dot": ("a.b", set()),
    "everything": ("*", {"Reuters", "REUTERS", "TASS", "The Moscow Times", "a+b"}),
}


@pytest.mark.parametrize(("pattern", "right"), PATTERNS.values(), ids=PATTERNS)
def test_keyword_values(pattern: str, right: set[str]) -> None:
    names = ("Reuters", "REUTERS", "TASS", "The Moscow Times", "a+b")
    lexicon = Lexicon.build({}, {"source": dict.fromkeys(names, 1)})
    assert set(lexicon.values("source", pattern)) == right
    assert lexicon.values("author", pattern) == ()


def test_languages_are_one_without_a_name_where_none_is_known() -> None:
    assert Lexicon.build({}, {}).languages == ("",)
    assert Lexicon.build({}, {"language": {"ru": 1, "en": 2}}).languages == ("en", "ru")


def test_a_hostile_wildcard_is_matched_in_linear_time() -> None:
    """Going back over each star in turn would take years."""
    lexicon = Lexicon.build({("a" * 100, "a"): 1}, {"source": {"a" * 1_000: 1}})
    assert lexicon.expand_wildcard("*a" * 50 + "*b", 10).terms == ()
    assert lexicon.values("source", "*a" * 400 + "*b") == ()


@given(st.text(max_size=40))
def test_words_of_any_text_are_found_again(text: str) -> None:
    known = {(piece.word, piece.term): 1 for piece in analyser("en").pieces(text)}
    lexicon = Lexicon.build(known, {})
    for word, term in known:
        assert (word, term) in lexicon.spellings(word)
        assert term in lexicon.expand_prefix(word, 1000).terms
        assert term in lexicon.expand_fuzzy(word, 1, 1000).terms
        assert "\t" not in word + term
        assert "\n" not in word + term
