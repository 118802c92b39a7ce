"""Which WSGI server to take: granian, gunicorn (gthread) and waitress in front of this app, measured in one run.

Each server runs the app with one process over the same index. Clients keep their connections and ask one after
the other; every one is a thread of this process. Printed for each: requests a second, p50 and p95 in milliseconds, the
memory of all its processes, how many requests got no answer when it was told to stop in the middle of the load, and
whether a download that fails half way is broken off.

    python -m benchmarks.wsgi_servers --index index --query idlib --seconds 5
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response

from searchsvc.archive import LiveArchive
from searchsvc.web import create_app

HOST = "127.0.0.1"
THREADS = 8
START_SECONDS = 60
SERVERS = ("granian", "gunicorn", "waitress")
FAILING = "/failing-download"


@dataclass(slots=True)
class Load:
    """What the clients of one round saw: seconds for each answer, how many were not 200, how many never came."""

    taken: list[float] = field(default_factory=list)
    wrong: int = 0
    lost: int = 0
    seconds: float = 0.0


def app_of(index: Path, engine: str) -> Flask:
    """The app that people run, and beside it a download that fails half way."""
    app = create_app(LiveArchive(index, engine))

    def pieces() -> Iterator[bytes]:
        yield b"half of it"
        raise ValueError("the rest cannot be had")

    app.add_url_rule(FAILING, "failing", lambda: Response(pieces()))
    return app


def serve(server: str, index: Path, engine: str, port: int) -> None:
    """Run one server with one process until it is told to stop."""
    RUN[server](index, engine, port)


def run_granian(index: Path, engine: str, port: int) -> None:
    """As ``searchsvc serve`` does, but for the failing download."""
    from functools import partial

    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "app",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        backpressure=256,
        websockets=False,
        log_level=LogLevels.critical,
    )
    server.serve(target_loader=partial(app_of, index, engine), wrap_loader=False)


def run_gunicorn(index: Path, engine: str, port: int) -> None:
    """One gthread worker."""
    from gunicorn.app.base import BaseApplication

    class Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{HOST}:{port}",
                "worker_class": "gthread",
                "threads": THREADS,
                "loglevel": "critical",
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app_of(index, engine)

    Gunicorn().run()


def run_waitress(index: Path, engine: str, port: int) -> None:
    """Waitress has one process only."""
    import logging

    import waitress

    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    waitress.serve(app_of(index, engine), host=HOST, port=port, threads=THREADS)


RUN: dict[str, Callable[[Path, str, int], None]] = {
    "granian": run_granian,
    "gunicorn": run_gunicorn,
    "waitress": run_waitress,
}


@contextmanager
def running(server: str, index: Path, engine: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The server in a process of its own, ready to answer; it is ended at the end."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    words = [sys.executable, "-m", "benchmarks.wsgi_servers", "--serve", server, "--port", str(port)]
    process = subprocess.Popen([*words, "--index", str(index), "--engine", engine], stderr=subprocess.DEVNULL)
    try:
        give_up = time.monotonic() + START_SECONDS
        while answer_of(port, "/readyz") != http.HTTPStatus.OK:
            if process.poll() is not None or time.monotonic() > give_up:
                raise SystemExit(f"{server} does not start over {index}; is there an index?")
            time.sleep(0.05)
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=START_SECONDS)


def answer_of(port: int, path: str) -> int | str:
    """The status of one answer, or the name of what went wrong instead."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    else:
        return response.status
    finally:
        connection.close()


def client(port: int, path: str, until: float, load: Load, keep: bool) -> None:
    """Ask one after the other until the time is over or the server has gone; ``keep`` keeps the connection.

    A request is lost where the connection was taken and no answer came.
    """
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    while time.perf_counter() < until:
        began = time.perf_counter()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
        except ConnectionRefusedError:
            return
        except (OSError, http.client.HTTPException):
            load.lost += 1
            connection.close()
        else:
            load.taken.append(time.perf_counter() - began)
            load.wrong += response.status != http.HTTPStatus.OK
            if not keep:
                connection.close()


def load_of(port: int, path: str, clients: int, seconds: float, stop: subprocess.Popen[bytes] | None = None) -> Load:
    """One round of load. With ``stop`` the server is told to stop half way, and each request has its own connection."""
    until = time.perf_counter() + seconds
    loads = [Load() for _ in range(clients)]
    threads = [threading.Thread(target=client, args=(port, path, until, load, stop is None)) for load in loads]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    if stop is not None:
        time.sleep(seconds / 2)
        stop.send_signal(signal.SIGTERM)
    for thread in threads:
        thread.join()
    taken = [second for load in loads for second in load.taken]
    wrong, lost = (sum(counts) for counts in zip(*((load.wrong, load.lost) for load in loads), strict=True))
    return Load(taken, wrong, lost, time.perf_counter() - began)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of the process and its children, in MB."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in table.splitlines()]
    return sum(rss for pid, parent, rss in rows if process.pid in (pid, parent)) / 1024


def row(server: str, name: str, clients: int, load: Load, megabytes: float) -> str:
    """One line of the table."""
    p95 = statistics.quantiles(load.taken, n=20)[-1] * 1000
    p50 = statistics.median(load.taken) * 1000
    if load.wrong or load.lost:
        raise SystemExit(f"{server} {name}: {load.wrong} answers were not 200, {load.lost} requests got none")
    rate = len(load.taken) / load.seconds
    return f"{server:9} {name:8} {clients:7} {rate:7.0f} {p50:7.2f} {p95:7.2f} {megabytes:6.0f}"


def measure(server: str, index: Path, engine: str, query: str, seconds: float) -> Iterator[str]:
    """The lines of one server: each address with 1 and 16 clients, then the two endings."""
    paths = {"healthz": "/healthz", "search": f"/api/v1/search?{urlencode({'q': query})}"}
    with running(server, index, engine) as (process, port):
        for name, path in paths.items():
            load_of(port, path, 2, min(1.0, seconds))  # warm
            for clients in (1, 16):
                yield row(server, name, clients, load_of(port, path, clients, seconds), memory(process))
        broken = answer_of(port, FAILING)
    with running(server, index, engine) as (process, port):
        lost = load_of(port, paths["search"], 16, min(4.0, seconds), stop=process).lost
    whole = "looks whole" if broken == http.HTTPStatus.OK else "is broken off"
    yield f"{server:9} stopped under load: {lost} requests without an answer; a failing download {whole}"


def main() -> None:
    """Measure what is installed, or run one server for it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--engine", default="whoosh")
    parser.add_argument("--query", default="the")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each of the rounds of load")
    parser.add_argument("--serve", choices=SERVERS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve, chosen.index, chosen.engine, chosen.port)
        return
    write(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {THREADS} threads, one process each")
    write("server    asked    clients   req/s  p50 ms  p95 ms     MB")
    for server in SERVERS:
        if find_spec(server) is None:
            write(f"{server:9} is not installed: pip install {server}")
            continue
        for line in measure(server, chosen.index, chosen.engine, chosen.query, chosen.seconds):
            write(line)


def write(line: str) -> None:
    """A line of the table, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
