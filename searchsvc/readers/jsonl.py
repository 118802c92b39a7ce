"""JSON Lines (``.jsonl``, ``.ndjson``): one article a line, read as a stream."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from searchsvc.article import Unreadable
from searchsvc.readers.files import byte_order_mark, not_decodable
from searchsvc.readers.record import WrongRecord, article_of, misread, read_record
from searchsvc.readers.source import Found, Source
from searchsvc.readers.unpacking import DAMAGED, DAMAGES, TooMuch

MAX_LINE = 64 * 2**20
"""Bytes: the longest line that is read."""


def read_jsonl(source: Source) -> Iterator[Found]:
    """The articles of the file in order, and why where a line gave none; blank lines are ignored.

    Where the file breaks off or is damaged, the articles before that place are kept.
    """
    number = 0
    try:
        for number, line in _numbered_lines(source):
            if not line.isspace():
                yield from _found(line, source, number)
    except (WrongRecord, TooMuch) as error:
        yield Unreadable(source.name, str(error), number + 1)
    except DAMAGES:
        yield Unreadable(source.name, DAMAGED, number + 1)
    except UnicodeDecodeError as error:
        yield Unreadable(source.name, not_decodable(error.encoding), number + 1)


def _found(line: bytes, source: Source, number: int) -> Iterator[Found]:
    try:
        record = read_record(line)
        article = article_of(record, source.stem, number)
    except WrongRecord as error:
        yield Unreadable(source.name, str(error), number)
    else:
        yield article
        yield from (Unreadable(source.name, complaint, number) for complaint in misread(record))


def _numbered_lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """The lines of the file as UTF-8, from number 1. Raises WrongRecord where the file cannot be read on."""
    head = source.head()
    with source.open() as file:
        for number, line in enumerate(_lines(file, head), start=1):
            if len(line) > MAX_LINE:
                raise WrongRecord(f"a line of over {MAX_LINE // 2**20} MiB: one article a line is expected")
            yield number, line


def _lines(file: BinaryIO, head: bytes) -> Iterator[bytes]:
    """The lines of the file as UTF-8, each up to one byte more than is allowed."""
    mark, encoding = byte_order_mark(head)
    file.read(len(mark))
    if encoding == "utf-8":
        if b"\0" in head:
            raise WrongRecord("binary, not text")
        while line := file.readline(MAX_LINE + 1):
            yield line
    else:
        wrapper = io.TextIOWrapper(file, encoding, newline="\n")
        try:
            while text := wrapper.readline(MAX_LINE + 1):
                yield text.encode()
        finally:
            wrapper.detach()  # the file belongs to the caller
