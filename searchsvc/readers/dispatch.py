"""From a source to the reader of its format, and every trouble on the way as an Unreadable."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import BinaryIO

from searchsvc.article import Note, Unreadable
from searchsvc.readers.clock import NO_CLOCK, Clock, TookTooLong
from searchsvc.readers.formats import Format, format_guessed, format_named, format_of, stem_of
from searchsvc.readers.members import Budget, counted
from searchsvc.readers.naming import name_fault, no_reader, own_name, printable, relative_name
from searchsvc.readers.reasons import os_reason
from searchsvc.readers.source import Found, Source
from searchsvc.readers.unpacking import DAMAGED, DAMAGES, Opener, TooMuch, opener_of, unpacked

MISSING = "missing"
"""The kind of note that names a library without which something could not be read."""
UNFORESEEN = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError, RecursionError)
"""What a reader raises over a file that nobody thought of: a defect, which must not cost the rest of the corpus."""

REPORT = "it cannot be read"

MAX_PACKED = 2
"""How many times a file may be packed: ``.warc.gz`` in a ``.gz`` is odd enough."""


def read_file(path: Path, root: Path, names: Mapping[str, str], clock: Clock = NO_CLOCK) -> Iterator[Found]:
    """What one file of the corpus at ``root`` holds; ``names`` maps keys of articles to those of the file.

    No file raises: what is wrong with it is an Unreadable. Raises ValueError where ``path`` is not below ``root``.
    """
    name = relative_name(path, root)
    if fault := name_fault(name):
        yield Unreadable(printable(name), fault)
        return
    try:
        status = path.stat()
    except OSError as error:
        yield Unreadable(name, os_reason(error))
        return
    if stat.S_ISREG(status.st_mode):
        opened, size = partial(_opened, path), status.st_size
        yield from read_source(Source(name, stem_of(name), opened, size, names=names, clock=clock, budget=Budget(size)))
    else:
        yield Unreadable(name, "not a regular file: only files can be read")


def read_source(source: Source, promised: Format | None = None) -> Iterator[Found]:
    """The articles of a source in order, and what of it could not be read; nothing is raised.

    ``promised`` is the format that it came with, as web archives know one; else its name promises one.
    """
    yield from guarded(_read(source, promised or format_named(source.name)), source)


def guarded(found: Iterator[Found], source: Source) -> Iterator[Found]:
    """What is found in a source that has a time of its own: whatever is raised is told, and ends nothing around it."""
    try:
        yield from _timed(found, source)
    except TookTooLong:
        yield Unreadable(source.name, source.clock.reason)
    except MemoryError:
        yield Unreadable(source.name, "takes more memory than there is: split the file")
    except TooMuch as error:
        yield Unreadable(source.name, str(error))
    except DAMAGES:
        yield Unreadable(source.name, DAMAGED)
    except OSError as error:
        yield Unreadable(source.name, os_reason(error))
    except UNFORESEEN as error:
        yield Unreadable(source.name, f"{REPORT} ({type(error).__name__}: {error}): report this, with the file")


def _timed(found: Iterator[Found], source: Source) -> Iterator[Found]:
    """The same, while the clock runs; it stands still while somebody else works on what was found."""
    clock, stop = source.clock, source.clock.stops.get(source.name)
    for number in count():
        if stop and number == stop.found:
            yield Unreadable(source.name, stop.reason)
            return
        one = clock.timed(source.name, number, partial(next, found, None))
        if one is None:
            return
        yield one


def _read(source: Source, promised: Format | None) -> Iterator[Found]:
    known = promised or _has_suffix(source.name)
    source, head = without_packing(source)
    if not head.strip():
        yield Unreadable(source.name, "empty")
        return
    format_ = format_of(head, promised) if known else format_guessed(head)
    if format_ is None:
        yield Unreadable(source.name, no_reader(source.name))
        return
    try:
        reader = format_.reader
    except ImportError as error:
        if (error.name or "").startswith(__package__.partition(".")[0]):
            raise
        if error.name:
            yield Note(MISSING, error.name.partition(".")[0])
        yield Unreadable(source.name, _missing(format_, error))
        return
    formats = (*source.formats, format_.name)
    yield Note("reader", " › ".join(formats))
    yield from reader(replace(source, stem=_stem(source, format_, promised), formats=formats))


def without_packing(source: Source) -> tuple[Source, bytes]:
    """The source with what packs it taken off, and its beginning.

    What unpacks in an archive counts; a file of the corpus that is packed itself has a bound of its own. A small source
    is read once: it is in memory from then on.
    """
    head, whole = source.start()
    for _ in range(MAX_PACKED):
        opener = opener_of(head)
        if opener is None:
            break
        opened = partial(_open, source, opener)
        source = replace(source, open=partial(counted, opened, source.budget) if source.depth else opened)
        head, whole = source.start()
    return replace(source, open=partial(io.BytesIO, head)) if whole else source, head


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _open(packed: Source, opener: Opener) -> BinaryIO:
    return unpacked(packed.open(), packed.size, opener)


def _stem(source: Source, format_: Format, promised: Format | None) -> str:
    """What its ids begin with. Where the content is not what was promised, no other file may have the same ids."""
    if format_.many == (promised is not None and promised.many):
        return source.stem
    return f"{source.name}#" if format_.many else f"{source.stem}#1"


def _has_suffix(name: str) -> bool:
    return "." in own_name(name).lstrip(".")


def _missing(format_: Format, error: ImportError) -> str:
    if format_.extra:
        return f"reading {format_.name} needs a library: pip install 'searchsvc[{format_.extra}]'"
    return f"{error.name or error} is not installed: install searchsvc again"
