"""What an archive covers: how its articles were read, what had to be assumed, and what is missing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from searchsvc.article import Unreadable
from searchsvc.durable import replacing
from searchsvc.errors import IndexDamaged
from searchsvc.ledger import Doubtful, Ledger

NAME = "coverage.json"
LISTED = 1_000
"""How many troubles and how many doubtful dates are kept by name; the numbers count all."""


@dataclass(frozen=True, slots=True)
class Read:
    """How many files a reader read, and how many articles came of them."""

    files: int
    articles: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole archive in numbers; a mapping counts articles by what it is named for, the commonest first.

    ``readers`` has the formats (``WARC › HTML`` is a page in a web archive), ``languages`` empty where none was told,
    ``dates`` the undated (``none``) and those in doubt, ``encodings`` what was taken for files that did not say theirs,
    ``unreadable`` counts files and lines by the reason, ``aside`` what is no article: parts of pages by suffix, and
    what was left out of archives. ``copies`` counts the articles that are near-copies of an earlier one.
    """

    readers: dict[str, Read] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    dates: dict[str, int] = field(default_factory=dict)
    encodings: dict[str, int] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    copies: int = 0
    doubtful: tuple[Doubtful, ...] = ()
    troubles: tuple[Unreadable, ...] = ()

    @classmethod
    def of(cls, ledger: Ledger, unread: Iterable[Unreadable], aside: Mapping[str, int], copies: int) -> Coverage:
        """What the ledger of a whole corpus amounts to, with the files that were never read, and those left aside."""
        files, articles = Counter[str](), Counter[str]()
        counted = {kind: Counter[str]() for kind in ("language", "date", "encoding", "left out", "unreadable")}
        doubtful: list[Doubtful] = []
        for _, record in sorted(ledger.files.items()):  # several processes read files in any order
            readers = record.tally.get("reader", {})
            files.update(readers.keys())
            articles.update(readers)
            for kind, counts in counted.items():
                counts.update(record.tally.get(kind, {}))
            doubtful.extend(record.doubtful[: LISTED - len(doubtful)])
        outside = list(unread)
        counted["unreadable"].update(one.kind for one in outside)
        inside = (one for record in ledger.files.values() for one in record.unreadable)
        return cls(
            readers={name: Read(files[name], count) for name, count in articles.most_common()},
            languages=dict(counted["language"].most_common()),
            dates=dict(counted["date"].most_common()),
            encodings=dict(counted["encoding"].most_common()),
            unreadable=dict(counted["unreadable"].most_common()),
            aside=dict((Counter(aside) + counted["left out"]).most_common()),
            copies=copies,
            doubtful=tuple(doubtful),
            troubles=tuple(sorted(chain(outside, inside), key=attrgetter("place"))[:LISTED]),
        )

    @classmethod
    def joined(cls, parts: Sequence[Coverage], copies: int) -> Coverage:
        """What several archives cover together."""
        readers: dict[str, Read] = {}
        for part in parts:
            for name, read in part.readers.items():
                known = readers.get(name, Read(0, 0))
                readers[name] = Read(known.files + read.files, known.articles + read.articles)

        def counted(name: str) -> dict[str, int]:
            total = Counter[str]()
            for part in parts:
                total.update(getattr(part, name))
            return dict(total.most_common())

        counts = {name: counted(name) for name in ("languages", "dates", "encodings", "unreadable", "aside")}
        return cls(
            readers=dict(sorted(readers.items(), key=lambda one: -one[1].articles)),
            **counts,
            copies=copies,
            doubtful=tuple(one for part in parts for one in part.doubtful)[:LISTED],
            troubles=tuple(sorted((one for part in parts for one in part.troubles), key=attrgetter("place"))[:LISTED]),
        )

    def to_json(self) -> dict[str, Any]:
        """The coverage as a JSON object."""
        return asdict(self)

    def write(self, folder: Path) -> None:
        """Write it into the folder of a generation, in one step in place of an older one."""
        with replacing(folder / NAME) as file:
            json.dump(self.to_json(), file, ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, folder: Path) -> Coverage:
        """The coverage in the folder of a generation; raises IndexDamaged where it cannot be read."""
        path = folder / NAME
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            read["readers"] = {name: Read(**counts) for name, counts in read["readers"].items()}
            read["doubtful"] = tuple(Doubtful(**one) for one in read["doubtful"])
            read["troubles"] = tuple(Unreadable(**one) for one in read["troubles"])
            return cls(**read)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamaged(f"{path} is missing or damaged: run `searchsvc reindex --full`") from error
