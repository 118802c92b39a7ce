"""Every hit as a file, streamed: JSON Lines to index again, or CSV for spreadsheets.

Both are written so that a file cut short by an error never passes for a whole one: the last line then is no JSON, or
an open quote, and says what happened. Servers that can also break the connection off.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from searchsvc.article import Article
from searchsvc.encoding import encode
from searchsvc.web.params import Format
from searchsvc.web.reply import utf8

COLUMNS = ("id", "title", "date", "source", "url", "language", "author", "captions", "body")
CHUNK = 64 * 1024  # bytes gathered before they are sent: fewer, larger pieces
# A spreadsheet takes a cell that begins so for a formula; the full-width signs too, in East Asian locales.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel reads UTF-8 as the local code page
MEDIA_TYPES: dict[Format, str] = {
    "jsonl": "application/jsonl; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
}


def stream(articles: Iterable[Article], form: Format) -> Iterator[bytes]:
    """The file in pieces of some 64 KiB. On an error the last piece says so, and the error goes on to the server."""
    lines, broken_off = LINES[form]
    gathered: list[bytes] = []
    size = 0
    try:
        for line in lines(articles):
            gathered.append(line)
            size += len(line)
            if size >= CHUNK:
                yield b"".join(gathered)
                gathered, size = [], 0
    except Exception:  # whatever it is: it is told to the reader of the file, and not kept here
        yield b"".join([*gathered, broken_off])
        raise
    yield b"".join(gathered)


def json_lines(articles: Iterable[Article]) -> Iterator[bytes]:
    """Each article as the line that the JSON Lines reader reads."""
    for article in articles:
        yield encode(article.to_json()) + b"\n"


def csv_lines(articles: Iterable[Article]) -> Iterator[bytes]:
    """A header row and a row for each article, quoted as RFC 4180 has it, formulas defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def written(row: Iterable[str]) -> bytes:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(row)
        return utf8(buffer.getvalue())

    yield BYTE_ORDER_MARK + written(COLUMNS)
    for article in articles:
        yield written(defused(cell) for cell in cells(article))


def cells(article: Article) -> tuple[str, ...]:
    """The article's texts in the order of COLUMNS; captions one to a line."""
    date = article.date.isoformat() if article.date else ""
    captions = "\n".join(article.captions)
    return (
        article.id,
        article.title,
        date,
        article.source,
        article.url,
        article.language,
        article.author,
        captions,
        article.body,
    )


def defused(cell: str) -> str:
    """The cell as text for any spreadsheet: an apostrophe before what would be taken for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def file_name(q: str, form: Format) -> str:
    """A plain file name that tells of the query: ``articles-idlib-ceasefire.csv``."""
    words = re.findall(r"[a-z0-9]+", q.lower())
    return "-".join(["articles", *words])[:60].rstrip("-") + f".{form}"


Lines = Callable[[Iterable[Article]], Iterator[bytes]]
LINES: dict[Format, tuple[Lines, bytes]] = {
    "jsonl": (json_lines, b'{"error": "INCOMPLETE: the export broke off here"'),
    "csv": (csv_lines, b'"INCOMPLETE: the export broke off here'),
}
