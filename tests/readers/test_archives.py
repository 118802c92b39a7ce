"""Archives: what is in them is read as if it lay in a folder; what could go wrong is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from searchsvc.article import Note
from searchsvc.readers import members, unpacking
from tests.readers.listed import articles, found_in, left_out, troubles
from tests.readers.mutants import mutants

PAGE = b"Gulls Return\n\nThe gulls came back to the quay."
LINES = b'{"id": "one", "title": "One"}\n{"id": "two", "title": "Two"}\n'


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: dict[str, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of these files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=kind) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


FILES = {"2020/gulls.txt": PAGE, "wire.jsonl": LINES}
IDS = ["a#2020/gulls", "a#wire#one", "a#wire#two"]
PACKED = {
    "zip": ("a.zip", zipped(FILES)),
    "zip, stored": ("a.zip", zipped(FILES, zipfile.ZIP_STORED)),
    "zip with bzip2": ("a.zip", zipped(FILES, zipfile.ZIP_BZIP2)),
    "zip with LZMA": ("a.zip", zipped(FILES, zipfile.ZIP_LZMA)),
    "a packed zip": ("a.zip.gz", gzip.compress(zipped(FILES))),
    "tar": ("a.tar", tarred(FILES)),
    "GNU tar": ("a.tar", tarred(FILES, tarfile.GNU_FORMAT)),
    "old tar": ("a.tar", tarred(FILES, tarfile.USTAR_FORMAT)),
    "tar.gz": ("a.tar.gz", gzip.compress(tarred(FILES))),
    "tgz": ("a.tgz", gzip.compress(tarred(FILES))),
    "tar.xz": ("a.tar.xz", lzma.compress(tarred(FILES))),
    "tar.bz2": ("a.tar.bz2", bz2.compress(tarred(FILES))),
}


@pytest.mark.parametrize(("name", "content"), PACKED.values(), ids=PACKED)
def test_files_in_an_archive_are_read(name: str, content: bytes, tmp_path: Path) -> None:
    found = found_in(content, name, tmp_path)
    assert list(articles(found)) == IDS
    assert articles(found)[IDS[0]].body == "The gulls came back to the quay."
    assert not troubles(found)


NESTED = {
    "a zip in a tar": ("a.tar", tarred({"b.zip": zipped({"c.txt": PAGE})})),
    "a packed tar in a zip": ("a.zip", zipped({"b.tar.gz": gzip.compress(tarred({"c.txt": PAGE}))})),
    "a packed file in a zip": ("a.zip", zipped({"b/c.txt.gz": gzip.compress(PAGE)})),
    "three archives": ("a.zip", zipped({"b.tar": tarred({"c.zip": zipped({"d.txt": PAGE})})})),
}


@pytest.mark.parametrize(("name", "content"), NESTED.values(), ids=NESTED)
def test_archives_in_archives(name: str, content: bytes, tmp_path: Path) -> None:
    found = found_in(content, name, tmp_path)
    assert [article.title for article in articles(found).values()] == ["Gulls Return"]
    assert next(iter(articles(found))).startswith("a#b")
    assert not troubles(found)


def test_what_was_read_is_noted_with_its_archives(tmp_path: Path) -> None:
    content = zipped({"b.tar": tarred({"c.txt": PAGE})})
    notes = [one.value for one in found_in(content, "a.zip", tmp_path) if isinstance(one, Note)]
    assert "zip archive › tar archive › saved article" in notes


def test_four_archives_are_too_many(tmp_path: Path) -> None:
    content = PAGE
    for name in ("d.txt", "c.zip", "b.zip", "e.zip"):
        content = zipped({name: content})
    [trouble] = troubles(found_in(content, "a.zip", tmp_path))
    assert "over 3 archives within one another" in trouble


Pack = Callable[[dict[str, bytes]], bytes]
NAMES = {
    "up": ("../../b.txt", "a#b"),
    "absolute": ("/etc/b.txt", "a#etc/b"),
    "a drive of Windows": ("C:\\news\\b.txt", "a#C:/news/b"),
    "a dot": ("./news/./b.txt", "a#news/b"),
    "beyond ASCII": ("été.txt", "a#été"),
}


@pytest.mark.parametrize(("path", "article_id"), NAMES.values(), ids=NAMES)
@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)], ids=["zip", "tar"])
def test_names(path: str, article_id: str, name: str, pack: Pack, tmp_path: Path) -> None:
    assert list(articles(found_in(pack({path: PAGE}), name, tmp_path))) == [article_id]


def test_a_name_in_utf_8_that_does_not_say_so(tmp_path: Path) -> None:
    found = found_in(zipped({"xxxxxxx.txt": PAGE}).replace(b"xxxxxxx", "été__".encode()), "a.zip", tmp_path)
    assert list(articles(found)) == ["a#été__"]


def test_a_long_name_in_a_tar(tmp_path: Path) -> None:
    path = "/".join(["folder"] * 40) + "/b.txt"
    for kind in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        assert list(articles(found_in(tarred({path: PAGE}, kind), "a.tar", tmp_path))) == [f"a#{path[:-4]}"]


def test_an_endless_size_in_a_tar_is_passed_over(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("b.txt")
        info.size, info.pax_headers = len(PAGE), {"size": "9" * 9_999}
        archive.addfile(info, io.BytesIO(PAGE))
    assert list(articles(found_in(packed.getvalue(), "a.tar", tmp_path))) == ["a#b"]


def test_what_is_no_article_is_passed_over(tmp_path: Path) -> None:
    files = {"b.txt": PAGE, "b_files/x.png": b"\x89PNG", "__MACOSX/b.txt": PAGE, ".hidden/c.txt": PAGE, "d/": b""}
    found = found_in(zipped(files), "a.zip", tmp_path)
    assert list(articles(found)) == ["a#b"]
    assert left_out(found) == ["parts of pages"]
    assert not troubles(found)


def test_ids_stay_unique(tmp_path: Path) -> None:
    found = found_in(zipped({"b.txt": PAGE, "b.md": PAGE, "c/../b.txt": PAGE, "/b.txt": PAGE}), "a.zip", tmp_path)
    assert list(articles(found)) == ["a#b", "a#b.md", "a#c/b", "a#b.txt"]


def test_a_member_without_a_suffix_is_known_by_its_content(tmp_path: Path) -> None:
    found = found_in(zipped({"README": PAGE, "b": b"a\0b"}), "a.zip", tmp_path)
    assert list(articles(found)) == ["a#README"]
    assert troubles(found) == ["a.zip#b: no reader for files without a suffix"]


def test_links_and_devices_are_passed_over(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"{kind.decode()}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert articles(found_in(packed.getvalue(), "a.tar", tmp_path)) == {}


LARGE = b"".join(b'{"id": "%d", "title": "Number %d"}\n' % (n, n) for n in range(300))
LARGE_IN = {
    "zip": ("a.zip", zipped({"wire.jsonl": LARGE})),
    "tar": ("a.tar", tarred({"wire.jsonl": LARGE})),
    "a packed tar": ("a.tar.gz", gzip.compress(tarred({"wire.jsonl": LARGE}))),
    "a large zip in a zip": ("a.zip", zipped({"b.zip": zipped({"wire.jsonl": LARGE}, zipfile.ZIP_STORED)})),
    "a large zip in a packed tar": ("a.tgz", gzip.compress(tarred({"b.zip": zipped({"wire.jsonl": LARGE})}))),
}


@pytest.mark.parametrize(("name", "content"), LARGE_IN.values(), ids=LARGE_IN)
def test_what_is_too_large_for_memory(
    name: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "HELD", 1000)
    found = found_in(content, name, tmp_path)
    assert len(articles(found)) == 300
    assert not troubles(found)


def encrypted() -> bytes:
    """A zip archive whose only member says that it is encrypted."""
    content = bytearray(zipped({"b.txt": PAGE}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def with_header(offset: int, value: bytes) -> bytes:
    """A zip archive with something else in the entry of its only member."""
    content = bytearray(zipped({"b.txt": PAGE}, zipfile.ZIP_STORED))
    start = content.index(b"PK\x01\x02") + offset
    content[start : start + len(value)] = value
    return bytes(content)


WORD = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
OPEN_OFFICE = zipped({"mimetype": b"x", "META-INF/manifest.xml": b"<x/>"})
DAMAGED = "cannot be read: the zip archive is damaged here"
UNREADABLE = {
    "an encrypted member": (encrypted(), "a.zip", "a.zip#b.txt: encrypted"),
    "a checksum that is wrong": (with_header(16, b"abcd"), "a.zip", f"a.zip#b.txt: {DAMAGED}"),
    "a compression nobody knows": (with_header(10, b"\x63\0"), "a.zip", f"a.zip#b.txt: {DAMAGED}"),
    "a place that is not there": (with_header(42, b"\xff\xff\0\0"), "a.zip", f"a.zip#b.txt: {DAMAGED}"),
    "no zip archive": (b"PK\x03\x04" + b"x" * 100, "a.zip", f"a.zip: {DAMAGED}"),
    "a document of Word": (WORD, "a.docx", "a.docx: a document of an office program"),
    "a document of OpenOffice": (OPEN_OFFICE, "a.odt", "a.odt: a document of an office program"),
    "one of them in an archive": (zipped({"b.docx": WORD}), "a.zip", "a.zip#b.docx: a document of an office program"),
    "a member of no known format": (zipped({"b.xyz": b"x"}), "a.zip", "a.zip#b.xyz: no reader for .xyz files"),
    "an empty member": (zipped({"b.txt": b""}), "a.zip", "a.zip#b.txt: empty"),
    "a name with a line break": (zipped({"a\nb.txt": PAGE}), "a.zip", "a.zip#a\\nb.txt: the file name has control"),
    "a tar cut short": (tarred({"b.txt": PAGE * 50})[:1000], "a.tar", "a.tar: ends at byte 1,000, in the middle"),
    "a packed tar cut short": (gzip.compress(tarred({"b.txt": PAGE}))[:-30], "a.tgz", "a.tgz: the compressed file is"),
}


@pytest.mark.parametrize(("content", "name", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(content: bytes, name: str, told: str, tmp_path: Path) -> None:
    [*_, last] = troubles(found_in(content, name, tmp_path))
    assert last.startswith(told)


def test_a_broken_member_does_not_stop_the_rest(tmp_path: Path) -> None:
    content = bytearray(zipped({"b.txt": PAGE, "c.txt": PAGE + b"!"}, zipfile.ZIP_STORED))
    content[content.index(b"gulls came")] ^= 1
    found = found_in(bytes(content), "a.zip", tmp_path)
    assert list(articles(found)) == ["a#c"]
    assert len(troubles(found)) == 1


def test_a_broken_header_of_a_tar_does_not_stop_the_rest(tmp_path: Path) -> None:
    content = bytearray(tarred({"b.txt": PAGE, "c.txt": PAGE, "d.txt": PAGE}, tarfile.USTAR_FORMAT))
    content[1024] ^= 1
    found = found_in(bytes(content), "a.tar", tmp_path)
    assert list(articles(found)) == ["a#b", "a#d"]
    assert troubles(found) == ["a.tar: damaged at byte 1,024: read on from the next file in it"]


BOMBS = {
    "one member": zipped({"b.txt": b"x\n" * 10**7}),
    "many members": zipped({f"{n}.txt": b"\n" * 10**5 for n in range(40)}),
    "in one another": zipped({f"{n}.zip": zipped({"b.txt": b"\n" * 90_000}) for n in range(40)}),
    "a packed file": zipped({f"{n}.gz": gzip.compress(b"\n" * 90_000) for n in range(40)}),
    "in a tar": gzip.compress(tarred({"b.txt": b"x\n" * 10**7})),
}  # fmt: skip


class TestBombs:
    """What unpacks to more than anybody wants."""

    @pytest.fixture(autouse=True)
    def small_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Limits that small files reach."""
        monkeypatch.setattr(members, "FREE_BYTES", 100_000)
        monkeypatch.setattr(unpacking, "FREE_BYTES", 100_000)
        monkeypatch.setattr(members, "MAX_MEMBERS", 50)

    @pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
    def test_by_their_bytes(self, content: bytes, tmp_path: Path) -> None:
        """The rest is not read."""
        assert any("unpacks to over 200 times" in one for one in troubles(found_in(content, "a.zip", tmp_path)))

    def test_by_their_number(self, tmp_path: Path) -> None:
        """The first ones are read."""
        found = found_in(zipped({f"{n}.txt": PAGE for n in range(60)}), "a.zip", tmp_path)
        assert len(articles(found)) == 50
        assert "holds over 50 files" in troubles(found)[-1]

    def test_by_a_list_of_members_that_is_too_long(self, tmp_path: Path) -> None:
        """The list is not read."""
        content = bytearray(zipped({"b.txt": PAGE}))
        struct.pack_into("<L", content, content.rindex(b"PK\x05\x06") + 12, 2**31)
        assert "holds over" in troubles(found_in(bytes(content), "a.zip", tmp_path))[0]


@pytest.mark.parametrize(("name", "content"), (PACKED | NESTED).values(), ids=PACKED | NESTED)
def test_damaged_archives_never_raise(name: str, content: bytes, tmp_path: Path) -> None:
    for mutant in mutants(content):
        found = found_in(mutant, name, tmp_path)
        assert found, "what gives nothing says why"
