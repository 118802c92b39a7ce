"""Archives (``.zip``, ``.tar``), also in one another: every file in them is read as if it lay in a folder.

Nothing is unpacked to the disk, except for what can be read only once and is too large for memory: that goes to a
temporary file. How much may come out is counted over all archives in one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from searchsvc.article import Note, Unreadable
from searchsvc.readers import tars, zips
from searchsvc.readers.asides import is_hidden, is_part_of_page
from searchsvc.readers.dispatch import read_source, without_packing
from searchsvc.readers.epub import CONTAINER, read_epub
from searchsvc.readers.formats import stem_of
from searchsvc.readers.keys import Keys
from searchsvc.readers.members import Member, held, seekable
from searchsvc.readers.naming import name_fault, printable
from searchsvc.readers.reasons import os_reason
from searchsvc.readers.recognition import is_epub, is_tar, is_zip
from searchsvc.readers.source import Found, Source
from searchsvc.readers.unpacking import DAMAGED, DAMAGES, TooMuch

MAX_DEPTH = 3
"""Archives in archives."""
OFFICE = ("[content_types].xml", "meta-inf/manifest.xml", "index/document.iwa")
"""Files in the archives that documents of office programs are."""

_Opened = Callable[[BinaryIO, Source], Iterator[Found]]


def read_zip(source: Source) -> Iterator[Found]:
    """The articles of the files in a zip archive, and why others could not be read. Raises what reading raises."""
    yield from _archive(source, _zip)


def read_tar(source: Source) -> Iterator[Found]:
    """The articles of the files in a tar archive, and why others could not be read. Raises what reading raises."""
    yield from _archive(source, _tar)


def _archive(source: Source, kind: _Opened) -> Iterator[Found]:
    if source.depth >= MAX_DEPTH:
        yield Unreadable(source.name, f"over {MAX_DEPTH} archives within one another: unpack the outer ones")
        return
    with source.open() as stream:
        yield from kind(stream, source)


def _zip(stream: BinaryIO, source: Source) -> Iterator[Found]:
    with seekable(stream) as file, zips.opened(file) as archive:
        names = {name.lower() for name in archive.namelist()}
        if CONTAINER.lower() in names:
            yield from read_epub(source)
        elif not names.isdisjoint(OFFICE):
            yield Unreadable(source.name, "a document of an office program: save it as HTML, PDF or plain text")
        else:
            yield from _members(zips.members(archive, source.name), source)


def _tar(stream: BinaryIO, source: Source) -> Iterator[Found]:
    yield from _members(tars.members(stream, source.name), source)


def _members(members: Iterator[Member | Unreadable], source: Source) -> Iterator[Found]:
    keys, budget = Keys(), source.budget
    for member in members:
        if isinstance(member, Unreadable):
            yield replace(member, path=printable(member.path))
            continue
        if not budget.spent:
            yield from _member(member, source, keys)
            budget.take_member()
        if budget.spent:
            yield Unreadable(source.name, budget.spent)
            return


def _member(member: Member, source: Source, keys: Keys) -> Iterator[Found]:
    parts = [part for part in member.path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if is_hidden(parts):
        return
    path = "/".join(parts)
    name = f"{source.name}#{path}"
    if is_part_of_page(path):
        yield Note("left out", "parts of pages")
    elif fault := name_fault(path):
        yield Unreadable(printable(name), fault)
    else:
        stem = f"{source.stem}#{keys.give(stem_of(path), path)}"
        try:
            with held(member, source.budget) as opened:
                inner = replace(source, name=name, stem=stem, open=opened, size=member.size, depth=source.depth + 1)
                yield from _content(inner)
        except TooMuch as error:
            yield Unreadable(name, str(error))
        except DAMAGES:
            yield Unreadable(name, DAMAGED)
        except OSError as error:
            yield Unreadable(name, os_reason(error))


def _content(source: Source) -> Iterator[Found]:
    source, head = without_packing(source)
    nested = _tar if is_tar(head) else _zip if is_zip(head) and not is_epub(head) else None
    if nested:
        name = "tar archive" if nested is _tar else "zip archive"
        yield from _archive(replace(source, formats=(*source.formats, name)), nested)
    else:
        yield from read_source(source)
