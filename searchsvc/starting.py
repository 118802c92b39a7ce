"""From what a reindex begins: the state that is served, or nothing, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from searchsvc.archive import open_current
from searchsvc.copies import Copies
from searchsvc.coverage import Coverage
from searchsvc.engines.generations import Generations
from searchsvc.errors import IndexDamaged
from searchsvc.ledger import Ledger
from searchsvc.manifest import Manifest
from searchsvc.report import NO_INDEX_YET


@dataclass(frozen=True, slots=True)
class Start:
    """The generation to begin from, or none with the reason to begin anew; and what was read last time."""

    base: str | None
    why_full: str
    ledger: Ledger
    coverage: Coverage = field(default_factory=Coverage)
    copies: Copies = field(default_factory=Copies)


def start_of(generations: Generations, names: Mapping[str, str], *, full: bool) -> Start:
    """From what to begin: the state that is served, unless ``full`` or something about it stands against that."""
    ledger = Ledger()
    try:
        name = generations.current()
        if name is None or full:
            return Start(None, "asked for with --full" if full else NO_INDEX_YET, ledger)
        folder = generations.records(name)
        ledger = Ledger.read(folder / "files.json")
        manifest = Manifest.read(folder)
        if not manifest.current:
            return Start(None, "the format or the analysis of text has changed", ledger)
        open_current(generations).close()
        coverage, copies = Coverage.read(folder), Copies.read(folder)
    except IndexDamaged as error:
        return Start(None, str(error).partition(": run")[0], ledger)
    if ledger.names != names:
        return Start(None, "the names of fields are mapped otherwise", ledger)
    if ledger.articles != manifest.articles:
        return Start(None, f"{folder / 'files.json'} is damaged", ledger)
    return Start(name, "", ledger, coverage, copies)
