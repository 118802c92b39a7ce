"""Tables (``.csv``, ``.tsv``): an article a row, its fields in the columns that the first row names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain, islice

from searchsvc.readers.csv_rows import Cells, Table
from searchsvc.readers.layout import Layout, Record
from searchsvc.readers.rows import Row, Stopped, read_rows
from searchsvc.readers.source import Found, Source
from searchsvc.readers.text_stream import TextStream

DELIMITERS = ",;\t|"
FIRST_LINES = 50
"""Lines that the delimiter is told from."""
LONGEST = 64 * 2**20
"""Characters: the longest cell; a quote that is never closed is looked behind so far."""
MOST_COLUMNS = 5000

_SEPARATOR = re.compile(r"\s*\"?sep=([^\"\r])\"?\s*", re.IGNORECASE)
"""The first line that Excel writes and reads."""
_NOTHING = frozenset(("NULL", "\\N", "NaN", "nan"))
"""What databases and data frames write for an empty cell."""


def read_csv(source: Source) -> Iterator[Found]:
    """The articles of the table in order, and why where a row gave none."""
    return read_rows(source, _rows)


def _rows(stream: TextStream, layout: Layout) -> Iterator[Row]:
    csv.field_size_limit(LONGEST)
    lines = stream.lines()
    first = list(islice(lines, FIRST_LINES))
    if found := _SEPARATOR.fullmatch(first[0] if first else ""):
        delimiter, first[0] = found[1], ""
    else:
        delimiter = _delimiter(first, layout)
    rows = iter(Table(chain(first, lines), delimiter))
    names = next(rows, Cells(1, []))
    header = [cell.strip(" \t\ufeff") for cell in names.texts]
    if layout.knows(header).isdisjoint(("title", "body", "captions")):
        raise Stopped(_no_text(header), names.line)
    for cells in rows:
        yield _row(cells, header)


def _row(cells: Cells, header: list[str]) -> Row:
    line, texts, fault = cells.line, cells.texts, cells.fault
    size = sum(map(len, texts))
    if not any(texts):
        return Row(line, line, None, fault, size)
    if len(texts) != len(header):
        count = f"{len(texts)} cells where the first row names {len(header)}"
        if any(texts[len(header) :]):
            return Row(line, line, None, fault or f"{count}: quote the cell that has the delimiter in it", size)
        fault = fault or (count if len(texts) < len(header) else "")
    record: Record = {name: text for name, text in zip(header, texts, strict=False) if text and text not in _NOTHING}
    return Row(line, line, record, fault, size)


def _delimiter(lines: list[str], layout: Layout) -> str:
    """What parts the cells: it gives a header with columns that are known, and rows as long as that."""
    return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter, layout))


def _fit(lines: list[str], delimiter: str, layout: Layout) -> tuple[int, float, int]:
    try:
        rows = [row for row in csv.reader((f"{line}\n" for line in lines), delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0, 0.0, 0
    if not rows or len(rows[0]) > MOST_COLUMNS:
        return 0, 0.0, 0
    same = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
    return len(layout.knows(cell.strip() for cell in rows[0])), same, len(rows[0])


def _no_text(header: list[str]) -> str:
    names, example = ", ".join(header)[:200] or "none", header[0] if header else "NAME"
    return f"no column is called title or body: say which is, as in --map title={example} (there are: {names})"
