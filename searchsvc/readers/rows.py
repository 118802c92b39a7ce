"""Rows: the records of a file that holds many, one after the other, and the articles that they become."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from searchsvc.article import Unreadable
from searchsvc.readers.dates import Order, order_of
from searchsvc.readers.encodings import Binary
from searchsvc.readers.layout import Layout, Record
from searchsvc.readers.record import WrongRecord, date_text, read_article
from searchsvc.readers.source import Found, Source
from searchsvc.readers.text_stream import TextStream
from searchsvc.readers.unpacking import DAMAGED, DAMAGES, TooMuch

FIRST_ROWS = 200
FIRST_CHARACTERS = 2**22
"""The dates of so many rows, and of so much text, show which of day and month stands first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its ``number`` in the file, the line on which it begins, and how many characters it takes.

    Without a record, ``fault`` says why; with one, what is wrong in it that is no reason to drop it.
    """

    number: int
    line: int
    record: Record | None
    fault: str = ""
    size: int = 0


class Stopped(Exception):
    """A file cannot be read on from a line, and why. It does not leave the readers."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


Rows = Callable[[TextStream, Layout], Iterator[Row]]
"""How a format parts its text into rows. Raises Stopped."""


def read_rows(source: Source, rows: Rows) -> Iterator[Found]:
    """The articles of the rows in order, and why where a row gave none.

    Where the file breaks off or is damaged, the articles before that place are kept.
    """
    layout = Layout(source.names)
    try:
        with TextStream(source) as stream:
            yield from _articles(rows(stream, layout), source, layout)
            yield from stream.notes()
    except Binary as error:
        yield Unreadable(source.name, str(error))


def _articles(rows: Iterator[Row], source: Source, layout: Layout) -> Iterator[Found]:
    line = 0
    try:
        first, rest, trouble = _begun(rows)
        order = order_of(date_text(row.record, layout) for row in first if row.record)
        for row in chain(first, rest):
            line = row.line
            yield from _found(row, source, layout, order)
        if trouble:
            raise trouble
    except Stopped as error:
        yield Unreadable(source.name, str(error), error.line)
    except TooMuch as error:
        yield Unreadable(source.name, str(error), line + 1)
    except DAMAGES:
        yield Unreadable(source.name, DAMAGED, line + 1)


def _begun(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row], Exception | None]:
    """The first rows, the others, and what reading raised among the first."""
    first: list[Row] = []
    size = 0
    try:
        for row in rows:
            first.append(row)
            size += row.size
            if len(first) >= FIRST_ROWS or size >= FIRST_CHARACTERS:
                return first, rows, None
    except (Stopped, OSError, *DAMAGES) as error:
        return first, iter(()), error
    return first, iter(()), None


def _found(row: Row, source: Source, layout: Layout, order: Order) -> Iterator[Found]:
    if row.record is None:
        yield Unreadable(source.name, row.fault, row.line)
        return
    try:
        reading = read_article(row.record, source.stem, row.number, layout, order)
    except WrongRecord as error:
        yield Unreadable(source.name, str(error), row.line)
        return
    yield reading.article
    for complaint in (row.fault, *reading.complaints):
        if complaint:
            yield Unreadable(source.name, complaint, row.line)
