"""How long a source may keep its reader busy: one hostile page must not stall a whole run.

The time counts from one article to the next, for the innermost source: a page in a web archive, not the archive. It is
the time of the processor, so that a busy machine loses no article. Where the system has an alarm, reading is broken off
by it. Code that no alarm reaches shows on the board that it is late, and whoever started the process ends it.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class TookTooLong(BaseException):
    """The alarm. Not an Exception: libraries must not catch it with whatever else goes wrong in them."""


class Board(Protocol):
    """Where another process sees what is being read."""

    def show(self, name: str, found: int, since: float) -> None:
        """Note the source that is read, how much was found in it, and since when it looks for more.

        The time is that of ``time.monotonic``; nothing and 0 where nothing is read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Stop:
    """Where to stop in a source, after how much was found in it, and why."""

    found: int
    reason: str


@dataclass(slots=True, eq=False)
class Clock:
    """``seconds`` of the processor are the limit, 0 for none; ``stops`` has the sources to stop in."""

    seconds: float = 0.0
    stops: Mapping[str, Stop] = field(default_factory=dict)
    board: Board | None = None
    _open: list[tuple[str, int]] = field(default_factory=list)
    _armed: bool = False

    def timed(self, name: str, found: int, step: Callable[[], Result]) -> Result:
        """What the step gives, while it counts for a source in which so much was found.

        Whenever the alarm rings, it counts for the source around it afterwards, which begins anew, or for none. Raises
        TookTooLong, and what the step raises.
        """
        depth = len(self._open)
        try:
            self._open.append((name, found))
            self._restart()
            return step()
        finally:
            try:
                self._leave(depth)
            except TookTooLong:
                self._leave(depth)  # It rang on the way; so soon it does not ring again.
                raise

    def _leave(self, depth: int) -> None:
        """Count for no more sources than so many. Broken off and done again, it leads to the same."""
        self._set(0)
        del self._open[depth:]
        self._restart()

    @property
    def reason(self) -> str:
        """Why a source was broken off."""
        return f"took over {self.seconds:g} s to read: broken off"

    def _restart(self) -> None:
        name, found = self._open[-1] if self._open else ("", 0)
        self._set(self.seconds if name else 0)
        if self.board is not None:
            self.board.show(name, found, time.monotonic() if name else 0)

    def _set(self, seconds: float) -> None:
        if self._armed:
            # Again and again: where the alarm rings in a destructor, nobody hears it.
            signal.setitimer(signal.ITIMER_PROF, seconds, seconds)

    @contextmanager
    def running(self) -> Iterator[Clock]:
        """Let the alarm ring inside, where there is one: on POSIX, in the main thread."""
        if not (self.seconds and hasattr(signal, "setitimer") and _in_main_thread()):
            yield self
            return
        before = signal.signal(signal.SIGPROF, _ring)
        self._armed = True
        try:
            yield self
        finally:
            self._armed = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)


NO_CLOCK = Clock()
"""No limit."""


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _ring(_: int, __: FrameType | None) -> None:
    raise TookTooLong
