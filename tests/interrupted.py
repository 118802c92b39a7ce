"""Run the command line and interrupt it at a chosen touch of its index folder: the same moment in every run.

``python -m tests.interrupted INDEX LOG SIGNAL MOMENT -- reindex …`` counts what the process does to the files of INDEX
(opening, renaming, removing, making a folder), and sends itself SIGNAL just before touch number MOMENT. Moment 0 is
never: then LOG tells of every touch, in a line.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from pathlib import Path

TOUCHES = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "shutil.rmtree"}


class Interrupter:
    """An audit hook that counts touches of files in a folder, and sends the signal at one of them."""

    def __init__(self, folder: str, sent: signal.Signals, moment: int) -> None:
        self.folder = folder
        self.sent = sent
        self.moment = moment
        self.touches: list[str] = []
        self.process = os.getpid()

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Called by the interpreter at everything that it audits."""
        if event in TOUCHES and os.getpid() == self.process and self.is_inside(event, arguments):
            self.touches.append(f"{event} {arguments[0]}")
            if len(self.touches) == self.moment:
                os.kill(self.process, self.sent)

    def is_inside(self, event: str, arguments: tuple[object, ...]) -> bool:
        """Whether it is about a file in the folder; a tree is removed by bare names beside an open folder."""
        by_name = event in ("os.remove", "os.rmdir") and arguments[1] != -1
        return by_name or str(arguments[0]).startswith(self.folder)


if __name__ == "__main__":
    folder, log, name, moment, _, *command = sys.argv[1:]
    interrupter = Interrupter(folder, signal.Signals[name], int(moment))
    sys.argv = ["searchsvc", *command]
    sys.addaudithook(interrupter)
    try:
        runpy.run_module("searchsvc", run_name="__main__")
    finally:
        interrupter.process = -1
        Path(log).write_text("\n".join(interrupter.touches), encoding="utf-8")
