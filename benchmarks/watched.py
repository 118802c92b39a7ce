"""A command run as a user runs it, with its time and the memory of all its processes; the lines of a report."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.2
PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: ``peak_mb`` is of all its processes together, ``said`` its standard output."""

    seconds: float
    processor_seconds: float
    peak_mb: float
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: what, the figure, the target, and whether it is met (None where there is no target)."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = "" if self.met is None else "met" if self.met else "MISSED"
        return f"{self.what:52}{self.figure:>16}  {self.target:18}{verdict}".rstrip()


def say(line: str) -> None:
    """Print a line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def report(rows: Iterable[Row]) -> None:
    """Print the lines as they come; ends with 1 where a target is missed."""
    missed = 0
    for row in rows:
        say(str(row))
        missed += row.met is False
    if missed:
        raise SystemExit(1)


def watched(command: Sequence[str]) -> Run:
    """Run a command of this Python (``-m searchsvc …``), watching its memory and that of its children.

    Raises RuntimeError with what it said where it does not end well.
    """
    begun, used = time.perf_counter(), used_by_ended()
    process = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    peak = Peak(process.pid)
    peak.start()
    said, complaint = process.communicate()
    seconds = time.perf_counter() - begun
    peak.stop()
    if process.returncode:
        told = complaint.decode(errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command[:3])} ended with {process.returncode}: {told}")
    return Run(seconds, used_by_ended() - used, peak.megabytes, said.decode())


def used_by_ended() -> float:
    """Seconds of processors that processes of ours used which have ended; with several at once it is of all of them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def folder_mb(folder: Path) -> float:
    """The size of all files below a folder; one that has several names counts once."""
    files = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum({(file.st_dev, file.st_ino): file.st_size for file in files}.values()) / 1e6


class Peak(threading.Thread):
    """The most memory that a process and its children held at once: shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.megabytes = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        """Look again and again until told to stop."""
        while not self.over.wait(SAMPLE_SECONDS):
            self.megabytes = max(self.megabytes, sum(map(held_mb, family(self.pid))))

    def stop(self) -> None:
        """Stop looking."""
        self.over.set()
        self.join()


def family(pid: int) -> list[int]:
    """A process and all below it; only itself where the system does not tell."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, children.read_text(encoding="ascii").split())
    return found


def used_below(pid: int) -> float:
    """Seconds of processors that the processes below a process have used so far; 0 where the system does not tell."""
    return sum(map(used_by, family(pid)[1:]))


def used_by(pid: int) -> float:
    """Seconds of processors that a running process has used so far; 0 where the system does not tell."""
    with suppress(OSError):
        numbers = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(map(int, numbers[11:13])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def held_mb(pid: int, kind: str = "Pss") -> float:
    """The memory of a process, its part of shared pages included; 0 where the system does not tell.

    The ``kind`` Pss_Anon leaves out files that are mapped.
    """
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) / 1e3
    return 0.0
