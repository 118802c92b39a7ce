"""The manifest of a generation: what it is, and the size and checksum of each of its files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from searchsvc.analysis import VERSION
from searchsvc.corpus import digest
from searchsvc.engines.generations import ENGINE_FOLDER, is_lock
from searchsvc.errors import IndexDamaged

FORMAT = 2
"""Changes whenever an older index cannot be read any more: it is then made again."""

NAME = "manifest.json"
_NOT_LISTED = (NAME, "files.json", "files.json.new", "coverage.json", "coverage.json.new")
"""They are written anew in their place where no article changed."""
_SMALL = 2**20
_SKETCHES = "copies.arrays"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is. ``files`` has the size and BLAKE2 digest of each file but those in _NOT_LISTED."""

    engine: str
    articles: int
    updated: str
    files: dict[str, tuple[int, str]]
    analysis: str = VERSION
    format: int = FORMAT

    @property
    def current(self) -> bool:
        """Whether this version of the program would write the same terms in the same format."""
        return self.analysis == VERSION and self.format == FORMAT

    @classmethod
    def of(cls, folder: Path, engine: str, articles: int, known: Mapping[str, tuple[int, str]]) -> Manifest:
        """The manifest of the generation that has just been written into ``folder``; see :func:`checksums`."""
        updated = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return cls(engine, articles, updated, checksums(folder, known))

    def write(self, folder: Path) -> None:
        """Write the manifest of the generation in ``folder``."""
        content = {
            "format": self.format,
            "engine": self.engine,
            "analysis": self.analysis,
            "articles": self.articles,
            "updated": self.updated,
            "files": self.files,
        }
        (folder / NAME).write_text(json.dumps(content, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of the generation in ``folder``; raises IndexDamaged where it cannot be read."""
        path = folder / NAME
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            files = {str(name): (int(size), str(digest)) for name, (size, digest) in read["files"].items()}
            engine, analysis, updated = (str(read[key]) for key in ("engine", "analysis", "updated"))
            return cls(engine, int(read["articles"]), updated, files, analysis, int(read["format"]))
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror}): run `searchsvc reindex --full`") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise IndexDamaged(f"{path} is damaged: run `searchsvc reindex --full`") from error

    def damages(self, folder: Path, *, whole: bool) -> Iterator[str]:
        """A sentence for each file of ``folder`` that is not what was written.

        The sizes are compared, and the content of the small files and of those that searching reads and that are no
        engine's; with ``whole``, the content of all. Without it the sketches, which searching does not need, may be
        elsewhere.
        """
        for name, (size, content) in self.files.items():
            path = folder / name
            if name in _NOT_LISTED or (name == _SKETCHES and not whole):  # older versions listed the former
                continue
            if not path.is_file():
                yield f"{path} is missing"
            elif path.stat().st_size != size:
                yield f"{path} has {path.stat().st_size:,} bytes, expected {size:,}"
            elif (whole or size <= _SMALL or not _of_engine(name)) and digest(path) != content:
                yield f"{path} is not what was written (its checksum differs)"


def checksums(folder: Path, known: Mapping[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """The size and digest of every file below ``folder``.

    Files of the engine that are ``known`` and shared with the generation before are not read again. A name and a size
    alone say nothing: an engine may write a file anew under the same name.
    """
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or is_lock(path) or name in _NOT_LISTED:
            continue
        status = path.stat()
        shared = status.st_nlink > 1 and _of_engine(name) and known.get(name, (-1, ""))[0] == status.st_size
        found[name] = known[name] if shared else (status.st_size, digest(path))
    return found


def _of_engine(name: str) -> bool:
    return name.startswith(f"{ENGINE_FOLDER}/")
