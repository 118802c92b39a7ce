"""Changed files read into articles that know their language, one file after the other.

Terms are not made here but where they are indexed: to hand them from process to process costs more than to make them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from searchsvc.article import Article, Note, Unreadable
from searchsvc.changes import content_of, staying
from searchsvc.corpus import CorpusFile, is_gone, trouble_with
from searchsvc.entries import named
from searchsvc.ledger import Doubtful, FileRecord, Tally, fingerprint
from searchsvc.readers import Clock, read_file

SECONDS = 10.0
"""How long one article may take, in time of the processor."""

LISTED = 100
"""How many troubles, and how many doubtful dates, of one file are told one by one."""


@dataclass(frozen=True, slots=True)
class Job:
    """The files to read, each with the digests of its articles as they are indexed (by id).

    ``names`` maps the keys of articles to the names they have in files that name them otherwise; ``seconds`` is how
    much time of the processor one article may take.
    """

    corpus: Path
    files: tuple[tuple[CorpusFile, dict[str, str]], ...]
    names: Mapping[str, str] = field(default_factory=dict)
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article of a file, with its digest and the length of its text; ``changed`` is None where it has not."""

    id: str
    digest: str
    length: int
    changed: Article | None

    def __reduce__(self) -> tuple[type[ReadArticle], tuple[object, ...]]:
        return ReadArticle, (self.id, self.digest, self.length, self.changed)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The end of a file, and what is to be remembered of it."""

    file: CorpusFile
    record: FileRecord


Item = ReadArticle | ReadFile


def read_files(job: Job, clock: Clock | None = None) -> Iterator[Item]:
    """The articles of each file of the job, then the file."""
    with (clock or Clock(job.seconds)).running() as running:
        for file, known in job.files:
            yield from _file(file, known, job, running)


class _Troubles:
    """What of a file could not be read: the first hundred, and how many more."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._first: list[Unreadable] = []
        self._more = 0
        self.whole = False

    def add(self, one: Unreadable) -> None:
        """Note one; ``whole`` tells from then on whether any is about the file and not about a line."""
        self.whole = self.whole or one.line is None
        if len(self._first) < LISTED:
            self._first.append(one)
        else:
            self._more += 1

    def listed(self, *, stays: bool) -> tuple[Unreadable, ...]:
        """Them, told apart where the file cannot be reached and its articles stay."""
        listed = [
            replace(one, reason=staying(one.reason)) if stays and one.line is None else one for one in self._first
        ]
        if self._more:
            lines = "1 more line" if self._more == 1 else f"{self._more:,} more lines"
            listed.append(Unreadable(self._name, f"and {lines} could not be read"))
        return tuple(listed)


class _Counts:
    """What the articles of a file are, and how they were read."""

    def __init__(self) -> None:
        self.tally: Tally = {}
        self.doubtful: list[Doubtful] = []
        self._reader = ""

    def note(self, note: Note) -> None:
        """Count what was assumed; a reader counts with each of its articles."""
        if note.kind == "reader":
            self._reader = note.value
        else:
            self._add(note.kind, note.value)

    def count(self, article: Article) -> None:
        """Count an article under its reader and its language, and where there is something to say about its date."""
        self._add("reader", self._reader)
        self._add("language", article.language)
        if article.date is None:
            self._add("date", "none")
        elif article.date_doubt:
            self._add("date", article.date_doubt)
            if len(self.doubtful) < LISTED:
                self.doubtful.append(Doubtful(article.id, article.date.isoformat(), article.date_doubt))

    def trouble(self, trouble: Unreadable) -> None:
        """Count what could not be read."""
        self._add("unreadable", trouble.kind)

    def _add(self, kind: str, value: str) -> None:
        counts = self.tally.setdefault(kind, {})
        counts[value] = counts.get(value, 0) + 1


def _file(file: CorpusFile, known: dict[str, str], job: Job, clock: Clock) -> Iterator[Item]:
    articles: dict[str, str] = {}
    troubles, counts = _Troubles(file.name), _Counts()
    content = content_of(file)
    for found in read_file(file.path, job.corpus, job.names, clock):
        if isinstance(found, Note):
            counts.note(found)
        elif isinstance(found, Unreadable):
            troubles.add(found)
            counts.trouble(found)
        elif found.id in articles:
            double = Unreadable(file.name, f"another article has this id already: give each its own ({found.id})")
            troubles.add(double)
            counts.trouble(double)
        else:
            article = named(found)
            counts.count(article)
            articles[article.id] = digest = fingerprint(article)
            length = sum(map(len, (article.title, article.body, *article.captions)))
            yield ReadArticle(article.id, digest, length, article if known.get(article.id) != digest else None)
    if stays := troubles.whole and _out_of_reach(file.path, content):
        articles, content = {**known, **articles}, ""
    unreadable = troubles.listed(stays=stays and bool(known))
    record = FileRecord(file.size, file.mtime_ns, content, articles, unreadable, counts.tally, tuple(counts.doubtful))
    yield ReadFile(file, record)


def _out_of_reach(path: Path, content: str) -> bool:
    """Whether a file that could not be read is there, and the operating system is what is against it."""
    error = trouble_with(path)
    return not is_gone(path, error) if error else not content
