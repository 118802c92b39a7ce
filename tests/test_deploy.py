"""deploy/ is held against the code: no option that there is not, no image that moves, nobody is root.

What Docker and systemd would do with the files is done here without them: command lines are parsed by the command line,
the health check runs against a server.
"""

from __future__ import annotations

import configparser
import json
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from searchsvc import __version__
from searchsvc.cli import main
from searchsvc.query.planner import WORDS_PER_QUERY
from searchsvc.reindex_command import SOME_UNREADABLE
from searchsvc.web.server import DRAIN_SECONDS
from tests.conftest import PROJECT

DEPLOY = PROJECT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NODES = {name: one for name, one in SERVICES.items() if name.startswith("search-")}
SECURITY: dict[str, dict[str, Any]] = {
    name: yaml.safe_load((DEPLOY / "opensearch" / f"{name}.yml").read_text("utf-8"))
    for name in ("opensearch", "internal_users", "roles", "roles_mapping")
}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
INSTRUCTIONS = [
    tuple(line.split(maxsplit=1))
    for line in re.sub(r"\\\n", " ", re.sub(r"^\s*(#.*)?\n", "", DOCKERFILE, flags=re.MULTILINE)).splitlines()
]
UNITS = ("searchsvc.service", "searchsvc-reindex.service")
NAMES = {
    (one.name or "").removeprefix("as_")
    for command in main.commands.values()
    for one in command.params
    if isinstance(one, click.Option) or one.name == "corpus"
}
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a POSIX shell")


def instructions(kind: str) -> list[str]:
    """What follows after each instruction of a kind in the Dockerfile."""
    return [rest for name, rest in INSTRUCTIONS if name == kind]


def unit(name: str) -> configparser.SectionProxy:
    """The section [Service] of a unit; of keys that stand there twice the last."""
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # its documented way to keep capitals
    found.read(DEPLOY / name, "utf-8")
    return found["Service"]


def seconds(text: str) -> int:
    """What "40s", "2m" or "40" mean."""
    return int(text.rstrip("sm")) * (60 if text.endswith("m") else 1)


COMMANDS = {
    "the image": json.loads(instructions("CMD")[0]),
    "compose serve": SERVICES["serve"]["command"],
    "compose reindex": SERVICES["reindex"]["command"],
    **{name: shlex.split(unit(name)["ExecStart"])[1:] for name in UNITS},
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_the_command_lines_are_right(words: list[str]) -> None:
    with main.commands[words[0]].make_context(words[0], words[1:]) as context:
        assert context.info_name in {"serve", "reindex"}


@pytest.mark.parametrize("path", sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ids=lambda p: p.name)
def test_every_setting_is_an_option(path: Path) -> None:
    variables = set(re.findall(r"\bSEARCHSVC_([A-Z_]+)\b", path.read_text("utf-8")))
    assert variables <= {name.upper() for name in NAMES}


def test_settings_in_the_environment_are_taken() -> None:
    environment = SERVICES["serve"]["environment"] | {"SEARCHSVC_PASSWORD": "secret"}
    names = {name.removeprefix("SEARCHSVC_").lower() for name in environment}
    assert names == {"url", "ca", "alias", "user", "password", "allowed_host"}
    assert set(environment["SEARCHSVC_URL"].split()) == {f"https://{name}:9200" for name in NODES}


def test_images_are_pinned() -> None:
    bases = [base.split()[0] for base in instructions("FROM")]
    assert len(set(bases)) == 1, "what was installed in one image runs in the other"
    release = re.search(r"<opensearch.version>(.+)<", (PROJECT / "tests/cluster/pom.xml").read_text("utf-8"))
    assert release, "tests/cluster/pom.xml names no release"
    wanted = {f"searchsvc:{__version__}", f"opensearchproject/opensearch:{release[1]}"}
    assert {one["image"] for one in SERVICES.values()} == wanted
    for image in (*bases, *wanted):
        assert re.fullmatch(r"[a-z/]+:\d+\.\d+[\w.-]*", image), f"{image} can be another one tomorrow"


def test_nobody_is_root() -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", instructions("USER")[-1])
    for name, one in SERVICES.items():
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        if name == "certificates":  # it hands over keys, and can do nothing else
            assert (one["cap_add"], one["network_mode"], one["read_only"]) == (["CHOWN"], "none", True)
        else:
            assert "cap_add" not in one, name
            assert not one.get("user", "10001").startswith("0"), name


def test_what_is_published_is_published_here_only() -> None:
    published = {name: port for name, one in SERVICES.items() for port in one.get("ports", ())}
    assert set(published) == {"serve"}
    assert published["serve"].startswith("127.0.0.1:")
    assert unit("searchsvc.service")["ExecStart"].endswith(" serve"), "its address is in searchsvc.env"
    assert "SEARCHSVC_HOST=127.0.0.1\n" in (DEPLOY / "searchsvc.env").read_text("utf-8")


def test_no_password_has_a_default() -> None:
    wanted = set(re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.yaml").read_text("utf-8")))
    sample = dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "env.sample").read_text("utf-8"), re.MULTILINE))
    assert sample == dict.fromkeys(wanted, "")
    assert {"SERVE_PASSWORD", "REINDEX_PASSWORD"} <= wanted
    assert "/.env" in (DEPLOY / ".gitignore").read_text("utf-8").splitlines()


def test_users_of_the_cluster() -> None:
    users, roles, mapping = (
        {name: one for name, one in SECURITY[file].items() if name != "_meta"}
        for file in ("internal_users", "roles", "roles_mapping")
    )
    assert mapping == {name: {"users": [name]} for name in users}
    assert roles.keys() == users.keys()
    for name, service in (("searchsvc-serve", "serve"), ("searchsvc-reindex", "reindex")):
        environment = SERVICES[service]["environment"]
        assert environment["SEARCHSVC_USER"] == name
        variable = re.fullmatch(r"\$\{envbc\.(\w+)\}", users[name]["hash"])
        assert variable, f"{name} has a password of its own"
        assert f"${{{variable[1]}:?" in environment["SEARCHSVC_PASSWORD"]
        assert all(variable[1] in node["environment"] for node in NODES.values())
        patterns = [pattern for one in roles[name]["index_permissions"] for pattern in one["index_patterns"]]
        assert patterns == [f"{environment['SEARCHSVC_ALIAS']}*"]


ASKED = {
    "scrolls": ("_search/scroll", "indices:data/read/scroll/clear"),
    "points in time": ("point_in_time", "manage_point_in_time"),
}
"""What the engine may ask a cluster for that is not among the usual rights, and the right that it takes."""


@pytest.mark.parametrize(("asked", "right"), ASKED.values(), ids=ASKED)
def test_rights_are_those_that_the_engine_needs(asked: str, right: str) -> None:
    engine = "".join(path.read_text("utf-8") for path in (PROJECT / "searchsvc/engines/opensearch").glob("*.py"))
    for name in ("searchsvc-serve", "searchsvc-reindex"):
        assert (asked in engine) == (right in json.dumps(SECURITY["roles"][name])), name


def test_the_cluster() -> None:
    settings = SECURITY["opensearch"]
    assert settings["discovery.seed_hosts"] == settings["cluster.initial_cluster_manager_nodes"] == list(NODES)
    assert settings["indices.query.bool.max_clause_count"] >= 3 * WORDS_PER_QUERY
    for name, node in NODES.items():
        assert node["environment"]["node.name"] == name
        assert node["ulimits"]["memlock"] == {"soft": -1, "hard": -1}, "bootstrap.memory_lock is on"
        assert fnmatch(f"CN={name},OU=node,O=searchsvc", settings["plugins.security.nodes_dn"][0])
    mounted = [volume.split(":")[0] for one in NODES.values() for volume in one["volumes"] if volume[0] != "."]
    assert len(mounted) == len(set(mounted)), "two nodes share data or a key"
    for one in SERVICES.values():
        for volume in (entry.split(":")[0] for entry in one["volumes"] if isinstance(entry, str)):
            assert volume in COMPOSE["volumes"] or (DEPLOY / volume).is_file(), volume


def test_what_the_image_copies_is_there() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = {source for line in instructions("COPY") for source in line.split()[:-1]}
    assert {f"!{source}" for source in copied} == {line for line in ignored if line.startswith("!")}
    assert all((PROJECT / source).exists() for source in copied)


@POSIX
@pytest.mark.parametrize("line", instructions("RUN"), ids=lambda line: line.split()[0])
def test_what_the_image_runs_is_shell(line: str) -> None:
    subprocess.run(["sh", "-n", "-c", re.sub(r"^--mount=\S+", "", line)], check=True, timeout=10)


def test_servers_are_given_time_to_finish() -> None:
    given = SERVICES["serve"]["stop_grace_period"], unit("searchsvc.service")["TimeoutStopSec"]
    assert all(seconds(one) > DRAIN_SECONDS for one in given)


def test_units() -> None:
    services = [dict(unit(name)) for name in UNITS]
    alone = [{"Type", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec"}, {"Type", "ExecStart", "Nice"}]
    alone[1].add("SuccessExitStatus")
    common = [{key: one[key] for key in one.keys() - own} for one, own in zip(services, alone, strict=True)]
    assert common[0] == common[1], "both are equally hardened"
    assert common[0]["DynamicUser"] == common[0]["NoNewPrivileges"] == "yes"
    assert services[1]["SuccessExitStatus"] == str(SOME_UNREADABLE)


def health_check(port: int) -> int:
    """What the health check of the image exits with, where the server has this port."""
    words = json.loads(instructions("HEALTHCHECK")[0].split("CMD", 1)[1])
    assert words[0] == "python"
    asked = [sys.executable, *(word.replace("8000", str(port)) for word in words[1:])]
    return subprocess.run(asked, check=False, timeout=30, capture_output=True).returncode


@pytest.fixture
def served(tmp_path: Path) -> Iterator[int]:
    """The port of a server that was started as in the image, on loopback."""
    listening = {"0.0.0.0": "127.0.0.1", "8000": "0"}
    words = [listening.get(word, word) for word in json.loads(instructions("CMD")[0])]
    words = [sys.executable, "-m", "searchsvc", *words, "--index", str(tmp_path / "index")]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stderr
        try:
            line = next((line for line in process.stderr if "http://" in line), "")
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            assert found, "the server did not start"
            yield int(found[1])
        finally:
            process.terminate()
            process.wait(timeout=60)


def test_the_health_check_asks_the_server(served: int) -> None:
    assert health_check(served) == 0
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and not listening: nobody else gets the port
        assert health_check(nobody.getsockname()[1]) != 0
