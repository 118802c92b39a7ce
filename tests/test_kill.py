"""A reindex that is killed, interrupted or started twice: the index answers all the while, and the next run mends it.

Moments are touches of the index's files, counted by ``tests.interrupted``: the same in every run, and spread over it.
``python -m tests.test_kill 100`` tries a hundred moments, every other one by the clock.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchsvc.answer import SearchRequest
from searchsvc.archive import open_archive
from searchsvc.errors import IndexMissing
from searchsvc.searching import search

PROJECT = Path(__file__).resolve().parent.parent
ARTICLES = 120
MOMENTS = 2
AROUND = 1
LOCKED = 4
PATIENCE = 120
QUERIES = ("", "harbour", '"old mill"', "market -bridge", "gar*", "date:2021", "mraket~", "title:river")
WORDS = [
    "harbour", "market", "bridge", "river", "mill", "old", "new", "garden", "garlic", "council", "votes",
    "storm", "ferry", "bakery", "school", "library", "train", "winter", "summer", "festival", "opens", "closes",
    "burns", "repairs", "plans", "fish", "apples", "mayor", "road", "tower", "clock", "quiet", "busy",
]  # fmt: skip

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals that stop or kill are POSIX"),
    pytest.mark.slow,
]


@dataclass(frozen=True, slots=True)
class State:
    """What an index answers: to every query the total and the ids, and the words of its lexicon."""

    answers: tuple[tuple[int, tuple[str, ...]], ...]
    lexicon: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A run of reindex: what the index answers before and after it, what it then consists of, and how much it does."""

    corpus: Path
    index: Path
    options: tuple[str, ...]
    before: State | None
    after: State
    files: Counter[str]
    touches: list[str]


def write_article(corpus: Path, number: int, edition: int) -> None:
    """Write one made-up article; another edition of it has other words."""
    words = random.Random(f"{number}/{edition}")
    title = " ".join(words.choices(WORDS, k=4)).capitalize()
    day = f"{words.choice(('January', 'May', 'October'))} {words.randint(10, 28)}, {words.choice((2020, 2021))}"
    body = "\n\n".join(" ".join(words.choices(WORDS, k=60)) + "." for _ in range(4))
    path = corpus / f"{number % 7}" / f"{number:04}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title}\n\n{day}\n\n{body}\n", encoding="utf-8")


def write_corpus(corpus: Path) -> None:
    """Write the corpus as it is at first."""
    for number in range(ARTICLES):
        write_article(corpus, number, 1)


def change_corpus(corpus: Path) -> None:
    """Add, edit and delete a good part of the articles."""
    for number in range(0, ARTICLES, 3):
        write_article(corpus, number, 2)
    for number in range(ARTICLES, ARTICLES + ARTICLES // 3):
        write_article(corpus, number, 1)
    for number in range(1, ARTICLES, 5):
        (corpus / f"{number % 7}" / f"{number:04}.txt").unlink()


def state_of(index: Path) -> State | None:
    """What the index answers, after making sure that all of it can be read; None where there is none yet."""
    try:
        archive = open_archive(index, "whoosh")
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
    return Counter(re.sub(r"\d{6}/|MAIN_[0-9a-z]+", "", name) for name in names)


def environment() -> dict[str, str]:
    """What a run is started with: without settings of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHSVC_")}
    return kept | {"PYTHONPATH": str(PROJECT)}


class Reindex:
    """A reindex in a process of its own, to be sent a signal at one of its touches of the index (0: at none)."""

    def __init__(self, corpus: Path, index: Path, *options: str, sent: str = "SIGKILL", moment: int = 0) -> None:
        self.log = index.parent / f"{index.name}.touches"
        command = [sys.executable, "-m", "tests.interrupted", str(index), str(self.log), sent, str(moment), "--"]
        command += ["reindex", str(corpus), "--index", str(index), *options]
        self.process = subprocess.Popen(
            command,
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
        """How it touched the files of the index, a line each time; it must have ended by itself, and well."""
        code, said = self.ended()
        assert code == 0, said
        return self.log.read_text(encoding="utf-8").splitlines()

    def stopped(self) -> None:
        """Return when it stands still after a SIGSTOP."""
        _, status = os.waitpid(self.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), f"it ended ({status}) before the moment came"


def set_up(folder: Path, *options: str, first: bool = False) -> Scene:
    """A corpus, indexed (unless this is to be the first time) and changed; the run over it is done once in peace."""
    corpus, index, copy = folder / "corpus", folder / "index", folder / "undisturbed"
    write_corpus(corpus)
    if first:
        index.mkdir()
    else:
        Reindex(corpus, index).touches()
        change_corpus(corpus)
    before = state_of(index)
    shutil.copytree(index, copy)
    touches = Reindex(corpus, copy, *options).touches()
    after = state_of(copy)
    assert after is not None
    assert after != before
    return Scene(corpus, index, options, before, after, files_of(copy), touches)


def check_mended(scene: Scene, index: Path) -> None:
    """The index answers as before or as after; another run makes it what an undisturbed one makes, file for file."""
    assert state_of(index) in (scene.before, scene.after)
    Reindex(scene.corpus, index).touches()
    assert state_of(index) == scene.after
    assert files_of(index) == scene.files


def moments(scene: Scene, count: int) -> list[int]:
    """Moments spread over the run: one somewhere in each of ``count`` equal stretches."""
    where = random.Random(2026)
    return [1 + int((n + where.random()) * len(scene.touches) / count) for n in range(count)]


SCENES: dict[str, tuple[tuple[str, ...], bool]] = {
    "what has changed": ((), False),
    "everything again": (("--full",), False),
    "the first time": ((), True),
}


@pytest.fixture(scope="module", params=SCENES.values(), ids=list(SCENES))
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The scenes."""
    options, first = request.param
    return set_up(tmp_path_factory.mktemp("scene"), *options, first=first)


@pytest.mark.parametrize("part", range(MOMENTS))
def test_killed_at_any_moment(scene: Scene, tmp_path: Path, part: int) -> None:
    index = Path(shutil.copytree(scene.index, tmp_path / "index"))
    code, said = Reindex(scene.corpus, index, *scene.options, moment=moments(scene, MOMENTS)[part]).ended()
    assert code == -signal.SIGKILL, said
    check_mended(scene, index)


@pytest.mark.parametrize("part", range(MOMENTS))
def test_ctrl_c_at_any_moment(scene: Scene, tmp_path: Path, part: int) -> None:
    index = Path(shutil.copytree(scene.index, tmp_path / "index"))
    moment = moments(scene, MOMENTS)[part]
    code, said = Reindex(scene.corpus, index, *scene.options, sent="SIGINT", moment=moment).ended()
    assert code != 0, said
    assert "Traceback" not in said
    check_mended(scene, index)


@pytest.mark.parametrize("sent", ["SIGKILL", "SIGINT"])
def test_stopped_around_the_moment_when_the_new_state_becomes_current(scene: Scene, tmp_path: Path, sent: str) -> None:
    turn = 1 + next(n for n, touch in enumerate(scene.touches) if "rename" in touch and "CURRENT" in touch)
    for moment in range(turn - AROUND, turn + AROUND + 1):
        index = Path(shutil.copytree(scene.index, tmp_path / f"index-{moment}"))
        Reindex(scene.corpus, index, *scene.options, sent=sent, moment=moment).ended()
        check_mended(scene, index)


def test_of_two_at_once_the_second_says_who_is_first(scene: Scene, tmp_path: Path) -> None:
    index = Path(shutil.copytree(scene.index, tmp_path / "index"))
    first = Reindex(scene.corpus, index, *scene.options, sent="SIGSTOP", moment=len(scene.touches) // 2)
    first.stopped()
    code, said = Reindex(scene.corpus, index).ended()
    assert (code, str(first.pid) in said) == (LOCKED, True), said
    os.kill(first.pid, signal.SIGCONT)
    first.touches()
    assert state_of(index) == scene.after
    assert files_of(index) == scene.files


def try_moments(count: int) -> Iterator[str]:
    """Kill a reindex at many moments, every other one by the clock; gives a line for each."""
    where = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        scene = set_up(Path(folder))
        seconds = (time.monotonic() - begun) / 2
        for number, moment in enumerate(moments(scene, count)):
            index = Path(shutil.copytree(scene.index, Path(folder) / f"index-{number}"))
            run = Reindex(scene.corpus, index, moment=0 if number % 2 else moment)
            after = where.random() * seconds
            if number % 2:
                with suppress(subprocess.TimeoutExpired):
                    run.process.wait(after)
                run.process.kill()
            code, _ = run.ended()
            check_mended(scene, index)
            yield (
                f"{number + 1}: " + (f"after {after:.2f} s" if number % 2 else f"at touch {moment}") + f", exit {code}"
            )


if __name__ == "__main__":
    for line in try_moments(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
        sys.stdout.write(f"{line}: as it should be\n")
        sys.stdout.flush()
