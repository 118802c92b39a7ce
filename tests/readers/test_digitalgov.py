"""Four hundred posts of a real site, made with Hugo and before that with WordPress."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape
from pathlib import Path

import lxml.html
import pytest
import yaml

from searchsvc.article import Article
from searchsvc.readers import read

pytestmark = pytest.mark.corpora

FENCE = "\n---"
DATE = re.compile(r"^date:\s*['\"]?(\d{4}-\d\d-\d\d)", re.MULTILINE)
SHORTCODE = re.compile(r'\{\{[<%](?:"(?:[^"\\]|\\.)*"|[^"])*?[>%]\}\}', re.DOTALL)
SYNTAX = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|<!--")
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s+[\w-]+=[^<>]*)?/?>", re.IGNORECASE)
IN_WORDS = ("a", "b", "em", "i", "span", "strong", "sub", "sup", "u", "code", "abbr", "s", "del")


@pytest.fixture(scope="module")
def posts(corpora: Path) -> list[Path]:
    found = sorted((corpora / "markdown" / "digitalgov").rglob("*.md"))
    assert len(found) == 400
    return found


@cache
def article_of(path: Path) -> Article:
    [article] = read(path, path.parent)
    assert isinstance(article, Article)
    return article


def test_titles_and_days_are_those_of_the_front_matter(posts: list[Path]) -> None:
    for path in posts:
        front, _, _ = path.read_text("utf-8").partition(FENCE)
        article, day = article_of(path), DATE.search(front)
        assert article.title.split() == unescape(str(yaml.safe_load(front)["title"])).split(), path.name
        assert day
        assert (str(article.day), article.date_from, article.date_doubt) == (day[1], "front matter", ""), path.name


def test_no_syntax_is_left(posts: list[Path]) -> None:
    for path in posts:
        article = article_of(path)
        for text in (article.title, article.body, *article.captions):
            assert not SYNTAX.search(text), path.name


def test_the_text_is_that_of_another_renderer(posts: list[Path]) -> None:
    """As bags of words, F1 on the average: what a Markdown library makes of the text without its shortcodes."""
    renderer = pytest.importorskip("markdown_it", reason="no second opinion: pip install markdown-it-py")
    markdown = renderer.MarkdownIt("commonmark").enable("table")
    scores = []
    for path in posts:
        _, _, text = path.read_text("utf-8").partition(FENCE)
        expected = text_in(markdown.render(SHORTCODE.sub("", text.lstrip("-"))))
        got = article_of(path).body
        scores += [f1(words(expected), words(got))] if expected.strip() else []  # else the summary is the body
        assert set(TAG.findall(got)) <= set(TAG.findall(expected)), path.name
    assert len(scores) > 300
    assert sum(scores) / len(scores) >= 0.995


def text_in(markup: str) -> str:
    """The text of a page without its captions, a blank where a tag parts words."""
    page = lxml.html.fromstring(f"<div>{markup}</div>")
    for element in page.xpath("//figcaption | //script | //style | //iframe"):
        element.drop_tree()
    for element in page.iter():
        if element.tag not in IN_WORDS:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    return str(page.text_content())


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(expected: Counter[str], got: Counter[str]) -> float:
    return 2 * (expected & got).total() / (expected.total() + got.total())
