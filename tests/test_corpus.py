"""The corpus folder: what is read, in which order, and what is refused."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NoReturn

import pytest

from searchsvc.article import Article, Unreadable
from searchsvc.corpus import Aside, CorpusFile, Unreached, digest, scan
from searchsvc.errors import SettingsError
from searchsvc.readers import read

links = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights that tests do not have here")


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")


def names(root: Path) -> list[str]:
    return [found.name for found in scan(root) if isinstance(found, CorpusFile)]


def troubles(root: Path) -> dict[str, str]:
    unreached = {found.name: found.reason for found in scan(root) if isinstance(found, Unreached)}
    return {found.path: found.reason for found in scan(root) if isinstance(found, Unreadable)} | unreached


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a-b.txt", "a.txt", "a/b/c.jsonl.gz", "Z.TXT", "é.ndjson")
    assert names(tmp_path) == sorted(["b.txt", "a/z.md", "a-b.txt", "a.txt", "a/b/c.jsonl.gz", "Z.TXT", "é.ndjson"])


def test_a_file_is_described(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt")
    status = (tmp_path / "a/b.txt").stat()
    assert list(scan(tmp_path)) == [CorpusFile(tmp_path / "a/b.txt", "a/b.txt", status.st_size, status.st_mtime_ns)]


def test_what_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, ".hidden.txt", ".git/x.txt", "README.md", "readme", "searchsvc.toml", "a/README.md", "a/.x.md")
    assert list(map(type, scan(tmp_path))) == [CorpusFile]
    assert names(tmp_path) == ["a/README.md"]


def test_a_file_that_no_reader_reads_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.xyz", "b.txt", "c")
    (tmp_path / "c").write_bytes(b"\0")
    assert [list(read(tmp_path / name, tmp_path)) for name in ("a.xyz", "c")] == [
        [Unreadable("a.xyz", "no reader for .xyz files")],
        [Unreadable("c", "no reader for files without a suffix")],
    ]


def test_parts_of_pages_are_left_aside(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a_files/logo.PNG", "a_files/style.css")
    assert [found for found in scan(tmp_path) if not isinstance(found, CorpusFile)] == [
        Aside("a_files/logo.PNG"),
        Aside("a_files/style.css"),
    ]


def test_two_files_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a.txt", "a.jsonl", "a.jsonl.gz", "b/a.md")
    assert names(tmp_path) == ["a.jsonl", "a.md", "b/a.md"]
    assert troubles(tmp_path)["a.txt"] == "its articles would have the ids of those in a.md: rename one of the two"
    assert "a.jsonl.gz" in troubles(tmp_path)


def test_names_are_composed(tmp_path: Path) -> None:
    write(tmp_path, unicodedata.normalize("NFD", "é") + ".txt")
    assert names(tmp_path) == ["é.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no names that are not Unicode")
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x")
    assert troubles(tmp_path) == {"caf\\udce9.txt": "the file name is not UTF-8: rename the file"}


@links
def test_links(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    write(root, "a/b.txt")
    write(tmp_path, "secret.txt")
    (root / "in.txt").symlink_to(root / "a/b.txt")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "up.txt").symlink_to("../secret.txt")
    (root / "folder").symlink_to(root / "a")
    (root / "a/loop").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    assert names(root) == ["a/b.txt", "in.txt"]
    assert {name: reason.partition(":")[0] for name, reason in troubles(root).items()} == {
        "out.txt": "the link leads out of the corpus",
        "up.txt": "the link leads out of the corpus",
        "folder": "a link to a folder is not followed",
        "a/loop": "a link to a folder is not followed",
        "self.txt": "the link leads nowhere",
        "gone.txt": "the link leads nowhere",
    }


@links
def test_a_link_that_leads_nowhere_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b").symlink_to(tmp_path / "nowhere")
    write(tmp_path, "a.txt", "b.txt")
    assert [type(found) for found in scan(tmp_path)] == [Unreached, Unreadable, Unreached, Unreadable]


def test_a_corpus_that_must_not_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> NoReturn:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SettingsError, match="cannot be read: permission denied"):
        list(scan(tmp_path))


@links
def test_the_corpus_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, "corpus/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "corpus")
    assert names(tmp_path / "link") == ["a.txt"]


@pytest.mark.parametrize(("name", "reason"), [("gone", "there is no folder"), ("a.txt", "is a file")])
def test_no_folder(name: str, reason: str, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(SettingsError, match=f"{reason}.*: name the folder"):
        scan(tmp_path / name)


def test_a_digest_follows_the_content(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    (tmp_path / "c.txt").write_text("a.txt")
    first, other, same = (digest(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt"))
    assert first == same != other
    assert len(first) == 32


def test_the_sample_articles(project: Path) -> None:
    """They are there to show every feature, and are read without a complaint."""
    root = project / "corpus"
    files = list(scan(root))
    found = [article for file in files if isinstance(file, CorpusFile) for article in read(file.path, root)]
    assert not [trouble for trouble in [*files, *found] if isinstance(trouble, Unreadable)]
    articles = [article for article in found if isinstance(article, Article)]
    assert 30 <= len(articles) <= 80
    assert len({article.id for article in articles}) == len(articles)
    assert len({article.source for article in articles}) >= 6
    assert {article.language for article in articles} >= {"", "en", "de", "fr", "es", "ru", "zh", "ja"}
    assert 4 <= sum(article.date is None for article in articles) <= 6
    assert sum(bool(article.captions) for article in articles) >= 12
    assert {article.day.year for article in articles if article.day} == set(range(2017, 2025))
    assert Counter(bool(article.related) for article in articles)[True] >= 3
    assert all(re.match(r"https://[a-z.]+\.example/", article.url) for article in articles if article.url)
