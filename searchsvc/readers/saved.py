"""Saved articles (``.txt``): a title, a date line, paragraphs of light Markdown, the original url at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from searchsvc.article import Article, Link, Unreadable
from searchsvc.readers.blocks import read_block, split
from searchsvc.readers.dates import Dated, Hints, date_in_name, dateline
from searchsvc.readers.encodings import notes
from searchsvc.readers.etext import Etext, read_etext
from searchsvc.readers.fields import host
from searchsvc.readers.files import read_text
from searchsvc.readers.plain import one_line, unix_newlines
from searchsvc.readers.source import Found, Source

ORIGINAL_URL = "Original url:"
RELATED = "related article"
TRAILER_LINE = re.compile(r"^original url:", re.IGNORECASE | re.MULTILINE)
MAX_TITLE = 300
"""Characters: a first line that is longer is the beginning of a text without a title."""
WRAPPED = 50
"""Characters: where a first line this long goes on with a small letter, it is one of a wrapped paragraph."""
ADDRESS = re.compile(r"\s*(?:<([^<>\s]*)>|((?:[a-zA-Z][a-zA-Z0-9+.-]*:|#)\S*)|\Z)")


def read_saved(source: Source) -> Iterator[Found]:
    """The article of the file, or why there is none."""
    decoded = read_text(source)
    if isinstance(decoded, Unreadable):
        yield decoded
        return
    yield from notes(decoded)
    article = parse_saved(decoded.text, source.stem)
    if not (article.title or article.body or article.captions):
        yield Unreadable(source.name, "no text")
    elif article.date is None and (dated := date_in_name(source.name)):
        yield replace(article, date=dated.date, date_from="file name", date_doubt=dated.doubt)
    else:
        yield article


def parse_saved(text: str, article_id: str) -> Article:
    """The article that a saved text holds. Whatever the text, it is one."""
    text = unix_newlines(text)
    if etext := read_etext(text):
        return _of_etext(etext, article_id)
    text, url = _cut_url(text)
    source = host(url)
    title, dated, text = _head(text, Hints(source=source))
    parts = _Parts()
    for block in split(text):
        parts.add(block)
    return Article(
        id=article_id,
        title=" ".join(read_block(title).paragraphs),
        body="\n\n".join(parts.body),
        date=dated.date if dated else None,
        date_from="dateline" if dated else "",
        date_doubt=dated.doubt if dated else "",
        captions=tuple(parts.captions),
        source=source,
        url=url,
        related=tuple(parts.related),
    )


def _of_etext(etext: Etext, article_id: str) -> Article:
    parts = _Parts()
    for block in split(etext.text):
        parts.add(block)
    body, captions, related = "\n\n".join(parts.body), tuple(parts.captions), tuple(parts.related)
    return Article(
        article_id, etext.title, body, captions=captions, author=etext.author, language=etext.language, related=related
    )


def _head(text: str, hints: Hints) -> tuple[str, Dated | None, str]:
    """The title and the date, where they are there, and the text without them.

    The first line of a wrapped paragraph is a title, for want of a better one, but stays in the text.
    """
    title, below = _first_line(text)
    line, rest = _first_line(below)
    if len(title) >= WRAPPED and below[:1].islower():
        return ("" if len(title) > MAX_TITLE else title), None, text
    date = dateline(line, hints)
    untitled = len(title) > MAX_TITLE
    if date is None:
        return ("", None, text) if untitled else (title, None, below)
    return ("", date, f"{title}\n\n{rest}") if untitled else (title, date, rest)


def _first_line(text: str) -> tuple[str, str]:
    """The first line that is not blank, and the text after it."""
    line, _, rest = text.lstrip().partition("\n")
    return line.rstrip(), rest


def _cut_url(text: str) -> tuple[str, str]:
    """The text without its last ``Original url:`` and the address after that, and the address."""
    start = max(text.rfind("\n" + ORIGINAL_URL) + 1, 0)
    if not start and not text.startswith(ORIGINAL_URL):
        places = [found.start() for found in TRAILER_LINE.finditer(text)]
        if not places:
            return text, ""
        start = places[-1]
    found = ADDRESS.match(text, start + len(ORIGINAL_URL))
    if found is None:
        return text, ""
    url = one_line(found[1] or found[2] or "")
    return f"{text[:start]}\n\n{text[found.end() :]}", "" if url == "#" else url


@dataclass(slots=True)
class _Parts:
    """What the blocks of an article are: body, captions, links to other articles."""

    body: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    related: list[Link] = field(default_factory=list)

    def add(self, block: str) -> None:
        """Put the block where it belongs."""
        plain = read_block(block)
        self.captions += plain.captions
        if _is_related(block):
            links = plain.links or (Link(" ".join(plain.paragraphs).partition(":")[2].strip(), ""),)
            self.related += [Link(link.title, "" if link.url == "#" else link.url) for link in links if link.title]
        elif _has_credit(block):
            self.captions.append(" ".join(plain.paragraphs))
        else:
            self.body += plain.paragraphs


def _is_related(block: str) -> bool:
    lead = block[: len(RELATED) + 4]
    return ":" in lead and lead.lstrip("*_ ").lower().startswith((RELATED + ":", RELATED + "s:"))


def _has_credit(block: str) -> bool:
    """Whether the block is words and then, at its end, words in bold."""
    block = block.rstrip()
    if not block.endswith(("**", "__")):
        return False
    mark = block[-2:]
    opening = block.rfind(mark, 0, -2)
    if opening <= 0 or block[opening - 1] == "\\" or block[-3] == "\\":
        return False
    words, credit = block[:opening], block[opening + 2 : -2]
    return credit == credit.strip() != "" and bool(words.strip(" \t\n>*_"))
