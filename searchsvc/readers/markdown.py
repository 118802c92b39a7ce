"""Markdown articles (``.md``): YAML front matter, then the text; one article a file."""

from __future__ import annotations

from collections.abc import Iterator

from searchsvc.article import Article, Link, Unreadable
from searchsvc.readers.blocks import Plain, heading_of, read_block, split
from searchsvc.readers.dates import Hints
from searchsvc.readers.fields import field_date, field_language, host
from searchsvc.readers.files import read_text
from searchsvc.readers.frontmatter import Value, first_text, split_front_matter, texts
from searchsvc.readers.plain import one_line, unix_newlines
from searchsvc.readers.source import Found, Source

DATE_KEYS = ("date", "published", "pubdate")
LANGUAGE_KEYS = ("lang", "language")
SOURCE_KEYS = ("source", "publisher")
URL_KEYS = ("url", "link", "canonical", "canonical_url", "original_url", "source_url")
AUTHOR_KEYS = ("author", "authors")
UNSEEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("{{<", ">}}"), ("{{%", "%}}"))
"""What a page made of the Markdown does not show as text."""


def read_markdown(source: Source) -> Iterator[Found]:
    """The article of the file and what in its fields was not understood, or why there is none."""
    text = read_text(source)
    if isinstance(text, str):
        yield from parse_markdown(text, source.name, source.stem)
    else:
        yield text


def parse_markdown(text: str, name: str, article_id: str) -> Iterator[Article | Unreadable]:
    """The article that a Markdown text holds and what in its fields was not understood, or why it holds none."""
    parts = split_front_matter(unix_newlines(text), name)
    if isinstance(parts, Unreadable):
        yield parts
        return
    fields, rest = parts
    title, plain = _title_and_text(_line(first_text(fields, "title")), _without_unseen(rest))
    captions = tuple(_line(caption) for caption in texts(fields.get("captions"))) + plain.captions
    if not (title or plain.paragraphs or captions):
        yield Unreadable(name, "no text")
        return
    url = _web_address(fields)
    language, untold = field_language(first_text(fields, *LANGUAGE_KEYS))
    dated, undated = field_date(first_text(fields, *DATE_KEYS), Hints(language, source=url))
    yield Article(
        id=article_id,
        title=title,
        body=plain.text,
        date=dated.date if dated else None,
        date_from="front matter" if dated else "",
        captions=captions,
        source=one_line(first_text(fields, *SOURCE_KEYS)) or host(url),
        url=url,
        author=", ".join(one_line(author) for key in AUTHOR_KEYS for author in texts(fields.get(key))),
        language=language,
        date_doubt=dated.doubt if dated else "",
    )
    if undated:
        yield Unreadable(name, undated, _line_of(text, DATE_KEYS))
    if untold:
        yield Unreadable(name, untold, _line_of(text, LANGUAGE_KEYS))


def _title_and_text(title: str, text: str) -> tuple[str, Plain]:
    """The title, and the text below it: the first top heading is the title where the fields have none."""
    paragraphs: list[str] = []
    links: list[Link] = []
    captions: list[str] = []
    for block in split(text):
        plain = read_block(block, html=True)
        lines = plain.paragraphs
        if lines and heading_of(block) == 1 and (not title or (title == lines[0] and not paragraphs)):
            title, lines = lines[0], lines[1:]
        paragraphs += lines
        links += plain.links
        captions += plain.captions
    return title, Plain(tuple(paragraphs), tuple(links), tuple(captions))


def _line(text: str) -> str:
    return " ".join(read_block(text, html=True).paragraphs)


def _web_address(fields: dict[str, Value]) -> str:
    """The first whole web address among the fields: a site's own path is no address of the article."""
    addresses = (one_line(text) for key in URL_KEYS for text in texts(fields.get(key)))
    return next((address for address in addresses if host(address)), "")


def _without_unseen(text: str) -> str:
    for opening, closing in UNSEEN:
        start = text.find(opening)
        kept, at = [], 0
        while start >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
            kept.append(text[at:start])
            at = end + len(closing)
            start = text.find(opening, at)
        text = "".join([*kept, text[at:]]) if kept else text
    return text


def _line_of(text: str, keys: tuple[str, ...]) -> int:
    """The number of the line of the front matter that has one of the keys."""
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.lower().startswith(tuple(f"{key}:" for key in keys))), 1)
