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


NEVER_CLOSED = {
    "up to the end of the file": ('1,A,"a\n2,B,b\n3,C,c', ["a", "b", "c"], (2, 2)),
    "in an earlier column": ('1,"A,a\n2,B,b\n3,C,c', ["a", "b", "c"], (2, 2)),
    "up to a cell in quotes": ('1,A,"a\n2,B,b\n3,C,"c"', ["a", "b", "c"], (2, 2)),
    "up to a cell in quotes with a delimiter": ('1,A,"a\n2,B,b\n3,"C, c",c', ["a", "b", "c"], (2, 2)),
    "up to a cell of several lines": ('1,A,"a\n2,B,b\n3,C,"c\nc, d"', ["a", "b", "c c, d"], (2, 2)),
    "where every cell has quotes": ('"1","A","a\n"2","B","b"\n"3","C","c"', ["a", "b", "c"], (2, 2)),
    "with line ends of Windows": ('1,A,"a\r\n2,B,b\r\n3,C,c\r', ["a", "b", "c"], (2, 2)),
    "behind a cell of several lines": ('1,"A\nA","a\n2,B,b', ["a", "b"], (3, 3)),
    "with empty cells in quotes behind it": ('1,A,"a\n2,"",b\n3,C,c', ["a", "b", "c"], (2, 2)),
    "with more lines of its own": ('1,A,"a\na, d\n2,B,b', ["a a, d", "b"], (2, 3)),
    "in a table that was cut off": ('1,A,"a\na', ["a a"], (2, 3)),
}


@pytest.mark.parametrize(("rows", "bodies", "lines"), NEVER_CLOSED.values(), ids=NEVER_CLOSED)
def test_a_quote_that_is_never_closed(rows: str, bodies: list[str], lines: tuple[int, int]) -> None:
    found = found_by(read_csv, f"id,title,body\n{rows}\n")
    assert [" ".join(article.body.split()) for article in articles_in(found)] == bodies
    opens, ends = lines
    said = f"the quotation mark that opens in line {opens} is never closed, so its cell was taken to end in line {ends}"
    assert troubles_in(found) == [f"x:2: {said}: close it"]


def test_every_quote_that_is_never_closed_is_told() -> None:
    found = found_by(read_csv, "title,body\n" + 'A,"a\nB,"b\n' * 500)
    assert [article.body for article in articles_in(found)] == ["a", "b"] * 500
    assert len(troubles_in(found)) == 1000


CLOSED = {
    "a line that could be a row": '1,A,"one,two\n3,4,5\n6,7,8"\n2,B,b',
    "quotes within": '1,A,"one\n""3"",4,5\n6,7,8"\n2,B,b',
    "blanks behind it": '1,"one\n3,4,5" ,a\n2,B,b',
    "empty lines": '1,"\n\n3,4,5\n\n",a\n2,B,b',
}


@pytest.mark.parametrize("rows", CLOSED.values(), ids=CLOSED)
def test_a_cell_of_several_lines_stays_one(rows: str) -> None:
    found = found_by(read_csv, f"id,title,body\n{rows}\n")
    assert len(articles_in(found)) == 2
    assert not troubles_in(found)


STOPS = {
    "the first row": ('"title,body\nA,a\nB,b', 0, "x:1: the quotation mark that opens in line 1 is never closed"),
    "a cell over the limit": (
        'title,body\nA,a\nB,"' + "b\n" * 1000,
        1,
        "x:3: the quotation mark that opens in line 3 is",
    ),
    "no mark at all": ("title,body\nA,a\nB," + "b" * 2000, 1, "x:3: not a table that can be read: field larger than"),
}


@pytest.mark.parametrize(("text", "articles", "trouble"), STOPS.values(), ids=STOPS)
def test_where_reading_stops(text: str, articles: int, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "LONGEST", 1000)
    found = found_by(read_csv, text)
    assert len(articles_in(found)) == articles
    assert [said[: len(trouble)] for said in troubles_in(found)] == [trouble]


def test_a_quote_that_is_never_closed_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "LONGEST", 1000)
    found = found_by(read_csv, 'title,body\nA,"a\n' + "B,b\n" * 1000 + 'C,"c"\n')
    assert [article.body for article in articles_in(found)] == ["a", *["b"] * 1000, "c"]
    assert len(troubles_in(found)) == 1


def test_reading_ends_where_marks_lead_on_and_on() -> None:
    found = found_by(read_csv, "title,body\n" + 'r,"s,x"y,"z\np,q\n' * 20_000)
    assert 0 < len(troubles_in(found)) < 20


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
