"""The clock of the readers: whenever its alarm rings, it counts for the right source afterwards, or for none."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import FrameType

import pytest

from searchsvc.article import Article
from searchsvc.readers import Clock, read_file
from searchsvc.readers.source import Found
from tests.readers.listed import articles, troubles
from tests.readers.test_archives import PAGE, zipped

STEPS = {"timed", "_leave", "_set", "_restart"}
IDS = ["a#b", "a#c", "a#d"]


@dataclass(slots=True)
class Ringing:
    """Lets the alarm ring once: when the clock is set for the time with this number, before anything is done."""

    left: int

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """See :func:`sys.setprofile`."""
        code = frame.f_code
        if event == "call" and code.co_filename == Clock.timed.__code__.co_filename and code.co_name in STEPS:
            self.left -= 1
            if self.left == 0:
                signal.raise_signal(signal.SIGPROF)


def read_with_alarm(path: Path, clock: Clock, step: int) -> tuple[list[Found], bool]:
    """What is found in a file, and whether the alarm rang."""
    ringing = Ringing(step)
    sys.setprofile(ringing)
    try:
        found = list(read_file(path, path.parent, {}, clock))
    finally:
        sys.setprofile(None)
    return found, ringing.left <= 0


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm")
def test_the_alarm_may_ring_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"b.txt": PAGE, "c.txt": PAGE, "d.txt": PAGE}))
    with Clock(10.0).running() as clock:
        for step in count(1):
            found, rang = read_with_alarm(path, clock, step)
            assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0), step
            if not rang:
                break
            assert [one.split(": ")[1] for one in troubles(found)] == ["took over 10 s to read"], step
            assert list(articles(list(read_file(path, tmp_path, {}, clock)))) == IDS
    assert step > 20
    assert [one.id for one in found if isinstance(one, Article)] == IDS
