"""Mailboxes (``.mbox``): mails one after the other, each behind a line that begins with ``From``.

They are read mail by mail, so a mailbox can be far larger than memory, and a mail that takes too long costs itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from searchsvc.article import Unreadable
from searchsvc.readers.dispatch import guarded
from searchsvc.readers.keys import Keys
from searchsvc.readers.lines import Lines
from searchsvc.readers.mail import MAX_BYTES, TOO_LARGE, articles, key_of
from searchsvc.readers.mime import part_of
from searchsvc.readers.source import Found, Source

_ENVELOPE = re.compile(rb"From \S.*\d\d:\d\d")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mbox(source: Source) -> Iterator[Found]:
    """The articles of the mails in a mailbox, and why others gave none. Raises what reading raises."""
    keys, number = Keys(), 0
    with source.open() as stream:
        lines = Lines(stream)
        for number, raw in enumerate(_mails(lines), start=1):
            if len(raw) > MAX_BYTES:
                yield Unreadable(source.name, f"mail {number:,}: {TOO_LARGE}")
                continue
            yield from guarded(_read(raw, number, source, keys), replace(source, name=f"{source.name}#{number}"))
        if lines.broken:
            yield Unreadable(source.name, f"behind mail {number:,}: {lines.broken}")


def _read(raw: bytes, number: int, source: Source, keys: Keys) -> Iterator[Found]:
    mail = part_of(_QUOTED.sub(rb"\1", raw))
    key = keys.give(key_of(mail) or str(number))
    yield from articles(mail, f"{source.stem}#{key}", source, keys)


def _mails(lines: Lines) -> Iterator[bytes]:
    """The mails without the lines that part them; of one that is too large, a little more than is allowed."""
    mail = bytearray()
    blank = True
    while line := lines.line():
        if blank and _ENVELOPE.match(line):
            if mail.strip():
                yield bytes(mail)
            mail.clear()
        elif len(mail) <= MAX_BYTES:
            mail += line
        blank = not line.strip()
    if mail.strip():
        yield bytes(mail)
