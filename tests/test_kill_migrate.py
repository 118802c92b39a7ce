"""A migration that is killed or interrupted: served is what was, or what shall be, and another run does the rest."""

from __future__ import annotations

import shutil
import signal
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchsvc.served import serve_with, served_engine
from tests.killing import Run, State, files_of, moments, state_of, turn, write_article

ARTICLES = 60
MOMENTS = 2
WAYS = {"to tantivy": ("whoosh", "tantivy"), "to whoosh": ("tantivy", "whoosh")}

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals that stop or kill are POSIX"),
    pytest.mark.slow,
]


@dataclass(frozen=True, slots=True)
class Scene:
    """A migration with a switch, over an older index of the new engine: what both answer, and how much it does."""

    source: str
    target: str
    index: Path
    kept: State | None
    before: State | None
    files: Counter[str]
    touches: list[str]

    def run(self, index: Path, sent: str = "SIGKILL", moment: int = 0) -> Run:
        """The migration of a copy of its index."""
        command = ("migrate", "--engine", self.source, "--to", self.target, "--switch")
        return Run(index, *command, sent=sent, moment=moment)

    def disturbed(self, index: Path, sent: str, moment: int) -> tuple[int, str]:
        """The migration of a fresh copy of its index, to its end."""
        return self.run(Path(shutil.copytree(self.index, index)), sent, moment).ended()

    def check_mended(self, index: Path) -> None:
        """It is served as before or as after, the old index is as it was, and another run does the rest."""
        assert state_of(index, self.source) == self.kept
        assert state_of(index, self.target) in (self.before, self.kept)
        assert state_of(index, served_engine(index)) == self.kept
        self.run(index).touches()
        assert served_engine(index) == self.target
        assert state_of(index, self.source) == state_of(index, self.target) == self.kept
        assert files_of(index) == self.files


@pytest.fixture(scope="module", params=WAYS.values(), ids=list(WAYS))
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Both ways."""
    source, target = request.param
    folder = tmp_path_factory.mktemp("scene")
    corpus, index, copy = folder / "corpus", folder / "index", folder / "undisturbed"
    for engine, begin in ((target, 0), (source, ARTICLES // 2)):
        for number in range(begin, begin + ARTICLES // 2):
            write_article(corpus, number, 1)
        Run(index, "reindex", str(corpus), "--engine", engine).touches()
    serve_with(index, source)
    before, kept = state_of(index, target), state_of(index, source)
    assert before != kept
    shutil.copytree(index, copy)
    command = ("migrate", "--engine", source, "--to", target, "--switch")
    touches = Run(copy, *command).touches()
    return Scene(source, target, index, kept, before, files_of(copy), touches)


@pytest.mark.parametrize("part", range(MOMENTS))
def test_killed_at_any_moment(scene: Scene, tmp_path: Path, part: int) -> None:
    moment = moments(scene.touches, MOMENTS)[part]
    code, said = scene.disturbed(tmp_path / "index", "SIGKILL", moment)
    assert code == -signal.SIGKILL, said
    scene.check_mended(tmp_path / "index")


@pytest.mark.parametrize("part", range(MOMENTS))
def test_ctrl_c_at_any_moment(scene: Scene, tmp_path: Path, part: int) -> None:
    code, said = scene.disturbed(tmp_path / "index", "SIGINT", moments(scene.touches, MOMENTS)[part])
    assert code != 0, said
    assert "Traceback" not in said
    scene.check_mended(tmp_path / "index")


@pytest.mark.parametrize("name", ["CURRENT", "ENGINE"])
def test_killed_around_the_moment_when_it_becomes_current_and_is_served(
    scene: Scene, tmp_path: Path, name: str
) -> None:
    middle = turn(scene.touches, name)
    for moment in (middle, middle + 1):
        scene.disturbed(tmp_path / f"index-{moment}", "SIGKILL", moment)
        scene.check_mended(tmp_path / f"index-{moment}")
