"""check(): is the index what was written? Every file, every article and every count, and what to do where not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from searchsvc.archive import open_generation
from searchsvc.engines import generations_of
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Generations
from searchsvc.errors import SearchsvcError
from searchsvc.ledger import Ledger
from searchsvc.manifest import FORMAT, Manifest


@dataclass(slots=True)
class Findings:
    """What a check looked at, and what it found wrong (a sentence each; none where all is well).

    ``outdated``: there is no damage, but another version wrote the index, and this one cannot read it.
    """

    engine: str
    generation: str = ""
    articles: int = 0
    files: int = 0
    bytes: int = 0
    wrong: list[str] = field(default_factory=list)
    outdated: bool = False

    @property
    def remedy(self) -> str:
        """What to do."""
        how = "searchsvc reindex" if self.outdated else "searchsvc reindex --full"
        return f"Run `{how}`: it builds a new index from the corpus." if self.wrong else ""


def check(index: Path, engine: str, cluster: Cluster | None = None) -> Findings:
    """Read the whole current generation and compare it with its manifest; raises IndexMissing where there is none."""
    generations = generations_of(index, engine, cluster)
    while True:
        findings = _check(generations)
        # A reindex may have replaced and swept the generation meanwhile: that is no damage.
        if not findings.wrong or generations.required() == findings.generation:
            return findings


def _check(generations: Generations) -> Findings:
    findings = Findings(generations.engine, generations.required())
    folder = generations.folder
    try:
        folder = generations.records(findings.generation)
        manifest = Manifest.read(folder)
        findings.files = len(manifest.files)
        findings.bytes = sum(size for size, _ in manifest.files.values())
        findings.wrong.extend(manifest.damages(folder, whole=True))
        if not findings.wrong and manifest.format != FORMAT:
            findings.outdated = True
            findings.wrong.append("it was written by another version of searchsvc")
        elif not findings.wrong:
            _check_articles(generations, findings)
    except OSError as error:
        findings.wrong.append(f"{error.filename or folder} cannot be read ({error.strerror})")
    except SearchsvcError as error:
        findings.wrong.append(str(error))
    return findings


def _check_articles(generations: Generations, findings: Findings) -> None:
    archive = open_generation(generations, findings.generation)
    try:
        findings.articles = archive.engine.stats().articles
        findings.wrong.extend(archive.engine.verify())
        ids = Counter(archive.engine.ids())
    finally:
        archive.close()
    ledger = Ledger.read(generations.records(findings.generation) / "files.json")
    listed = Counter(id_ for record in ledger.files.values() for id_ in record.articles)
    if ids.keys() != listed.keys():
        apart = len(ids.keys() ^ listed.keys())
        findings.wrong.append(f"{apart:,} articles are in the index or in files.json, and not in both")
    for place, found in (("the index", ids), ("files.json", listed)):
        if twice := [id_ for id_, count in found.items() if count > 1]:
            findings.wrong.append(f"ids that more than one article has in {place}: {len(twice):,}, first {min(twice)}")
