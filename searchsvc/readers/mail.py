"""Mails (``.eml``), and pages saved as one (MHTML: ``.mht``, ``.mhtml``).

A mail is an article; so is each mail attached to it. Other attachments are not read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from searchsvc.article import Article, Unreadable
from searchsvc.readers.dates import Hints
from searchsvc.readers.dispatch import read_source
from searchsvc.readers.encodings import Binary, Decoded, decode, notes
from searchsvc.readers.fields import field_date, field_language, host
from searchsvc.readers.formats import format_named, stem_of
from searchsvc.readers.fragment import read_fragment
from searchsvc.readers.headers import parameter, spoken
from searchsvc.readers.keys import Keys
from searchsvc.readers.mime import Part, part_of
from searchsvc.readers.plain import normal, one_line
from searchsvc.readers.source import Found, Source

MAX_BYTES = 32 * 2**20
TOO_LARGE = f"over {MAX_BYTES // 2**20} MiB: too large to be one mail, save it without its attachments"
MAX_DEPTH = 3
"""Mails attached to mails."""

ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,64}@[^\s<>()\[\]\"',;:@]{1,255}")
AROUND_NAMES = str.maketrans("", "", '<>"()')

ELSEWHERE = re.compile(r"\b(?:view|read|see|open|display)\b.{0,40}\b(?:online|browser|web)|\bhtml\b", re.IGNORECASE)
"""What stands in place of a text: that the mail is to be read elsewhere."""
HIDDEN = re.compile(r"<(div|span|p|td)\b[^<>]{0,2000}?\bdisplay\s*:\s*none\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
"""What lists of mails show beside the subject, and the mail itself does not."""
STUB = 300
"""Characters: a plain text that is no longer than this and says so is not the text of the mail."""
SENT_FOR = re.compile(r"\d{5,}|\bmcsv\b|\bsendgrid\b", re.IGNORECASE)
"""What lists are called that a service has for its customers: nobody knows a publisher by such a name."""


def read_mail(source: Source) -> Iterator[Found]:
    """The article of a mail, or of the page that was saved as one, and those of the mails attached to it.

    Raises what reading raises.
    """
    with source.open() as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        yield Unreadable(source.name, TOO_LARGE)
        return
    mail = part_of(raw)
    if page := _page(mail):
        yield from _read_page(page, mail, source)
    else:
        yield from articles(mail, source.stem, replace(source, stem=_above_attached(source)), Keys())


def articles(mail: Part, article_id: str, source: Source, keys: Keys, depth: int = 0) -> Iterator[Found]:
    """The article of a mail, which gets this id, and those of mails attached to it, whose ids are below the stem."""
    chosen = _chosen(mail)
    if chosen is not None:
        yield from notes(chosen[1])
    fields = chosen[0].fields if chosen else mail.fields
    language = mail.fields.get("content-language", "") or fields.get("content-language", "")
    yield from _article(mail, article_id, _text(chosen), language, source)
    for part in mail.walk():
        if part.media_type == "message/rfc822" and depth < MAX_DEPTH:
            inner = part_of(part.whole().lstrip())
            yield from articles(inner, f"{source.stem}#{keys.give(key_of(inner))}", source, keys, depth + 1)


def _above_attached(source: Source) -> str:
    """What the ids of mails attached to a mail begin with.

    The name of a file of the corpus promises one article, so another file may have ids that begin with its stem.
    """
    return source.name if source.stem == stem_of(source.name) else source.stem


def key_of(mail: Part) -> str:
    """What a mail can be called: its Message-ID, or its subject where it has none."""
    return mail.fields.get("message-id", "").strip("<> ") or mail.field("subject")


def _article(mail: Part, article_id: str, text: str, declared: str, source: Source) -> Iterator[Found]:
    title = one_line(mail.field("subject"))
    if not (text or title):
        yield Unreadable(source.name, f"a mail with neither subject nor text ({article_id})")
        return
    author, address = _sender(mail.fields.get("from", ""))
    publisher, url = _publisher(mail, address), mail.fields.get("archived-at", "").strip("<> ")
    language, complaint = field_language(declared.partition(",")[0])
    dated, misdated = field_date(mail.field("date"), Hints(language=language, source=publisher))
    yield Article(
        id=article_id,
        title=title,
        body=text,
        date=dated.date if dated else None,
        date_from="mail header" if dated else "",
        date_doubt=dated.doubt if dated else "",
        source=publisher,
        url=url if host(url) else "",
        author=author,
        language=language,
    )
    yield from (Unreadable(source.name, why) for why in (complaint, misdated) if why)


def _sender(value: str) -> tuple[str, str]:
    """The name of who sent a mail, or the address where there is none; the address."""
    found = ADDRESS.search(value)
    address = found[0].lower() if found else ""
    name = spoken(value.replace(found[0], "") if found else value)
    return one_line(name.translate(AROUND_NAMES)) or address, address


def _publisher(mail: Part, address: str) -> str:
    """The list that a mail came over, or the domain that it came from."""
    listed = mail.fields.get("list-id", "")
    found = re.search(r"<([^<>\s]+)>", listed) or re.fullmatch(r"(\S+)", listed)
    name = found[1].lower() if found else ""
    return name if "." in name and not SENT_FOR.search(name) else address.rpartition("@")[2].removeprefix("www.")


def _chosen(mail: Part) -> tuple[Part, Decoded] | None:
    """The part that has the text of a mail: the plain one, unless it only says that the text is elsewhere."""
    texts = [part for part in mail.walk() if part.media_type in ("text/plain", "text/html")]
    found = [(part, decoded) for part in texts if not part.is_attached and (decoded := _text_in(part))]
    plain = next((one for one in found if one[0].media_type == "text/plain"), None)
    page = next((one for one in found if one[0].media_type == "text/html"), None)
    return page if page and (plain is None or _is_stub(plain[1].text)) else plain


def _text_in(part: Part) -> Decoded | None:
    """The text of a part; None for one that is blank or no text."""
    try:
        decoded = decode(part.whole(), part.charset, html=part.media_type == "text/html")
    except Binary:
        return None
    return decoded if decoded.text.strip() else None


def _text(chosen: tuple[Part, Decoded] | None) -> str:
    if chosen is None:
        return ""
    part, decoded = chosen
    if part.media_type == "text/html":
        return read_fragment(HIDDEN.sub("", decoded.text)).text
    return normal(decoded.text)


def _is_stub(text: str) -> bool:
    return len(text.strip()) <= STUB and ELSEWHERE.search(text) is not None


def _page(mail: Part) -> Part | None:
    """The page that was saved as a mail, None where it is a mail."""
    if mail.media_type != "multipart/related" and "snapshot-content-location" not in mail.fields:
        return None
    if "saved by" not in mail.fields.get("from", "saved by").lower():
        return None
    start = parameter(mail.fields.get("content-type", ""), "start").strip("<>")
    pages = [part for part in mail.walk() if part.media_type in ("text/html", "application/xhtml+xml")]
    named = [part for part in pages if start and part.fields.get("content-id", "").strip("<>") == start]
    return next(iter([*named, *pages]), None)


def _read_page(page: Part, mail: Part, source: Source) -> Iterator[Found]:
    places = mail.fields.get("snapshot-content-location", ""), page.fields.get("content-location", ""), source.url
    url = next(filter(host, places), "")
    opened = partial(io.BytesIO, page.whole())
    saved = replace(source, open=opened, url=url, charset=page.charset, depth=source.depth + 1)
    yield from read_source(saved, format_named("page.html"))
