"""Tables (``.csv``, ``.tsv``): an article a row, its fields in the columns that the first row names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain, islice

from searchsvc.readers.layout import Layout, Record
from searchsvc.readers.rows import Row, Stopped, read_rows
from searchsvc.readers.source import Found, Source
from searchsvc.readers.text_stream import TextStream

DELIMITERS = ",;\t|"
FIRST_LINES = 50
"""Lines that the delimiter is told from."""
LONGEST = 64 * 2**20
"""Characters: the longest cell; a quote that is never closed makes one of all the rest."""
MOST_COLUMNS = 5000

_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
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
    table = _Table(chain(first, lines), delimiter)
    header = [cell.strip(" \t\ufeff") for cell in table.header()]
    if layout.knows(header).isdisjoint(("title", "body", "captions")):
        raise Stopped(_no_text(header), table.line)
    for cells in table:
        yield _row(cells, header, table.line)


def _row(cells: list[str], header: list[str], line: int) -> Row:
    size = sum(map(len, cells))
    fault = ""
    if len(cells) != len(header):
        fault = f"{len(cells)} cells where the first row names {len(header)}"
        if any(cells[len(header) :]):
            return Row(line, line, None, f"{fault}: quote the cell that has the delimiter in it", size)
        fault = fault if len(cells) < len(header) else ""
    record: Record = {name: cell for name, cell in zip(header, cells, strict=False) if cell and cell not in _NOTHING}
    return Row(line, line, record, fault, size)


class _Table:
    """The rows of a table that are not blank; ``line`` is where the last one given begins."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        # Where a line ends inside quotes, its end belongs to the cell.
        self._rows = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
        self.line = 1

    def header(self) -> list[str]:
        """The first row that is not blank; none where there is none."""
        return next(iter(self), [])

    def __iter__(self) -> Iterator[list[str]]:
        while True:
            self.line = self._rows.line_num + 1
            try:
                cells = next(self._rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise Stopped(f"not a table that can be read: {error}; is a quote never closed?", self.line) from error
            if any(cells):
                yield cells


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
