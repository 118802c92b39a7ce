"""A reindex that is killed, interrupted or started twice: the index answers all the while, and the next run mends it.

``python -m tests.test_kill 100 tantivy`` tries a hundred moments with that engine, every other one by the clock.
"""

from __future__ import annotations

import os
import random
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

from tests.killing import Run, State, files_of, moments, state_of, turn, write_article

ARTICLES = 120
MOMENTS = 2
AROUND = 1
LOCKED = 4

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals that stop or kill are POSIX"),
    pytest.mark.slow,
]


@dataclass(frozen=True, slots=True)
class Scene:
    """A run of reindex: what the index answers before and after it, what it then consists of, and how much it does."""

    engine: str
    corpus: Path
    index: Path
    options: tuple[str, ...]
    before: State | None
    after: State
    files: Counter[str]
    touches: list[str]

    def run(self, index: Path, *options: str, sent: str = "SIGKILL", moment: int = 0) -> Run:
        """A reindex of a copy of its index."""
        return Run(index, *reindex(self.engine, self.corpus), *options, sent=sent, moment=moment)

    def disturbed(self, index: Path, *, sent: str = "SIGKILL", moment: int = 0) -> Run:
        """The run itself, over a copy of its index."""
        return self.run(Path(shutil.copytree(self.index, index)), *self.options, sent=sent, moment=moment)

    def check_mended(self, index: Path) -> None:
        """The index answers as before or as after; another run makes it, file for file, what one in peace makes."""
        assert state_of(index, self.engine) in (self.before, self.after)
        self.run(index).touches()
        self.check_done(index)

    def check_done(self, index: Path) -> None:
        """The index is what an undisturbed run makes."""
        assert state_of(index, self.engine) == self.after
        assert files_of(index) == self.files


def reindex(engine: str, corpus: Path) -> tuple[str, ...]:
    """The command."""
    return "reindex", str(corpus), "--engine", engine


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


def set_up(folder: Path, engine: str, *options: str, first: bool = False) -> Scene:
    """A corpus, indexed (unless this is to be the first time) and changed; the run over it is done once in peace."""
    corpus, index, copy = folder / "corpus", folder / "index", folder / "undisturbed"
    write_corpus(corpus)
    if first:
        index.mkdir()
    else:
        Run(index, *reindex(engine, corpus)).touches()
        change_corpus(corpus)
    before = state_of(index, engine)
    shutil.copytree(index, copy)
    touches = Run(copy, *reindex(engine, corpus), *options).touches()
    after = state_of(copy, engine)
    assert after is not None
    assert after != before
    return Scene(engine, corpus, index, options, before, after, files_of(copy), touches)


SCENES: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "what has changed": ("whoosh", (), False),
    "everything again": ("whoosh", ("--full",), False),
    "the first time": ("whoosh", (), True),
    "what has changed, with tantivy": ("tantivy", (), False),
}


@pytest.fixture(scope="module", params=SCENES.values(), ids=list(SCENES))
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The scenes."""
    engine, options, first = request.param
    return set_up(tmp_path_factory.mktemp("scene"), engine, *options, first=first)


@pytest.mark.parametrize("part", range(MOMENTS))
def test_killed_at_any_moment(scene: Scene, tmp_path: Path, part: int) -> None:
    code, said = scene.disturbed(tmp_path / "index", moment=moments(scene.touches, MOMENTS)[part]).ended()
    assert code == -signal.SIGKILL, said
    scene.check_mended(tmp_path / "index")


@pytest.mark.parametrize("part", range(MOMENTS))
def test_ctrl_c_at_any_moment(scene: Scene, tmp_path: Path, part: int) -> None:
    moment = moments(scene.touches, MOMENTS)[part]
    code, said = scene.disturbed(tmp_path / "index", sent="SIGINT", moment=moment).ended()
    assert code != 0, said
    assert "Traceback" not in said
    scene.check_mended(tmp_path / "index")


@pytest.mark.parametrize("sent", ["SIGKILL", "SIGINT"])
def test_stopped_around_the_moment_when_the_new_state_becomes_current(scene: Scene, tmp_path: Path, sent: str) -> None:
    middle = turn(scene.touches)
    for moment in range(middle - AROUND, middle + AROUND + 1):
        scene.disturbed(tmp_path / f"index-{moment}", sent=sent, moment=moment).ended()
        scene.check_mended(tmp_path / f"index-{moment}")


def test_of_two_at_once_the_second_says_who_is_first(scene: Scene, tmp_path: Path) -> None:
    first = scene.disturbed(tmp_path / "index", sent="SIGSTOP", moment=len(scene.touches) // 2)
    first.stopped()
    code, said = scene.run(tmp_path / "index").ended()
    assert (code, str(first.pid) in said) == (LOCKED, True), said
    os.kill(first.pid, signal.SIGCONT)
    first.touches()
    scene.check_done(tmp_path / "index")


def try_moments(count: int, engine: str) -> Iterator[str]:
    """Kill a reindex at many moments, every other one by the clock; gives a line for each."""
    where = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        scene = set_up(Path(folder), engine)
        seconds = (time.monotonic() - begun) / 2
        for number, moment in enumerate(moments(scene.touches, count)):
            index = Path(folder) / f"index-{number}"
            run = scene.disturbed(index, moment=0 if number % 2 else moment)
            after = where.random() * seconds
            if number % 2:
                with suppress(subprocess.TimeoutExpired):
                    run.process.wait(after)
                run.process.kill()
            code, _ = run.ended()
            scene.check_mended(index)
            yield (
                f"{number + 1}: " + (f"after {after:.2f} s" if number % 2 else f"at touch {moment}") + f", exit {code}"
            )


if __name__ == "__main__":
    asked = dict(enumerate(sys.argv))
    for line in try_moments(int(asked.get(1, "100")), asked.get(2, "whoosh")):
        sys.stdout.write(f"{line}: as it should be\n")
        sys.stdout.flush()
