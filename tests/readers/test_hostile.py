"""Files that are not what they say: each is told with its reason, nothing raises, nothing hangs."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchsvc.article import Article, Unreadable
from searchsvc.readers import SUFFIXES, files, jsonl, read, unpacking
from searchsvc.readers.markdown import parse_markdown
from searchsvc.readers.saved import parse_saved

LINE = json.dumps({"id": "a", "title": "Title", "body": "Body"}).encode() + b"\n"


def found_in(content: bytes, name: str, root: Path) -> list[Article | Unreadable]:
    (root / name).write_bytes(content)
    return list(read(root / name, root))


UNREADABLE = {
    "nothing in a saved file": (b"", "x.txt", "empty", None),
    "blanks in Markdown": (b" \n\t\n", "x.md", "empty", None),
    "nothing in JSON Lines": (b"", "x.jsonl", "empty", None),
    "nothing packed": (gzip.compress(b""), "x.jsonl.gz", "empty", None),
    "binary as text": (b"a\0b", "x.txt", "binary, not text", None),
    "binary as JSON Lines": (b"\x7fELF\0\0", "x.jsonl", "binary, not text", None),
    "only marks": (b"***\n\n![](x.png)", "x.txt", "no text", None),
    "only controls": ("\u202a\ufeff".encode(), "x.md", "no text", None),
    "front matter alone": (b"---\ndate: 2020-01-01\n---\n", "x.md", "no text", None),
    "broken YAML": (b"---\ntitle: [a\ndate: x\n---\nb", "x.md", "front matter is not plain YAML", 3),
    "a tab in YAML": (b"---\na: b\n\tc: d\n---\nb", "x.md", "front matter is not plain YAML", 3),
    "a date that is none": (b"---\ntitle: a\ndate: soon\n---\nb", "x.md", "the date “soon” was not understood", 3),
    "a language that is none": (b"---\nlang: a b\n---\nb", "x.md", "the language “a b” was not understood", 2),
    "long front matter": (b"---\na: " + b"x" * 70_000 + b"\n---\nb", "x.md", "front matter of over 64 KiB", 1),
    "YAML that bombs": (
        b"---\na: &a [x, x]\nb: &b [*a, *a]\n---\nb",
        "x.md",
        "front matter is not plain YAML: aliases",
        3,
    ),
    "YAML in itself": (b"---\nauthors: &a [*a]\n---\nb", "x.md", "front matter is not plain YAML: aliases", 2),
    "controls in YAML": (b"---\ntitle: a\x01\n---\nb", "x.md", "front matter is not plain YAML: it has control", 1),
    "deep YAML of dashes": (b"---\na:\n " + b"- " * 30_000 + b"\n---\nb", "x.md", "front matter is not plain YAML", 3),
    "deep YAML": (b"---\na: " + b"[" * 60_000 + b"\n---\nb", "x.md", "front matter is not plain YAML", None),
    "deep JSON": (b"[" * 200_000, "x.jsonl", "", 1),
    "a huge number": (b'{"id": ' + b"9" * 10_000 + b"}", "x.jsonl", "not JSON that can be read", 1),
    "no gzip": (b"abc", "x.jsonl.gz", "not JSON", 1),
    "damaged gzip": (gzip.compress(LINE)[:-9], "x.jsonl.gz", "the compressed file is damaged or cut short", None),
    "damaged xz": (lzma.compress(LINE)[:-9], "x.jsonl.xz", "the compressed file is damaged or cut short", None),
    "no reader": (b"abc", "x.xyz", "no reader for .xyz files", None),
    "binary without a suffix": (b"a\0c", "x", "no reader for files without a suffix", None),
    "turned text in the name": (b"abc", "a\u202eb.txt", "the file name has control characters", None),
    "a line break in the name": (b"abc", "a\nb.txt", "the file name has control characters", None),
}


@pytest.mark.parametrize(("content", "name", "reason", "line"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(content: bytes, name: str, reason: str, line: int | None, tmp_path: Path) -> None:
    trouble = found_in(content, name, tmp_path)[-1]
    assert isinstance(trouble, Unreadable)
    assert trouble.reason.startswith(reason)
    assert line in (None, trouble.line)
    assert trouble.path.isprintable()


DECODED = {
    "UTF-8 with a mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "UTF-32": "utf-32",
}


@pytest.mark.parametrize("encoding", DECODED.values(), ids=DECODED)
@pytest.mark.parametrize(
    ("name", "text"),
    [("x.txt", "Café\n\nBody"), ("x.md", "# Café\n\nBody"), ("x.jsonl", '{"title": "Café",\t"body": "Body"}\r\n\r\n')],
    ids=["saved", "Markdown", "JSON Lines"],
)
def test_a_byte_order_mark_is_believed(encoding: str, name: str, text: str, tmp_path: Path) -> None:
    [article] = found_in(text.encode(encoding), name, tmp_path)
    assert isinstance(article, Article)
    assert (article.title, article.body) == ("Café", "Body")


@pytest.mark.parametrize("suffix", [".gz", ".xz"])
def test_articles_before_the_break_are_kept(suffix: str, tmp_path: Path) -> None:
    noise = [json.dumps({"title": os.urandom(500).hex()}).encode() + b"\n" for _ in range(400)]
    packed = (gzip.compress if suffix == ".gz" else lzma.compress)(b"".join(noise))
    *articles, trouble = found_in(packed[: len(packed) // 2], f"x.jsonl{suffix}", tmp_path)
    assert len(articles) > 100
    assert all(isinstance(article, Article) for article in articles)
    assert isinstance(trouble, Unreadable)
    assert trouble.line == len(articles) + 1


def test_a_broken_line_does_not_stop_the_rest(tmp_path: Path) -> None:
    first, trouble, last = found_in(LINE + b"{broken\n" + LINE, "x.jsonl", tmp_path)
    assert first == last
    assert str(trouble).startswith("x.jsonl:2: not JSON: ")


MISREAD = {
    "Markdown": (b"---\ndate: soon\nlang: a b\n---\nBody", "x.md", [2, 3]),
    "JSON Lines": (b'{"body": "Body", "date": "soon", "language": "a b"}', "x.jsonl", [1, 1]),
    "JSON Lines, no texts": (b'{"body": "Body", "date": [2020], "language": ["en"]}', "x.jsonl", [1, 1]),
}


@pytest.mark.parametrize(("content", "name", "lines"), MISREAD.values(), ids=MISREAD)
def test_a_text_is_not_lost_for_its_date_or_language(
    content: bytes, name: str, lines: list[int], tmp_path: Path
) -> None:
    article, date, language = found_in(content, name, tmp_path)
    assert isinstance(article, Article)
    assert (article.body, article.date, article.date_from, article.language) == ("Body", None, "", "")
    assert ["the date" in str(date), "the language" in str(language)] == [True, True]
    assert [one.line for one in (date, language) if isinstance(one, Unreadable)] == lines


def test_an_exported_id_is_read_again(tmp_path: Path) -> None:
    [article] = found_in(json.dumps({"id": "x#" + "a" * 512, "title": "t"}).encode(), "x.jsonl", tmp_path)
    assert isinstance(article, Article)
    *_, trouble = found_in(json.dumps({"id": "a" * 4097, "title": "t"}).encode(), "x.jsonl", tmp_path)
    assert "id is longer than 4096 characters" in str(trouble)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    monkeypatch.setattr(jsonl, "MAX_LINE", 50)
    [article] = found_in(b"title too long", "x.txt", tmp_path)
    assert "too large to be one article" in str(article)
    *_, trouble = found_in(LINE + b"x" * 60 + b"\n" + LINE, "x.jsonl", tmp_path)
    assert "x.jsonl:2: a line of over" in str(trouble)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 100_000)
    *_, trouble = found_in(gzip.compress(LINE + b" " * 999 + b"\n" * 10_000_000), "x.jsonl.gz", tmp_path)
    assert "unpacks to over 200 times its size" in str(trouble)


def test_a_file_that_went(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        [trouble] = read(tmp_path / f"gone{suffix}", tmp_path)
        assert "not there any more" in str(trouble)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="no file is closed to this user: run as another"
)
def test_a_file_that_is_closed(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("t")
    (tmp_path / "x.txt").chmod(0)
    [trouble] = read(tmp_path / "x.txt", tmp_path)
    assert "permission denied" in str(trouble)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("name", ["x.txt", "x.jsonl"])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    [trouble] = read(tmp_path / name, tmp_path)
    assert "not a regular file" in str(trouble)


# Each is text that a careless pattern takes the square of its length for: minutes instead of a second.
LONG = 200_000
REPEATED = {
    "brackets": "[", "images": "![", "closed": "](", "nested": "](a(b)", "links": "[a](b", "a title": '[a](b "',
    "stars": "*", "stars apart": "* ", "stars in words": "a**b*", "mixed marks": "*_~~", "ticks": "` ``",
    "angles": "<a", "comments": "<!--", "entities": "&a", "blanks": " ", "lines": "\n \t", "quotes": ">",
    "dashes": "- ", "fences": "```\n", "hashes": "#", "backslashes": "\\", "credits": "a **",
    "trailers": "Original url:\n", "images and links": "![[a](b)", "shortcodes": "{{<", "numbers": "1. ",
    "Chinese": "字 \n",
}  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_repeats_are_read_in_linear_time(piece: str) -> None:
    text = "title\n\n" + piece * (LONG // len(piece))
    assert parse_saved(text, "x").title == "title"
    assert list(parse_markdown(text, "x.md", "x"))
    assert parse_saved(text[7:] + " x", "x")


@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_bytes_raise(suffix: str, content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    packed = gzip.compress(content) if suffix.endswith(".gz") else content
    for found in found_in(packed, f"x{suffix}", folder):
        if isinstance(found, Article):
            whole = json.dumps(found.to_json(), ensure_ascii=False)
            assert whole.encode()
            assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in whole.replace("\\n", ""))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = ("id", "title", "date", "body", "captions", "source", "url", "author", "language", "related", "date_from")


@given(record=st.dictionaries(st.sampled_from(KEYS), json_values))
def test_no_record_raises(record: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    for found in found_in(json.dumps(record).encode(), "x.jsonl", tmp_path_factory.getbasetemp()):
        assert json.dumps(found.to_json() if isinstance(found, Article) else str(found)).encode()


@given(text=st.text("*_[]()!<>`~\\&#;-+=1. \n\"'ab字", max_size=80))
@example("a\n[![](b 'c')](d)**e_")
def test_no_markup_raises(text: str) -> None:
    saved = parse_saved(f"t\n\n{text}", "x")
    assert all(paragraph == " ".join(paragraph.split()) for paragraph in saved.body.split("\n\n"))
    [found] = parse_markdown(f"t\n\n{text}", "x.md", "x")
    assert isinstance(found, Article)
    assert "\n\n\n" not in found.body
