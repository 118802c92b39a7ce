"""What every test may ask for: the real texts, a browser, and how hard hypothesis tries."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.indexed import two_files

pytest_plugins = ["tests.cluster.fixture", "tests.cluster.engines"]

PROJECT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("SEARCHSVC_CORPORA") or PROJECT.parent / "shared" / "corpora")

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# A shell lets its background jobs ignore Ctrl-C, and every process that they start; here some are sent one.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline: a machine under load is no failure. No database: a run leaves nothing behind in the project.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", deadline=None, database=None, max_examples=5000, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


class InTurns(LoadScopeScheduling):  # type: ignore[misc]  # has no types
    """Several workers (``-n``): one has all tests of the cluster, which mostly wait; the rest is dealt file by file."""

    def _split_scope(self, nodeid: str) -> str:
        return "cluster" if _in_cluster(nodeid) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> InTurns:
    """How tests are dealt."""
    return InTurns(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers what takes longest begins first."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: not _in_cluster(item.nodeid))


def _in_cluster(nodeid: str) -> bool:
    return "opensearch" in nodeid or nodeid.startswith("tests/cluster/")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real texts: ../shared/corpora, or $SEARCHSVC_CORPORA."""
    if not CORPORA.is_dir():
        pytest.skip(f"no real texts to test with: {CORPORA} is not a folder; name one in SEARCHSVC_CORPORA")
    return CORPORA


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium or Chrome: what playwright takes as ``executable_path``."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser to test with: {named or 'Chromium'} is not installed; name one in CHROMIUM")
    return found


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every test starts in an empty folder and without SEARCHSVC_ variables: it sees no settings of this machine.

    It also makes that a test which writes by a relative path does not write into the project.
    """
    for name in [name for name in os.environ if name.startswith("SEARCHSVC_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two files with three articles, where a module has no other."""
    return two_files(tmp_path / "corpus")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where the index will be, where a module has no other."""
    return tmp_path / "index"
