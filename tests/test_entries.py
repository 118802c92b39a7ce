"""Entries hold the terms of their texts, and words are counted right, however little of them is remembered."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc import entries
from searchsvc.analysis import analyser, chunks
from searchsvc.article import Article
from searchsvc.entries import WordCounts, _Table
from searchsvc.lexicon import Lexicon, Word
from tests.test_analysis import languages, texts

ARTICLES = [
    Article("a", title="The old mill", body=f"The mill {'river-' * 20}bank burns, the bridge stands.", language="en"),
    Article("b", title="Die Mühle", body="Die alte Mühle am Fluss, die Brücke und der Markt.", language="de"),
    Article("c", title="The old bridge", body=f"The bridge {'river-' * 20}bank stands.", language="en"),
]


def counted() -> Lexicon:
    """The words of the articles, one of which comes twice and goes again."""
    words = WordCounts()
    for article in (*ARTICLES, ARTICLES[0]):
        words.learn(article)
    words.forget([ARTICLES[0]])
    return words.lexicon()


def test_words_are_counted_by_articles() -> None:
    counts = {word: count for (word, _), count in counted().counts().items()}
    assert (counts["mill"], counts["bridge"], counts["river"], counts["mühle"]) == (1, 2, 2, 1)


@pytest.mark.parametrize(("most", "usual"), [(2, 40), (20, 3), (0, 1)], ids=["few", "short ones", "nothing"])
def test_what_is_remembered_changes_no_count(monkeypatch: pytest.MonkeyPatch, most: int, usual: int) -> None:
    remembered = counted()
    monkeypatch.setattr(entries, "_MOST_HELD", most)
    monkeypatch.setattr(_Table, "_USUAL", usual)
    monkeypatch.setattr(_Table, "_NOTED_AT_ONCE", most)
    assert counted().text == remembered.text


def by_definition(texts: list[str], language: str) -> tuple[list[str], set[Word]]:
    """The runs of texts, and their distinct words: chunk by chunk and piece by piece."""
    pieces = [[piece for chunk in chunks(text) for piece in analyser(language).pieces(chunk)] for text in texts]
    runs = [" ".join(piece.term for piece in found) for found in pieces]
    return runs, {(piece.word, piece.term) for found in pieces for piece in found}


@given(st.lists(st.tuples(st.lists(texts, min_size=2, max_size=4), languages), max_size=4))
def test_entries_and_counts_are_what_the_pieces_say(some: list[tuple[list[str], str]]) -> None:
    words, counts = WordCounts(), Counter[Word]()
    for (title, body, *captions), language in some:
        entry = words.learn(Article("a", title, body, captions=tuple(captions), language=language))
        runs, distinct = by_definition([title, body, *captions], language)
        assert [*entry.fields["title"], *entry.fields["body"], *entry.fields["captions"]] == runs
        counts.update(distinct)
    assert words.lexicon().text == Lexicon.build(counts, {}).text
