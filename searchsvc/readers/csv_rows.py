"""The rows of a table, also of one in which a quotation mark is never closed.

Such a mark makes one cell of everything up to the next mark that stands alone, or to the end of the file. The lines in
between are read again from the first that could be a row.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from searchsvc.readers.rows import Stopped

_INSIDE = re.compile(r'(?:[^"]++|"")*+')
"""What is between the marks of a cell."""
_AGAIN = 4
"""So many times the lines of a file may be read again, in all; two such marks seldom share any."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, the line on which it begins, and what is wrong with its quotation marks."""

    line: int
    texts: list[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark that opens a cell and may never be closed: on which line of the row (from 0), at which character of that.

    The cell that it makes ends on the line ``last``; where nothing ends it, ``open``.
    """

    line: int
    place: int
    last: int
    open: bool


class Table:
    """The rows of a table that are not blank; the first one names the columns. Iterating raises Stopped."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = _Lines(lines)
        self._delimiter = delimiter
        self._closing = re.compile(rf'"[ \t]*(?:{re.escape(delimiter)}|\r*\n)')
        self._width = 0

    def __iter__(self) -> Iterator[Cells]:
        rows = self._reader(self._lines)
        while True:
            line, found, trouble = self._lines.begin(), list[str](), ""
            try:
                found = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                trouble = str(error)
            cells = Cells(line, found)
            if trouble or self._lines.ended or len(self._lines.held) > 1:
                cells = self._ended(cells, trouble)
                rows = self._reader(self._lines)
            if any(cells.texts) or cells.fault:
                self._width = self._width or len(cells.texts)
                yield cells

    def _ended(self, cells: Cells, trouble: str) -> Cells:
        """The row; where a mark in it is never closed, it ends before the first line that could be the next row."""
        held, again = self._lines.held, self._width and self._lines.may_come_again
        for mark in self._marks("".join(held)):
            fault = f"the quotation mark that opens in line {cells.line + mark.line} is never closed"
            following = range(mark.line + 1, min(mark.last + 1, len(held))) if again else ()
            end = next((number for number in following if self._fits(self._rows([held[number]]))), None)
            if end is None and not mark.open:
                continue  # a mark in the middle of a text, as it seems
            if end is None and (trouble or not self._width):
                raise Stopped(f"{fault}: close it", cells.line)
            kept = self._lines.keep(end)
            fault += f", so its cell was taken to end in line {cells.line + len(kept) - 1}: close it"
            return Cells(cells.line, self._best(kept, mark), fault)
        if trouble:
            raise Stopped(f"not a table that can be read: {trouble}", cells.line)
        return cells

    def _marks(self, text: str) -> Iterator[_Mark]:
        """The marks of a row that are not closed on their line: by none at all, or by one that opens another cell."""
        at = line = begin = 0
        while at >= 0:
            end = at
            if text.startswith('"', at):
                end = _INSIDE.match(text, at + 1).end()  # type: ignore[union-attr]  # it matches anything
                opens = text[end - 1] in (self._delimiter, "\n") and not self._closing.match(text, end)
                lines = text.count("\n", at, end)
                if end == len(text) or (opens and lines):
                    yield _Mark(line, at - begin, line + lines, end == len(text))
                line, begin = line + lines, text.rfind("\n", at, end) + 1 if lines else begin
            at = text.find(self._delimiter, end) + 1 or -1

    def _best(self, lines: list[str], mark: _Mark) -> list[str]:
        """The cells of a row, with the mark as it is or without it, whichever fits the table."""
        with_it = self._rows(lines)
        opening = lines[mark.line]
        without = [*lines[: mark.line], opening[: mark.place] + opening[mark.place + 1 :], *lines[mark.line + 1 :]]
        if not self._fits(with_it) and self._fits(bare := self._rows(without)):
            return bare[0]
        # A cell that is too long has no row, and what it says is lost; the fault is told.
        return [cell.rstrip("\r\n") for cell in with_it[0]] if with_it else []

    def _fits(self, rows: list[list[str]]) -> bool:
        """Whether it is one row, with as many cells as the first row has names."""
        return len(rows) == 1 and any(rows[0]) and len(rows[0]) >= self._width and not any(rows[0][self._width :])

    def _rows(self, lines: list[str]) -> list[list[str]]:
        try:
            return list(self._reader(lines))
        except csv.Error:
            return []

    def _reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self._delimiter)


class _Lines:
    """The lines of a table with their ends; ``held`` are those of the present row, which can be given again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again = deque[str]()
        self._number = self._given = 0
        self.held: list[str] = []
        self.ended = False
        """Whether the file ended in the present row."""

    def __iter__(self) -> Iterator[str]:
        while (line := self._again.popleft() if self._again else next(self._lines, None)) is not None:
            self._number += 1
            # Where a line ends inside quotes, its end belongs to the cell.
            self.held.append(f"{line}\n")
            yield self.held[-1]
        self.ended = True

    def begin(self) -> int:
        """Begin a row: the number of its first line."""
        self.held, self.ended = [], False
        return self._number + 1

    @property
    def may_come_again(self) -> bool:
        """Whether the lines of the row may be given again: reading a file takes time in proportion to its length."""
        return self._given + len(self.held) <= _AGAIN * (self._number + len(self._again))

    def keep(self, count: int | None) -> list[str]:
        """The first lines of the row, or all of them; the others are given again."""
        kept, back = self.held[:count], self.held[len(self.held) if count is None else count :]
        self._again.extendleft(line[:-1] for line in reversed(back))
        self._number -= len(back)
        self._given += len(back)
        return kept
