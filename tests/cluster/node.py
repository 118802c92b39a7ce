"""One node of a cluster as a process of this machine, and a watcher that ends it when we are gone."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.libraries import LOGGING, Software

# C1 and one collector: a node is up in half the time, and searches in small indexes are as fast.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
GONE = 'read -r gone; kill -KILL "$0"'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is: its name, its folder, and its ports on 127.0.0.1."""

    name: str
    folder: Path
    http: int
    transport: int
    scheme: str = "http"

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{self.scheme}://127.0.0.1:{self.http}"

    @property
    def log(self) -> Path:
        """What it said, of all its starts."""
        return self.folder / "log"


def java_command(software: Software, place: Place, heap: str, quick: bool, settings: Mapping[str, str]) -> list[str]:
    """The command line of a node; it names the node's folder, by which its process is known."""
    home = place.folder
    jvm = [f"-Xms{heap}", f"-Xmx{heap}", f"-Djava.io.tmpdir={home}/tmp", "-XX:-UsePerfData"]
    jvm += [f"-Dlog4j2.configurationFile={LOGGING}", "-XX:+ExitOnOutOfMemoryError", *(QUICK if quick else ())]
    if software.java.version >= 21:
        jvm += ["--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"]
    own = {
        "node.name": place.name,
        "path.home": str(home),
        "path.data": str(home / "data"),
        "path.logs": str(home / "logs"),
        "network.host": "127.0.0.1",
        "http.port": str(place.http),
        "transport.port": str(place.transport),
    }
    pairs = [f"{name}={value}" for name, value in {**own, **settings}.items()]
    return [software.java.tool("java"), *jvm, "-cp", software.classpath, "ClusterNode", *pairs]


class Node:
    """A running node. With ``outlive`` it stays up when we end; else a watcher kills it then, however we end.

    The watcher is a shell that reads from a pipe of ours: the pipe ends with us, by SIGKILL too, and SIGKILL
    ends a paused node as well.
    """

    def __init__(self, place: Place, command: Sequence[str], outlive: bool = False) -> None:
        self.place = place
        self.paused = False
        (place.folder / "tmp").mkdir(parents=True, exist_ok=True)
        with place.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._watcher = None if outlive else _watcher(self.pid)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether its process is there; a paused one is."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would, and return when it has gone."""
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None
        self._process.kill()
        self._process.wait()
        self.paused = False

    def pause(self) -> None:
        """Stop it in the middle: it keeps its connections and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)
        os.waitpid(self.pid, os.WUNTRACED)
        self.paused = True

    def resume(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)
        self.paused = False

    def tail(self, lines: int = 30) -> str:
        """The end of what it said."""
        said = self.place.log.read_text("utf-8", errors="replace").splitlines()[-lines:]
        return "\n".join([f"--- {self.place.log}, process {self.pid}", *(line[:500] for line in said)])


def _watcher(pid: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["/bin/sh", "-c", GONE, str(pid)], stdin=subprocess.PIPE, start_new_session=True)
