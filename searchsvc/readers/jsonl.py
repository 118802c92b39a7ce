"""JSON Lines (``.jsonl``, ``.ndjson``, also ``.gz`` and ``.xz``): one article a line, read as a stream."""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

from searchsvc.article import Article, Unreadable
from searchsvc.readers.files import byte_order_mark, not_decodable, os_reason
from searchsvc.readers.record import WrongRecord, article_of, misread, read_record

MAX_LINE = 64 * 2**20
"""Bytes: the longest line that is read."""

MAX_RATIO = 200
FREE_BYTES = 2**30
"""Beyond FREE_BYTES, what unpacks to more than MAX_RATIO times its size is a bomb: texts pack 3 to 30 times smaller."""

DAMAGES = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)


def read_jsonl(path: Path, name: str, stem: str) -> Iterator[Article | Unreadable]:
    """The articles of the file in order, and why where a line gave none; blank lines are ignored.

    Where the file breaks off or is damaged, the articles before that place are kept.
    """
    number = 0
    try:
        for number, line in _numbered_lines(path):
            if not line.isspace():
                yield from _found(line, name, stem, number)
    except WrongRecord as error:
        yield Unreadable(name, str(error), number + 1)
    except DAMAGES:
        yield Unreadable(name, "the compressed file is damaged or cut short: compress it again", number + 1)
    except UnicodeDecodeError as error:
        yield Unreadable(name, not_decodable(error.encoding), number + 1)
    except OSError as error:
        yield Unreadable(name, os_reason(error))
    else:
        if not number:
            yield Unreadable(name, "empty")


def _found(line: bytes, name: str, stem: str, number: int) -> Iterator[Article | Unreadable]:
    try:
        record = read_record(line)
        article = article_of(record, stem, number)
    except WrongRecord as error:
        yield Unreadable(name, str(error), number)
    else:
        yield article
        yield from (Unreadable(name, complaint, number) for complaint in misread(record))


def _numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of the file as UTF-8, from number 1. Raises WrongRecord where the file cannot be read on."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise WrongRecord("not a regular file: only files can be read")
    left = max(MAX_RATIO * status.st_size, FREE_BYTES)
    with _open(path) as file:
        for number, line in enumerate(_lines(file), start=1):
            left -= len(line)
            if len(line) > MAX_LINE:
                raise WrongRecord(f"a line of over {MAX_LINE // 2**20} MiB: one article a line is expected")
            if left < 0:
                raise WrongRecord(f"unpacks to over {MAX_RATIO} times its size: not read any further")
            yield number, line


def _open(path: Path) -> io.BufferedReader:
    """The unpacked bytes of the file."""
    match path.suffix.lower():
        case ".gz":
            return io.BufferedReader(gzip.open(path))
        case ".xz":
            return io.BufferedReader(lzma.open(path))
        case _:
            return path.open("rb")


def _lines(file: io.BufferedReader) -> Iterator[bytes]:
    """The lines of the file as UTF-8, each up to one byte more than is allowed."""
    start = file.peek(4096)[:4096]
    mark, encoding = byte_order_mark(start)
    if encoding == "utf-8":
        if b"\0" in start:
            raise WrongRecord("binary, not text")
        file.read(len(mark))
        while line := file.readline(MAX_LINE + 1):
            yield line
    else:
        file.read(len(mark))
        wrapper = io.TextIOWrapper(file, encoding, newline="\n")
        try:
            while text := wrapper.readline(MAX_LINE + 1):
                yield text.encode()
        finally:
            wrapper.detach()  # the file belongs to the caller
