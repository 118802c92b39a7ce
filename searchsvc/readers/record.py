"""One article as a JSON object: the keys of :meth:`Article.to_json`, each of which may be absent or null."""

from __future__ import annotations

import json
from typing import TypeAlias

from searchsvc.article import Article, Link
from searchsvc.readers.dates import Dated, Hints
from searchsvc.readers.fields import field_date, field_language, host
from searchsvc.readers.plain import normal, one_line

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Record: TypeAlias = dict[str, Json]

MAX_ID = 4096
"""Characters of an ``id``: it stands in addresses and cursors."""


class WrongRecord(Exception):
    """A line that is no article: the message says why. It does not leave the readers."""


def read_record(line: bytes) -> Record:
    """The JSON object of a line of UTF-8. Raises WrongRecord."""
    try:
        record = json.loads(line.rstrip().decode())
    except json.JSONDecodeError as error:
        raise WrongRecord(f"not JSON: {error.msg.removesuffix(' at')} (column {error.colno})") from error
    except UnicodeDecodeError as error:
        raise WrongRecord("not UTF-8: convert the file to UTF-8") from error
    except RecursionError as error:
        raise WrongRecord("not an article: nested too deeply") from error
    except ValueError as error:
        raise WrongRecord(f"not JSON that can be read: {error}") from error
    if not isinstance(record, dict):
        raise WrongRecord("not an article: the line is not a JSON object")
    return record


def article_of(record: Record, stem: str, number: int) -> Article:
    """The article of a record that stands on line ``number``. Raises WrongRecord.

    What :func:`misread` complains of is left empty. Texts are plain text: no markup is read in them, only white
    space is put in order.
    """
    title, body, captions = one_line(_text(record, "title")), normal(_text(record, "body")), _texts(record, "captions")
    if not (title or body or captions):
        raise WrongRecord("no text: neither title nor body nor captions")
    url = one_line(_text(record, "url"))
    source = one_line(_text(record, "source")) or host(url)
    language = field_language(_scalar(record, "language"))[0]
    dated = field_date(_scalar(record, "date"), Hints(language, source=url or source))[0]
    return Article(
        id=f"{stem}#{_key(record) or number}",
        title=title,
        body=body,
        date=dated.date if dated else None,
        date_from=(one_line(_text(record, "date_from")) or "field") if dated else "",
        captions=captions,
        source=source,
        url=url,
        author=", ".join(_texts(record, "author")),
        language=language,
        related=_related(record),
        date_doubt=_doubt(record, dated),
    )


def misread(record: Record) -> tuple[str, ...]:
    """What is wrong with the date and the language of a record whose article is kept without them."""
    complaints = field_date(_scalar(record, "date"), Hints())[1], field_language(_scalar(record, "language"))[1]
    return tuple(filter(None, complaints))


def _doubt(record: Record, dated: Dated | None) -> str:
    """The doubt about the date; a record that was exported says itself that its date was ambiguous."""
    if dated is None or dated.doubt:
        return dated.doubt if dated else ""
    return "ambiguous" if record.get("date_doubt") == "ambiguous" else ""


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    raise WrongRecord(f"{key} is not text")


def _texts(record: Record, key: str) -> tuple[str, ...]:
    """One text or a list of texts, each as one line; empty ones are left out."""
    value = record.get(key)
    if value is None:
        return ()
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise WrongRecord(f"{key} is neither text nor a list of texts")
    return tuple(filter(None, (one_line(text) for text in texts if isinstance(text, str))))


def _key(record: Record) -> str:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    key = one_line(_text(record, "id"))
    if len(key) > MAX_ID:
        raise WrongRecord(f"id is longer than {MAX_ID} characters")
    return key


def _scalar(record: Record, key: str) -> str:
    """A field as text, whatever it is: a number is its digits."""
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value or ""
    return "[…]" if isinstance(value, list) else "{…}" if isinstance(value, dict) else json.dumps(value)


def _related(record: Record) -> tuple[Link, ...]:
    value = record.get("related")
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
