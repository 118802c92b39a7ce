"""The real files to damage, by format: real texts where there are some, else the samples of the project."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "corpus"
File = tuple[str, bytes]
"""A name and a content."""

_MOST = 60
_LARGEST = 2_000_000


def real_files(corpora: Path, name: str) -> list[File]:
    """Up to sixty files of a format, of at most 2 MB."""
    return [file for file in islice(MAKERS[name](corpora), _MOST) if len(file[1]) <= _LARGEST]


def _glob(pattern: str) -> Callable[[Path], Iterator[File]]:
    def files(corpora: Path) -> Iterator[File]:
        for path in sorted(corpora.glob(pattern)):
            content = path.read_bytes()
            unpack = path.suffix == ".gz" and "warc" not in path.name and ".arc" not in path.name
            yield (path.stem, gzip.decompress(content)) if unpack else (path.name, content)

    return files


def _samples(*suffixes: str) -> Callable[[Path], Iterator[File]]:
    def files(_: Path) -> Iterator[File]:
        for path in sorted(SAMPLES.rglob("*")):
            if path.name.endswith(suffixes):
                yield path.name, path.read_bytes()

    return files


def _rows(corpora: Path) -> Iterator[list[str]]:
    """Pieces of the files of JSON Lines, forty lines each."""
    for path in sorted((corpora / "languages").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for _ in range(4):
                yield list(islice(lines, 40))


def _json_lines(corpora: Path) -> Iterator[File]:
    for number, rows in enumerate(_rows(corpora)):
        yield f"{number}.jsonl", "".join(rows).encode()


def _json(corpora: Path) -> Iterator[File]:
    for number, rows in enumerate(_rows(corpora)):
        yield f"{number}.json", json.dumps({"articles": [json.loads(row) for row in rows]}).encode()


def _csv(corpora: Path) -> Iterator[File]:
    for number, rows in enumerate(_rows(corpora)):
        articles = [json.loads(row) for row in rows]
        cells = (";".join('"' + str(one.get(key) or "").replace('"', '""') + '"' for key in ("title", "date", "body"))
                 for one in articles)  # fmt: skip
        yield f"{number}.csv", "\r\n".join(["title;date;body", *cells]).encode()


def _zips(corpora: Path) -> Iterator[File]:
    pages = list(islice(_glob("html/readability/*/source.html")(corpora), 6))
    for number in range(3):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for place, (_, content) in enumerate(pages[2 * number : 2 * number + 2]):
                archive.writestr(f"{place}.html", content)
        yield f"{number}.zip", packed.getvalue()


def _tars(corpora: Path) -> Iterator[File]:
    for number, (name, content) in enumerate(islice(_glob("markdown/digitalgov/**/*.md")(corpora), 9)):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        yield f"{number}.tar.gz", packed.getvalue()


MAKERS: dict[str, Callable[[Path], Iterator[File]]] = {
    "HTML": _glob("fundus/**/*.html.gz"),
    "HTML, not UTF-8": _glob("html/not-utf8/*"),
    "Markdown": _glob("markdown/digitalgov/**/*.md"),
    "saved article": _glob("saved/*.txt"),
    "JSON Lines": _json_lines,
    "JSON": _json,
    "CSV": _csv,
    "feeds": _glob("feeds/**/*.xml"),
    "WARC and ARC": _glob("warc/warcio/*"),
    "zip": _zips,
    "tar": _tars,
    "encodings": _glob("encodings/*/*"),
    "mail": _samples(".eml", ".mbox"),
    "PDF": _samples(".pdf"),
    "EPUB": _samples(".epub"),
}
