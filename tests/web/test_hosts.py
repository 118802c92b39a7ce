"""The host names that the service answers to: its own, and those it was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.archive import LiveArchive
from searchsvc.web import create_app
from searchsvc.web.hosts import host_name, served_hosts
from tests.web.conftest import ENGINE
from tests.web.shapes import conforms

ANSWERED = {
    "its name": ("127.0.0.1", (), "localhost", True),
    "its name and a port": ("127.0.0.1", (), "LocalHost:8000", True),
    "its address": ("127.0.0.1", (), "127.0.0.1:8000", True),
    "its IPv6 address": ("::1", (), "[::1]:8000", True),
    "a name pointed at it": ("127.0.0.1", (), "evil.example:8000", False),
    "a name that begins alike": ("127.0.0.1", (), "localhost.evil.example", False),
    "an empty name": ("127.0.0.1", (), "", False),
    "a broken name": ("127.0.0.1", (), "[::1", False),
    "a name behind a user": ("127.0.0.1", (), "evil.example\\@localhost", False),
    "a proxy's name that is allowed": ("127.0.0.1", ("Archive.example",), "archive.example", True),
    "another beside it": ("127.0.0.1", ("archive.example",), "evil.example", False),
    "any name on a network": ("0.0.0.0", (), "evil.example", True),
    "an allowed name on a network": ("0.0.0.0", ("archive.example",), "archive.example:80", True),
    "another name on a network": ("0.0.0.0", ("archive.example",), "evil.example", False),
    "a health check there": ("0.0.0.0", ("archive.example",), "127.0.0.1:8000", True),
}


@pytest.mark.parametrize(("address", "allowed", "host", "answered"), ANSWERED.values(), ids=ANSWERED)
@pytest.mark.parametrize("path", ["/", "/api/v1/search", "/healthz", "/static/style.css", "/no"])
def test_a_host_is_answered(
    index: Path, address: str, allowed: tuple[str, ...], host: str, answered: bool, path: str
) -> None:
    live = LiveArchive(index, ENGINE)
    client = create_app(live, served_hosts(address, allowed)).test_client()
    response = client.get(path, headers={"Host": host})
    assert (response.status_code != 400) is answered
    if not answered:
        conforms(response.get_json(), "Problem")
        assert "--allowed-host" in response.get_json()["detail"]
    response.close()
    live.close()


def test_people_are_told_on_a_page(index: Path) -> None:
    client = create_app(LiveArchive(index, ENGINE), ("localhost",)).test_client()
    response = client.get("/", headers={"Host": "evil.example", "Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (400, "text/html")


@pytest.mark.parametrize(("host", "name"), [("a.example.", "a.example"), ("A:1", "a"), ("[::1]", "::1"), (":80", "")])
def test_the_name_in_a_host_header(host: str, name: str) -> None:
    assert host_name(host) == name
