"""Near-copies, as of one story that many papers ran: which articles of an archive are copies, and which came first?

A group is an article and its near-copies: the one that has most of them is taken first, then the one that has most of
those that are left. No two of a group are quite unlike each other, so that a story that is rewritten from day to day
does not draw everything into one; and groups depend on the articles alone, not on the order in which they were read,
nor on what was indexed before. The first of a group is the earliest, then by id; undated ones come last.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchsvc.arrays import Array, Arrays, Strings, packed, smallest, write_arrays
from searchsvc.engines.base import Entry, when
from searchsvc.errors import IndexDamaged
from searchsvc.likeness import Pairs, alike
from searchsvc.sketch import SIZE, sketches

NAME = "copies.arrays"
"""The file of a generation with the sketches: the ids sorted, for each its date, its sketch, the first of its group."""

_AT_ONCE = 8
_CHARACTERS_AT_ONCE = 100_000
_NOBODY: frozenset[int] = frozenset()
_LAST = np.iinfo(np.int64).max


class Member(NamedTuple):
    """The place of an article in a group of two or more: the group's name, and whether it is the first."""

    group: str
    first: bool

    @property
    def keywords(self) -> dict[str, str]:
        """What an engine is told: counts of ``group`` tell how many of a group matched, and whether the first did."""
        return {"copy": "first" if self.first else "later", "group": f"{self.group} {1 if self.first else 2}"}


Groups = Mapping[str, Member]
"""By id, the articles that have copies."""


def marked(entry: Entry, groups: Groups) -> Entry:
    """The entry with its place in a group, where it has one."""
    member = groups.get(entry.article.id)
    return replace(entry, keywords={**entry.keywords, **member.keywords}) if member else entry


def later_copies(groups: Groups) -> int:
    """How many articles are copies of an earlier one."""
    return sum(not member.first for member in groups.values())


class Copies:
    """The sketches of all articles of an archive, while articles come and go."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._when = array("q")
        self._blocks = [np.zeros((0, SIZE), np.uint32)]
        self._firsts: Array | None = None  # None where articles have come or gone since they were worked out.
        self._unsketched: list[Entry] = []
        self._characters = 0
        self._new: set[str] = set()
        self._before: Groups = {}

    @classmethod
    def read(cls, folder: Path) -> Copies:
        """Those of the generation in ``folder``; raises IndexDamaged where they cannot be read."""
        path = folder / NAME
        try:
            arrays = Arrays(path)
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror}): run `searchsvc reindex --full`") from error
        if arrays.damaged():
            raise IndexDamaged(f"{path} is damaged: run `searchsvc reindex --full`")
        strings = Strings(arrays["ids.blob"], arrays["ids.offsets"])
        made = cls()
        made._ids = [strings[place] for place in range(len(strings))]
        made._rows = {id_: row for row, id_ in enumerate(made._ids)}
        made._when = array("q", arrays["when"].tobytes())
        # Copies, not the mapped file: it may be written anew in its place.
        made._blocks = [np.array(arrays["sketches"]).reshape(-1, SIZE)]
        made._firsts = np.array(arrays["firsts"])
        made._before = made.groups()
        return made

    @classmethod
    def joined(cls, parts: Iterable[Copies]) -> Copies:
        """Those of several archives as of one; no article is in two of them, and none has its place among all yet."""
        made = cls()
        for part in parts:
            part._settled()
            made._rows.update((id_, len(made._ids) + row) for row, id_ in enumerate(part._ids))
            made._ids.extend(part._ids)
            made._when.extend(part._when)
            made._blocks.extend(part._blocks)
        return made

    def __len__(self) -> int:
        return len(self._rows)

    def learn(self, entry: Entry) -> None:
        """Take in an article; one with its id is replaced."""
        id_ = entry.article.id
        self._firsts = None
        self._new.add(id_)
        self._rows[id_] = len(self._ids)
        self._ids.append(id_)
        self._when.append(when(entry.article))
        self._unsketched.append(entry)
        self._characters += sum(map(len, entry.fields["body"]))
        if len(self._unsketched) >= _AT_ONCE or self._characters > _CHARACTERS_AT_ONCE:
            self._sketch()

    def forget(self, ids: Iterable[str]) -> None:
        """Leave out articles; an id that is not there does nothing."""
        for id_ in ids:
            if self._rows.pop(id_, None) is not None:
                self._firsts = None

    def groups(self) -> Groups:
        """Every article that has copies, with its place among them."""
        firsts = self._settled()
        later = np.flatnonzero(firsts != np.arange(len(firsts)))
        names = {place: _name(self._ids[place]) for place in np.unique(firsts[later]).tolist()}
        found = {self._ids[place]: Member(name, first=True) for place, name in names.items()}
        for place, first in zip(later.tolist(), firsts[later].tolist(), strict=True):
            found[self._ids[place]] = Member(names[first], first=False)
        return found

    def moved(self, groups: Groups) -> list[str]:
        """The ids of articles that are as they were read, and whose place in ``groups`` is another one now."""
        changed = (id_ for id_ in self._before.keys() | groups.keys() if self._before.get(id_) != groups.get(id_))
        return sorted(id_ for id_ in changed if id_ in self._rows and id_ not in self._new)

    def write(self, folder: Path) -> None:
        """Write the file of the generation in ``folder``; the same articles give the same file."""
        firsts = self._settled()
        blob, offsets = packed(self._ids)
        arrays = {"ids.blob": blob, "ids.offsets": smallest(offsets), "when": np.array(self._when, np.int64)}
        write_arrays(folder / NAME, {**arrays, "firsts": firsts, "sketches": self._blocks[0].ravel()})

    def _sketch(self) -> None:
        if self._unsketched:
            self._blocks.append(sketches(self._unsketched))
            self._unsketched, self._characters = [], 0

    def _settled(self) -> Array:
        """For each article the place of the first of its group, which may be itself; all are sorted by id now."""
        if self._firsts is None:
            self._sketch()
            ids = sorted(self._rows)
            rows = np.fromiter(map(self._rows.__getitem__, ids), np.int64, len(ids))
            table = np.concatenate(self._blocks)[rows]
            self._blocks = [table]
            self._when = array("q", np.array(self._when, np.int64)[rows].tobytes())
            self._ids, self._rows = ids, {id_: row for row, id_ in enumerate(ids)}
            self._firsts = _firsts(np.array(self._when, np.int64), table)
        return self._firsts


def _firsts(when_: Array, table: Array) -> Array:
    """For each article the place of the first of its group. The articles are sorted by id."""
    order = np.argsort(np.where(when_ < 0, _LAST, when_), kind="stable")
    firsts = np.arange(len(order))
    near, unlike = alike(table, order)
    for members in _grouped(_neighbours(near), _neighbours(unlike)):
        firsts[members] = min(members)
    found = np.empty(len(order), np.int64)
    found[order] = order[firsts]
    return found


_Neighbours = Mapping[int, set[int]]


def _grouped(copies: _Neighbours, unlike: _Neighbours) -> Iterator[list[int]]:
    """The groups, each around the article that has most copies and is in none yet."""
    taken: set[int] = set()
    for middle in sorted(copies, key=lambda place: (-len(copies[place]), place)):
        if middle in taken:
            continue
        members = [middle]
        for place in sorted(copies[middle] - taken):
            if unlike.get(place, _NOBODY).isdisjoint(members):
                members.append(place)
        taken.update(members)
        yield members


def _neighbours(pairs: Pairs) -> _Neighbours:
    """With whom each is in a pair."""
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _name(first: str) -> str:
    """The name of the group of a first article."""
    return hashlib.blake2b(first.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
