"""How long searches take over HTTP, against the server that people run: by kind of query, and the worst of the nasty.

Every request asks the JSON API for ten highlighted hits, one after the other on one connection. The searches are
made of words and passages of the indexed articles themselves, the same ones for the same seed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from benchmarks.reuters import Record
from benchmarks.watched import PROJECT

HOST = "127.0.0.1"
START_SECONDS = 60
LONGEST_QUERY = 1_000
MOST_LEAVES = 64
COMMON = [
    "the",
    "of",
    "to",
    "in",
    "a",
    "and",
    "said",
    "on",
    "for",
    "that",
    "is",
    "with",
    "by",
    "at",
    "company",
    "percent",
]


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the queries of one kind took, in milliseconds; ``slowest`` is the query that took longest."""

    kind: str
    p50: float
    p95: float
    worst: float
    slowest: str


class Queries:
    """Makes searches out of the texts of articles."""

    def __init__(self, rows: Sequence[Record], seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.texts = [row["body"] for row in rows if row["body"]]
        self.days = sorted(row["date"] for row in rows)

    def passage(self, count: int) -> list[str]:
        """``count`` words next to each other somewhere."""
        words: list[str] = re.findall(r"[A-Za-z]+", self.random.choice(self.texts))
        start = self.random.randrange(max(1, len(words) - count))
        return words[start : start + count]

    def word(self, shortest: int = 1) -> str:
        """One word of at least so many letters."""
        return next(word for _ in range(1_000) for word in self.passage(1) if len(word) >= shortest)

    def word_lower(self, shortest: int) -> str:
        """The same in lower case."""
        return self.word(shortest).lower()

    def common(self, count: int) -> list[str]:
        """Some of the commonest words."""
        return self.random.sample(COMMON, count)

    def fuzzy(self) -> str:
        """A word with a letter left out."""
        word = self.word_lower(6)
        place = self.random.randrange(1, len(word))
        return f"{word[:place]}{word[place + 1 :]}~"

    def wildcard(self) -> str:
        """A word with its middle as a star."""
        word = self.word_lower(6)
        return f"{word[:3]}*{word[-2:]}"

    def dated(self) -> str:
        """A word within a range of months."""
        first, last = sorted(self.random.sample(self.days, 2))
        return f"{self.word()} date:{first[:7]}..{last[:7]}"

    def nested(self) -> str:
        """A group of alternatives and something left out."""
        return f"({self.word(4)} OR {self.word(4)}) {self.word(4)} -{self.word(4)}"


KINDS: dict[str, Callable[[Queries], str]] = {
    "a word": Queries.word,
    "two words": lambda q: " ".join(q.passage(2)),
    "four words": lambda q: " ".join(q.passage(4)),
    "a phrase": lambda q: f'"{" ".join(q.passage(q.random.randint(2, 4)))}"',
    "a loose phrase": lambda q: f'"{" ".join(q.passage(3))}"~3',
    "a common word": lambda q: q.common(1)[0],
    "five common words, any": lambda q: " OR ".join(q.common(5)),
    "boolean": Queries.nested,
    "a prefix": lambda q: f"{q.word_lower(6)[:4]}*",
    "a wildcard": Queries.wildcard,
    "a fuzzy word": Queries.fuzzy,
    "a word in a field": lambda q: f"title:{q.word(4)}",
    "a word and a range of dates": Queries.dated,
}
WORDS_AND_PHRASES = ("a word", "two words", "four words", "a phrase", "a common word")


def filled(piece: str, joint: str = " ") -> str:
    """The piece again and again, up to the longest query and the most leaves that are allowed."""
    times = min(MOST_LEAVES, (LONGEST_QUERY + len(joint)) // (len(piece) + len(joint)))
    return joint.join([piece] * times)


def different(pieces: Sequence[str], joint: str = " ") -> str:
    """As many of the pieces as fit into one query."""
    text = ""
    for piece in pieces[:MOST_LEAVES]:
        longer = f"{text}{joint}{piece}" if text else piece
        if len(longer) > LONGEST_QUERY:
            break
        text = longer
    return text


def nasty(queries: Queries) -> dict[str, str]:
    """Searches that somebody may type to see whether it breaks."""
    words = list(dict.fromkeys(queries.word_lower(5) for _ in range(200)))
    return {
        "a star around a letter": "*a*",
        "a letter and a star": "a*",
        "two stars around e": "*e*e*",
        "a question mark for each letter": "????????",
        "many stars": "*a*e*i*o*u*",
        "a two-letter prefix in a field": "title:co*",
        "64 prefixes": different([f"{chr(97 + n % 26)}{chr(97 + n * 7 % 26)}*" for n in range(MOST_LEAVES)], " OR "),
        "64 wide stars": filled("*a*", " OR "),
        "different wide stars": different([f"*{chr(97 + n % 26)}*" for n in range(MOST_LEAVES)], " OR "),
        "64 fuzzy words of two edits": different([f"{word}~2" for word in words], " OR "),
        "fuzzy words of two edits, all": different([f"{word}~2" for word in words]),
        "a short fuzzy word of two edits": "the~2",
        "64 words, any": different(words, " OR "),
        "64 common words, any": different(COMMON * 4, " OR "),
        "common words, all": " ".join(COMMON),
        "a phrase of common words": '"said on the of the in the"',
        "a long phrase of one word": f'"{"the " * 240}the"',
        "a long phrase of common words": f'"{" ".join(COMMON * 12)[:990]}"',
        "a loose phrase of common words": '"the of to in a and"~50',
        "a very loose pair": '"the of"~1000',
        "the of, loose, over and over": filled('"the of"~20'),
        "the of, loose, any, different": different([f'"the of"~{n}' for n in range(2, 66)], " OR "),
        "the the, loose, over and over": different([f'"the the the"~{n}' for n in range(20, 84)]),
        "a loose long phrase of one word": f'"{"the " * 200}the"~500',
        "a phrase that begins with a star word": '"the a*"',
        "nested groups": "(" * 31 + "the" + ")" * 31,
        "nots": filled("-the"),
        "not of a wide star": "-*a*",
        "every year, any": different([f"date:{year}" for year in range(1990, 2054)], " OR "),
        "everything": "*",
        "brackets, quotes, colons": '((("" : -( "~2 ^ OR AND NOT ' * 30,
        "one long word": "a" * LONGEST_QUERY,
        "one long wildcard": "*a" * (LONGEST_QUERY // 2),
        "one long fuzzy word": "e" * (LONGEST_QUERY - 2) + "~2",
        "question marks": "?" * 900 + "*",
    }


class Client:
    """One connection to the server."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)

    def milliseconds(self, path: str, query: str) -> float:
        """How long one search takes, until its last byte is here. A server error raises."""
        started = time.perf_counter()
        self.connection.request("GET", f"{path}?{urlencode({'q': query})}")
        response = self.connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - started) * 1e3
        if response.status >= 500:
            raise RuntimeError(f"the server answered {response.status} to {query!r}: {body[:500]!r}")
        return took


def timing(client: Client, kind: str, queries: Sequence[str], path: str = "/api/v1/search") -> Timing:
    """The times of some queries of one kind, each asked once."""
    took = [client.milliseconds(path, query) for query in queries]
    slowest = max(zip(took, queries, strict=True))[1]
    ranked = sorted(took)
    return Timing(kind, statistics.median(ranked), ranked[int(len(ranked) * 0.95) - 1], ranked[-1], slowest)


def by_kind(client: Client, queries: Queries, count: int) -> list[Timing]:
    """The times of every kind of query over the API, and of words on the search page."""
    timings = [timing(client, kind, [make(queries) for _ in range(count)]) for kind, make in KINDS.items()]
    page = [queries.word() for _ in range(count)]
    return [*timings, timing(client, "a word, on the page", page, "/")]


def worst(client: Client, queries: Queries, rounds: int = 2) -> list[Timing]:
    """The times of the nasty queries, the slowest first."""
    timings = [timing(client, name, [query] * rounds) for name, query in nasty(queries).items()]
    return sorted(timings, key=lambda row: -row.worst)


@contextmanager
def serving(index: Path, engine: str = "whoosh", workers: int = 1, options: Sequence[str] = ()) -> Iterator[int]:
    """Serve an index with ``searchsvc serve`` while the block runs; gives the port."""
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "searchsvc", "serve", "--index", str(index), "--port", str(port)]
    command += ["--engine", engine, "--workers", str(workers), *options]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with tempfile.TemporaryFile() as log:  # nobody reads a pipe meanwhile: a full one would hold up the server
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, env=environment)
        try:
            wait_until_ready(server, port, log)
            yield port
        finally:
            server.terminate()
            server.wait()


def wait_until_ready(server: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    """Return when the server answers searches; raise when it ends, or does not within a minute."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"the server ended with {server.returncode}: {log.read().decode(errors='replace')}")
        try:
            Client(port).milliseconds("/readyz", "")
        except (OSError, RuntimeError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server was not ready after {START_SECONDS} s")


def table(timings: Sequence[Timing]) -> str:
    """The times as lines of text."""
    lines = [f"{'':36}{'p50':>9}{'p95':>9}{'worst':>9}  ms"]
    lines += [f"{row.kind:36}{row.p50:9.1f}{row.p95:9.1f}{row.worst:9.1f}" for row in timings]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Measure an index that is there, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path, help="an index folder")
    parser.add_argument("jsonl", type=Path, help="the articles that are in it")
    parser.add_argument("--count", type=int, default=60, help="how many queries of each kind")
    options = parser.parse_args(arguments)
    with options.jsonl.open(encoding="utf-8") as lines:
        rows: list[Record] = [json.loads(line) for line in lines]
    queries = Queries(rows)
    with serving(options.index) as port:
        client = Client(port)
        timing(client, "warming up", [queries.word() for _ in range(20)])
        sys.stdout.write(table(by_kind(client, queries, options.count)))
        sys.stdout.write("\n" + table(worst(client, queries)))


if __name__ == "__main__":
    main()
