"""Damaged real files of every format: whatever is in them, a reader yields articles and reasons, and raises nothing.

``make fuzz`` does the same with 2,000 files a format, in processes whose time and memory are watched.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.article import Article, Unreadable
from searchsvc.readers import REPORT, read
from tests.fuzz.damaged import damaged
from tests.fuzz.files import MAKERS, real_files

FILES = 25


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_is_raised(name: str, corpora: Path, tmp_path: Path) -> None:
    files = real_files(corpora, name)
    assert files
    for number in range(FILES):
        called, content = damaged(files, number)
        path = tmp_path / f"{number}-{called}"
        path.write_bytes(content)
        for found in read(path, tmp_path):
            assert isinstance(found, Article | Unreadable)
            assert REPORT not in str(found)
