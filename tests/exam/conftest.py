"""What the exam asks for: the worlds in every engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.exam.archives import Archives


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archives]:
    """The worlds of the exam; only to be read."""
    made = Archives(tmp_path_factory.mktemp("exam"))
    yield made
    made.close()
