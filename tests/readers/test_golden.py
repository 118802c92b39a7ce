"""Every file in golden/ gives what stands beside it as JSON."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from searchsvc.article import Article
from searchsvc.readers import SUFFIXES, read
from searchsvc.readers.saved import parse_saved
from searchsvc.readers.unpacking import PACKED_SUFFIXES

GOLDEN = Path(__file__).parent / "golden"
INPUTS = sorted(path for path in GOLDEN.iterdir() if path.with_name(f"{path.name}.json").exists())


def whole(path: Path, root: Path) -> list[dict[str, Any] | str]:
    """What the file gave, as JSON: articles as objects, what could not be read as text."""
    return [found.to_json() if isinstance(found, Article) else str(found) for found in read(path, root)]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_golden(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))
    assert whole(path, GOLDEN) == expected


PACKERS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".xz": lzma.compress}


@pytest.mark.parametrize("suffix", PACKERS)
def test_packed_lines_are_the_same(suffix: str, tmp_path: Path) -> None:
    lines = GOLDEN / "lines.jsonl"
    packed = tmp_path / f"lines.jsonl{suffix}"
    packed.write_bytes(PACKERS[suffix](lines.read_bytes()))
    assert json.dumps(whole(packed, tmp_path)).replace(packed.name, lines.name) == json.dumps(whole(lines, GOLDEN))


def test_an_article_comes_back_from_its_own_json(tmp_path: Path) -> None:
    first = next(found for found in read(GOLDEN / "whole.txt", GOLDEN) if isinstance(found, Article))
    (tmp_path / "x.jsonl").write_text(json.dumps(first.to_json()), "utf-8")
    [again] = read(tmp_path / "x.jsonl", tmp_path)
    assert isinstance(again, Article)
    assert again.to_json() == {**first.to_json(), "id": "x#whole"}


def test_the_example_in_the_docs(project: Path) -> None:
    docs = (project / "docs" / "formats.md").read_text("utf-8")
    saved, expected = (docs.split(f"```{kind}\n")[1].split("```")[0] for kind in ("text", "json"))
    assert parse_saved(saved, "2020/02/harbour-wall").to_json() == json.loads(expected)


def test_every_suffix_is_in_the_docs(project: Path) -> None:
    docs = (project / "docs" / "formats.md").read_text("utf-8")
    bare = [suffix for suffix in SUFFIXES if not suffix.endswith(PACKED_SUFFIXES)]
    assert not [suffix for suffix in bare if f"`{suffix}`" not in docs]
