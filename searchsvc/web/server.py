"""The production server: granian, with an app of its own in every worker process. docs/serving.md says why granian."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.types import WSGIApplication

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from searchsvc.archive import LiveArchive
from searchsvc.engines.cluster import Cluster
from searchsvc.errors import SettingsError
from searchsvc.web import create_app
from searchsvc.web.hosts import served_hosts
from searchsvc.web.live import EXPORTS_AT_ONCE

if sys.platform != "win32":
    import resource

# Threads of a worker that may run Python at a time; more get in each other's way. Half of them may be held by exports.
THREADS = 2 * EXPORTS_AT_ONCE
# Connections of a worker, idle ones included; beyond that the kernel lets them wait.
CONNECTIONS = 4096
FILES = 256  # open files that are none of them: the index, the libraries, the log
# A connection is closed when no request has come over it for so long: when it is new, or between two requests.
IDLE_MILLISECONDS = 5_000
DRAIN_SECONDS = 30
READY_SECONDS = 60
LAST_PORT = 65535
LOOPBACK = ("127.0.0.1", "::1")
REACHED_AT = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # listening everywhere is no address to go to
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}


def serve(
    index: Path,
    engine: str | None,
    host: str,
    port: int,
    workers: int,
    allowed_hosts: Collection[str] = (),
    ready: Callable[[str], None] | None = None,
    cluster: Cluster | None = None,
) -> None:
    """Serve the index until SIGTERM or Ctrl-C, then finish what is being answered and return.

    Without an ``engine`` it is the one that the index is served with, also after a switch. ``cluster`` is where an
    engine that lies in one is found.
    ``allowed_hosts`` are names to answer to besides those of loopback (see ``hosts``).
    ``ready`` is called with the address once connections are taken; port 0 takes any free one. On Windows there is
    one worker whatever is asked. Raises SettingsError where the address cannot be taken.
    """
    address, free_port = free_address(host, port)
    server = Server(
        "searchsvc",
        address=address,
        port=free_port,
        interface=Interfaces.WSGI,
        workers=1 if sys.platform == "win32" else workers,
        blocking_threads=THREADS,
        backpressure=connections(),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_MILLISECONDS),
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
        workers_kill_timeout=DRAIN_SECONDS,
    )
    if ready is not None:
        Thread(target=announce, args=(ready, address, free_port, shown(host, free_port)), daemon=True).start()
    server.serve(
        target_loader=partial(load_app, index, engine, cluster, served_hosts(address, allowed_hosts)), wrap_loader=False
    )


def connections() -> int:
    """How many connections a worker may have; the limit of open files is raised for them as far as may be."""
    if sys.platform == "win32":
        return CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return CONNECTIONS
    soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(soft - FILES, soft // 2)


def load_app(index: Path, engine: str | None, cluster: Cluster | None, hosts: Collection[str]) -> WSGIApplication:
    """The app, made inside a worker process: nothing but the settings crosses over to it.

    A proxy on the same machine is believed what it says of the scheme (``X-Forwarded-Proto``); nobody else is.
    """
    app = create_app(LiveArchive(index, engine, cluster), hosts)
    wrapped: WSGIApplication = wrap_wsgi_with_proxy_headers(app, list(LOOPBACK))
    return wrapped


def free_address(host: str, port: int) -> tuple[str, int]:
    """The numeric address to listen at. Raises SettingsError where it is taken, not ours, or unknown."""
    if not 0 <= port <= LAST_PORT:
        raise SettingsError(f"there is no port {port}; choose one from 0 (any free one) to {LAST_PORT}")
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise SettingsError(f"host {host!r} is not known here: {error.strerror}; 127.0.0.1 always is") from error
    with socket.socket(family, kind) as probe:
        if sys.platform != "win32":  # there it would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            raise SettingsError(
                f"cannot listen at {shown(host, port)}: {error.strerror}; stop what listens there, "
                "or choose another --port (0 takes any free one)"
            ) from error
        address, free_port = probe.getsockname()[:2]
        return str(address), int(free_port)


def shown(host: str, port: int) -> str:
    """The address as one opens it in a browser."""
    name = REACHED_AT.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def announce(ready: Callable[[str], None], address: str, port: int, url: str) -> None:
    """Call ``ready`` as soon as a connection is taken. Where none ever is, granian ends the process."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection((REACHED_AT.get(address, address), port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            ready(url)
            return
