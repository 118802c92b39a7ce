"""What has changed in a corpus since it was last read: which files to read again, and which articles are gone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from searchsvc.article import Unreadable
from searchsvc.corpus import CorpusFile, digest
from searchsvc.ledger import FileRecord, Ledger
from searchsvc.readers import holds_many, stem_of

UNSURE = -1
"""In place of a time of change that is not to be trusted."""

# Clocks of file systems tick every 10 ms to 2 s: a file this young can change once more and keep its time.
_YOUNG_NS = 2_000_000_000


@dataclass(slots=True)
class Changes:
    """``changed`` is to be read, ``same`` is as it was, ``gone`` are the ids of articles whose file is no more."""

    changed: list[CorpusFile] = field(default_factory=list)
    same: dict[str, FileRecord] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many files of the corpus a reader reads."""
        return len(self.changed) + len(self.same)

    @property
    def anything(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.changed or self.gone)

    @property
    def bytes(self) -> int:
        """How much is to be read."""
        return sum(file.size for file in self.changed)


def compare(found: Iterable[CorpusFile | Unreadable], old: Ledger, own: tuple[str, ...] = ()) -> Changes:
    """What a scan has found, against the ledger: by size and time first, then by content.

    Names that begin with one of ``own`` are passed over: the index itself, where it lies in the corpus.
    """
    changes = Changes()
    trusted = time.time_ns() - _YOUNG_NS
    for one in _distinct(found):
        if isinstance(one, Unreadable):
            if not one.path.startswith(own):
                changes.unreadable.append(one)
        elif not one.name.startswith(own):
            seen = one if one.mtime_ns < trusted else replace(one, mtime_ns=UNSURE)
            known = old.files.get(one.name)
            if known is not None and _same(one, known):
                changes.same[one.name] = replace(known, size=seen.size, mtime_ns=seen.mtime_ns)
            else:
                changes.changed.append(seen)
    kept = changes.same.keys() | {file.name for file in changes.changed}
    changes.gone = [id_ for name, record in old.files.items() if name not in kept for id_ in record.articles]
    return changes


def content_of(file: CorpusFile) -> str:
    """The digest of a file; empty where it cannot be read, which is like no other: it will be read again next time."""
    try:
        return digest(file.path)
    except OSError:
        return ""  # The reader says why.


def _same(found: CorpusFile, known: FileRecord) -> bool:
    """Whether a file is as it was: by size and time, or else by its content."""
    if not known.digest or found.size != known.size:
        return False
    return found.mtime_ns == known.mtime_ns or content_of(found) == known.digest


def _distinct(found: Iterable[CorpusFile | Unreadable]) -> Iterator[CorpusFile | Unreadable]:
    """The files, but those whose articles could have the ids of articles in another file.

    It depends on the names alone: so it is the same whatever was read before, and in which order.
    """
    files = list(found)
    many = {stem_of(file.name) for file in files if isinstance(file, CorpusFile) and holds_many(file.name)}
    names: set[str] = set()
    for file in files:
        if isinstance(file, Unreadable):
            yield file
        elif file.name in names:
            yield Unreadable(file.name, "another file has this name but for its writing in Unicode: rename one of them")
        elif clash := next((stem for stem in _before_hashes(stem_of(file.name)) if stem in many), None):
            reason = (
                f"its id could be that of an article in the JSON Lines file {clash}: rename one of the two, without #"
            )
            yield Unreadable(file.name, reason)
        else:
            names.add(file.name)
            yield file


def _before_hashes(stem: str) -> Iterator[str]:
    return (stem[:place] for place, char in enumerate(stem) if char == "#")
