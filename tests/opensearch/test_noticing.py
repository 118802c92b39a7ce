"""A value far away: looked for once in a while by one thread, and remembered where it cannot be found."""

from __future__ import annotations

import threading

import pytest

from searchsvc.engines.opensearch import noticing
from searchsvc.engines.opensearch.noticing import Noticed
from searchsvc.errors import EngineUnavailable


class Source:
    """Gives one number after the other; where it is ``away`` it raises."""

    def __init__(self) -> None:
        self.asked = 0
        self.away = False

    def __call__(self) -> int:
        self.asked += 1
        if self.away:
            raise EngineUnavailable("away")
        return self.asked


@pytest.fixture
def source() -> Source:
    """Something far away."""
    return Source()


def test_it_is_remembered_for_a_while(source: Source) -> None:
    noticed = Noticed(source)
    assert [noticed.value() for _ in range(100)] == [1] * 100
    noticed.forget()
    assert noticed.value() == 2


def test_it_is_looked_for_again_after_that(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noticing, "OFTEN", 0.0)
    noticed = Noticed(source)
    assert [noticed.value() for _ in range(3)] == [1, 2, 3]


def test_where_it_cannot_be_found_it_stays_as_it_was(source: Source) -> None:
    noticed = Noticed(source)
    noticed.value()
    source.away = True
    noticed.forget()
    assert [noticed.value() for _ in range(100)] == [1] * 100
    assert source.asked == 2


def test_what_was_never_found_is_told_each_time(source: Source) -> None:
    noticed = Noticed(source)
    source.away = True
    for _ in range(2):
        with pytest.raises(EngineUnavailable):
            noticed.value()
    source.away = False
    assert noticed.value() == 3


def test_while_one_looks_the_others_go_on() -> None:
    looking, found, calls = threading.Event(), threading.Event(), [0]

    def slow() -> int:
        calls[0] += 1
        if calls[0] > 1:
            looking.set()
            assert found.wait(60)
        return calls[0]

    noticed = Noticed(slow)
    assert noticed.value() == 1
    noticed.forget()
    looker = threading.Thread(target=noticed.value)
    looker.start()
    assert looking.wait(60)
    assert [noticed.value() for _ in range(100)] == [1] * 100
    found.set()
    looker.join()
    assert noticed.value() == 2
