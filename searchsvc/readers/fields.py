"""What several formats read alike: the host of a url, a language tag, an article with nothing in it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from searchsvc.readers.dates import Dated, Hints, read_date
from searchsvc.readers.plain import one_line

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,8}")

MAX_SOURCE = 1_000
"""Characters of a source: it is a name to choose by, and a cluster refuses one of 32,767 bytes."""


def host(url: str) -> str:
    """The host of a web address, in lower case and without ``www.``; empty where there is none."""
    try:
        parts = urlsplit(url)
        name = parts.hostname if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
    return (name or "").removeprefix("www.")


def language_tag(text: str) -> str:
    """The BCP 47 tag in its usual spelling (``pt_br`` is ``pt-BR``). Raises ValueError where it is no tag."""
    text = text.strip()
    if not text:
        return ""
    if not LANGUAGE.fullmatch(text):
        raise ValueError(text[:40])
    first, *rest = text.replace("_", "-").lower().split("-")
    cased = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest]
    return "-".join([first, *cased])


def field_date(text: str, hints: Hints) -> tuple[Dated | None, str]:
    """The date of a field, and no complaint; or None and why, where it says something else than a date."""
    if not text.strip():
        return None, ""
    try:
        return read_date(text, hints), ""
    except ValueError:
        return None, f"the date {_quoted(text)} was not understood, so the article is undated: write it as 2020-02-06"


def field_language(text: str) -> tuple[str, str]:
    """The language tag of a field, and no complaint; or an empty one and why, where it is no language tag."""
    try:
        return language_tag(text), ""
    except ValueError:
        return "", f"the language {_quoted(text)} was not understood, so it was ignored: write en, pt-BR or the like"


def field_source(text: str) -> tuple[str, str]:
    """The source of a field, and no complaint; or an empty one and why, where it is too long."""
    name = one_line(text)
    if len(name) > MAX_SOURCE:
        return "", f"the source {_quoted(name)} is longer than {MAX_SOURCE:,} characters, so it was ignored"
    return name, ""


def _quoted(text: str) -> str:
    text = one_line(text)
    return f"“{text}”" if len(text) <= 40 else f"“{text[:40]}…”"
