"""The ledger: what was read is remembered exactly, and damage never passes for an empty ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.article import Article, Unreadable
from searchsvc.errors import IndexDamaged
from searchsvc.ledger import FileRecord, Ledger, fingerprint

LEDGER = Ledger(
    "/archive/ü \ud83d",
    {
        "b.jsonl": FileRecord(12, 34, "ab", {"b#1": "x", "b#\n2": "y"}, (Unreadable("b.jsonl", "not JSON", 3),)),
        "a.txt": FileRecord(0, -1, "", {}, (Unreadable("a.txt", "empty"),)),
    },
)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    LEDGER.write(tmp_path / "files.json")
    assert Ledger.read(tmp_path / "files.json") == LEDGER
    assert [path.name for path in tmp_path.iterdir()] == ["files.json"]


def test_it_counts() -> None:
    assert LEDGER.articles == 2


BROKEN = {
    "empty": b"",
    "no text": b"\xff",
    "no JSON": b"{",
    "a list first": b"[]\n",
    "no corpus": b"{}\n",
    "a short row": b'{"corpus": ""}\n["a.txt", 1]\n',
    "an object for a row": b'{"corpus": ""}\n{}\n',
    "cut": b'{"corpus": ""}\n["a.txt", 1, 2, "", {}, [',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=list(BROKEN))
def test_damage_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "files.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match="--full"):
        Ledger.read(tmp_path / "files.json")


def test_a_missing_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="missing"):
        Ledger.read(tmp_path / "files.json")


OTHERS = {
    "title": Article("a", title="Other", captions=("one", "two")),
    "captions": Article("a", captions=("one two",)),
    "language": Article("a", captions=("one", "two"), language="en"),
    "url": Article("a", captions=("one", "two"), url="https://a.example"),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=list(OTHERS))
def test_a_fingerprint_changes_with_anything(other: Article) -> None:
    same = Article("a", captions=("one", "two"))
    assert fingerprint(same) == fingerprint(Article("a", captions=("one", "two")))
    assert fingerprint(other) != fingerprint(same)
