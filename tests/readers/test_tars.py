"""Tar archives that were cut short: told wherever it is certain, and nothing is told of those that were not."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from tests.readers.listed import articles, found_in, troubles

CONTENT = b"The ferry " + b"x" * 409 + b"."


def archive(count: int) -> bytes:
    """Files of 420 bytes: 1,024 bytes each, with the header."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for number in range(count):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = len(CONTENT)
            tar.addfile(info, io.BytesIO(CONTENT))
    return packed.getvalue()


CUT = {
    "in the last block of a file": (8_900, 9, "a.tar: ends at byte 8,900, in the middle of a file: it was cut short"),
    "in the block behind a file": (9_200, 9, "a.tar: ends at byte 9,200, in the middle of a block: it was cut short"),
    "in a header": (9_300, 9, "a.tar: ends at byte 9,300, in the middle of a block: it was cut short"),
    "behind a header": (9_728, 9, "a.tar: ends at byte 9,728, in the middle of a file: it was cut short"),
}


@pytest.mark.parametrize(("size", "count", "told"), CUT.values(), ids=CUT)
def test_cut_short(size: int, count: int, told: str, tmp_path: Path) -> None:
    found = found_in(archive(20)[:size], "a.tar", tmp_path)
    assert len(articles(found)) == count
    assert told in troubles(found)[-1]


WHOLE = {
    "as it was written": 10_240,
    "one empty block at the end": 3 * 1024 + 512,
    "no empty block at the end": 3 * 1024,
    "a part of an empty block at the end": 3 * 1024 + 700,
}


@pytest.mark.parametrize("size", WHOLE.values(), ids=WHOLE)
def test_whole(size: int, tmp_path: Path) -> None:
    found = found_in(archive(3)[:size], "a.tar", tmp_path)
    assert len(articles(found)) == 3
    assert not troubles(found)
