"""Feeds (RSS, Atom, RDF, CDF, JSON Feed): each entry is an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchsvc.article import Article, Unreadable
from searchsvc.readers.dates import Dated, Hints, doubt_of, order_of
from searchsvc.readers.encodings import Decoded, notes
from searchsvc.readers.entry import Channel, Entry
from searchsvc.readers.fields import field_date, field_language, host
from searchsvc.readers.files import read_text
from searchsvc.readers.json_feed import read_json_channel
from searchsvc.readers.keys import Keys
from searchsvc.readers.plain import one_line
from searchsvc.readers.source import Found, Source
from searchsvc.readers.xml_feed import Unparsed, read_xml_channel

NO_TEXT = "no text: an entry with neither title nor content"
NO_ENTRIES = "a feed without entries: there is nothing to read in it"
NO_FEED = "not a feed: neither RSS, Atom, RDF nor JSON Feed was found in it"
FILE_NAME = re.compile(r"\S+\.\w{2,5}")


def read_feed(source: Source) -> Iterator[Found]:
    """The articles of a feed in order, and what of it could not be read.

    Of a feed with errors in its XML, the entries that can be found are kept. Nothing is ever fetched.
    """
    decoded = read_text(source, html=True)
    if isinstance(decoded, Unreadable):
        yield decoded
        return
    yield from notes(decoded)
    yield from _found(decoded, source)


def _found(decoded: Decoded, source: Source) -> Iterator[Found]:
    is_json = decoded.text.lstrip().startswith("{")
    try:
        channel = read_json_channel(decoded.text) if is_json else read_xml_channel(decoded.text, source.url)
    except Unparsed as error:
        yield Unreadable(source.name, str(error))
        return
    articles = _Articles(source, channel)
    for number, entry in enumerate(channel.entries, start=1):
        yield from articles.of(entry, number)
    if channel.trouble:
        yield Unreadable(source.name, channel.trouble, channel.line)
    elif not channel.entries:
        yield Unreadable(source.name, NO_ENTRIES if channel.version else NO_FEED)


class _Articles:
    """What the entries of one feed become."""

    def __init__(self, source: Source, channel: Channel) -> None:
        self.source, self.channel, self.keys = source, channel, Keys()
        self.order = order_of(text for entry in channel.entries for text in entry.dates)

    def of(self, entry: Entry, number: int) -> Iterator[Found]:
        """The article of an entry, and what was not understood in it."""
        captions = _captions(entry)
        if not (entry.title or entry.body or captions):
            yield Unreadable(self.source.name, f"entry {number}: {NO_TEXT}")
            return
        url = next((url for url in entry.urls if host(url)), "")
        publisher = self._publisher(url)
        language, untold = field_language(entry.language or self.channel.language)
        dated, undated = self._dated(entry, Hints(language, self.order, url or publisher))
        yield Article(
            id=f"{self.source.stem}#{self.keys.give(entry.id, url, str(number))}",
            title=entry.title,
            body=entry.body,
            date=dated.date if dated else None,
            date_from="feed" if dated else "",
            captions=captions,
            source=publisher,
            url=url,
            author=", ".join(dict.fromkeys(entry.authors or self.channel.authors)),
            language=language,
            date_doubt=dated.doubt if dated else "",
        )
        troubles = (f"entry {number}: {trouble}" for trouble in (undated, untold) if trouble)
        yield from (Unreadable(self.source.name, trouble) for trouble in troubles)

    def _publisher(self, url: str) -> str:
        """The host of the entry, as of saved articles and pages; else what is known of the feed."""
        hosts = (host(address) for address in (url, *self.channel.urls, self.source.url))
        return next(filter(None, (*hosts, self.channel.publisher, self.channel.title)), "")

    def _dated(self, entry: Entry, hints: Hints) -> tuple[Dated | None, str]:
        """The first date that is understood, as printed; only else that which the parser made of it."""
        complaint = ""
        for text in entry.dates:
            dated, trouble = field_date(text, hints)
            if dated:
                return dated, ""
            complaint = complaint or trouble
        if entry.instant:
            return Dated(entry.instant, doubt_of(entry.instant)), ""
        return None, complaint


def _captions(entry: Entry) -> tuple[str, ...]:
    """The captions that say something: no names of files, nothing that the title or the body says."""
    said = entry.title, entry.body
    wanted = (
        caption
        for caption in map(one_line, entry.captions)
        if caption and caption not in said and not FILE_NAME.fullmatch(caption)
    )
    return tuple(dict.fromkeys(wanted))
