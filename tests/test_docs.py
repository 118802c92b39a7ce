"""The documentation is true: its commands run, its JSON is JSON, its links lead somewhere.

A ```console block holds commands after ``$`` and, below, what they print, where ``...`` stands for anything. The
commands of a page run in order, in a folder with a copy of corpus/; where the first of them needs an index, it is there
already. ``searchsvc serve`` goes on running till the end of the page, on a free port, whatever port the page names.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchsvc.engines.cluster import Cluster
from tests.opensearch.clearing import clear

PROJECT = Path(__file__).resolve().parent.parent
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
OTHERS = ("ARCHITECTURE.md", "CHANGELOG.md", "deploy/README.md", "index/README.md")
LINKED = [*PAGES, *filter(Path.is_file, map(PROJECT.joinpath, OTHERS))]
PORT_IN_DOCS = 8000
PROGRESS = re.compile(r"^ *\d+%  .* a second.*\n", re.MULTILINE)
SECONDS_TO_START = 30
IN_A_CLUSTER = "opensearch.md"

FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")

# Commands that change the machine or fetch from elsewhere: shown, not run.
NOT_RUN = ("git clone ", "cd ", "apt ", "sudo ", "brew ", "python3 -m venv", ". .venv/")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a page, and what the page says that it prints ("" where it does not say)."""

    line: str
    prints: str


def blocks(text: str, kind: str) -> list[str]:
    """The contents of the fences of one kind."""
    return [fence["text"] for fence in FENCE.finditer(text) if fence["kind"] == kind]


def commands(text: str) -> list[Command]:
    """The commands of a page, in order; a line that ends in a backslash goes on in the next."""
    found = []
    for block in blocks(text, "console"):
        for piece in re.split(r"^ *\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
            line, _, prints = piece.partition("\n")
            found.append(Command(line.strip(), prints.rstrip()))
    return found


def relative(path: Path) -> str:
    """The path as one writes it in the project."""
    return path.relative_to(PROJECT).as_posix()


class Reader:
    """Somebody who types what a page says, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(PROJECT / "corpus", folder / "corpus")
        tools = folder / ".bin"  # `searchsvc` is this checkout's, installed or not
        tools.mkdir()
        (tools / "searchsvc").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m searchsvc "$@"\n')
        (tools / "searchsvc").chmod(0o755)
        self.folder = folder
        self.environ = os.environ | {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "NO_COLOR": "1",
        }
        self.port = 0
        self.server: subprocess.Popen[bytes] | None = None
        self.cluster: Cluster | None = None

    def settle(self, urls: list[str]) -> None:
        """Name a cluster in the settings, as the page on it says."""
        self.cluster = Cluster(tuple(urls), alias=f"docs-{uuid.uuid4().hex[:8]}")
        lines = ('engine = "opensearch"', f"url = {json.dumps(urls)}", f'alias = "{self.cluster.alias}"')
        (self.folder / "searchsvc.toml").write_text("\n".join(lines), encoding="utf-8")

    def type(self, command: Command) -> None:
        """Do what the page says and hold the outcome against what it promises."""
        line = command.line
        if line.startswith("make "):
            self.make(line)
        elif line.startswith("pip install "):
            check_extras(line)
        elif line.startswith("searchsvc serve"):
            self.serve(line)
        elif not line.startswith(NOT_RUN):
            if str(PORT_IN_DOCS) in line:
                self.serve("searchsvc serve")
            self.check(command, self.run(line))

    def run(self, line: str) -> str:
        """What the command prints, on both streams; it must exit with 0."""
        if "searchsvc" in line and "reindex" not in line and not (self.folder / "index").exists():
            self.run("searchsvc reindex corpus")
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line.replace(f":{PORT_IN_DOCS}", f":{self.port}")],
            cwd=self.folder,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"$ {line}\nexits with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def check(self, command: Command, printed: str) -> None:
        """The page shows what the command prints."""
        printed = printed.replace(f":{self.port}", f":{PORT_IN_DOCS}") if self.port else printed
        printed = PROGRESS.sub("", printed)  # a machine with much to do tells how far it is
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        same = doctest.OutputChecker().check_output(f"{command.prints}\n", printed, flags)
        assert same or not command.prints, f"$ {command.line}\nprints\n{printed}\nand the page says\n{command.prints}"

    def make(self, line: str) -> None:
        """The target is there; `make run` does here what the Makefile says that it does."""
        plan = subprocess.run(
            ["make", "--dry-run", *line.split()[1:]], cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert plan.returncode == 0, f"{line}: {plan.stderr}"
        if line == "make run":
            for step in re.findall(r"^\S*bin/(searchsvc .*)$", plan.stdout, re.MULTILINE):
                self.type(Command(step, ""))

    def serve(self, line: str) -> None:
        """Start the server of the page, once, and wait until it is ready."""
        if self.server:
            return
        if not (self.folder / "index").exists():
            self.run("searchsvc reindex corpus")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = [*re.sub(r"--port[ =]\d+", "", line).split(), "--port", str(self.port)]
        words[0] = str(self.folder / ".bin" / "searchsvc")
        self.server = subprocess.Popen(words, cwd=self.folder, env=self.environ)
        give_up = time.monotonic() + SECONDS_TO_START
        while not answers(f"http://127.0.0.1:{self.port}/readyz"):
            assert self.server.poll() is None, f"{line} ended with {self.server.returncode}"
            assert time.monotonic() < give_up, f"{line} is not ready after {SECONDS_TO_START} seconds"

    def leave(self) -> None:
        """End the server, and take away what is in the cluster."""
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=30)
        if self.cluster:
            clear(self.cluster)


def answers(url: str) -> bool:
    """Is it served?"""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def check_extras(line: str) -> None:
    """`pip install 'searchsvc[…]'` names extras that there are."""
    setup = ConfigParser()
    setup.read(PROJECT / "setup.cfg", "utf-8")
    for extras in re.findall(r"\[([\w,]+)\]", line):
        assert set(extras.split(",")) <= set(setup["options.extras_require"]), f"{line}: no such extra in setup.cfg"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """A reader with a folder of their own; their server ends with the test."""
    reading = Reader(tmp_path / "reader")
    try:
        yield reading
    finally:
        reading.leave()


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_the_commands_run(page: Path, reader: Reader, request: pytest.FixtureRequest) -> None:
    if page.name == IN_A_CLUSTER:
        reader.settle(request.getfixturevalue("cluster").urls)
    typed = commands(page.read_text("utf-8"))
    used = {tool for tool in ("bash", "make", "curl", "jq") if any(re.search(rf"\b{tool}\b", c.line) for c in typed)}
    lacking = sorted(tool for tool in used | {"bash"} if shutil.which(tool) is None)
    if typed and lacking:
        pytest.skip(f"the commands of {relative(page)} were NOT run: this machine has no {' and no '.join(lacking)}")
    for command in typed:
        reader.type(command)


@pytest.mark.parametrize("page", LINKED, ids=relative)
def test_the_json_is_json(page: Path) -> None:
    text = page.read_text("utf-8")
    for block in [*blocks(text, "json"), *(line for lines in blocks(text, "jsonl") for line in lines.splitlines())]:
        try:
            json.loads(block)
        except json.JSONDecodeError as error:
            pytest.fail(f"{relative(page)}: {error} in\n{block}")


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", LINKED, ids=relative)
def test_the_links_lead_somewhere(page: Path) -> None:
    for link in LINK.finditer(FENCE.sub("", page.read_text("utf-8"))):
        target = (page.parent / link["path"]).resolve() if link["path"] else page
        assert target.exists(), f"{relative(page)} links to {link['path']}, which is not there"
        known = anchors(target) if target.suffix == ".md" else set()
        assert not link["anchor"] or link["anchor"] in known, f"{relative(page)}: no heading for #{link['anchor']}"


READ = {
    "a command": ("$ ls\n", [Command("ls", "")]),
    "with what it prints": ("$ ls\na\nb\n", [Command("ls", "a\nb")]),
    "two": ("$ ls\na\n$ pwd\n", [Command("ls", "a"), Command("pwd", "")]),
    "over two lines": ("$ ls \\\n    -l\na\n", [Command("ls      -l", "a")]),
    "with words above": ("text\n$ ls\n", [Command("ls", "")]),
}


@pytest.mark.parametrize(("block", "found"), READ.values(), ids=READ)
def test_reading_commands(block: str, found: list[Command]) -> None:
    assert commands(f"words\n\n```console\n{block}```\n\n```\n$ not this\n```\n") == found
