"""``python -m benchmarks.readers``: articles a second of each reader, beside the bare loop of a library for its format.

The bare loop gets the same files and does what the library does by itself: no dates, no captions, no encodings, no
bounds. Both run in this process, in turns, on real files of ``tests.fuzz.files``.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pypdf
import trafilatura
import yaml
from lxml import html
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from benchmarks.watched import Row, report
from searchsvc.article import Article
from searchsvc.readers import read
from tests.conftest import CORPORA
from tests.fuzz.files import real_files

SECONDS = 3.0
"""How long each of the two is run, at least."""

Bare = Callable[[bytes], object]


def _front_matter(content: bytes) -> object:
    return yaml.load(content.decode().split("\n---", 1)[0], Loader=yaml.CSafeLoader)


def _web_archive(content: bytes) -> object:
    records = ArchiveIterator(io.BytesIO(content), arc2warc=True)
    return [trafilatura.extract(record.content_stream().read()) for record in records if record.rec_type == "response"]


def _zip(content: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [trafilatura.extract(archive.read(name)) for name in archive.namelist()]


def _book(content: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = [name for name in archive.namelist() if name.endswith("html")]
        return [html.document_fromstring(archive.read(name)).text_content() for name in pages]


def _pages(content: bytes) -> object:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


BARE: dict[str, tuple[str, Bare]] = {
    "HTML": ("trafilatura.extract", trafilatura.extract),
    "Markdown": ("PyYAML, front matter only", _front_matter),
    "saved article": ("bytes.decode", bytes.decode),
    "JSON Lines": ("json.loads", lambda content: [json.loads(line) for line in content.splitlines()]),
    "JSON": ("json.loads", json.loads),
    "CSV": ("csv.reader", lambda content: list(csv.reader(io.StringIO(content.decode()), delimiter=";"))),
    "feeds": ("feedparser.parse", feedparser.parse),
    "WARC and ARC": ("warcio and trafilatura.extract", _web_archive),
    "zip": ("zipfile and trafilatura.extract", _zip),
    "mail": ("email.message_from_bytes", lambda one: email.message_from_bytes(one, policy=email.policy.default)),
    "PDF": ("pypdf", _pages),
    "EPUB": ("zipfile and lxml", _book),
}


UNREAD = (ValueError, OSError, EOFError, yaml.YAMLError, zlib.error, ArchiveLoadFailed)
"""What the libraries raise over files that are damaged; ours reads them as far as they go."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles a second."""

    ours: float
    bare: float


def rate(name: str, folder: Path) -> Rate:
    """The rates for one format: whole rounds over its files, ours and the bare loop by turns."""
    paths = list(_written(name, folder))
    _, bare = BARE[name]
    articles = ours = theirs = 0.0
    if not _articles(paths):  # libraries are loaded, tables made
        return Rate(0.0, 0.0)
    while ours < SECONDS or theirs < SECONDS:
        begun = time.perf_counter()
        articles += _articles(paths)
        between = time.perf_counter()
        for path in paths:
            bare(path.read_bytes())
        theirs += time.perf_counter() - between
        ours += between - begun
    return Rate(articles / ours, articles / theirs)


def _articles(paths: Iterable[Path]) -> int:
    return sum(isinstance(found, Article) for path in paths for found in read(path, path.parent))


def _written(name: str, folder: Path) -> Iterable[Path]:
    """The files of a format that the bare loop can read as well, on disk."""
    for number, (called, content) in enumerate(real_files(CORPORA, name)):
        path = folder / f"{name.partition(' ')[0]}-{number}-{called}"
        path.write_bytes(content)
        try:
            BARE[name][1](content)
        except UNREAD:
            continue  # what the library cannot read is not compared
        yield path


def main() -> None:
    """Measure every format and print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (what, _) in BARE.items():
            found = rate(name, Path(folder))
            times = f"{found.ours / found.bare:.2f} times" if found.bare else ""
            report(
                [Row(f"{name}, articles a second", f"{found.ours:,.0f}"), Row(f"  {what}", f"{found.bare:,.0f}", times)]
            )


if __name__ == "__main__":
    main()
