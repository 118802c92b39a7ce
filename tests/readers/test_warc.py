"""Web archives: each captured page becomes a source of its own, whatever is wrong with the archive around it."""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from searchsvc.article import Note, Unreadable
from searchsvc.readers import warc, web_responses
from searchsvc.readers.source import Source
from searchsvc.readers.unpacking import opener_of, unpacked
from tests.readers.listed import articles, found_in, troubles
from tests.readers.mutants import mutants

URL = "https://marrowbay.example/quay"
HTML = b"<!doctype html><title>Gulls Return</title><p>The gulls came back to the quay.</p>"


def http(body: bytes = HTML, *fields: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A response, as a server sends it."""
    head = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *fields, "", ""]
    return "\r\n".join(head).encode() + body


def record(content: bytes, url: str = URL, kind: str = "response", day: str = "2020-02-06", media: str = "") -> bytes:
    """A record of a WARC file."""
    media_type = media or ("application/http; msgtype=response" if kind == "response" else "text/html")
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {day}T12:00:00Z\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content + b"\r\n\r\n"  # fmt: skip


def arc(content: bytes, url: str = URL) -> bytes:
    """An ARC file with one record."""
    about = b"1 0 Port Avelin\nURL IP-address Archive-date Content-type Archive-length\n"
    first = b"filedesc://a.arc 0.0.0.0 20200206120000 text/plain %d\n" % len(about) + about + b"\n"
    return first + f"{url} 192.0.2.1 20200206120000 text/html {len(content)}\n".encode() + content + b"\n"


def pages_of(archive: bytes) -> list[Source | Unreadable | Note]:
    """What a web archive gives, as bytes with what packs them taken off."""
    opener = opener_of(archive)

    def opened() -> BinaryIO:
        return unpacked(io.BytesIO(archive), len(archive), opener) if opener else io.BytesIO(archive)

    return list(warc.pages(Source("a.warc", "a", opened)))


def contents(archive: bytes) -> dict[str, bytes]:
    """The pages of a web archive by their ids."""
    return {page.stem: page.open().read() for page in pages_of(archive) if isinstance(page, Source)}


def chunked(body: bytes, size: int = 10) -> bytes:
    """The body in chunks."""
    chunks = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


READ = {
    "a response": record(http()),
    "line ends without a carriage return": record(http().replace(b"\r\n", b"\n")),
    "in chunks": record(http(chunked(HTML), "Transfer-Encoding: chunked")),
    "chunks taken off already": record(http(HTML, "Transfer-Encoding: chunked")),
    "gzip": record(http(gzip.compress(HTML), "Content-Encoding: gzip")),
    "gzip in chunks": record(
        http(chunked(gzip.compress(HTML)), "Transfer-Encoding: chunked", "content-encoding: gzip")
    ),
    "gzip taken off already": record(http(HTML, "Content-Encoding: gzip")),
    "deflate": record(http(zlib.compress(HTML), "Content-Encoding: deflate")),
    "deflate without its frame": record(http(zlib.compress(HTML)[2:-4], "Content-Encoding: deflate")),
    "Brotli": record(http(brotli.compress(HTML), "Content-Encoding: br")),
    "Brotli taken off already": record(http(HTML, "Content-Encoding: br")),
    "twice coded": record(http(brotli.compress(gzip.compress(HTML)), "Content-Encoding: gzip, br")),
    "a resource": record(HTML, kind="resource"),
    "XHTML": record(http(kind="application/xhtml+xml")),
    "no media type": record(http(kind="")),
    "other successes": record(http(status="203 Non-Authoritative Information")),
    "an address in angles": record(http(), f"<{URL}>"),
    "ARC": arc(http()),
    "ARC without a header": arc(HTML),
    "each record packed": gzip.compress(record(b"", kind="warcinfo")) + gzip.compress(record(http())),
}


@pytest.mark.parametrize("archive", READ.values(), ids=READ)
def test_pages_are_handed_on(archive: bytes) -> None:
    assert contents(archive) == {f"a#{URL}": HTML}


LEFT_OUT = {
    "a picture": (record(http(b"\x89PNG", kind="image/png")), "content that is no page"),
    "no page after all": (record(http(b"plain", kind="")), "content that is no page"),
    "a redirect": (record(http(status="301 Moved")), "redirects and errors"),
    "an error": (record(http(status="404 Not Found")), "redirects and errors"),
    "seen before": (record(http(), kind="revisit"), "captures of what had been captured before"),
}


@pytest.mark.parametrize(("archive", "kind"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_no_page_is_left_out(archive: bytes, kind: str) -> None:
    assert pages_of(archive) == [Note("left out", kind)]


def test_how_a_page_was_fetched_is_passed_over() -> None:
    assert not pages_of(record(b"GET / HTTP/1.1\r\n\r\n", kind="request") + record(b"x", kind="warcinfo"))


def test_what_is_known_of_a_page_goes_with_it() -> None:
    [page] = pages_of(record(http(kind='text/html; charset="windows-1251"')))
    assert isinstance(page, Source)
    assert (page.name, page.url, page.charset, page.depth) == (f"a.warc#{URL}", URL, "windows-1251", 1)


def test_ids_of_later_captures_have_their_time() -> None:
    archive = record(http()) + record(http(), day="2021-03-04") * 2 + record(http(), "https://marrowbay.example/a b")
    later = f"a#{URL}@20210304120000"
    assert list(contents(archive)) == [f"a#{URL}", later, f"{later}~2", "a#https://marrowbay.example/a%20b"]


DAMAGED = {
    "cut short in a page": (record(http())[:-30], 1, "at byte 0: the file ends within this record"),
    "no length": (record(http()).replace(b"Content-Length", b"Content-Depth"), 1, "at byte 0: no record where one"),
    "a wrong length": (
        record(http()).replace(b"Content-Length: ", b"Content-Length: 1"),
        1,
        "at byte 0: the file ends",
    ),
    "an endless length": (
        record(http()).replace(b"Content-Length: ", b"Content-Length: " + b"1" * 9_999),
        1,
        "at byte 0: no record where one should begin",
    ),
    "an endless length in ARC": (arc(http()).replace(b" text/html ", b" text/html 1" + b"1" * 9_999), 1, "at byte "),
    "rubbish before it": (b"rubbish\nand more\n" + record(http()), 2, "at byte 0: no record where one should begin"),
    "a coding nobody knows": (record(http(HTML, "Content-Encoding: lzma")), 1, "coded as lzma, which is not read"),
}


@pytest.mark.parametrize(("archive", "count", "told"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_told_and_the_rest_read(archive: bytes, count: int, told: str) -> None:
    found = pages_of(archive) if count == 1 else pages_of(archive + record(http(), f"{URL}/2"))
    assert any(told in str(one) for one in found)
    assert sum(isinstance(one, Source) for one in found) == (count if "ends" in told or count > 1 else 0)


@pytest.mark.parametrize("count", [3, 60])
def test_the_pages_before_a_damage_are_kept(count: int, tmp_path: Path) -> None:
    archive = b"".join(gzip.compress(record(http(HTML * 20), f"{URL}/{number}")) for number in range(count))
    found = found_in(archive[:-100], "a.warc.gz", tmp_path)
    assert len(articles(found)) == count - 1
    assert "the compressed file is damaged or cut short" in troubles(found)[-1]


def test_a_page_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_BYTES", 1000)
    bombs = {
        "as it is": http(HTML * 100),
        "gzip": http(gzip.compress(HTML * 1000), "Content-Encoding: gzip"),
        "deflate": http(zlib.compress(HTML * 1000), "Content-Encoding: deflate"),
        "Brotli": http(brotli.compress(HTML * 1000), "Content-Encoding: br"),
    }
    for bomb in bombs.values():
        [trouble, page] = pages_of(record(bomb) + record(http(), f"{URL}/2"))
        assert "too large to be one page" in str(trouble)
        assert isinstance(page, Source)


def test_brotli_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_responses, "brotli", None)
    [trouble] = pages_of(record(http(brotli.compress(HTML), "Content-Encoding: br")))
    assert "pip install --upgrade 'searchsvc[warc]'" in str(trouble)


def test_a_page_becomes_an_article(tmp_path: Path) -> None:
    fragment = record(http(b"<div>No <b>doctype"), f"{URL}/page.php")
    found = found_in(gzip.compress(record(http()) + fragment), "a.warc.gz", tmp_path)
    [first, second] = articles(found).values()
    assert (first.id, first.title, first.url) == (f"a#{URL}", "Gulls Return", URL)
    assert second.id == f"a#{URL}/page.php"
    assert not troubles(found)


@pytest.mark.parametrize("archive", READ.values(), ids=READ)
def test_damaged_archives_never_raise(archive: bytes) -> None:
    for mutant in mutants(archive):
        for found in pages_of(mutant):
            assert str(found)


def listed(path: Path) -> Iterator[str]:
    """The pages that warcio finds in a file, up to where it finds it damaged."""
    said = io.StringIO()  # it talks about damages
    with path.open("rb") as stream, contextlib.redirect_stderr(said), contextlib.suppress(ArchiveLoadFailed):
        for found in ArchiveIterator(stream, arc2warc=True):
            response = found.http_headers
            kind = (response.get_header("Content-Type") or "") if response else found.content_type or ""
            good = not response or response.get_statuscode().startswith("2")
            if found.rec_type in ("response", "resource") and kind.startswith(warc.PAGES) and good:
                yield found.rec_headers.get_header("WARC-Target-URI")


@pytest.mark.corpora
def test_as_many_pages_as_warcio_lists(corpora: Path) -> None:
    files = [path for path in sorted((corpora / "warc" / "warcio").iterdir()) if path.is_file()]
    counts = []
    for path in files:
        expected = list(listed(path))
        found = [page.url for page in pages_of(path.read_bytes()) if isinstance(page, Source)]
        assert found[: len(expected)] == expected, path.name
        counts.append(len(found))
    assert len(files) == 16
    assert sum(counts) >= 12
