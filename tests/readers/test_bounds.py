"""Bounds of what unpacks: many small pieces in one file of the corpus count together, however they are packed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from searchsvc.readers import members, unpacking
from tests.readers.listed import articles, found_in, troubles
from tests.readers.test_archives import tarred, zipped
from tests.readers.test_epub import BOOK
from tests.readers.test_warc import http, record

RATIO, FREE = 20, 100_000
TEXT = b"<!doctype html><html><body><p>The gulls came back." + b"\n" * 60_000 + b"</body></html>"
"""One of it may come out; so may not forty from a small file."""


def book(_: int) -> bytes:
    """A book with one long chapter."""
    return zipped(BOOK | {"OEBPS/text/one.xhtml": TEXT, "OEBPS/text/two b.xhtml": b"<body/>"})


def coded(coding: str, packed: bytes) -> Callable[[int], bytes]:
    """Records of a web archive, each with a page that its server packed."""
    return lambda number: record(http(packed, f"Content-Encoding: {coding}"), f"https://marrowbay.example/{number}")


def web_archive(page: Callable[[int], bytes], count: int) -> bytes:
    """A web archive with so many pages."""
    return b"".join(map(page, range(count)))


def in_zip(suffix: str, file: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """A zip archive with so many files."""
    return lambda count: zipped({f"{number}{suffix}": file(number) for number in range(count)})


GZIP = coded("gzip", gzip.compress(TEXT))
PIECES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "books in a zip": ("a.zip", in_zip(".epub", book)),
    "books in zips in a tar": ("a.tar", lambda n: tarred({f"{k}.zip": zipped({"b.epub": book(k)}) for k in range(n)})),
    "pages packed with gzip": ("a.warc.gz", lambda n: gzip.compress(web_archive(GZIP, n))),
    "pages packed with deflate": (
        "a.warc.gz",
        lambda n: gzip.compress(web_archive(coded("deflate", zlib.compress(TEXT)), n)),
    ),
    "pages packed twice": (
        "a.warc.gz",
        lambda n: gzip.compress(web_archive(coded("lzma, gzip", gzip.compress(TEXT)), n)),
    ),
    "web archives in a zip": ("a.zip", in_zip(".warc", GZIP)),
    "pages packed three times": (
        "a.zip",
        in_zip(".html.gz", lambda _: gzip.compress(gzip.compress(gzip.compress(TEXT)))),
    ),
}


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that small files reach."""
    for module in (members, unpacking):
        monkeypatch.setattr(module, "FREE_BYTES", FREE)
        monkeypatch.setattr(module, "MAX_RATIO", RATIO)


@pytest.mark.parametrize(("name", "pack"), PIECES.values(), ids=PIECES)
def test_many_count_together(name: str, pack: Callable[[int], bytes], tmp_path: Path) -> None:
    found = found_in(pack(40), name, tmp_path)
    assert f"unpacks to over {RATIO} times its size: not read any further" in troubles(found)[-1]
    assert len(articles(found)) < 40


@pytest.mark.parametrize(("name", "pack"), PIECES.values(), ids=PIECES)
def test_one_is_read(name: str, pack: Callable[[int], bytes], tmp_path: Path) -> None:
    assert not any("unpacks to over" in one for one in troubles(found_in(pack(1), name, tmp_path)))
