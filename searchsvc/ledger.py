"""The ledger of a corpus: which files were read, in which state, and which articles came of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from searchsvc.article import Article, Unreadable
from searchsvc.durable import replacing
from searchsvc.errors import IndexDamaged

_encoded = json.JSONEncoder(sort_keys=True).encode


Tally: TypeAlias = dict[str, dict[str, int]]
"""How many articles, by what is counted (``reader``, ``encoding``, ``date``) and by its value (``HTML``)."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An article whose date may be wrong, and why: ``ambiguous``, ``future`` or ``early``."""

    id: str
    date: str
    doubt: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was read. ``articles`` maps the id of each of its articles to a digest of what was indexed.

    ``tally`` counts what its reader found out and assumed, by kind and value; ``doubtful`` has the first articles whose
    dates may be wrong.
    """

    size: int
    mtime_ns: int
    digest: str
    articles: dict[str, str]
    unreadable: tuple[Unreadable, ...] = ()
    tally: Tally = field(default_factory=dict)
    doubtful: tuple[Doubtful, ...] = ()


@dataclass(slots=True)
class Ledger:
    """The records of all files, by their names in the corpus, and the corpus they are of.

    ``names`` maps the keys of articles to the names that files of records were read with.
    """

    corpus: str = ""
    files: dict[str, FileRecord] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """How many articles came of all files."""
        return sum(len(record.articles) for record in self.files.values())

    def write(self, path: Path) -> None:
        """Write the ledger, in one step in place of an older one: a line for the corpus, then one a file."""
        with replacing(path) as out:
            out.write(json.dumps({"corpus": self.corpus, "names": self.names}) + "\n")
            for name, record in self.files.items():
                out.write(json.dumps([name, *_row(record)], separators=(",", ":")) + "\n")

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """The ledger in a file; raises IndexDamaged where it is missing or damaged."""
        try:
            with path.open(encoding="utf-8") as lines:
                head = json.loads(next(lines))
                ledger = cls(head["corpus"], names=head.get("names", {}))
                for line in lines:
                    name, *row = json.loads(line)
                    ledger.files[name] = _record(*row)
        except (OSError, ValueError, TypeError, KeyError, StopIteration) as error:
            raise IndexDamaged(f"{path} is missing or damaged: run `searchsvc reindex --full`") from error
        return ledger


def _row(record: FileRecord) -> tuple[object, ...]:
    problems = [[one.path, one.reason, one.line] for one in record.unreadable]
    doubtful = [[one.id, one.date, one.doubt] for one in record.doubtful]
    return record.size, record.mtime_ns, record.digest, record.articles, problems, record.tally, doubtful


def _record(
    size: int,
    mtime_ns: int,
    digest: str,
    articles: dict[str, str],
    problems: list[tuple[str, str, int | None]],
    tally: Tally | None = None,  # older versions did not write what follows
    doubtful: Sequence[tuple[str, str, str]] = (),
) -> FileRecord:
    unreadable = tuple(Unreadable(*problem) for problem in problems)
    doubts = tuple(Doubtful(*one) for one in doubtful)
    return FileRecord(size, mtime_ns, digest, articles, unreadable, tally or {}, doubts)


def fingerprint(article: Article) -> str:
    """A short digest of an article: equal where there is nothing to index again."""
    content = _encoded(article.to_json()).encode()
    return hashlib.blake2b(content, digest_size=8).hexdigest()
