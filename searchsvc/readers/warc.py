"""Web archives, WARC and ARC (``.warc``, ``.arc``): the pages that were captured, each read as a web page.

Any size is read as a stream. What is no page (pictures, redirects, errors, captures of what was captured before) is
left out and noted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from searchsvc.article import Note, Unreadable
from searchsvc.readers.dispatch import read_source
from searchsvc.readers.files import MAX_BYTES
from searchsvc.readers.formats import format_named
from searchsvc.readers.headers import charset_of, media_type_of
from searchsvc.readers.keys import Keys
from searchsvc.readers.naming import printable
from searchsvc.readers.recognition import is_html
from searchsvc.readers.source import Found, Source
from searchsvc.readers.web_records import Damage, Record, records
from searchsvc.readers.web_responses import HEAD, Response, Undecodable, content_of, response_of

KINDS = ("response", "resource", "revisit")
"""Kinds of records with content of the web; others are about how it was fetched."""
PAGES = ("text/html", "application/xhtml+xml")
"""Media types of web pages."""
SNIFFED = ("", "application/octet-stream", "unknown/unknown")
"""Media types that say nothing: the content decides."""


def read_warc(source: Source) -> Iterator[Found]:
    """The articles of the pages in a web archive, in the order of their capture, and where the archive is damaged."""
    page_format = format_named("page.html")
    for found in pages(source):
        yield from read_source(found, page_format) if isinstance(found, Source) else (found,)


def pages(source: Source) -> Iterator[Source | Unreadable | Note]:
    """The pages in a web archive as sources of their own; why others could not be read; notes of what is left out."""
    keys = Keys()
    with source.open() as stream:
        for record in records(stream):
            if isinstance(record, Damage):
                yield Unreadable(source.name, f"at byte {record.offset:,}: {record.reason}")
            elif record.kind in KINDS:
                yield _page(record, source, keys)


def _page(record: Record, source: Source, keys: Keys) -> Source | Unreadable | Note:
    if record.kind == "revisit":
        return Note("left out", "captures of what had been captured before")
    head = record.read(HEAD)
    response = _described(record, head)
    if response.status and not 200 <= response.status < 300:
        return Note("left out", "redirects and errors")
    if response.media_type not in (*PAGES, *SNIFFED):
        return Note("left out", "content that is no page")
    return _content(record, head, response, source, keys)


def _described(record: Record, head: bytes) -> Response:
    """The response in a record; the content of a resource has no header of its own."""
    if record.kind == "response" and head.startswith(b"HTTP/"):
        return response_of(head)
    return Response(0, media_type_of(record.media_type), charset_of(record.media_type), False, (), 0)


def _content(record: Record, head: bytes, response: Response, source: Source, keys: Keys) -> Source | Unreadable | Note:
    url = record.url.replace(" ", "%20")
    name = printable(f"{source.name}#{url}")
    if len(head) + record.left > MAX_BYTES:
        return Unreadable(name, f"over {MAX_BYTES // 2**20} MiB: too large to be one page")
    try:
        content = content_of(head[response.length :] + record.read(record.left), response, MAX_BYTES, source.budget)
    except Undecodable as error:
        return Unreadable(name, str(error))
    if len(content) > MAX_BYTES:
        return Unreadable(name, f"unpacks to over {MAX_BYTES // 2**20} MiB: too large to be one page")
    if response.media_type in SNIFFED and not is_html(content[:HEAD]):
        return Note("left out", "content that is no page")
    return replace(
        source,
        name=name,
        stem=f"{source.stem}#{keys.give(url, f'{url}@{record.time}')}",
        open=partial(io.BytesIO, content),
        size=len(content),
        url=url if url.startswith(("http://", "https://")) else "",
        charset=response.charset,
        depth=source.depth + 1,
    )
