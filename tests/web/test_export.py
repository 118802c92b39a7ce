"""Exported files: they hold every article as it was, and never pass for whole when they are not."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article, Link
from searchsvc.web import export
from searchsvc.web.params import Format

LAKE = Article(
    "lake#1",
    "The lake, “again”",
    'He said: "no".\nThen, nothing.',
    dt.datetime(2021, 5, 4, 7, 30, tzinfo=dt.UTC),
    "field",
    ("A boat; a man", "=SUM(A1)"),
    "example.org",
    "https://example.org/lake?a=1,2",
    "Ann O'Neil",
    "en",
    (Link("Hills", "https://example.org/hills"),),
)
TEXT = st.text(st.characters(codec=None))
ARTICLES = st.lists(
    st.builds(Article, id=st.text(min_size=1), title=TEXT, body=TEXT, captions=st.lists(TEXT, max_size=3).map(tuple))
)


def exported(articles: list[Article], form: Format) -> bytes:
    """The whole file."""
    return b"".join(export.stream(articles, form))


def rows(text: str) -> list[list[str]]:
    """The rows of a CSV file as a strict reader has them."""
    csv.field_size_limit(10_000_000)
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(ARTICLES)
def test_json_lines_hold_the_articles(articles: list[Article]) -> None:
    lines = exported(articles, "jsonl").decode("utf-8").split("\n")
    assert lines.pop() == ""
    assert [Article.from_json(json.loads(line)) for line in lines] == articles


@given(ARTICLES)
def test_a_spreadsheet_holds_the_texts_and_no_formula(articles: list[Article]) -> None:
    head, *table = rows(exported(articles, "csv").decode("utf-8-sig"))
    assert tuple(head) == export.COLUMNS
    assert len(table) == len(articles)
    for row, article in zip(table, articles, strict=True):
        for shown, cell in zip(row, export.cells(article), strict=True):
            assert not shown.startswith(export.FORMULA_STARTS)
            assert shown.removeprefix("'" if cell.startswith(export.FORMULA_STARTS) else "") == plain(cell)


def plain(cell: str) -> str:
    """The text as UTF-8 can hold it."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in cell)


def test_a_row_of_a_spreadsheet() -> None:
    assert exported([LAKE], "csv").decode("utf-8") == (
        "\ufeffid,title,date,source,url,language,author,captions,body\r\n"
        'lake#1,"The lake, “again”",2021-05-04T07:30:00+00:00,example.org,"https://example.org/lake?a=1,2",'
        'en,Ann O\'Neil,"A boat; a man\n=SUM(A1)","He said: ""no"".\nThen, nothing."\r\n'
    )


FORMULAS = {
    "equals": "=cmd|' /C calc'!A0",
    "plus": "+1",
    "minus": "-2+3",
    "at": "@SUM(1)",
    "tab": "\t=1",
    "return": "\r=1",
    "line feed": "\n=1",
    "full-width": "＝1",
}


@pytest.mark.parametrize("cell", FORMULAS.values(), ids=FORMULAS)
def test_formulas_are_defused(cell: str) -> None:
    _, row = rows(exported([Article("a", cell, author=cell)], "csv").decode("utf-8-sig"))
    assert row[1] == row[6] == f"'{cell}"


def failing(articles: int) -> Iterator[Article]:
    """Some articles, and then an error."""
    for n in range(articles):
        yield Article(f"a{n}", body="word " * 1000)
    raise OSError("the disk is gone")


def broken(articles: int, form: Format) -> bytes:
    """What a client has got when the export fails after some articles."""
    got: list[bytes] = []
    with pytest.raises(OSError, match="the disk is gone"):
        got.extend(export.stream(failing(articles), form))
    return b"".join(got)


@pytest.mark.parametrize("articles", [0, 1, 100])
def test_a_broken_json_lines_file_is_seen_to_be_broken(articles: int) -> None:
    got = broken(articles, "jsonl")
    *lines, last = got.decode().split("\n")
    assert len(lines) == articles
    assert "INCOMPLETE" in last
    with pytest.raises(json.JSONDecodeError):
        json.loads(last)


@pytest.mark.parametrize("articles", [0, 1, 100])
def test_a_broken_spreadsheet_is_seen_to_be_broken(articles: int) -> None:
    got = broken(articles, "csv")
    assert got.count(b"\r\n") == articles + 1
    with pytest.raises(csv.Error, match="unexpected end"):
        rows(got.decode("utf-8-sig"))


def test_a_long_export_goes_out_in_pieces_as_it_is_read() -> None:
    read = 0

    def articles() -> Iterator[Article]:
        nonlocal read
        for n in range(1000):
            read = n
            yield Article(f"a{n}", body="word " * 1000)

    pieces = export.stream(articles(), "jsonl")
    next(pieces)
    assert read < 50


NAMES = {
    "no query": ("", "articles.csv"),
    "words": ("Idlib ceasefire", "articles-idlib-ceasefire.csv"),
    "syntax": ('title:"a/../b"\r\nX: y', "articles-title-a-b-x-y.csv"),
    "no ASCII": ("идлиб", "articles.csv"),
    "long": ("a " * 500, "articles" + "-a" * 26 + ".csv"),
}


@pytest.mark.parametrize(("q", "name"), NAMES.values(), ids=NAMES)
def test_the_file_is_named_after_the_query(q: str, name: str) -> None:
    assert export.file_name(q, "csv") == name
