"""A run of the command line in a process of its own, stopped at a chosen moment; and what an index then answers.

Moments are touches of the index, counted by ``tests.interrupted``: the same in every run, and spread over it.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from searchsvc.answer import SearchRequest
from searchsvc.archive import open_archive
from searchsvc.errors import IndexMissing
from searchsvc.searching import search

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 120
ENGINES = ("whoosh", "tantivy")
QUERIES = ("", "harbour", '"old mill"', "market -bridge", "gar*", "date:2021", "mraket~", "title:river")
WORDS = [
    "harbour", "market", "bridge", "river", "mill", "old", "new", "garden", "garlic", "council", "votes",
    "storm", "ferry", "bakery", "school", "library", "train", "winter", "summer", "festival", "opens", "closes",
    "burns", "repairs", "plans", "fish", "apples", "mayor", "road", "tower", "clock", "quiet", "busy",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """What an index answers: to every query the total and the ids, and the words of its lexicon."""

    answers: tuple[tuple[int, tuple[str, ...]], ...]
    lexicon: str


class Run:
    """A command in a process of its own, to be sent a signal at one of its touches of the index (0: at none)."""

    def __init__(self, index: Path, *command: str, sent: str = "SIGKILL", moment: int = 0) -> None:
        self.log = index.parent / f"{index.name}.touches"
        counted = ["-m", "tests.interrupted", str(index), str(self.log), sent, str(moment), "--"]
        self.process = subprocess.Popen(
            [sys.executable, *counted, *command, "--index", str(index)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def ended(self) -> tuple[int, str]:
        """The exit code and what it said, when it has ended and all its children too."""
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said

    def touches(self) -> list[str]:
        """How it touched the index, a line each time; it must have ended by itself, and well."""
        code, said = self.ended()
        assert code == 0, said
        return self.log.read_text(encoding="utf-8").splitlines()

    def stopped(self) -> None:
        """Return when it stands still after a SIGSTOP."""
        _, status = os.waitpid(self.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), f"it ended ({status}) before the moment came"


def environment() -> dict[str, str]:
    """What a run is started with: without settings of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHSVC_")}
    return kept | {"PYTHONPATH": str(PROJECT)}


def moments(touches: Sequence[str], count: int) -> list[int]:
    """Moments spread over a run: one somewhere in each of ``count`` equal stretches."""
    where = random.Random(2026)
    return [1 + int((n + where.random()) * len(touches) / count) for n in range(count)]


def turn(touches: Sequence[str], name: str = "CURRENT") -> int:
    """The first moment behind the one at which the file with this name is replaced."""
    return 1 + next(n for n, touch in enumerate(touches) if "rename" in touch and name in touch)


def state_of(index: Path, engine: str) -> State | None:
    """What the index answers, after making sure that all of it can be read; None where there is none yet."""
    try:
        archive = open_archive(index, engine)
    except IndexMissing:
        return None
    try:
        assert archive.engine.verify() == []
        answers = [search(archive, SearchRequest(q=query, per_page=100)) for query in QUERIES]
        assert {answer.index.articles for answer in answers} == {answers[0].total}
        found = tuple((answer.total, tuple(hit.article.id for hit in answer.hits)) for answer in answers)
        return State(found, archive.lexicon.text)
    finally:
        archive.close()


def files_of(index: Path) -> Counter[str]:
    """How many files of each kind there are; generations and segments have names of their own in every run."""
    names = (path.relative_to(index).as_posix() for path in index.rglob("*") if path.is_file())
    return Counter(re.sub(r"\d{6}/|MAIN_[0-9a-z]+|[0-9a-f]{32}|\d+(?=\.del)", "", name) for name in names)


def write_article(corpus: Path, number: int, edition: int) -> None:
    """Write one made-up article; another edition of it has other words."""
    words = random.Random(f"{number}/{edition}")
    title = " ".join(words.choices(WORDS, k=4)).capitalize()
    day = f"{words.choice(('January', 'May', 'October'))} {words.randint(10, 28)}, {words.choice((2020, 2021))}"
    body = "\n\n".join(" ".join(words.choices(WORDS, k=60)) + "." for _ in range(4))
    path = corpus / f"{number % 7}" / f"{number:04}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title}\n\n{day}\n\n{body}\n", encoding="utf-8")
