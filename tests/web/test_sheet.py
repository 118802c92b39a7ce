"""What a page shows of an article: its headline, its marks, the beginning of a piece."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from searchsvc.archive import LiveArchive
from searchsvc.article import Article
from searchsvc.web import create_app
from searchsvc.web.sheet import HEADLINE, MOST_STEPS, headline
from tests.web.conftest import ENGINE, indexed

HEADLINES = {
    "its title": (Article(id="a", title="Title", body="Text."), "Title"),
    "its first words": (Article(id="a", title="", body="\n Two\n\nlines. "), "Two lines."),
    "a long text, cut between words": (Article(id="a", title="", body="word " * 99), "word " * 15 + "word …"),
    "one endless word": (Article(id="a", title="", body="w" * 999), "w" * HEADLINE + " …"),
    "a caption": (Article(id="a", title=" ", body=" ", captions=("", "A boat.")), "A boat."),
    "nothing but the id": (Article(id="a", title="", body=""), "a"),
}


@pytest.mark.parametrize(("article", "says"), HEADLINES.values(), ids=HEADLINES)
def test_an_article_has_a_headline(article: Article, says: str) -> None:
    assert headline(article) == says


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The app over an article with thousands of matches, and one without a title."""
    articles = (
        Article(id="post#many", title="Many", body="pier " * 6_000),
        Article(id="post#bare", title="", body="It rained. " * 80 + "The lighthouse stood. " + "It rained. " * 80),
    )
    live = LiveArchive(indexed(articles, tmp_path_factory.mktemp("sheets")), ENGINE)
    yield create_app(live).test_client()
    live.close()


def test_an_article_with_thousands_of_matches_is_marked_so_far(sheets: FlaskClient) -> None:
    page = sheets.get("/articles/post%23many?q=pier").text
    assert "Only the first 5,000 matches" in page
    assert page.count('class="step"') == MOST_STEPS
    assert len(re.findall(r'<mark id="m\d+">', page)) == 5_000
    assert "#m501" not in page


def test_an_article_without_a_title_has_its_first_words_for_one(sheets: FlaskClient) -> None:
    results = sheets.get("/?q=lighthouse").text
    assert re.search(r"<h2[^>]*><a[^>]*>It rained\. It rained\. .* …</a></h2>", results)
    assert '<span class="id">post#bare</span>' in results
    article = sheets.get("/articles/post%23bare").text
    assert re.search(r"<h1[^>]*>It rained\. .* …</h1>\n<p class=\"id quiet\">post#bare</p>", article)
    assert "<title>It rained." in article
    assert "<title>It rained." in sheets.get("/feed.atom?q=lighthouse").text


def test_a_piece_from_within_the_text_begins_with_an_ellipsis(sheets: FlaskClient) -> None:
    assert re.search(r'<p class="excerpt"[^>]*><span class="gap">…</span> ', sheets.get("/?q=lighthouse").text)
    assert re.search(r'<p class="excerpt"[^>]*>(<mark>)?pier', sheets.get("/?q=pier").text)
