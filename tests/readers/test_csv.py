"""Tables as spreadsheets, databases and data frames write them, and rows that do not fit."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.readers import csv_file
from searchsvc.readers.csv_file import read_csv
from tests.readers.found import articles_in, found_by, notes_in, troubles_in

TABLES = {
    "commas": "title,body\nA,a\nB,b\n",
    "semicolons": "title;body\nA;a\nB;b\n",
    "tabs": "title\tbody\nA\ta\nB\tb\n",
    "bars": "title|body\nA|a\nB|b",
    "what Excel says itself": "sep=;\ntitle;body\nA;a\nB;b\n",
    "commas in a table with semicolons": 'title;body;note\nA;a;"x,y,z"\nB;b;1,5\n',
    "all in quotes": '"title","body"\r\n"A","a"\r\n"B","b"\r\n',
    "line ends of old Macintoshes": "title,body\rA,a\rB,b\r",
    "blank rows": "\n\ntitle,body\n\nA,a\n,\n\nB,b\n\n",
    "other names, other columns": "nr,Headline,Full Text,x\n1,A,a,\n2,B,b,\n",
    "delimiters behind the last cell": "title,body\nA,a,,\nB,b,,\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables(text: str, encoding: str) -> None:
    found = found_by(read_csv, text.encode(encoding))
    assert [(article.title, article.body) for article in articles_in(found)] == [("A", "a"), ("B", "b")]
    assert not troubles_in(found)


def test_lines_in_a_cell_and_the_number_of_a_row() -> None:
    found = found_by(read_csv, 'title,body\nA,"one\n\ntwo, ""three"""\nB,b\n')
    assert [(article.id, article.body) for article in articles_in(found)] == [
        ("x#2", 'one\n\ntwo, "three"'),
        ("x#5", "b"),
    ]


ROWS = {
    "too many cells": ("A,a,x\nB,b", 1, "x:2: 3 cells where the first row names 2: quote the cell"),
    "too few cells": ("A\nB,b", 2, "x:2: 1 cells where the first row names 2"),
    "no text": (",\nNULL,\\N\nB,b", 1, "x:3: no text"),
}


@pytest.mark.parametrize(("rows", "articles", "trouble"), ROWS.values(), ids=ROWS)
def test_rows_that_do_not_fit(rows: str, articles: int, trouble: str) -> None:
    found = found_by(read_csv, f"title,body\n{rows}\n")
    assert len(articles_in(found)) == articles
    assert [text[: len(trouble)] for text in troubles_in(found)] == [trouble]


def test_a_table_without_titles_says_how_to_name_them() -> None:
    raw = "kopf,inhalt\nA,a\n"
    [trouble] = troubles_in(found_by(read_csv, raw))
    assert trouble.startswith("x:1: no column is called title or body")
    assert "as in --map title=kopf (there are: kopf, inhalt)" in trouble
    [article] = articles_in(found_by(read_csv, raw, title="kopf", body="inhalt"))
    assert (article.title, article.body) == ("A", "a")


def test_a_quote_that_is_never_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "LONGEST", 1000)
    found = found_by(read_csv, "title,body\nA,a\n" + '"B' + ",b\n" * 1000)
    assert len(articles_in(found)) == 1
    assert "x:3: not a table that can be read" in troubles_in(found)[0]


def test_another_encoding_is_told() -> None:
    found = found_by(read_csv, ("title;body\nПаром снова ходит;Начальник порта сообщил об этом\n" * 3).encode("cp1251"))
    assert notes_in(found) == ["windows-1251, detected"]
    assert articles_in(found)[0].title == "Паром снова ходит"


cell = st.text("ab,;|\t\"'\n é", min_size=1, max_size=9)
cells = st.lists(st.tuples(cell, cell), min_size=1, max_size=6)


@given(rows=cells, delimiter=st.sampled_from(",;\t|"))
def test_what_is_written_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([["title", "body"], *rows])
    found = found_by(read_csv, file.getvalue())
    expected = [" ".join(title.split()) for title, body in rows if title.strip() or body.strip()]
    assert [article.title for article in articles_in(found)] == expected
