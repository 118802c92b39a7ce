"""The worlds of the exam in an engine: batch by batch as they were written, with the lexicon of what is left."""

from __future__ import annotations

from pathlib import Path

from searchsvc.answer import IndexInfo
from searchsvc.archive import Archive
from searchsvc.copies import Copies, Groups, Member, marked
from searchsvc.coverage import Coverage
from searchsvc.engines.base import Engine
from tests.archives import ENGINES, entry, lexicon
from tests.exam.cases import Batch, articles, batches


def write(engine: Engine, batch: Batch, copies: Copies) -> Groups:
    """One batch of a world, whose articles ``copies`` knows; the near-copies that there are then."""
    copies.forget(batch.remove)
    for one in batch.put:
        copies.learn(entry(one))
    copies.forget(batch.then_remove)
    groups = copies.groups()
    with engine.writing() as writer:
        if batch.remove:
            writer.remove(batch.remove)
        for one in (*batch.put, *engine.get(copies.moved(groups))):
            writer.put(marked(entry(one), groups))
        if batch.then_remove:
            writer.remove(batch.then_remove)
    return groups


class Archives:
    """Every world in every engine, each made when it is first asked for; ``folder`` has room for all of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, str], Archive] = {}

    def of(self, engine: str, world: str) -> Archive:
        """The world in the engine."""
        if (engine, world) not in self._made:
            folder = self._folder / engine / world
            folder.mkdir(parents=True)
            (folder / "engine").mkdir()
            opened = ENGINES[engine](folder / "engine", entry)
            copies, groups = Copies(), dict[str, Member]()
            for batch in batches(world):
                groups = dict(write(opened, batch, copies))
                copies.write(folder)
                copies = Copies.read(folder)
            left = articles(world)
            info = IndexInfo(engine, "000001", len(left), "")
            later = sum(not member.first for member in groups.values())
            self._made[engine, world] = Archive(opened, lexicon(left), info, coverage=Coverage(copies=later))
        return self._made[engine, world]

    def close(self) -> None:
        """Let go of them all."""
        for archive in self._made.values():
            archive.close()
