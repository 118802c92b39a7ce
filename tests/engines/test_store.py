"""The folder of a Whoosh index: made where it is empty, and never over files that are there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.engines.whoosh.store import Store
from searchsvc.errors import IndexDamaged


def test_an_index_is_made_in_an_empty_folder(tmp_path: Path) -> None:
    assert Store(tmp_path).segments() == []
    before = sorted(path.name for path in tmp_path.iterdir())
    assert Store(tmp_path).segments() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_no_index_is_made_over_what_is_left_of_one(tmp_path: Path) -> None:
    (tmp_path / "MAIN_abc.arrays").touch()
    with pytest.raises(IndexDamaged, match="--full"):
        Store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["MAIN_abc.arrays"]


def test_no_index_is_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="--full"):
        Store(tmp_path / "gone")
    assert not (tmp_path / "gone").exists()
