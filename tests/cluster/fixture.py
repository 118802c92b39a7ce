"""Fixtures that have an OpenSearch cluster: the one of ``make cluster``, or one of their own; else tests are skipped.

``SEARCHSVC_CLUSTER=required`` makes the tests fail where they would be skipped; ``SEARCHSVC_CLUSTER=own`` leaves the
one of ``make cluster`` alone, and ``SEARCHSVC_CLUSTER_VERSION=2.19.6`` tests with another release than the default.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.errors import ClusterUnavailable
from tests.cluster.standing import standing

# Read when this is imported: every test starts without SEARCHSVC_ variables.
CLUSTER = os.environ.get("SEARCHSVC_CLUSTER", "")
VERSION = os.environ.get("SEARCHSVC_CLUSTER_VERSION")
HEAP = "512m"
_UNTESTED = "OPENSEARCH WAS NOT TESTED"

_missing: list[str] = []


@dataclass(frozen=True, slots=True)
class Reached:
    """A cluster that is shared: where its nodes answer. Leave its nodes alone, and only your indexes behind you."""

    urls: list[str]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reached]:
    """Three nodes for all tests that only ask and write; name your indexes so that no other test has them."""
    up = [] if CLUSTER == "own" else standing()
    if up:
        yield Reached([node.url for node in up])
        return
    with own_cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield Reached(started.urls)


@pytest.fixture(scope="module")
def start_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Cluster]]:
    """Starts clusters of one's own, whose nodes may be killed: takes what ``Cluster`` takes, but the folder."""
    started: list[Cluster] = []

    def start(**given: object) -> Cluster:
        made = own_cluster(tmp_path_factory.mktemp("cluster"), **given)
        started.append(made)
        return made.start()

    yield start
    for made in started:
        made.stop()


def own_cluster(folder: Path, **given: object) -> Cluster:
    """A cluster of one's own, not started yet; where this machine cannot run one the test is skipped."""
    if _missing:  # asking Maven once more may take a minute, and ends the same
        _skip(ClusterUnavailable(_missing[0]))
    try:
        return Cluster(folder, **({"heap": HEAP, "version": VERSION} | given))  # type: ignore[arg-type]  # any of its arguments
    except ClusterUnavailable as lacking:
        _skip(lacking)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skip in a list of skips is overlooked: say it at the end, alone. It may have happened in another process."""
    told = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    reasons = [reason for reason in told if _UNTESTED in reason]
    if reasons:
        terminalreporter.write_sep("=", _UNTESTED, red=True, bold=True)
        terminalreporter.write_line(f"{_UNTESTED}{reasons[0].partition(_UNTESTED)[2]}")


def _skip(lacking: ClusterUnavailable) -> NoReturn:
    if CLUSTER == "required":
        pytest.fail(f"no OpenSearch to test with, and SEARCHSVC_CLUSTER=required: {lacking}")
    _missing[:] = [str(lacking)]
    pytest.skip(f"{_UNTESTED}: {lacking}")
