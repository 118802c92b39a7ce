"""Which Java development kit of this machine can run a release of OpenSearch?"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.errors import ClusterUnavailable

FOLDERS = ("/usr/lib/jvm/*", "/opt/java/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")
HOMEBREW = (
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "/usr/local/opt/openjdk*/libexec/*/Contents/Home",
)


@dataclass(frozen=True, slots=True)
class Java:
    """A development kit: its folder, and its version (21)."""

    home: Path
    version: int

    def tool(self, name: str) -> str:
        """The path of ``java`` or ``javac``."""
        return str(self.home / "bin" / name)


@dataclass(frozen=True, slots=True)
class Release:
    """A release of OpenSearch, and the oldest and newest Java that runs it."""

    version: str
    oldest: int
    newest: int

    def java(self) -> Java | None:
        """The first kit of this machine that runs it."""
        return next((kit for kit in _kits() if self.oldest <= kit.version <= self.newest), None)


# The first one that a Java of this machine can run is taken. 2.19 knows of nothing newer than Java 23.
RELEASES = (Release("3.8.0", 21, 99), Release("2.19.6", 11, 23))


def choose(version: str | None) -> tuple[Release, Java]:
    """The release of that version, or the best that runs here, and the Java for it.

    Raises ClusterUnavailable where no kit fits.
    """
    wanted = [_named(version)] if version else list(RELEASES)
    for release in wanted:
        if kit := release.java():
            return release, kit
    needed = " or ".join(f"JDK {release.oldest} or newer for OpenSearch {release.version}" for release in wanted)
    raise ClusterUnavailable(
        f"no Java development kit that fits: install {needed} (Debian: apt install openjdk-21-jdk-headless,"
        " on Debian 12 openjdk-17-jdk-headless; macOS: brew install openjdk), or name one in JAVA_HOME"
    )


def _named(version: str) -> Release:
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise ClusterUnavailable(f"there is no release {version!r} of OpenSearch: write it like {RELEASES[0].version}")
    oldest, newest = (21, 99) if int(version.split(".")[0]) >= 3 else (11, 23)
    return Release(version, oldest, newest)


def _kits() -> Iterator[Java]:
    for home in _homes():
        facts = home / "release"
        if facts.is_file() and (home / "bin" / "javac").exists():
            found = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', facts.read_text("utf-8"), re.MULTILINE)
            if found:
                yield Java(home, int(found[1]))


def _homes() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if on_path := shutil.which("javac"):
        yield Path(on_path).resolve().parent.parent
    for pattern in FOLDERS + HOMEBREW:
        yield from sorted(Path("/").glob(pattern[1:]), reverse=True)
