"""What a feed says, whatever it is written in: its entries, and what holds for all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. Title and body are plain text; the first of ``dates`` (as printed) and of ``urls`` is the best.

    ``instant`` is what a parser made of the dates, for those that nobody else understands.
    """

    id: str = ""
    title: str = ""
    body: str = ""
    captions: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    instant: dt.datetime | None = None
    authors: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed. ``version`` is empty where it is none; ``trouble`` says what is wrong in it, ``line`` on which line."""

    entries: tuple[Entry, ...] = ()
    version: str = ""
    title: str = ""
    publisher: str = ""
    urls: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = ""
    trouble: str = ""
    line: int | None = None
