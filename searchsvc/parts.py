"""An index built in parts: several machines index a share of the files each, and one of them puts the parts together.

Which part a file belongs to depends on its name alone, so the machines need nothing in common but the corpus and the
cluster. What counts all articles (lexicon, near-copies, coverage) is made of what each part counted.
"""

from __future__ import annotations

import json
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from searchsvc.analysis import VERSION
from searchsvc.archive import read_lexicon
from searchsvc.batch import Streamed, regroup
from searchsvc.changes import Changes, compare
from searchsvc.copies import Copies, later_copies
from searchsvc.corpus import scan
from searchsvc.coverage import Coverage
from searchsvc.engines import generations_of, open_engine
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Generations
from searchsvc.entries import WordCounts, cut
from searchsvc.indexing import own_names, writable, write_records
from searchsvc.ledger import Ledger
from searchsvc.lexicon import Lexicon, Word
from searchsvc.manifest import FORMAT, Manifest
from searchsvc.reading import Job
from searchsvc.report import Report, Watch
from searchsvc.run import Run
from searchsvc.served import remember
from searchsvc.starting import Start


@dataclass(frozen=True, slots=True)
class Part:
    """One of ``of`` parts of an index, counted from 1."""

    number: int
    of: int

    def has(self, name: str) -> bool:
        """Whether a file of the corpus belongs to this part."""
        return zlib.crc32(name.encode("utf-8", "surrogatepass")) % self.of == self.number - 1


def index_part(
    corpus: Path,
    index: Path,
    engine: str,
    cluster: Cluster | None,
    part: Part,
    *,
    restart: bool = False,
    names: Mapping[str, str] | None = None,
    processes: int = 1,
    watch: Watch = lambda _: None,
) -> Report:
    """Index one part of a corpus into the new state that all parts are building; nothing of it is served yet.

    What an earlier run of the same part wrote is replaced. With ``restart`` a state that other parts have begun is
    thrown away first. Raises as :func:`searchsvc.indexing.reindex`, and SettingsError where the engine takes no parts,
    or the other parts were begun otherwise.
    """
    begun = time.monotonic()
    generations = generations_of(index, engine, cluster)
    found = scan(corpus)
    alike = json.dumps([FORMAT, VERSION, dict(names or {})], sort_keys=True)
    with writable(generations.folder), generations.part(part.number, part.of, alike, restart=restart) as folder:
        changes = _of_part(compare(found, Ledger(), own_names(index, corpus)), part)
        start = Start(None, f"part {part.number} of {part.of}", Ledger())
        run = Run(Job(corpus, (), dict(names or {})), start, changes, watch, processes)
        _index(run, folder, generations)
        run.report.generation = folder.name
    return run.finished(begun)


def finish(index: Path, engine: str, cluster: Cluster | None) -> Report:
    """Put the parts together and serve the whole; raises SettingsError where parts are missing, naming them."""
    begun = time.monotonic()
    generations = generations_of(index, engine, cluster)
    with writable(generations.folder), generations.finishing() as (folder, parts):
        copies = Copies.joined(Copies.read(part) for part in parts)
        lexicon = _lexicon([read_lexicon(part) for part in parts])
        ledger = _ledger([Ledger.read(part / "files.json") for part in parts])
        later = _grouped(generations, folder, copies)
        coverage = Coverage.joined([Coverage.read(part) for part in parts], later)
        write_records(folder, lexicon, copies, ledger, coverage)
        Manifest.of(folder, generations.engine, ledger.articles, {}).write(folder)
    with writable(index):
        remember(index, engine)
    return Report(
        generation=folder.name,
        files=len(ledger.files),
        articles=ledger.articles,
        added=ledger.articles,
        seconds=time.monotonic() - begun,
        full=True,
        why_full=f"of {len(parts)} parts",
        unreadable=[one for record in ledger.files.values() for one in record.unreadable],
        coverage=coverage,
    )


def _of_part(changes: Changes, part: Part) -> Changes:
    """What belongs to one part; what is no article is counted by the first."""
    return replace(
        changes,
        changed=[file for file in changes.changed if part.has(file.name)],
        unreadable=[one for one in changes.unreadable if part.has(one.path)],
        aside=changes.aside if part.number == 1 else Counter(),
    )


def _index(run: Run, folder: Path, generations: Generations) -> None:
    engine, words = open_engine(generations, folder, cut), WordCounts()
    try:
        with engine.writing() as writer:
            run.change(Streamed(writer, words, run.copies))
        run.tell_written(run.done)
        run.cover(0)
        write_records(folder, words.lexicon(), run.copies, run.ledger, run.report.coverage)
        Manifest.of(folder, generations.engine, run.ledger.articles, {}).write(folder)
    finally:
        engine.close()


def _grouped(generations: Generations, folder: Path, copies: Copies) -> int:
    """Tell the engine which articles are copies of each other; how many are later ones."""
    groups = copies.groups()
    engine = open_engine(generations, folder, cut)
    try:
        with engine.writing() as writer:
            regroup(engine, writer, copies, groups)
    finally:
        engine.close()
    return later_copies(groups)


def _lexicon(parts: Iterable[Lexicon]) -> Lexicon:
    counts, keywords = Counter[Word](), {"source": Counter[str](), "language": Counter[str]()}
    for part in parts:
        counts.update(part.counts())
        for name, values in part.keywords.items():
            keywords[name].update(values)
    return Lexicon.build(counts, keywords)


def _ledger(parts: Sequence[Ledger]) -> Ledger:
    """One ledger of all files; the parts may have reached the same corpus by different paths."""
    files = {name: record for part in parts for name, record in part.files.items()}
    return Ledger(parts[0].corpus, files, parts[0].names)
