"""The folders of a local index: whole states, one of them current, and one writer at a time.

``<index>/<engine>/CURRENT`` names the generation that is served. Every change makes a *new* generation: begun empty, or
as a copy of the current one by hard links (the files of an index are never changed once written, so a copy costs
nothing), and becomes current by one atomic rename after everything in it is on the disk. Whatever happens before that
rename leaves the old state as it was; a folder that is not current is an orphan and is swept away.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from searchsvc.engines.cluster import Cluster
from searchsvc.errors import IndexDamaged, IndexLocked, IndexMissing, SettingsError

if sys.platform == "darwin":
    import fcntl

_IN_ONE_PIECE = (
    "an index is built in parts in a cluster only: use --engine opensearch, or leave out --part and --finish"
)

ENGINE_FOLDER = "engine"
"""The part of a generation that belongs to the engine; the rest is written anew for each."""

Stamp = tuple[int, int]
"""Time and number of a file: another one whenever the file is replaced."""

# On Windows a name cannot be given to another file while somebody reads the one that has it, as a server does.
_PAUSES = (0.05,) * 100


class Generations:
    """The generations of one engine in an index folder; ``cluster`` is where they lie if not there."""

    def __init__(self, index: Path, engine: str, cluster: Cluster | None = None) -> None:
        self.engine = engine
        self.cluster = cluster
        self.folder = index / engine
        self._current = self.folder / "CURRENT"

    def current(self) -> str | None:
        """The name of the generation that is served, None before the first."""
        try:
            name = self._current.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise IndexDamaged(f"{self._current} is damaged: run `searchsvc reindex --full`") from error
        except OSError as error:
            raise IndexDamaged(f"{self._current} cannot be read ({error.strerror}): name the right --index") from error
        if not name.isdigit():
            raise IndexDamaged(f"{self._current} is damaged: run `searchsvc reindex --full`")
        return name

    def required(self) -> str:
        """The name of the generation that is served; raises IndexMissing before the first."""
        name = self.current()
        if name is None:
            raise IndexMissing(f"there is no index in {self.folder} yet: run `searchsvc reindex CORPUS`")
        return name

    def stamp(self) -> Stamp | None:
        """What changes whenever another generation becomes current; cheap enough for every request."""
        return stamp_of(self._current)

    def path(self, name: str) -> Path:
        """The folder of a generation, with all that searching needs."""
        return self.folder / name

    def records(self, name: str) -> Path:
        """The folder of a generation, with all that the next one is made from."""
        return self.path(name)

    def amended(self, name: str, *files: str) -> None:
        """Tell that files in the folder of a generation were written anew."""

    def size(self, name: str) -> int:
        """How large a generation is, in bytes."""
        return sum(path.stat().st_size for path in self.path(name).rglob("*") if path.is_file())

    def rollback(self, to: str | None = None) -> str:
        """Make an older generation current, the last one before or ``to``; its name. Raises SettingsError."""
        raise SettingsError(
            f"{self.engine} keeps no older state of an index, only --engine opensearch does: run `searchsvc reindex`"
        )

    def part(self, number: int, of: int, alike: str, *, restart: bool = False) -> AbstractContextManager[Path]:
        """Build one of several parts of the next generation in the folder given; raises SettingsError.

        ``alike`` has to be the same for all parts. With ``restart`` what other parts have built is thrown away.
        """
        raise SettingsError(_IN_ONE_PIECE)

    def finishing(self) -> AbstractContextManager[tuple[Path, list[Path]]]:
        """Make one generation of its parts: its folder, and one with the records of each part; raises SettingsError."""
        raise SettingsError(_IN_ONE_PIECE)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer; raises IndexLocked, naming the holder, where somebody else is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "LOCK", timeout=0)
        holder = self.folder / "LOCK.holder"
        try:
            lock.acquire()
        except Timeout as error:
            running = f"another reindex or migration is running ({_read_holder(holder)})"
            raise IndexLocked(f"{running}: wait for it, or stop it") from error
        try:
            since = datetime.now(UTC).isoformat(timespec="seconds")
            holder.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}))
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def building(self, base: str | None) -> Iterator[Path]:
        """Build the next generation in the folder given, empty or a copy of ``base``.

        It becomes current on a clean exit; on an exception it is removed.
        """
        name = self._next_name()
        folder = self.path(name)
        try:
            (folder / ENGINE_FOLDER).mkdir(parents=True)
            if base is not None:
                _link_files(self.path(base) / ENGINE_FOLDER, folder / ENGINE_FOLDER)
            yield folder
            _sync_tree(folder)
            write_at_once(self._current, f"{name}\n")
        except BaseException:
            # A Ctrl-C just behind the rename finds the new generation current already.
            if self._intact() != name:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        self.sweep()

    def sweep(self) -> list[str]:
        """Remove every generation but the current one, and what was half written; the names of those generations.

        One that is still open elsewhere may stay until next time. Where it cannot be told which one is current,
        nothing is removed.
        """
        current = self._intact()
        if current is None and self._current.exists():
            return []
        for half in (*self.folder.glob("*.new"), *self.path(current or "none").glob("*.new")):
            half.unlink(missing_ok=True)
        orphans = [entry for entry in sorted(self.folder.iterdir()) if entry.is_dir() and entry.name != current]
        for orphan in orphans:
            # Out of the way in one step: whoever is about to open it finds nothing, and not half of it.
            with suppress(OSError):
                orphan = orphan.rename(orphan.with_suffix(".gone"))
            # On Windows a file that a server has open cannot be removed; the next sweep will.
            shutil.rmtree(orphan, ignore_errors=True)
        return [orphan.name for orphan in orphans]

    def _intact(self) -> str | None:
        """The name of the current generation; None before the first, and where it cannot be read."""
        try:
            return self.current()
        except IndexDamaged:
            return None

    def _next_name(self) -> str:
        names = [entry.name for entry in self.folder.iterdir() if entry.is_dir()]
        numbers = [int(name) for name in (*names, self._intact() or "") if name.isdigit()]
        return f"{max(numbers, default=0) + 1:06}"


def is_lock(path: Path) -> bool:
    """Whether a file is a lock of an engine's: no part of what it keeps."""
    return path.name.endswith(("LOCK", ".lock"))


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file that is replaced as a whole; None where it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def write_at_once(path: Path, text: str) -> None:
    """Write a small ASCII file: whatever happens, it is as it was or as it shall be; on return it is on the disk."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        _sync(file.fileno())
    _sync_folder(path.parent)
    _replace(new, path, _PAUSES if os.name == "nt" else ())
    _sync_folder(path.parent)


def _read_holder(path: Path) -> str:
    try:
        held = json.loads(path.read_text())
        return f"process {held['pid']} on {held['host']} since {held['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has just begun"


def _link_files(source: Path, target: Path) -> None:
    for file in source.iterdir():
        if is_lock(file):
            continue
        try:
            os.link(file, target / file.name)
        except OSError:
            # A file system without hard links: a copy is as good, and slower.
            shutil.copyfile(file, target / file.name)


def _replace(new: Path, old: Path, pauses: Sequence[float]) -> None:
    """Rename ``new`` over ``old``, again after each pause (in seconds) where that is refused."""
    for pause in pauses:
        try:
            new.replace(old)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    new.replace(old)


def _sync_tree(folder: Path) -> None:
    """Bring a generation onto the disk, but for what it shares with its base: that is there already."""
    # Windows flushes only what is open for writing; elsewhere files may be flushed that we may only read.
    mode = os.O_RDWR if os.name == "nt" else os.O_RDONLY
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            if path.stat().st_nlink <= 1:
                _sync_path(path, mode)
        _sync_folder(Path(parent))


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":  # Windows has no handle of a folder to flush.
        _sync_path(folder, os.O_RDONLY)


def _sync_path(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        # There fsync leaves it in the cache of the disk itself. Not every file system has the other one.
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)
