"""RSS, Atom, RDF and CDF, as far as feedparser reads them: what the feed says.

The library is given bytes in UTF-8, never an address or a name: it fetches nothing. It takes definitions of entities
out before it parses, so none can grow and none can read a file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from xml.sax import SAXParseException

import feedparser

from searchsvc.readers.entry import Channel, Entry
from searchsvc.readers.fragment import Fragment, read_fragment
from searchsvc.readers.media import captions_of, marked
from searchsvc.readers.plain import normal, one_line

Parsed: TypeAlias = Mapping[str, Any]
"""What feedparser makes of an element: plain dictionaries here, because its own warn of some keys."""

DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
DATES = ("published", "created", "updated")
PARTS = re.compile(r"\d+|[^\W\d]+")
ENTITY = re.compile(r"""<!ENTITY\s[^"'>]*+(?:"([^"]*+)"|'([^']*+)')[^>]*+>""")
MOST_GROWTH = 16 * 2**20
"""Characters that all entities which a document defines for itself may add to it."""
HTML = ("text/html", "application/xhtml+xml")
WITH_MAIL = re.compile(
    r"(?P<before>[^<>()]*?)\s*[<(]?(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+[>)]?\s*(?:\((?P<behind>[^()]*)\))?"
)
FAULTS = (TypeError, ValueError, AttributeError, LookupError, AssertionError, RecursionError)
"""What feedparser itself fails with where markup is damaged at a bad place: an empty width of a picture, say."""
HEADERS = {"content-type": "application/xml; charset=utf-8"}


class Unparsed(Exception):
    """Nothing can be read from a feed: the message says why."""


def read_xml_channel(text: str, url: str = "") -> Channel:
    """The feed in an XML text that was fetched from ``url``; what is wrong with it is its ``trouble``.

    Raises Unparsed.
    """
    parsed = _parsed(text, url)
    feed = dict(parsed["feed"])
    trouble, line = _trouble(parsed, text)
    return Channel(
        entries=tuple(_entry(dict(entry)) for entry in parsed["entries"]),
        version=str(parsed.get("version") or ""),
        title=_plain(feed, "title"),
        publisher=_name(str(feed.get("publisher") or "")),
        urls=tuple(filter(None, (str(feed.get("link") or ""), url))),
        authors=tuple(_authors(feed)),
        language=str(feed.get("language") or ""),
        trouble=trouble,
        line=line,
    )


def _parsed(text: str, url: str) -> Parsed:
    declaration = DECLARATION.match(text)
    if declaration:
        # The text is what it is; what encoding it once had, the parser must not believe. Lines are kept for messages.
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    headers = HEADERS | ({"content-location": url} if url else {})
    stream = io.BytesIO(marked(_without_long_entities(text)).encode("utf-8", "replace"))
    try:
        parsed: Parsed = feedparser.parse(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except FAULTS as error:
        raise Unparsed(f"damaged in a way that no feed is read from ({error}): save it again") from error
    return parsed


def _without_long_entities(text: str) -> str:
    """The text without definitions of entities that would make it grow out of bounds."""
    if "<!ENTITY" not in text:
        return text
    longest = MOST_GROWTH // max(1, text.count("&"))
    return ENTITY.sub(lambda found: found[0] if len(found[1] or found[2] or "") <= longest else "", text)


def _trouble(parsed: Parsed, text: str) -> tuple[str, int | None]:
    """What is wrong with the XML and on which line; nothing where it is well-formed."""
    error = parsed.get("bozo_exception")
    if not isinstance(error, SAXParseException):
        return "", None
    line = error.getLineNumber()
    # The parser is given one line more, and a document type that may be of another length.
    line = None if line is None or DOCTYPE.search(text) else line - 1
    return f"not well-formed XML, so some of it may be missing: {error.getMessage()}", line


def _entry(entry: Parsed) -> Entry:
    content = _content(entry)
    title, media = _plain(entry, "title"), captions_of(entry.get("media_credit") or [])
    described = next((caption.text for caption in media if caption.described), "")
    body = content.text or described
    return Entry(
        id=str(entry.get("id") or ""),
        title=title,
        body=body,
        captions=(*content.captions, *(caption.whole for caption in media if caption.text not in (title, body))),
        urls=tuple(_urls(entry)),
        dates=tuple(str(entry[key]) for key in DATES if entry.get(key)),
        instant=_instant(entry),
        authors=tuple(_authors(entry)),
        language=_language(entry),
    )


def _content(entry: Parsed) -> Fragment:
    """The text of an entry: of what is given, content before summary, the longest of several contents."""
    contents = [_fragment(content) for content in entry.get("content") or []]
    longest = max(contents, key=lambda fragment: len(fragment.text), default=Fragment(""))
    if longest.text:
        return longest
    summary = _fragment(entry.get("summary_detail") or {})
    return Fragment(summary.text, summary.captions or longest.captions)


def _fragment(detail: Parsed) -> Fragment:
    value = str(detail.get("value") or "")
    if detail.get("type") in HTML:
        return read_fragment(value)
    return Fragment(normal(value))


def _plain(element: Parsed, key: str) -> str:
    return one_line(_fragment(element.get(f"{key}_detail") or {}).text)


def _urls(entry: Parsed) -> Iterator[str]:
    """The addresses of an entry, the best first: its own before that of a service which counts clicks."""
    links = entry.get("links") or []
    addresses = [link.get("href") for link in links if link.get("rel", "alternate") == "alternate"]
    for url in (entry.get("feedburner_origlink"), entry.get("link"), *addresses, entry.get("id")):
        if url:
            yield one_line(str(url))


def _authors(element: Parsed) -> Iterator[str]:
    """The names of the authors. Of a single one the text as it stands: the library cuts long domains of mail short."""
    authors = element.get("authors") or []
    names = [element.get("author")] if len(authors) == 1 else [author.get("name") for author in authors]
    for name in names:
        if known := _name(str(name or "")):
            yield known


def _name(author: str) -> str:
    """The name in what stands for an author or publisher: an address of mail is none."""
    text = one_line(author)
    if found := WITH_MAIL.fullmatch(text):
        text = found["behind"] or found["before"] or ""
    return text.strip(" \"'")


def _language(entry: Parsed) -> str:
    """The language of the content, or of what there is."""
    details = (*(entry.get("content") or []), entry.get("summary_detail"), entry.get("title_detail"))
    return next((str(detail["language"]) for detail in details if detail and detail.get("language")), "")


def _instant(entry: Parsed) -> dt.datetime | None:
    """What the library made of a date; it takes the first day of a year or month alone, which nobody said."""
    for key in DATES:
        if (parsed := entry.get(f"{key}_parsed")) and len(PARTS.findall(str(entry.get(key)))) > 2:
            return dt.datetime.fromtimestamp(timegm(parsed), dt.UTC)
    return None
