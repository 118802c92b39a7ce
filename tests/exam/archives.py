"""The worlds of the exam in an engine: batch by batch as they were written, with the lexicon of what is left."""

from __future__ import annotations

from pathlib import Path

from searchsvc.answer import IndexInfo
from searchsvc.archive import Archive
from searchsvc.engines.base import Engine
from tests.archives import ENGINES, entry, lexicon
from tests.exam.cases import Batch, articles, batches


def write(engine: Engine, batch: Batch) -> None:
    """One batch of a world."""
    with engine.writing() as writer:
        if batch.remove:
            writer.remove(batch.remove)
        for one in batch.put:
            writer.put(entry(one))
        if batch.then_remove:
            writer.remove(batch.then_remove)


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
            opened = ENGINES[engine](folder, entry)
            for batch in batches(world):
                write(opened, batch)
            left = articles(world)
            info = IndexInfo(engine, "000001", len(left), "")
            self._made[engine, world] = Archive(opened, lexicon(left), info)
        return self._made[engine, world]

    def close(self) -> None:
        """Let go of them all."""
        for archive in self._made.values():
            archive.close()
