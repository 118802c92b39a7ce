"""The one real article in the saved form: what finds it, what does not, and its hit."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchsvc.answer import Answer, SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.indexing import reindex
from searchsvc.searching import search


def marked(answer: Answer, field: str) -> list[str]:
    """What is marked in a field of the first hit."""
    fragments = getattr(answer.hits[0], field)
    return [piece for fragment in fragments for piece, is_marked in fragment.pieces() if is_marked]


@pytest.fixture(scope="module")
def real(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of the one real article."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(corpora / "saved", folder / "corpus")
    reindex(folder / "corpus", folder / "index")
    opened = open_archive(folder / "index", "whoosh")
    yield opened
    opened.close()


FINDS: dict[str, tuple[str, str, list[str]]] = {
    "a word": ("idlib", "body", ["Idlib"]),
    "a word in a caption": ("captions:ally", "captions", ["ally"]),
    "a phrase in quotation marks": ('"military specialists"', "title", ["Military Specialists"]),
    "the phrase in the body": ('body:"military specialists"', "body", ["military specialists"]),
    "a month": ("date:2020-02", "body", []),
    "a source": ("source:themoscowtimes.com", "body", []),
    "the text of a link": ('"Foreign Ministry said Thursday"', "body", ["Foreign Ministry said Thursday"]),
    "another": ('"Security Council meets to"', "body", ["Security Council meets to"]),
    "a number": ("1000", "body", ["1,000"]),
    "a possessive": ('"Russia rare admission"', "body", ["Russia's rare admission"]),
    "a hyphenated word": ('"de escalation zone"', "body", ["de-escalation zone"]),
    "a prefix": ("title:milit*", "title", ["Military"]),
    "a fuzzy word": ("title:militray~", "title", ["Military"]),
    "a name in a credit": ("captions:xinhua", "captions", ["Xinhua"]),
}


@pytest.mark.corpora
@pytest.mark.parametrize(("q", "field", "marks"), FINDS.values(), ids=FINDS)
def test_the_real_article_is_found(real: Archive, q: str, field: str, marks: list[str]) -> None:
    answer = search(real, SearchRequest(q=q))
    assert (answer.total, answer.loosened, answer.notices) == (1, False, ())
    found = marked(answer, field)
    assert set(found) == set(marks)


FINDS_NOT = {
    "a word of the body in the caption": "captions:erdogan",
    "the phrase the other way round": '"specialists military"',
    "the label of the related link": '"Related article"',
    "the text of the related link": '"Special Forces Officers"',
    "markup": "title:stringer",
    "the day before": "date:2020-02-05",
    "another source": "source:moscowtimes",
    "a phrase over two paragraphs that are apart": '"ally Thursday"',
    "what a link is made of": "body:https",
}


@pytest.mark.corpora
@pytest.mark.parametrize("q", FINDS_NOT.values(), ids=FINDS_NOT)
def test_the_real_article_is_not_found(real: Archive, q: str) -> None:
    assert search(real, SearchRequest(q=q)).total == 0


@pytest.mark.corpora
def test_the_hit_of_the_real_article_is_whole(real: Archive) -> None:
    answer = search(real, SearchRequest(q="ally", facets=("source", "date", "year", "lang")))
    hit = answer.hits[0]
    assert hit.article.title == "Russian Military Specialists Killed in Syria, Foreign Ministry Says"
    assert hit.article.day == dt.date(2020, 2, 6)
    assert hit.article.source == "themoscowtimes.com"
    assert hit.article.url.endswith("/russian-military-specialists-killed-in-syria-foreign-ministry-says-a69190")
    assert hit.article.captions[0].startswith("Russia, an ally of Syrian President Bashar Al-Assad")
    assert hit.article.captions[0].endswith("Stringer / Xinhua / ZUMA / TASS")
    assert "[said]" not in hit.article.body
    assert "**" not in "".join((hit.article.body, *hit.article.captions))
    facets = {name: [(row.value, row.count) for row in rows] for name, rows in answer.facets.items()}
    assert facets["date"] == [("2020-02", 1)]
    assert facets["year"] == [("2020", 1)]
    assert facets["source"] == [("themoscowtimes.com", 1)]
    assert facets["lang"] == [("en", 1)]
