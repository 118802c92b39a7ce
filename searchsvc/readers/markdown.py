"""Markdown articles (``.md``): front matter, then the text; one article a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.article import Article, Unreadable
from searchsvc.readers.blocks import Plain, heading_of, read_block
from searchsvc.readers.dates import Dated, Hints, date_in_name
from searchsvc.readers.encodings import notes
from searchsvc.readers.fields import field_date, field_language, field_source, host
from searchsvc.readers.files import read_text
from searchsvc.readers.frontmatter import split_front_matter
from searchsvc.readers.naming import title_in_name
from searchsvc.readers.plain import one_line, unix_newlines
from searchsvc.readers.shown import shown_blocks
from searchsvc.readers.source import Found, Source
from searchsvc.readers.values import Fields, first_text, is_switch, texts, under

TITLE_KEYS = ("title", "headline")
SUMMARY_KEYS = ("description", "summary", "deck", "excerpt", "abstract")
DATE_KEYS = (
    *("date", "published", "pubdate", "publishdate", "published_at", "published_time", "date_published"),
    *("publication_date", "created", "created_at", "date_created"),
)
FIRST_DATES = ("published", "publish", "date", "created", "create", "start")
"""Of a date that is a mapping, which of its own is the article's."""
LANGUAGE_KEYS = ("lang", "language", "locale")
SOURCE_KEYS = ("source", "publisher", "publication")
URL_KEYS = ("url", "link", "canonical", "canonical_url", "canonicalurl", "original_url", "source_url", "permalink")
AUTHOR_KEYS = ("author", "authors", "byline")
IMAGE_KEYS = ("image", "images", "cover", "header", "featured_image", "hero", "photo", "figure")
CAPTION_KEYS = ("captions", "caption", "image_caption", "featured_image_caption", "cover_caption")


def read_markdown(source: Source) -> Iterator[Found]:
    """The article of the file and what in its fields was not understood, or why there is none."""
    decoded = read_text(source)
    if isinstance(decoded, Unreadable):
        yield decoded
    else:
        yield from notes(decoded)
        yield from parse_markdown(decoded.text, source.name, source.stem)


def parse_markdown(text: str, name: str, article_id: str) -> Iterator[Article | Unreadable]:
    """The article that a Markdown text holds and what in its fields was not understood, or why it holds none.

    ``name`` is the path of the file: it may have the date, and the title, where the text has none.
    """
    front = split_front_matter(unix_newlines(text), name)
    fields = front.fields
    title, plain = _title_and_text(_line(first_text(fields, *TITLE_KEYS)), front.text)
    captions = (*_field_captions(fields), *plain.captions)
    if title or plain.paragraphs or captions:
        meta = _meta(fields, name)
        yield _article(article_id, fields, meta, (title or title_in_name(name), plain, captions))
        yield from (Unreadable(name, complaint, _line_of(text, keys)) for complaint, keys in meta.complaints)
    else:
        yield Unreadable(name, "no text")
    if front.trouble:
        yield front.trouble


@dataclass(frozen=True, slots=True)
class _Meta:
    """What the fields say about the article: date and where it was read, language, url, source, and what was wrong."""

    dated: Dated | None
    place: str
    language: str
    url: str
    source: str
    complaints: tuple[tuple[str, tuple[str, ...]], ...]


def _meta(fields: Fields, name: str) -> _Meta:
    url = _web_address(fields)
    language, untold = field_language(first_text(fields, *LANGUAGE_KEYS))
    source, too_long = field_source(first_text(fields, *SOURCE_KEYS))
    dated, undated = field_date(_date_text(fields), Hints(language, source=url))
    place = "front matter"
    if not dated and not undated:
        dated, place = date_in_name(name), "file name"
    complaints = ((undated, DATE_KEYS), (untold, LANGUAGE_KEYS), (too_long, SOURCE_KEYS))
    return _Meta(
        dated, place if dated else "", language, url, source or host(url), tuple(one for one in complaints if one[0])
    )


def _article(article_id: str, fields: Fields, meta: _Meta, text: tuple[str, Plain, tuple[str, ...]]) -> Article:
    title, plain, captions = text
    return Article(
        id=article_id,
        title=title,
        body=plain.text or _summary(fields, title),
        date=meta.dated.date if meta.dated else None,
        date_from=meta.place,
        captions=captions,
        source=meta.source,
        url=meta.url,
        author=", ".join(dict.fromkeys(_line(name) for key in AUTHOR_KEYS for name in texts(fields.get(key)))),
        language=meta.language,
        date_doubt=meta.dated.doubt if meta.dated else "",
    )


def _title_and_text(title: str, text: str) -> tuple[str, Plain]:
    """The title, and the text below it: the first top heading is the title where the fields have none."""
    blocks, references = shown_blocks(text)
    paragraphs: list[str] = []
    captions: list[str] = []
    for block in blocks:
        plain = read_block(block, html=True, references=references)
        lines = plain.paragraphs
        if lines and heading_of(block) == 1 and (not title or (title == lines[0] and not paragraphs)):
            title, lines = lines[0], lines[1:]
        paragraphs += lines
        captions += plain.captions
    return title, Plain(tuple(paragraphs), captions=tuple(captions))


def _line(text: str) -> str:
    """The text of a field as one line without markup."""
    if text.isalnum():
        return text
    blocks, references = shown_blocks(text)
    plain = (read_block(block, html=True, references=references) for block in blocks)
    return " ".join(paragraph for block in plain for paragraph in block.paragraphs)


def _summary(fields: Fields, title: str) -> str:
    """What stands for the text of an article that has none: its summary, unless the title says the same."""
    summary = _line(first_text(fields, *SUMMARY_KEYS))
    return summary if summary != title else ""


def _field_captions(fields: Fields) -> tuple[str, ...]:
    """The captions among the fields: their own, and those of an image that is described there."""
    values = [fields.get(key) for key in CAPTION_KEYS]
    for image in (fields.get(key) for key in IMAGE_KEYS):
        described = image if isinstance(image, list) else [image]
        values += [one.get("caption") for one in described if isinstance(one, dict)]
    return tuple(filter(None, (_line(caption) for value in values for caption in texts(value))))


def _date_text(fields: Fields) -> str:
    """The first date among the fields. Jekyll's ``published: true`` is none."""
    dates = (text for key in DATE_KEYS for text in texts(under(fields, key, *FIRST_DATES)))
    return next((text for text in dates if not is_switch(text)), "")


def _web_address(fields: Fields) -> str:
    """The first whole web address among the fields: a site's own path is no address of the article."""
    addresses = (one_line(text) for key in URL_KEYS for text in texts(fields.get(key)))
    return next((address for address in addresses if host(address)), "")


def _line_of(text: str, keys: tuple[str, ...]) -> int:
    """The number of the line of the front matter that has one of the keys."""
    starts = tuple(f"{key}{sign}" for key in keys for sign in (":", " :", "=", " ="))
    lines = (line.lstrip(' \t"').replace('"', "").lower() for line in text.splitlines())
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(starts)), 1)
