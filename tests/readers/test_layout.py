"""The names that others give to our keys, the names that the user gives, and bodies that are HTML."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from searchsvc.readers.fragment import is_html, read_fragment
from searchsvc.readers.layout import SYNONYMS, Layout
from searchsvc.readers.record import OWN, WrongRecord, article_of, read_article

NAMED: dict[str, tuple[dict[str, Any], dict[str, object]]] = {
    "our keys first": (
        {"headline": "no", "title": "yes", "text": "no", "body": "yes"},
        {"title": "yes", "body": "yes"},
    ),
    "an empty one is passed over": (
        {"title": "", "headline": "A", "body": None, "summary": "b"},
        {"title": "A", "body": "b"},
    ),
    "description last": ({"description": "no", "content": "yes"}, {"body": "yes"}),
    "any case": (
        {"Headline": "A", "FullText": "b", "Published At": "2020-02-06"},
        {"title": "A", "body": "b", "date": dt.date(2020, 2, 6)},
    ),
    "seconds": (
        {"name": "A", "timestamp": 1580990400},
        {"title": "A", "date": dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)},
    ),
    "yes and no are no dates": (
        {"title": "A", "published": True, "created": "2020-02-06"},
        {"date": dt.date(2020, 2, 6)},
    ),
    "an object with a name": ({"title": "A", "source": {"id": 1, "name": "Gazette"}}, {"source": "Gazette"}),
    "an address as source": ({"title": "A", "site": "https://www.gazette.example/x"}, {"source": "gazette.example"}),
    "authors as objects": ({"title": "A", "authors": [{"name": "Ana"}, {"name": "Tom"}]}, {"author": "Ana, Tom"}),
    "WordPress": (
        {"title": {"rendered": "A &amp; B"}, "content": {"rendered": "<p>b</p>"}, "link": "u"},
        {"title": "A & B", "body": "b", "url": "u"},
    ),
    "paragraphs": ({"title": "A", "text": ["one", "two"]}, {"body": "one\n\ntwo"}),
    "_source is no source": (
        {"_source": {"title": "A", "body": "b"}, "_id": "7"},
        {"title": "A", "source": "", "id": "x#7"},
    ),
    "HTML with a caption": (
        {"content": "<p>One</p><figure><img><figcaption>The <b>wall</b></figcaption></figure>Two"},
        {"body": "One\n\nTwo", "captions": ("The wall",)},
    ),
    "HTML in what we exported": ({"body": "<p> is a tag", "date_from": ""}, {"body": "is a tag"}),
    "one caption": ({"title": "A", "image_caption": "c"}, {"captions": ("c",)}),
}


@pytest.mark.parametrize(("record", "expected"), NAMED.values(), ids=NAMED)
def test_names_of_others(record: dict[str, Any], expected: dict[str, object]) -> None:
    article = article_of(record, "x", 1)
    assert {field: getattr(article, field) for field in expected} == expected


MAPPED: dict[str, tuple[dict[str, str], dict[str, Any], dict[str, object]]] = {
    "a name": ({"title": "kopf"}, {"kopf": "A", "title": "no"}, {"title": "A"}),
    "a path": ({"author": "by.name"}, {"title": "A", "by": {"name": "Ana", "x": 1}}, {"author": "Ana"}),
    "a path through a list": (
        {"captions": "media.alt"},
        {"title": "A", "media": [{"alt": "c"}, {"alt": "d"}, {}]},
        {"captions": ("c", "d")},
    ),
    "a name with a dot": ({"title": "dc.title"}, {"dc.title": "A"}, {"title": "A"}),
    "not in this record": ({"title": "kopf"}, {"title": "A"}, {"title": "A"}),
    "nothing at the end": ({"author": "by.name"}, {"title": "A", "by": "Tom"}, {"author": "Tom"}),
}


@pytest.mark.parametrize(("names", "record", "expected"), MAPPED.values(), ids=MAPPED)
def test_names_that_are_given(names: dict[str, str], record: dict[str, Any], expected: dict[str, object]) -> None:
    article = read_article(record, "x", 1, Layout(names)).article
    assert {field: getattr(article, field) for field in expected} == expected


def test_the_order_of_the_file_decides() -> None:
    record: dict[str, Any] = {"title": "A", "date": "02/06/2020"}
    assert read_article(record, "x", 1, OWN, "month").article.date == dt.date(2020, 2, 6)
    assert read_article(record, "x", 1, OWN, "day").article.date == dt.date(2020, 6, 2)


WRONG: dict[str, dict[str, Any]] = {
    "title": {"title": ["a"]},
    "captions": {"title": "A", "captions": [1]},
    "related": {"title": "A", "related": "x"},
}


@pytest.mark.parametrize("record", WRONG.values(), ids=WRONG)
def test_values_of_the_wrong_kind(record: dict[str, Any]) -> None:
    with pytest.raises(WrongRecord):
        article_of(record, "x", 1)


HTML = {
    "paragraphs": ("<p>One\nline</p><p>two<br>three", "One line\n\ntwo three"),
    "in words": ("<div><b>a</b>b <i>c</i>d</div>", "ab cd"),
    "entities": ("<p>a &lt; b &amp;amp; c&nbsp;d", "a < b &amp; c d"),
    "scripts": ("<p>a<script>var a = '<p>b';</script>c<style>p {}</style><!-- <p>d --> e", "ac e"),
    "a script without end": ("<p>a<script>b <script>c", "ab c"),
    "a comment without end": ("<p>a<!-- b", "a b"),
    "attributes with brackets": ("<p title=\"a > b\">c<img alt='x>y'>d", "c d"),
    "cells": ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
}


@pytest.mark.parametrize(("markup", "text"), HTML.values(), ids=HTML)
def test_html_as_text(markup: str, text: str) -> None:
    assert is_html(markup)
    assert read_fragment(markup).text == text


@pytest.mark.parametrize("text", ["a <b>c</b>", "<3 you", "< p>", "<Reuters> says", "", "1 < 2 > 0"])
def test_text_that_is_no_html(text: str) -> None:
    assert not is_html(text)


@pytest.mark.parametrize("piece", ["<script ", "<!--", "<a '", '<p "', "<p>", "<figcaption>", "&amp", "<svg><", "</"])
def test_hostile_markup_takes_linear_time(piece: str) -> None:
    assert len(read_fragment("<p>" + piece * (200_000 // len(piece))).text) <= 200_003


def test_every_synonym_is_in_the_docs(project: Path) -> None:
    docs = (project / "docs" / "formats.md").read_text("utf-8")
    missing = [name for names in SYNONYMS.values() for name in names if f"`{name}`" not in docs]
    assert not missing
