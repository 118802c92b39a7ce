"""Real pages: how many titles, days and captions are right, how much of the bodies."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from lxml.html import document_fromstring

from searchsvc.article import Article
from searchsvc.readers.html import parts_of, read_html
from searchsvc.readers.source import Source
from tests.readers.html import fundus
from tests.readers.html.scores import token_f1

pytestmark = [pytest.mark.corpora, pytest.mark.slow]

TITLES = 0.95
DAYS = 0.95
BODIES = 0.95
CAPTIONS = 0.85
READABILITY = 0.90


@pytest.fixture(scope="module")
def results(corpora: Path) -> list[fundus.Result]:
    """What comes out for the news pages of 21 countries; the table is shown where a test fails."""
    found = [fundus.result(page) for page in fundus.pages(corpora)]
    print(*fundus.table(found), sep="\n")
    return found


def test_titles_are_right(results: list[fundus.Result]) -> None:
    assert sum(one.title for one in results) >= TITLES * len(results)


def test_days_are_right(results: list[fundus.Result]) -> None:
    assert sum(one.day for one in results) >= DAYS * len(results)


def test_bodies_are_nearly_right(results: list[fundus.Result]) -> None:
    assert sum(one.body for one in results) >= BODIES * len(results)


def test_captions_are_found_and_nothing_else(results: list[fundus.Result]) -> None:
    assert fundus.caption_f1(results) >= CAPTIONS


def test_no_caption_stands_twice_or_in_the_body(results: list[fundus.Result]) -> None:
    for one in results:
        paragraphs = set(one.parts.body.split("\n\n"))
        assert len(set(one.parts.captions)) == len(one.parts.captions)
        assert not paragraphs & {*one.parts.captions, one.parts.title}, one.page.path.name


def test_pages_of_every_kind(corpora: Path) -> None:
    """Bodies with captions, as there the expected text has both."""
    scores = {}
    for folder in sorted((corpora / "html" / "readability").iterdir()):
        expected = (folder / "expected.html").read_text("utf-8")
        text = " ".join(document_fromstring(f"<body>{expected}</body>").itertext()) if expected.strip() else ""
        parts = parts_of((folder / "source.html").read_text("utf-8"))
        scores[folder.name] = token_f1("\n".join((parts.body, *parts.captions)), text)
    assert sum(scores.values()) >= READABILITY * len(scores), sorted(scores.items(), key=lambda item: item[1])[:10]


def test_pages_that_are_not_utf_8(corpora: Path) -> None:
    """Each is read, with no replacement character but those that the page itself has."""
    for path in sorted((corpora / "html" / "not-utf8").iterdir()):
        raw = path.read_bytes()
        articles = [one for one in read_html(Source(path.name, "a", partial(BytesIO, raw))) if isinstance(one, Article)]
        [article] = articles
        assert article.body, path.name
        assert "\ufffd" not in article.title + article.body or "\ufffd".encode() in raw or b"&#65533;" in raw, path.name
