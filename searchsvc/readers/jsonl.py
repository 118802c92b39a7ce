"""JSON Lines (``.jsonl``, ``.ndjson``), one article a line, and other JSON (``.json``); both are read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchsvc.readers.json_file import value_rows
from searchsvc.readers.layout import Layout
from searchsvc.readers.recognition import is_json_lines, text_of
from searchsvc.readers.record import WrongRecord, read_record
from searchsvc.readers.rows import Row, Stopped, read_rows
from searchsvc.readers.source import Found, Source
from searchsvc.readers.text_stream import TextStream

MAX_LINE = 64 * 2**20
"""Characters: the longest line that is read."""

_OVER_LINES = re.compile(r"\s*(?:\[[ \t]*\r?\n|\{[ \t]*\r?\n\s*\")")
"""JSON over several lines, whatever the file is called: a bracket, or a brace with a key on a line below it."""


def read_jsonl(source: Source) -> Iterator[Found]:
    """The articles of a file with one on each line, and why where a line gave none; blank lines are ignored.

    Where the file breaks off or is damaged, the articles before that place are kept.
    """
    return read_rows(source, value_rows if _OVER_LINES.match(text_of(source.head())) else _line_rows)


def read_json(source: Source) -> Iterator[Found]:
    """The articles of a JSON file, whose content may still be JSON Lines; up to the first that is no JSON."""
    return read_rows(source, _line_rows if is_json_lines(source.head()) else value_rows)


def _line_rows(stream: TextStream, _: Layout) -> Iterator[Row]:
    for number, line in enumerate(stream.lines(), start=1):
        if len(line) > MAX_LINE:
            raise Stopped(f"a line of over {MAX_LINE // 2**20} MiB: one article a line is expected", number)
        if line and not line.isspace():
            yield _row(line, number)


def _row(line: str, number: int) -> Row:
    try:
        return Row(number, number, read_record(line), size=len(line))
    except WrongRecord as error:
        return Row(number, number, None, str(error), len(line))
