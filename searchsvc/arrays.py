"""A file of named NumPy arrays, memory-mapped: written once, never changed, checked by CRC-32.

Layout: a line that names the format, length and CRC-32 of a JSON table (four bytes each, little-endian), the table
``{name: {"dtype", "count", "offset", "crc"}}``, then the arrays, each aligned to 64 bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from searchsvc.errors import IndexDamaged

_MAGIC = b"searchsvc arrays 2\n"
_ALIGNED = 64

Array = npt.NDArray[Any]


def smallest(values: Array) -> Array:
    """Whole numbers of zero or more in the narrowest unsigned type that holds them."""
    top = int(values.max()) if len(values) else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if top <= np.iinfo(kind).max:
            return values.astype(kind)
    return values.astype(np.uint64)


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays to a new file and flush it to the disk."""
    table: dict[str, dict[str, object]] = {}
    offset = 0
    for name, values in arrays.items():
        raw = np.ascontiguousarray(values)
        crc = _crc(raw)
        table[name] = {"dtype": raw.dtype.str, "count": raw.size, "offset": offset, "crc": crc}
        offset += _padded(raw.nbytes)
    head = json.dumps(table).encode()
    start = _padded(len(_MAGIC) + 8 + len(head))
    with path.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(4, "little") + zlib.crc32(head).to_bytes(4, "little") + head)
        for name, values in arrays.items():
            file.seek(start + int(str(table[name]["offset"])))
            file.write(np.ascontiguousarray(values).tobytes())
        file.truncate(start + offset)
        file.flush()
        os.fsync(file.fileno())


class Arrays:
    """The arrays of one file, by name; they stay valid while this object lives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.stat().st_size < len(_MAGIC) + 8:
            raise IndexDamaged(f"{path} is cut: run `searchsvc reindex --full`")
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise IndexDamaged(f"{path} is not a file of arrays: run `searchsvc reindex --full`")
        at = len(_MAGIC)
        size, crc = (int.from_bytes(self._map[place : place + 4], "little") for place in (at, at + 4))
        head = self._map[at + 8 : at + 8 + size]
        if zlib.crc32(head) != crc:
            raise IndexDamaged(f"{path} is cut or damaged: run `searchsvc reindex --full`")
        try:
            self._table = json.loads(head)
            self._start = _padded(at + 8 + size)
            self._arrays = {name: self._view(row) for name, row in self._table.items()}
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{path} is cut or damaged ({error}): run `searchsvc reindex --full`") from error

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def damaged(self) -> list[str]:
        """The names of arrays whose bytes are not those written."""
        return [name for name, row in self._table.items() if _crc(self._arrays[name]) != row["crc"]]

    def _view(self, row: Mapping[str, Any]) -> Array:
        return np.frombuffer(self._map, dtype=row["dtype"], count=row["count"], offset=self._start + row["offset"])


class Strings:
    """Sorted UTF-8 strings kept as two arrays: the bytes, and where each begins."""

    def __init__(self, blob: Array, offsets: Array) -> None:
        self._blob = blob.data
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> str:
        return self._bytes(place).decode("utf-8", "surrogatepass")

    def find(self, text: str) -> int:
        """The place of ``text``, or -1."""
        wanted = text.encode("utf-8", "surrogatepass")
        place = self.place(wanted)
        return place if place < len(self) and self._bytes(place) == wanted else -1

    def place(self, wanted: bytes) -> int:
        """How many strings sort before ``wanted``."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _bytes(self, place: int) -> bytes:
        return bytes(self._blob[self._offsets[place] : self._offsets[place + 1]])


def packed(strings: list[str]) -> tuple[Array, Array]:
    """Sorted strings as (bytes, offsets), to be read by :class:`Strings`."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in strings]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(raw) for raw in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), offsets


def _crc(values: Array) -> int:
    return zlib.crc32(values.data.cast("B")) if values.size else 0


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
