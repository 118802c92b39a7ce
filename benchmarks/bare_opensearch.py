"""A bare opensearch-py script, the peer of the OpenSearch engine: ``parallel_bulk``, and the server's English analyser.

It does what somebody does who takes the library alone: make an index with a mapping, read the JSON Lines files, hand
over the text as it is, wait until all of it can be searched and has its copies. It detects no languages, keeps no
lexicon or ledger, and cannot update what has changed; what is rejected stops it.

    python -m benchmarks.bare_opensearch CORPUS bare --url http://127.0.0.1:9200
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.helpers import parallel_bulk

from benchmarks.searches import Asked, Found
from benchmarks.watched import say
from searchsvc.fields import BOOSTS

TEXTS = ("title", "body", "captions")
KEYWORDS = ("source", "url", "author")
PATIENCE = 600
MAPPING = {
    "properties": {
        **{name: {"type": "text", "analyzer": "english"} for name in TEXTS},
        **{name: {"type": "keyword"} for name in KEYWORDS},
        "date": {"type": "date"},
    }
}
"""Positions are what a text field has by default."""


def client(urls: Sequence[str]) -> OpenSearch:
    """A client of all nodes, as the library makes it."""
    return OpenSearch(list(urls), timeout=PATIENCE)


def build(corpus: Path, index: str, urls: Sequence[str], shards: int, replicas: int) -> int:
    """Index the JSON Lines files of a folder; gives the number of articles, all of them searchable, on every copy."""
    server = client(urls)
    settings = {"number_of_shards": shards, "number_of_replicas": replicas}
    server.indices.create(index=index, body={"settings": settings, "mappings": MAPPING})
    for _ in parallel_bulk(server, documents(corpus, index)):
        pass  # it raises where an article is rejected
    server.indices.refresh(index=index)
    while server.cluster.health(index=index, params={"wait_for_status": "green", "ignore": 408})["timed_out"]:
        pass  # it waits for half a minute each time
    return int(server.count(index=index)["count"])


def documents(corpus: Path, index: str) -> Iterator[dict[str, Any]]:
    """The articles, one after the other."""
    for path in sorted(corpus.glob("*.jsonl")):
        with path.open("rb") as lines:
            for line in lines:
                record = orjson.loads(line)
                yield {"_index": index, "_id": f"{path.stem}#{record.pop('id')}", "_source": record}


class BareOpenSearch:
    """The index of the script, searched as the library offers it."""

    def __init__(self, urls: Sequence[str], index: str) -> None:
        self.server = client(urls)
        self.index = index
        self.fields = [f"{name}^{BOOSTS[name]}" for name in TEXTS]

    def query(self, asked: Asked) -> dict[str, Any]:
        """The words over all fields; a prefix is a query in each field, which scores nothing."""
        if asked.kind.shape == "prefix":
            return {"bool": {"should": [{"prefix": {name: asked.words[0]}} for name in TEXTS]}}
        match: dict[str, Any] = {"query": " ".join(asked.words), "fields": self.fields}
        if asked.kind.shape == "phrase":
            match["type"] = "phrase"
        elif asked.kind.shape == "all":
            match |= {"type": "cross_fields", "operator": "and"}
        return {"multi_match": match}

    def find(self, query: dict[str, Any]) -> Found:
        """The ids of the ten best and the exact total."""
        body = {"query": query, "size": 10, "track_total_hits": True, "_source": False}
        hits = self.server.search(index=self.index, body=body)["hits"]
        return Found([hit["_id"] for hit in hits["hits"]], hits["total"]["value"])


def main(arguments: list[str] | None = None) -> None:
    """Index, and print how many articles and how long it took without the start of Python, as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="a folder with JSON Lines files")
    parser.add_argument("index", help="the name of a new index")
    parser.add_argument("--url", action="append", required=True, help="a node; can be repeated")
    parser.add_argument("--shards", type=int, default=3)
    parser.add_argument("--replicas", type=int, default=1)
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    count = build(options.corpus, options.index, options.url, options.shards, options.replicas)
    say(json.dumps({"articles": count, "seconds": round(time.perf_counter() - begun, 2)}))


if __name__ == "__main__":
    main()
