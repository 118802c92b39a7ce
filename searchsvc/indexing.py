"""reindex(): from a corpus folder to a new state of its index, with a report of what was done."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from searchsvc.archive import Manifest, read_lexicon
from searchsvc.article import Article, Unreadable
from searchsvc.corpus import CorpusFile, digest, scan
from searchsvc.engines import open_engine
from searchsvc.engines.base import Engine, Writer
from searchsvc.engines.generations import ENGINE_FOLDER, Generations
from searchsvc.entries import WordCounts, named, prepared
from searchsvc.errors import SearchsvcError, SettingsError
from searchsvc.ledger import FileRecord, Ledger, fingerprint
from searchsvc.readers import read


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reindex is: of the bytes that have to be read, and in articles."""

    read: int
    total: int
    articles: int
    seconds: float


@dataclass(slots=True)
class Report:
    """What a reindex did. ``files`` counts those of the corpus, ``articles`` what is in the index now."""

    generation: str = ""
    files: int = 0
    articles: int = 0
    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    full: bool = False
    why_full: str = ""
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many articles were written or removed."""
        return self.added + self.replaced + self.removed


Watch = Callable[[Progress], None]


def reindex(
    corpus: Path,
    index: Path,
    engine: str = "whoosh",
    *,
    full: bool = False,
    dry_run: bool = False,
    watch: Watch = lambda _: None,
) -> Report:
    """Bring the index up to date with the corpus; what is served stays as it was until all of it is done.

    Raises SettingsError where there is no corpus, IndexLocked where another reindex runs. With ``dry_run`` everything
    is read and counted and nothing is written.
    """
    generations = Generations(index, engine)
    with generations.lock():
        generations.sweep()
        begun = time.monotonic()
        base, why = _base(generations, engine, full=full)
        old = Ledger.read(generations.path(base) / "files.json") if base else Ledger()
        run = _Run(corpus, old, watch, Report(full=base is None, why_full=why))
        plan = run.compare()
        if dry_run:
            run.rehearse(plan)
        elif base and not plan.anything:
            run.new.write(generations.path(base) / "files.json.new")
            (generations.path(base) / "files.json.new").replace(generations.path(base) / "files.json")
            run.report.generation = base
        else:
            with generations.building(base) as folder:
                run.build(plan, folder, engine, generations.path(base) if base else None)
                run.report.generation = folder.name
        return run.finished(begun)


def _base(generations: Generations, engine: str, *, full: bool) -> tuple[str | None, str]:
    """The generation to begin from, or None with the reason to begin anew."""
    current = generations.current()
    if current is None:
        return None, "there was no index yet"
    if full:
        return None, "asked for with --full"
    try:
        manifest = Manifest.read(generations.path(current))
        open_engine(engine, generations.path(current) / ENGINE_FOLDER).close()
    except (SearchsvcError, OSError) as error:
        return None, f"the index could not be read ({error})"
    return (current, "") if manifest.current else (None, "the format or the analysis of text has changed")


@dataclass(slots=True)
class _Plan:
    """Which files to read, and which articles belong to files that are gone."""

    changed: list[CorpusFile] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.changed or self.gone)


class _Run:
    """One reindex: the ledger before and after, and the report."""

    def __init__(self, corpus: Path, old: Ledger, watch: Watch, report: Report) -> None:
        self.old = old
        self.new = Ledger()
        self._corpus = corpus
        self.report = report
        self._watch = watch
        self._begun = time.monotonic()
        self._read = 0
        self._total = 0

    def compare(self) -> _Plan:
        """What has changed since last time: by size and time first, then by content."""
        plan = _Plan()
        self.new.corpus = str(self._corpus.resolve())
        for found in scan(self._corpus):
            if isinstance(found, Unreadable):
                self.report.unreadable.append(found)
                continue
            self.report.files += 1
            known = self.old.files.get(found.name)
            if known is not None and _same(found, known):
                self.new.files[found.name] = replace(known, size=found.size, mtime_ns=found.mtime_ns)
                self.report.unchanged += len(known.articles)
                self.report.unreadable.extend(known.unreadable)
            else:
                plan.changed.append(found)
        if not self.report.files and self.old.files:
            raise SettingsError(
                f"there is no file to read in {self._corpus}, and {len(self.old.files):,} are in the index, which stays as "
                "it is: name the right folder, or empty the index with --full"
            )
        kept = self.new.files.keys() | {file.name for file in plan.changed}
        plan.gone = [id_ for name, record in self.old.files.items() if name not in kept for id_ in record.articles]
        self._total = sum(file.size for file in plan.changed)
        return plan

    def rehearse(self, plan: _Plan) -> None:
        """Read everything that changed and count it."""
        self.report.removed += len(plan.gone)
        for file in plan.changed:
            for _ in self._articles(file):
                pass

    def build(self, plan: _Plan, folder: Path, engine_name: str, base: Path | None) -> None:
        """Write the new state into ``folder``, whose engine part is a copy of the one in ``base``."""
        engine = open_engine(engine_name, folder / ENGINE_FOLDER)
        try:
            words = WordCounts(read_lexicon(base) if base else None)
            with engine.writing() as writer:
                self._change(plan, engine, writer, words)
            lexicon = words.lexicon()
            (folder / "lexicon.tsv").write_text(lexicon.text, encoding="utf-8")
            (folder / "keywords.json").write_text(json.dumps(lexicon.keywords), encoding="utf-8")
            self.new.write(folder / "files.json")
            updated = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            known = Manifest.read(base).files if base else {}
            Manifest(engine_name, engine.stats().articles, updated, checksums(folder, known)).write(folder)
        finally:
            engine.close()

    def finished(self, begun: float) -> Report:
        """The report, complete."""
        self.report.articles = sum(len(record.articles) for record in self.new.files.values())
        self.report.seconds = time.monotonic() - begun
        return self.report

    def _change(self, plan: _Plan, engine: Engine, writer: Writer, words: WordCounts) -> None:
        words.forget(engine.get(plan.gone))
        writer.remove(plan.gone)
        self.report.removed += len(plan.gone)
        for file in plan.changed:
            before = self.old.files.get(file.name)
            known = before.articles if before else {}
            for article in self._articles(file):
                if article.id in known:
                    words.forget(engine.get([article.id]))
                one = prepared(article)
                writer.put(one.entry)
                words.learn(one)
            left = [id_ for id_ in known if id_ not in self.new.files[file.name].articles]
            words.forget(engine.get(left))
            writer.remove(left)
            self.report.removed += len(left)

    def _articles(self, file: CorpusFile) -> Iterator[Article]:
        """The articles of a file that differ from what is indexed; the file is entered in the new ledger."""
        before = self.old.files.get(file.name)
        known = before.articles if before else {}
        read_now: dict[str, str] = {}
        unreadable: list[Unreadable] = []
        content = _content(file)
        for found in read(file.path, self._corpus):
            if isinstance(found, Unreadable):
                unreadable.append(found)
                continue
            if found.id in read_now:
                reason = f"another article has the id {found.id} already: give each its own"
                unreadable.append(Unreadable(file.name, reason))
                continue
            article = named(found)
            read_now[article.id] = fingerprint(article)
            self._count(article.id, known, read_now[article.id])
            if known.get(article.id) != read_now[article.id]:
                yield article
            self._tell()
        self._read += file.size
        self._tell()
        self.new.files[file.name] = FileRecord(file.size, file.mtime_ns, content, read_now, tuple(unreadable))
        self.report.unreadable.extend(unreadable)

    def _count(self, id_: str, known: dict[str, str], now: str) -> None:
        if id_ not in known:
            self.report.added += 1
        elif known[id_] != now:
            self.report.replaced += 1
        else:
            self.report.unchanged += 1

    def _tell(self) -> None:
        done = self.report.added + self.report.replaced
        self._watch(Progress(self._read, self._total, done, time.monotonic() - self._begun))


def _same(found: CorpusFile, known: FileRecord) -> bool:
    """Whether a file is as it was: by size and time, or else by its content."""
    if (found.size, found.mtime_ns) == (known.size, known.mtime_ns):
        return True
    return found.size == known.size and _content(found) == known.digest


def _content(file: CorpusFile) -> str:
    try:
        return digest(file.path)
    except OSError:
        return ""  # The reader says why it cannot be read.


def checksums(folder: Path, known: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """The size and digest of every file below ``folder``; files of the engine that are ``known`` are not read again."""
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or "LOCK" in name or name in ("manifest.json", "files.json"):
            continue
        size = path.stat().st_size
        same = name in known and known[name][0] == size and name.startswith(ENGINE_FOLDER)
        found[name] = known[name] if same else (size, digest(path))
    return found
