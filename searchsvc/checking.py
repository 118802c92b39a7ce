"""check(): is the index what was written? Every file, every article and every count, and what to do where not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from searchsvc.archive import Manifest, open_archive
from searchsvc.corpus import digest
from searchsvc.engines.generations import Generations
from searchsvc.errors import SearchsvcError
from searchsvc.ledger import Ledger


@dataclass(slots=True)
class Findings:
    """What a check looked at, and what it found wrong (a sentence each; none where all is well)."""

    engine: str
    generation: str = ""
    articles: int = 0
    files: int = 0
    bytes: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def remedy(self) -> str:
        """What to do."""
        return "Run `searchsvc reindex --full`: it builds a new index from the corpus." if self.wrong else ""


def check(index: Path, engine: str) -> Findings:
    """Read the whole current generation and compare it with its manifest; raises IndexMissing where there is none."""
    generations = Generations(index, engine)
    findings = Findings(engine, generations.required())
    folder = generations.path(findings.generation)
    try:
        manifest = Manifest.read(folder)
        _check_files(folder, manifest, findings)
        if not findings.wrong:
            _check_engine(index, engine, folder, manifest, findings)
    except FileNotFoundError as error:
        findings.wrong.append(f"{error.filename} is missing")
    except SearchsvcError as error:
        findings.wrong.append(str(error))
    return findings


def _check_files(folder: Path, manifest: Manifest, findings: Findings) -> None:
    for name, (size, content) in manifest.files.items():
        path = folder / name
        findings.files += 1
        findings.bytes += size
        if not path.is_file():
            findings.wrong.append(f"{path} is missing")
        elif path.stat().st_size != size:
            findings.wrong.append(f"{path} has {path.stat().st_size:,} bytes, expected {size:,}")
        elif digest(path) != content:
            findings.wrong.append(f"{path} is not what was written (its checksum differs)")


def _check_engine(index: Path, engine: str, folder: Path, manifest: Manifest, findings: Findings) -> None:
    archive = open_archive(index, engine)
    try:
        findings.articles = archive.engine.stats().articles
        findings.wrong.extend(archive.engine.verify())
        ids = set(archive.engine.ids())
    finally:
        archive.close()
    if findings.articles != manifest.articles:
        findings.wrong.append(f"the index has {findings.articles:,} articles, expected {manifest.articles:,}")
    ledger = Ledger.read(folder / "files.json")
    listed = {id_ for record in ledger.files.values() for id_ in record.articles}
    if ids != listed:
        findings.wrong.append(f"{len(ids ^ listed):,} articles are in the index or in files.json, and not in both")
