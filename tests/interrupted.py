"""Run the command line and interrupt it at a chosen touch of its index folder: the same moment in every run.

``python -m tests.interrupted INDEX LOG SIGNAL MOMENT -- reindex …`` counts what the process does to the files of INDEX
(opening, renaming, removing, making a folder), and what it has Tantivy do, whose files Python does not see. It sends
itself SIGNAL just before touch number MOMENT. Moment 0 is never: then LOG tells of every touch, in a line.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from pathlib import Path
from types import FrameType

TOUCHES = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "shutil.rmtree"}
CALLS = {
    "add_document",
    "delete_documents_by_term",
    "commit",
    "wait_merging_threads",
    "garbage_collect_files",
    "reload",
}


class Interrupter:
    """An audit hook that counts touches of an index, and sends the signal at one of them."""

    def __init__(self, folder: str, sent: signal.Signals, moment: int) -> None:
        self.folder = folder
        self.sent = sent
        self.moment = moment
        self.touches: list[str] = []
        self.process = os.getpid()

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Called by the interpreter at everything that it audits."""
        if event in TOUCHES and os.getpid() == self.process and self.is_inside(event, arguments):
            self.touched(f"{event} {arguments[0]}")

    def calling(self, _: FrameType, event: str, called: object) -> None:
        """Called by the interpreter at every call and return."""
        if event == "c_call" and getattr(called, "__name__", "") in CALLS and os.getpid() == self.process:
            self.touched(f"call {called!r}")

    def touched(self, how: str) -> None:
        """Count it, and send the signal where it is time."""
        self.touches.append(how)
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
    sys.setprofile(interrupter.calling)
    try:
        runpy.run_module("searchsvc", run_name="__main__")
    finally:
        interrupter.process = -1
        Path(log).write_text("\n".join(interrupter.touches), encoding="utf-8")
