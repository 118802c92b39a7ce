"""The folders of a local index: whole states, one of them current, and one writer at a time.

``<index>/<engine>/CURRENT`` names the generation that is served. Every change makes a *new* generation: begun empty, or
as a copy of the current one by hard links (the files of an index are never changed once written, so a copy costs
nothing), and becomes current by one atomic rename after everything in it is on the disk. Whatever happens before that
rename leaves the old state as it was; a folder that is not current is an orphan and is swept away.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from searchsvc.durable import replacing, sync_tree
from searchsvc.engines.cluster import Cluster
from searchsvc.errors import IndexDamaged, IndexLocked, IndexMissing, SettingsError

_IN_ONE_PIECE = (
    "an index is built in parts in a cluster only: use --engine opensearch, or leave out --part and --finish"
)

ENGINE_FOLDER = "engine"
"""The part of a generation that belongs to the engine; the rest is written anew for each."""

Stamp = tuple[int, int]
"""Time and number of a file: another one whenever the file is replaced."""

_GENERATION = re.compile(r"\d{6,}", re.ASCII)
_GONE = ".gone"
_FILES = ("CURRENT", "CURRENT.new", "LOCK", "LOCK.holder")
_UNSERVED = frozenset(["files.json"])
_HALF = ("files.json.new", "coverage.json.new")
_STRANGERS_NAMED = 3


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
        """Tell that files in the folder of a generation were written anew: who serves it reads them again."""
        if name == self._intact() and not _UNSERVED.issuperset(files):
            write_at_once(self._current, f"{name}\n")

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

    def insist_on_own_folder(self) -> None:
        """Raise SettingsError where the folder holds what is not ours, and no index yet: it is somebody else's."""
        found = [] if self.cluster or self._current.exists() else strangers(self.folder)
        if found:
            more = f" and {len(found) - _STRANGERS_NAMED} more" if len(found) > _STRANGERS_NAMED else ""
            raise SettingsError(
                f"{self.folder} is to hold the index, and has files that are none of it "
                f"({', '.join(found[:_STRANGERS_NAMED])}{more}); nothing was changed: name another --index"
            )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer; raises IndexLocked, naming the holder, where somebody else is, and SettingsError."""
        self.insist_on_own_folder()
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
            sync_tree(folder)
            write_at_once(self._current, f"{name}\n")
        except BaseException:
            # A Ctrl-C just behind the rename finds the new generation current already.
            if self._intact() != name:
                _remove(folder)
            raise
        self.sweep()

    def sweep(self) -> list[str]:
        """Remove every generation but the current one, and what was half written; the names of those generations.

        What else lies there is not ours, and stays. One that is still open elsewhere may stay until next time. Where
        it cannot be told which one is current, nothing is removed.
        """
        current = self._intact()
        if current is None and self._current.exists():
            return []
        halves = [self.folder / "CURRENT.new", *(self.path(current or "none") / name for name in _HALF)]
        for half in halves:
            half.unlink(missing_ok=True)
        orphans = [entry for entry in sorted(self.folder.iterdir()) if is_generation(entry) and entry.name != current]
        for orphan in orphans:
            _remove(orphan)
        return [orphan.name for orphan in orphans]

    def _intact(self) -> str | None:
        """The name of the current generation; None before the first, and where it cannot be read."""
        try:
            return self.current()
        except IndexDamaged:
            return None

    def _next_name(self) -> str:
        names = [entry.name for entry in self.folder.iterdir()]
        numbers = [int(name) for name in (*names, self._intact() or "") if _GENERATION.fullmatch(name)]
        return f"{max(numbers, default=0) + 1:06}"


def strangers(folder: Path) -> list[str]:
    """The names in the folder of an engine that are none of ours; hidden files do not count."""
    if not folder.is_dir():
        return []
    entries = (entry for entry in sorted(folder.iterdir()) if not entry.name.startswith("."))
    return [entry.name for entry in entries if entry.name not in _FILES and not is_generation(entry)]


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
    """Write a small file: whatever happens, it is as it was or as it shall be; on return it is on the disk."""
    with replacing(path) as file:
        file.write(text)


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


def is_generation(entry: Path) -> bool:
    """Whether it is certainly a generation, or what is left of one: other things may have numbers for names, too."""
    if not _GENERATION.fullmatch(entry.name.removesuffix(_GONE)) or entry.is_symlink() or not entry.is_dir():
        return False
    return entry.name.endswith(_GONE) or (entry / ENGINE_FOLDER).is_dir() or not any(entry.iterdir())


def _remove(folder: Path) -> None:
    """Remove a generation; one that is open elsewhere, which Windows does not let go, may stay until the next sweep.

    It goes out of the way in one step: whoever is about to open it finds nothing, and not half of it; and where this is
    broken off, the name still tells what it was.
    """
    gone = folder.with_name(folder.name.removesuffix(_GONE) + _GONE)
    if gone != folder:
        shutil.rmtree(gone, ignore_errors=True)
        with suppress(OSError):
            folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)
