"""JSON files: an array of articles, an object that is one, or an object with a list of them; read as a stream.

Written as a small parser over the decoder of the standard library, which reads one value at a time: so an array of any
length takes the memory of its longest article, and what comes before a fault is kept.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from searchsvc.readers.json_text import JsonText
from searchsvc.readers.layout import Json, Layout, Record
from searchsvc.readers.record import holds_article, is_titled_text
from searchsvc.readers.rows import Row, Stopped
from searchsvc.readers.text_stream import TextStream

LISTS = frozenset(
    (
        "articles",
        "items",
        "posts",
        "docs",
        "documents",
        "data",
        "results",
        "entries",
        "records",
        "rows",
        "stories",
        "news",
    )
)
"""Keys of an object under which a list is one of articles; under others its first object decides."""
NESTS = frozenset(("hits", "response", "data", "result", "results", "feed", "channel", "rss"))
"""Keys of an object under which an object may hold the list."""
DEEPEST = 3
KEPT = 1000
"""Of a list that is not one of articles, so many values are kept."""

_OBJECTS = re.compile(r"\[\s*\{")
_NO_OBJECT = "not an article: article {} is not a JSON object"


def value_rows(stream: TextStream, layout: Layout) -> Iterator[Row]:
    """The articles of the text in order, up to the first that is no JSON. Raises Stopped."""
    parser = _Parser(JsonText(stream.pieces()), layout)
    while mark := parser.text.peek():
        if mark == "[":
            yield from parser.array()
        elif mark == "{":
            yield from parser.whole_object()
        else:
            raise Stopped("not JSON with articles: an array or an object is expected", parser.text.line())
    if not parser.number:
        raise Stopped("no articles: neither a list of objects nor an object with title or body", 1)


class _Parser:
    def __init__(self, text: JsonText, layout: Layout) -> None:
        self.text, self.layout = text, layout
        self.number = 0

    def whole_object(self) -> Iterator[Row]:
        """An object at the top: the articles in it, or the one that it is."""
        line, before = self.text.line(), self.number
        record = yield from self._object(0)
        if self.number == before and record:
            yield self._row(record, line)

    def array(self) -> Iterator[Row]:
        """The values of an array, each of which is an article."""
        self.text.expect("[")
        for line, value in self._values():
            yield self._row(value, line)

    def _object(self, depth: int) -> Generator[Row, None, Record]:
        """The articles in the lists of an object; what else is in it is the result."""
        record: Record = {}
        self.text.expect("{")
        while self._goes_on("}"):
            key = self.text.value()
            if not isinstance(key, str):
                raise Stopped("not JSON: the key of an object is not text", self.text.line())
            self.text.expect(":")
            if self.text.peek() == "[" and self._may_be_articles(record):
                yield from self._list(key, record)
            elif self.text.peek() == "{" and key.lower() in NESTS and depth < DEEPEST:
                record[key] = yield from self._object(depth + 1)
            else:
                record[key] = self.text.value()
        return record

    def _may_be_articles(self, record: Record) -> bool:
        return self.text.looks_like(_OBJECTS) and not is_titled_text(record, self.layout)

    def _list(self, key: str, record: Record) -> Iterator[Row]:
        """The articles of a list in an object; where they are none, the list becomes a field of the object."""
        self.text.expect("[")
        kept: list[Json] = []
        articles = key.lower() in LISTS
        for line, value in self._values():
            articles = articles or (not kept and isinstance(value, dict) and self._is_article(value, key))
            if articles:
                yield self._row(value, line)
            elif len(kept) < KEPT:
                kept.append(value)
        if kept:
            record[key] = kept

    def _is_article(self, value: Record, key: str) -> bool:
        return key not in self.layout.knows([key]) and holds_article(value, self.layout)

    def _values(self) -> Iterator[tuple[int, Json]]:
        """The values of an array whose bracket was read, each with its line."""
        while self._goes_on("]"):
            line = self.text.line()
            yield line, self.text.value()

    def _goes_on(self, end: str) -> bool:
        """Whether another value comes; else the bracket that ends them is read."""
        if self.text.peek() == ",":
            self.text.expect(",")
        if self.text.peek() != end:
            return True
        self.text.expect(end)
        return False

    def _row(self, value: Json, line: int) -> Row:
        self.number += 1
        if isinstance(value, dict):
            return Row(self.number, line, value, size=self.text.last_size)
        return Row(self.number, line, None, _NO_OBJECT.format(self.number))
