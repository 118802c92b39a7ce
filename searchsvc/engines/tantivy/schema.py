"""How an article lies in a Tantivy index: its fields, and the text that orders it.

Two text columns hold the order by date: ten characters of the date, then the id. ``newest`` is also the order of the
documents in a segment, so that hits of equal score come newest first without being looked at; and it is stored, as the
key of a hit that can be had without reading its article.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import tantivy

from searchsvc.article import Article
from searchsvc.encoding import decode, encode
from searchsvc.engines.base import Cut, Entry, Key, when
from searchsvc.engines.proximity import positions
from searchsvc.engines.surrogates import plain, unplain
from searchsvc.fields import KEYWORD_FIELDS, TEXT_FIELDS

_DIGITS = 10
_LAST = 16**_DIGITS - 1
_UNDATED = "z" * _DIGITS
"""Behind every date, which is written in hexadecimal digits."""

_KEPT = ("copy", "group")
"""Keywords that no article says by itself."""

# A field of bytes would not be indexed at all, but Tantivy reads those byte by byte.
_NOTHING = "nothing"


def schema() -> tantivy.Schema:
    """The fields of the index. Text fields take ready-made terms with blanks between."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article", stored=True, tokenizer_name=_NOTHING, index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, stored=name in _KEPT, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("newest", stored=True, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("oldest", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("day", fast=True)
    builder.add_unsigned_field("month", fast=True)
    return builder.build()


def open_index(folder: Path) -> tantivy.Index:
    """The index in a folder; made where there is none. Raises ValueError where it cannot be opened."""
    opened = tantivy.Index(schema(), str(folder), sort_by_field="newest")
    nothing = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.remove_long(1)).build()
    opened.register_tokenizer(_NOTHING, nothing)
    # Left alone, its reader would look for changes twice a second, and lock the folder each time.
    opened.config_reader("manual")
    return opened


def document(entry: Entry) -> tantivy.Document:
    """The entry as Tantivy takes it."""
    article = entry.article
    made = tantivy.Document()
    made.add_text("id", plain(article.id))
    made.add_text("article", encode(article.to_json()).decode())
    for name, runs in entry.fields.items():
        if len(runs) == 1:
            made.add_text(name, runs[0])
        elif runs:
            made.add_pre_tokenized_text(name, _spaced(runs))
    for name, value in entry.keywords.items():
        if value:
            made.add_text(name, plain(value))
    key, day = unscored(article), article.day
    made.add_text("newest", order(key, "newest"))
    made.add_text("oldest", order(key, "oldest"))
    made.add_unsigned("day", day.toordinal() if day else 0)
    made.add_unsigned("month", day.year * 12 + day.month - 1 if day else 0)
    return made


def article_of(found: tantivy.Document) -> Article:
    """The article of a stored document."""
    return Article.from_json(decode(str(found.get_first("article"))))


def group_of(found: tantivy.Document) -> str:
    """What the field ``group`` of a stored document holds."""
    return str(found.get_first("group") or "")


def entry_of(found: tantivy.Document, cut: Cut) -> Entry:
    """The entry of a stored document, as it was put."""
    entry = cut(article_of(found))
    kept = {name: str(value) for name in _KEPT if (value := found.get_first(name))}
    return replace(entry, keywords={**entry.keywords, **kept})


def unscored(article: Article) -> Key:
    """The key of an article in an order by date."""
    return Key(0.0, when(article), article.id)


def order(key: Key, sort: str) -> str:
    """What the columns ``newest`` and ``oldest`` hold for an article."""
    return f"{_oldest(key.when) if sort == 'oldest' else _newest(key.when)}{plain(key.id)}"


def key_of(text: str, sort: str, score: float = 0.0) -> Key:
    """The key that :func:`order` wrote."""
    head, id_ = text[:_DIGITS], text[_DIGITS:]
    if not id_.isascii():
        id_ = unplain(id_)
    if head == _UNDATED:
        return Key(score, -1, id_)
    return Key(score, int(head, 16) if sort == "oldest" else _LAST - int(head, 16), id_)


def _newest(at: int) -> str:
    return _UNDATED if at < 0 else f"{_LAST - at:0{_DIGITS}x}"


def _oldest(at: int) -> str:
    return _UNDATED if at < 0 else f"{at:0{_DIGITS}x}"


def _spaced(runs: list[str]) -> tantivy.PreTokenizedString:
    """Several runs, each 100 positions behind the one before. Tantivy itself would leave one position between."""
    placed = sorted((place, term) for term, places in positions(runs).items() for place in places)
    return tantivy.PreTokenizedString("", [tantivy.Token(term, place, 0, 0) for place, term in placed])
