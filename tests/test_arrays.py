"""The file of arrays: what is written is read; what is damaged is told, by opening it or by verify()."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.arrays import Array, Arrays, Strings, packed, smallest, write_arrays
from searchsvc.engines.whoosh import WhooshEngine
from searchsvc.errors import IndexDamaged
from tests.archives import article, fill

ARTICLES = [
    article(f"id{number}", f"idlib number {number}", title="War", captions=("a picture",), date="2020-02-06")
    for number in range(20)
]


def test_arrays_are_read_as_written(tmp_path: Path) -> None:
    written: dict[str, Array] = {
        "bytes": np.arange(200, dtype=np.uint8),
        "none": np.zeros(0, np.int64),
        "wide": np.array([-1, 2**62]),
        "strided": np.arange(10)[::2],
    }
    write_arrays(tmp_path / "x", written)
    read = Arrays(tmp_path / "x")
    assert all(
        np.array_equal(read[name], values) and read[name].dtype == values.dtype for name, values in written.items()
    )
    assert "none" in read
    assert "other" not in read
    assert read.damaged() == []


WIDTHS = {"nothing": (0, 1), "a byte": (255, 1), "two": (256, 2), "four": (65_536, 4), "eight": (2**32, 8)}


@pytest.mark.parametrize(("top", "width"), WIDTHS.values(), ids=WIDTHS)
def test_numbers_are_kept_in_the_narrowest_type(top: int, width: int) -> None:
    assert smallest(np.array([0, top])).dtype.itemsize == width


@given(st.lists(st.text(), unique=True), st.text())
def test_strings_are_found_where_they_are(texts: list[str], other: str) -> None:
    texts.sort(key=lambda text: text.encode("utf-8", "surrogatepass"))
    strings = Strings(*packed(texts))
    assert [strings[place] for place in range(len(strings))] == texts == sorted(texts)
    for text in (*texts, other):
        assert strings.find(text) == (texts.index(text) if text in texts else -1)


def _write(folder: Path) -> None:
    engine = WhooshEngine(folder)
    fill(engine, ARTICLES)
    engine.close()


def _searches(folder: Path) -> list[str]:
    """What opening and verifying says of an index."""
    try:
        engine = WhooshEngine(folder)
    except IndexDamaged as error:
        return [str(error)]
    try:
        return engine.verify()
    finally:
        engine.close()


CUTS = {"empty": 0, "within the first line": 5, "within the table": 200, "the last array": -64}


@pytest.mark.parametrize("length", CUTS.values(), ids=CUTS)
def test_a_cut_file_of_arrays_is_told(length: int, tmp_path: Path) -> None:
    _write(tmp_path)
    (path,) = tmp_path.glob("*.arrays")
    path.write_bytes(path.read_bytes()[:length])
    told = _searches(tmp_path)
    assert told
    assert path.name in told[0]


def test_a_missing_file_of_arrays_is_told(tmp_path: Path) -> None:
    _write(tmp_path)
    (path,) = tmp_path.glob("*.arrays")
    path.unlink()
    assert "missing" in _searches(tmp_path)[0]


def test_every_changed_byte_of_the_table_and_the_arrays_is_told(tmp_path: Path) -> None:
    _write(tmp_path)
    (path,) = tmp_path.glob("*.arrays")
    whole = path.read_bytes()
    silent = []
    for place in range(0, len(whole), 29):
        changed = bytearray(whole)
        changed[place] ^= 0x41
        path.write_bytes(bytes(changed))
        if not _searches(tmp_path):
            silent.append(place)
    # Only what fills up the space between two arrays may change unseen: zeros that nobody reads.
    assert all(whole[place] == 0 for place in silent)


def test_a_damaged_column_of_articles_is_told(tmp_path: Path) -> None:
    _write(tmp_path)
    (path,) = tmp_path.glob("*.article.col")
    whole = path.read_bytes()
    told = []
    for place in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        told += _searches(tmp_path)
    assert len(told) > 20
    assert all("article" in sentence for sentence in told)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["toc", "article.col"])
def test_cut_files_of_whoosh_are_told(kind: str, tmp_path: Path) -> None:
    """Whoosh leaves the file open that it cannot read: Python shall say so here, where it is expected."""
    _write(tmp_path)
    (path,) = tmp_path.glob(f"*.{kind}")
    whole = path.read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert "reindex --full" in _searches(tmp_path)[0]
    gc.collect()
