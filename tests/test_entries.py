"""Words are counted right, however little of them is remembered."""

from __future__ import annotations

import pytest

from searchsvc.article import Article
from searchsvc.entries import WordCounts, _ChunkNumbers
from searchsvc.lexicon import Lexicon

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


@pytest.mark.parametrize(("most", "longest"), [(2, 40), (200, 3), (200, 1000)], ids=["few", "short ones", "all"])
def test_what_is_remembered_changes_no_count(monkeypatch: pytest.MonkeyPatch, most: int, longest: int) -> None:
    usual = counted()
    monkeypatch.setattr(_ChunkNumbers, "_MOST", most)
    monkeypatch.setattr(_ChunkNumbers, "_LONGEST", longest)
    assert counted().text == usual.text
