"""What has changed in a corpus since it was last read: which files to read again, and which articles are gone."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from searchsvc.article import Unreadable
from searchsvc.corpus import Aside, CorpusFile, Found, Unreached, digest, is_gone, trouble_with
from searchsvc.ledger import FileRecord, Ledger
from searchsvc.readers import MISSING, holds_many, stem_of
from searchsvc.readers.naming import printable
from searchsvc.readers.reasons import os_reason

UNSURE = -1
"""In place of a time of change that is not to be trusted."""

# Clocks of file systems tick every 10 ms to 2 s: a file this young can change once more and keep its time.
_YOUNG_NS = 2_000_000_000


@dataclass(slots=True)
class Changes:
    """``changed`` is to be read, ``same`` is as it was, ``gone`` are the ids of articles whose file is no more.

    ``aside`` counts by suffix the files that are parts of pages.
    """

    changed: list[CorpusFile] = field(default_factory=list)
    same: dict[str, FileRecord] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)

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


def compare(found: Iterable[Found], old: Ledger, own: tuple[str, ...] = ()) -> Changes:
    """What a scan has found, against the ledger: by size and time first, then by content.

    Of a file or folder that cannot be reached everything stays as it was: only what is known to be gone is gone.
    Files and folders in ``own`` are passed over (names that end in a slash): the index, where it lies in the corpus.
    """
    changes = Changes()
    trusted = time.time_ns() - _YOUNG_NS
    files: list[CorpusFile | Unreadable | Unreached] = []
    for one in found:
        if isinstance(one, Aside):
            changes.aside[PurePosixPath(one.name).suffix.lower()] += 1
        elif not f"{_name(one)}/".startswith(own):
            files.append(one)
    unreached = _known_in({one.name for one in files if isinstance(one, Unreached)}, old)
    stays = {file.name for known_there in unreached.values() for file in known_there}
    for one in _distinct(_remembered(files, unreached)):
        if isinstance(one, Unreadable):
            changes.unreadable.append(one)
            continue
        seen = one if one.mtime_ns < trusted else replace(one, mtime_ns=UNSURE)
        known = old.files.get(one.name)
        if known is not None and (one.name in stays or _same(one, known)):
            changes.same[one.name] = replace(known, size=seen.size, mtime_ns=seen.mtime_ns)
        elif error := trouble_with(one.path):
            _not_read(one, error, known, changes)
        else:
            changes.changed.append(seen)
    kept = changes.same.keys() | {file.name for file in changes.changed}
    changes.gone = [id_ for name, record in old.files.items() if name not in kept for id_ in record.articles]
    return changes


def _not_read(file: CorpusFile, error: OSError, known: FileRecord | None, changes: Changes) -> None:
    """Keep what is known of a file that cannot be opened now, unless it has gone."""
    reason = os_reason(error)
    if known is not None and known.articles and not is_gone(file.path, error):
        lines = tuple(one for one in known.unreadable if one.line is not None)
        changes.same[file.name] = replace(known, unreadable=lines)
        reason = staying(reason)
    changes.unreadable.append(Unreadable(file.name, reason))


def staying(reason: str) -> str:
    """The reason why a file could not be read, of which articles are in the index."""
    return f"{reason}; its articles stay as they were"


def content_of(file: CorpusFile) -> str:
    """The digest of a file; empty where it cannot be read, which is like no other: it will be read again next time."""
    try:
        return digest(file.path)
    except OSError:
        return ""  # The reader says why.


def _same(found: CorpusFile, known: FileRecord) -> bool:
    """Whether a file is as it was: by size and time, or else by its content. What it lacked may be installed now."""
    if not known.digest or found.size != known.size or any(map(find_spec, known.tally.get(MISSING, ()))):
        return False
    return found.mtime_ns == known.mtime_ns or content_of(found) == known.digest


def _name(one: CorpusFile | Unreadable | Unreached) -> str:
    return one.path if isinstance(one, Unreadable) else one.name


def _known_in(places: set[str], old: Ledger) -> dict[str, list[CorpusFile]]:
    """By the names of files and folders: the files there of which articles are in the index."""
    known: defaultdict[str, list[CorpusFile]] = defaultdict(list)
    for name, record in old.files.items() if places else ():
        above = (name[: place + 1] for place, char in enumerate(name) if char == "/")
        if record.articles and (found := next((one for one in (name, *above) if one in places), None)):
            known[found].append(CorpusFile(Path(name), name, record.size, record.mtime_ns))
    return known


def _remembered(
    found: Iterable[CorpusFile | Unreadable | Unreached], known: Mapping[str, list[CorpusFile]]
) -> Iterator[CorpusFile | Unreadable]:
    """What was found, with the files that are known in place of what cannot be reached."""
    for one in found:
        if isinstance(one, Unreached):
            files = known.get(one.name, [])
            yield Unreadable(printable(one.name), staying(one.reason) if files else one.reason)
            yield from files
        else:
            yield one


def _distinct(found: Iterable[CorpusFile | Unreadable]) -> Iterator[CorpusFile | Unreadable]:
    """The files, but those whose articles could have the ids of articles in another file.

    It depends on the names alone: so it is the same whatever was read before, and in which order.
    """
    files = list(found)
    # What a file is called does not tell for certain what is in it: the ids of several articles in a file whose name
    # promises one begin with its whole name.
    corpus_files = [file.name for file in files if isinstance(file, CorpusFile)]
    many = {stem_of(name) if holds_many(name) else name for name in corpus_files}
    names: set[str] = set()
    for file in files:
        if isinstance(file, Unreadable):
            yield file
        elif file.name in names:
            yield Unreadable(file.name, "another file has this name but for its writing in Unicode: rename one of them")
        elif clash := next((stem for stem in _before_hashes(stem_of(file.name)) if stem in many), None):
            yield Unreadable(
                file.name, f"its id could be that of an article in {clash}: rename one of the two, without #"
            )
        else:
            names.add(file.name)
            yield file


def _before_hashes(stem: str) -> Iterator[str]:
    return (stem[:place] for place, char in enumerate(stem) if char == "#")
