"""One article as a record: a JSON object, or a row of a table, with its fields under the names that a layout knows."""

from __future__ import annotations

import json
from dataclasses import dataclass

from searchsvc.article import Article, Link
from searchsvc.readers.dates import Dated, Hints, Order
from searchsvc.readers.fields import field_date, field_language, field_source, host
from searchsvc.readers.fragment import Fragment, is_html, read_fragment
from searchsvc.readers.layout import Json, Layout, Record, has_text, named
from searchsvc.readers.plain import normal, one_line

MAX_ID = 4096
"""Characters of an ``id``: it stands in addresses and cursors."""
OWN = Layout()
"""The layout where no names are given."""


class WrongRecord(Exception):
    """A line that is no article: the message says why. It does not leave the readers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The article of a record, and what is wrong with the date, language or source that it had to be kept without."""

    article: Article
    complaints: tuple[str, ...] = ()


def read_record(line: str | bytes) -> Record:
    """The JSON object of a line. Raises WrongRecord."""
    try:
        record = json.loads(line.rstrip())
    except json.JSONDecodeError as error:
        raise WrongRecord(f"not JSON: {error.msg.removesuffix(' at')} (column {error.colno})") from error
    except RecursionError as error:
        raise WrongRecord("not an article: nested too deeply") from error
    except ValueError as error:
        raise WrongRecord(f"not JSON that can be read: {error}") from error
    if not isinstance(record, dict):
        raise WrongRecord("not an article: the line is not a JSON object")
    return record


def article_of(record: Record, stem: str, number: int) -> Article:
    """The article of a record that stands on line ``number``. Raises WrongRecord."""
    return read_article(record, stem, number).article


def read_article(record: Record, stem: str, number: int, layout: Layout = OWN, order: Order = "") -> Reading:
    """The article of record ``number``; ``order`` is what its file's dates show. Raises WrongRecord.

    Texts are plain text: no markup is read in them, only white space is put in order. A body that begins with a tag of
    HTML is HTML, though not in what was exported from here.
    """
    fields = layout.fields(record)
    title, body, captions = one_line(_text(fields, "title")), _body(fields), _texts(fields, "captions")
    captions += body.captions
    if not (title or body.text or captions):
        raise WrongRecord("no text: neither title nor body nor captions; what has other names is read with --map")
    url = one_line(_text(fields, "url"))
    source, wrong_source = field_source(_text(fields, "source"))
    source = host(source) or source or host(url)
    language, wrong_language = field_language(_scalar(fields, "language"))
    dated, wrong_date = field_date(_scalar(fields, "date"), Hints(language, order, url or source))
    article = Article(
        id=f"{stem}#{_key(fields) or number}",
        title=title,
        body=body.text,
        date=dated.date if dated else None,
        date_from=(one_line(_text(fields, "date_from")) or "field") if dated else "",
        captions=captions,
        source=source,
        url=url,
        author=", ".join(_texts(fields, "author")),
        language=language,
        related=_related(fields),
        date_doubt=_doubt(fields, dated),
    )
    return Reading(article, tuple(filter(None, (wrong_date, wrong_language, wrong_source))))


def date_text(record: Record, layout: Layout) -> str:
    """What stands in the field of the date."""
    return _scalar(layout.fields(record), "date")


def holds_article(record: Record, layout: Layout) -> bool:
    """Whether a record has what makes an article, not only a name: a body, with a title, a date or an address."""
    fields = layout.fields(record)
    return "body" in fields and not fields.keys().isdisjoint(("title", "date", "url"))


def is_titled_text(record: Record, layout: Layout) -> bool:
    """Whether a record, which may not be complete yet, is an article already."""
    fields = layout.fields(record)
    return has_text(fields) and "body" in fields and "title" in fields


def _body(fields: Record) -> Fragment:
    value = fields.get("body")
    if isinstance(value, list) and all(isinstance(paragraph, str) for paragraph in value):
        return Fragment("\n\n".join(filter(None, (_body({"body": paragraph}).text for paragraph in value))))
    text = _text(fields, "body")
    return read_fragment(text) if is_html(text) and "date_from" not in fields else Fragment(normal(text))


def _doubt(fields: Record, dated: Dated | None) -> str:
    """The doubt about the date; a record that was exported says itself that its date was ambiguous."""
    if dated is None or dated.doubt:
        return dated.doubt if dated else ""
    return "ambiguous" if fields.get("date_doubt") == "ambiguous" else ""


def _text(fields: Record, key: str) -> str:
    value = fields.get(key)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    raise WrongRecord(f"{key} is not text")


def _texts(fields: Record, key: str) -> tuple[str, ...]:
    """One text or a list of texts, each as one line; empty ones are left out."""
    value = fields.get(key)
    if value is None:
        return ()
    items = value if isinstance(value, list) else [value]
    texts = [named(item) if isinstance(item, dict) else item for item in items]
    if not all(isinstance(text, str) for text in texts):
        raise WrongRecord(f"{key} is neither text nor a list of texts")
    return tuple(filter(None, (one_line(text) for text in texts if isinstance(text, str))))


def _key(fields: Record) -> str:
    value = fields.get("id")
    if isinstance(value, int):
        return str(value)
    key = one_line(_text(fields, "id"))
    if len(key) > MAX_ID:
        raise WrongRecord(f"id is longer than {MAX_ID} characters")
    return key


def _scalar(fields: Record, key: str) -> str:
    """A field as text, whatever it is: a number is its digits."""
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value or ""
    return "[…]" if isinstance(value, list) else "{…}" if isinstance(value, dict) else json.dumps(value)


def _related(fields: Record) -> tuple[Link, ...]:
    value = fields.get("related")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise WrongRecord("related is not a list of links")
    return tuple(_link(item) for item in value)


def _link(item: Json) -> Link:
    if isinstance(item, str):
        return Link("", one_line(item))
    if not isinstance(item, dict):
        raise WrongRecord("related has something that is not a link with title and url")
    return Link(one_line(_text(item, "title")), one_line(_text(item, "url")))
