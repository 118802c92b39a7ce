"""Small generations in a cluster, without an engine: articles that are ids alone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from searchsvc.encoding import encode
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.engine import INDEX
from searchsvc.engines.opensearch.in_cluster import ClusterGenerations
from searchsvc.engines.opensearch.indices import Indices

RECORDS = {
    "lexicon.tsv": "harbour\n",
    "coverage.json": "{}",
    "files.json": "wire.jsonl\n",
    "copies.arrays": "sketches",
}


def made(folder: Path, place: Cluster) -> Path:
    """The folder of an engine, with a new index in the cluster where it names none."""
    named = folder / INDEX
    if not named.exists():
        index, indices_ = f"{place.alias}-{uuid.uuid4().hex}", Indices(connect(place), place)
        indices_.make(index)
        named.write_text(json.dumps({"index": index, "through": indices_.take(index)}), encoding="utf-8")
    return folder


def index_of(folder: Path) -> str:
    """The index into which a generation is written."""
    return str(json.loads((folder / "engine" / "index.json").read_text(encoding="utf-8"))["index"])


def put(place: Cluster, index: str, ids: Iterable[str], part: int = 0) -> None:
    """Write articles that are nothing but their ids."""
    more = {"part": str(part)} if part else {}
    lines = [encode({"index": {"_id": id_}}) + b"\n" + encode({"id": id_, **more}) + b"\n" for id_ in ids]
    if lines:
        assert not connect(place).do("POST", f"/{index}/_bulk", b"".join(lines))["errors"]


def declare(folder: Path, articles: int, **records: str) -> None:
    """Write the records of a generation that has so many articles."""
    (folder / "manifest.json").write_text(json.dumps({"articles": articles}), encoding="utf-8")
    for name, content in (RECORDS | records).items():
        (folder / name).write_text(content, encoding="utf-8")


def build(generations: ClusterGenerations, place: Cluster, ids: str, base: str | None = None) -> str:
    """A generation with an article for each letter, beside those of ``base``; its name."""
    there = ids_in(place, base) if base else set()
    with generations.building(base) as folder:
        put(place, index_of(folder), ids)
        declare(folder, len(there | set(ids)))
    return folder.name


def ids_in(place: Cluster, name: str) -> set[str]:
    """The ids of the articles of a generation."""
    found = connect(place).do("POST", f"/{place.alias}-{name}/_search", {"size": 1000})
    return {hit["_id"] for hit in found["hits"]["hits"]}


def indices(place: Cluster) -> dict[str, Any]:
    """The indices of an archive but its state, with the aliases of each."""
    found = connect(place).do("GET", f"/{place.alias}*", filter_path="*.aliases,*.settings.index.uuid")
    return {index: [*content.get("aliases", ())] for index, content in found.items() if not index.endswith("-state")}
