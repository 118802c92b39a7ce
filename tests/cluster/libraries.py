"""The jars of a node, brought from Maven Central once and kept in a cache; the second start runs no Maven."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.errors import ClusterUnavailable
from tests.cluster.java import Java, Release, choose
from tests.cluster.security import RELEASE as SECURE_RELEASE
from tests.cluster.security import unpack

HERE = Path(__file__).resolve().parent
POM, MAIN, LOGGING = HERE / "pom.xml", HERE / "ClusterNode.java", HERE / "log4j2.properties"
PATIENCE = 900


@dataclass(frozen=True, slots=True)
class Software:
    """What a node is started with: a release of OpenSearch, its class path, and a Java that runs it."""

    version: str
    java: Java
    classpath: str
    folder: Path


def software(version: str | None = None, *, security: bool = False) -> Software:
    """The release of that version (None: the newest that a Java of this machine runs), downloaded where it is not yet.

    With ``security`` it is the release that has the security plugin.

    Raises ClusterUnavailable where there is no JDK, no Maven, or no way to Maven Central.
    """
    release, java = choose(SECURE_RELEASE if security else version)
    kept = cache() / f"{release.version}{'-security' if security else ''}-java{java.version}-{_fingerprint()}"
    if not kept.is_dir():
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Made beside and renamed: what is there is whole, whenever this was interrupted.
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix="new-") as made:
            whole = Path(made) / "whole"
            _download(release, java, whole / "lib", security)
            unpack(whole)
            _compile(java, whole)
            try:
                whole.rename(kept)
            except OSError:
                if not kept.is_dir():  # nobody else has brought it in the meantime
                    raise
    return Software(release.version, java, os.pathsep.join([str(kept / "classes"), str(kept / "lib" / "*")]), kept)


def cache() -> Path:
    """The folder that keeps the jars of every release, for all clones of the project: 65 MB each."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "searchsvc-cluster"


def _fingerprint() -> str:
    return hashlib.sha256(POM.read_bytes() + MAIN.read_bytes()).hexdigest()[:8]


def _download(release: Release, java: Java, folder: Path, security: bool) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise ClusterUnavailable(
            f"OpenSearch {release.version} is not in {cache()}, and there is no Maven to bring it:"
            " install it (Debian: apt install maven, macOS: brew install maven)"
        )
    print(f"bringing OpenSearch {release.version} from Maven Central, once (65 MB)", file=sys.stderr)
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    command += [f"-Dopensearch.version={release.version}", f"-DoutputDirectory={folder}"]
    command += ["-Psecurity"] if security else []
    _run(
        command, java, "Maven could not bring OpenSearch; is Maven Central reachable, and are proxies in settings.xml?"
    )


def _compile(java: Java, folder: Path) -> None:
    command = [
        java.tool("javac"),
        "-nowarn",
        "-cp",
        str(folder / "lib" / "*"),
        "-d",
        str(folder / "classes"),
        str(MAIN),
    ]
    _run(command, java, "the main class of a node does not compile with this release")


def _run(command: list[str], java: Java, trouble: str) -> None:
    environment = os.environ | {"JAVA_HOME": str(java.home)}
    try:
        ended = subprocess.run(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as late:
        raise ClusterUnavailable(f"{trouble} It did not end in {PATIENCE} seconds: {' '.join(command)}") from late
    if ended.returncode:
        raise ClusterUnavailable(f"{trouble}\n{' '.join(command)}\n{ended.stdout[-2000:]}")
