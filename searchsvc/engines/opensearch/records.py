"""What a generation has beside its articles: files, kept in the index ``<alias>-000007-records`` as compressed pieces.

A piece is named by the digest of its file, so writing a file anew disturbs nobody who reads the one before; the table
of contents is written last. A machine that serves or indexes fetches what it needs into a folder of its own. What the
parts of a generation counted lies in ``<alias>-000007-parts`` in the same way, until it is put together.
"""

from __future__ import annotations

import hashlib
import os
import uuid
import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from searchsvc.engines.opensearch.connection import Connection
from searchsvc.engines.opensearch.layout import make_index
from searchsvc.errors import IndexDamaged

FOR_REINDEX_ONLY = frozenset({"files.json", "copies.arrays"})
"""The files that serving does not need."""

HALF = ".half"
"""The end of the name of a file that is being fetched."""

_PIECE = 4 * 2**20
_SAMPLE = 2**16
_SMALLER = 0.9
_MAPPING = {"dynamic": False, "_meta": {"searchsvc": {"records": 1}}}

_Sign = tuple[int, int, int]
"""Size, time and number of a file: what says that it was not written since."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a file of a generation is: its size in bytes, and its digest."""

    size: int
    digest: str


Contents = Mapping[str, Record]
"""The files of a generation, by their paths in its folder."""


class Records:
    """The records of the generation whose articles are in ``index``; those of a part of it where ``part`` is not 0.

    Those of parts lie apart: deleted as an index their room on the disks is free at once.
    """

    def __init__(self, connection: Connection, index: str, part: int = 0) -> None:
        self.index = f"{index}-parts" if part else f"{index}-records"
        self._connection = connection
        self._name = f"part-{part}" if part else "all"
        self._whole: dict[Path, tuple[_Sign, str]] = {}

    def make(self) -> None:
        """Make the index, empty; where it is there it stays as it is."""
        settings = {"index.number_of_shards": 1, "index.number_of_replicas": 0}
        make_index(self._connection, self.index, {"settings": settings, "mappings": _MAPPING})

    def contents(self) -> Contents | None:
        """What files there are; None where nothing was uploaded."""
        found = self._connection.do("GET", f"/{self.index}/_doc/{self._name}", accept={404})
        if not found.get("found"):
            return None
        rows = found["_source"]["files"].items()
        return {name: Record(row["size"], row["digest"]) for name, row in rows}

    def upload(self, folder: Path, names: Iterable[str] | None = None) -> None:
        """Keep these files of ``folder`` (all of them) as they are now; those kept before with other names stay."""
        before = self.contents() or {}
        chosen = sorted(_files(folder)) if names is None else list(names)
        after: dict[str, Record] = {} if names is None else dict(before)
        there = {record.digest for record in before.values()}
        for name in chosen:
            after[name] = _record(folder / name)
            if after[name].digest not in there:
                self._send(folder / name, after[name])
        files = {name: {"size": record.size, "digest": record.digest} for name, record in after.items()}
        self._connection.do("PUT", f"/{self.index}/_doc/{self._name}", {"files": files}, refresh=True)
        self._drop([record for record in before.values() if record not in after.values()])

    def fetch(self, folder: Path, *, leaving: Collection[str] = ()) -> bool:
        """See to it that all files but those of ``leaving`` are in ``folder``, and whole; whether any was fetched.

        Each takes its place at once, so several processes may do this. Raises IndexDamaged.
        """
        contents = self.contents()
        while contents is not None:
            try:
                return self._fetched(folder, contents, leaving)
            except _Missing as error:
                again = self.contents()
                if again == contents:
                    raise IndexDamaged(f"{self.index} lacks {error}: run `searchsvc reindex --full`") from error
                contents = again
        raise IndexDamaged(f"the records of {self.index} are not in the cluster: run `searchsvc reindex --full`")

    def _fetched(self, folder: Path, contents: Contents, leaving: Collection[str]) -> bool:
        wanted = {name: record for name, record in contents.items() if name not in leaving}
        missing = [name for name, record in wanted.items() if not self._is(folder / _safe(name), record)]
        for name in missing:
            self._take(folder / name, name, wanted[name])
        return bool(missing)

    def _take(self, path: Path, name: str, record: Record) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{uuid.uuid4().hex}{HALF}")
        try:
            with half.open("wb") as file:
                for number in range(_pieces(record)):
                    file.write(self._piece(record, number, name))
            if _record(half) != record:
                raise IndexDamaged(f"{name} in {self.index} is not what was written: run `searchsvc reindex --full`")
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)

    def _piece(self, record: Record, number: int, name: str) -> bytes:
        found = self._connection.do("GET", self._place(record, number), accept={404})
        if not found.get("found"):
            raise _Missing(name)
        try:
            return zlib.decompress(b64decode(found["_source"]["piece"]))
        except (KeyError, ValueError, zlib.error) as error:
            raise IndexDamaged(f"{name} in {self.index} is damaged: run `searchsvc reindex --full`") from error

    def _send(self, path: Path, record: Record) -> None:
        with path.open("rb") as file:
            for number in range(_pieces(record)):
                piece = b64encode(_packed(file.read(_PIECE))).decode("ascii")
                # Packed above, or not worth it: once more it would only cost time.
                self._connection.do("PUT", self._place(record, number), {"piece": piece}, pack=False)

    def _drop(self, records: Iterable[Record]) -> None:
        for record in records:
            for number in range(_pieces(record)):
                self._connection.do("DELETE", self._place(record, number), accept={404})

    def _place(self, record: Record, number: int) -> str:
        return f"/{self.index}/_doc/{self._name}-{record.digest}-{number}"

    def _is(self, path: Path, record: Record) -> bool:
        """Whether a file is that of a record. It is read once, and again when it was written since."""
        try:
            sign = _sign(path)
            if sign[0] != record.size:
                return False
            known = self._whole.get(path)
            if known is None or known[0] != sign:
                known = self._whole[path] = (sign, _record(path).digest)
        except OSError:
            return False
        return known[1] == record.digest


def _packed(piece: bytes) -> bytes:
    """A piece as ``zlib.decompress`` takes it; one that packing hardly makes smaller, as sketches, is not packed."""
    sample = piece[:_SAMPLE]
    return zlib.compress(piece, 6 if len(zlib.compress(sample)) < _SMALLER * len(sample) else 0)


class _Missing(Exception):
    """A piece of a file is not in the cluster."""


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != HALF]


def _safe(name: str) -> str:
    """The path of a file as it was read from the cluster; raises IndexDamaged where it leads out of its folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise IndexDamaged(f"there is a file {name!r} in the records of the index, which somebody else wrote there")
    return name


def _record(path: Path) -> Record:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        return Record(os.fstat(file.fileno()).st_size, digest)


def _sign(path: Path) -> _Sign:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _pieces(record: Record) -> int:
    return -(-record.size // _PIECE)
