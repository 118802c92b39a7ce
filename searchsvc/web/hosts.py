"""Which host names the service answers to. A page of a stranger can point its own name at 127.0.0.1 and then read what
is served there (DNS rebinding); the Host header gives it away."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import ip_address

from flask import Flask, request
from werkzeug.exceptions import BadRequest

LOCAL = ("localhost", "127.0.0.1", "::1")
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(:[0-9]*)?")
QUOTED = 80  # no more characters of a wrong host than these go into a message


def served_hosts(address: str, allowed: Collection[str]) -> frozenset[str]:
    """The names to answer to when listening at this numeric address; empty for any.

    On loopback these are its own names and the allowed ones. Elsewhere any name is right unless some are allowed.
    """
    if not allowed and not ip_address(address).is_loopback:
        return frozenset()
    return frozenset((*LOCAL, *(name.lower().strip("[].") for name in allowed)))


def host_name(host: str) -> str:
    """The name in a Host header, in lower case without port and brackets; nothing where it has none."""
    match = HOST.fullmatch(host.lower())
    return match[1].strip("[].") if match else ""


def register(app: Flask, names: Collection[str]) -> None:
    """Refuse requests for hosts that are not among the names; none are refused where there are no names."""

    def check() -> None:
        given = request.headers.get("Host")
        if given is not None and host_name(given) not in names:
            raise BadRequest(
                f"This service does not answer to the host {given[:QUOTED]!r}; `--allowed-host` of "
                "`searchsvc serve` names the hosts that it does answer to."
            )

    if names:
        app.before_request(check)
