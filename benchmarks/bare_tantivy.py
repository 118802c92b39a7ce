"""A bare tantivy-py script, the peer of the Tantivy engine: its own English analyser, the same stored text.

It does what somebody does who takes the library alone: read the JSON Lines file, hand over the text as it is, commit.
It detects no languages, keeps no lexicon or ledger, cannot update what has changed and checks nothing.

    python -m benchmarks.bare_tantivy FILE.jsonl FOLDER --threads 1
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import orjson
import tantivy

from benchmarks.searches import Asked, Found
from benchmarks.watched import say
from searchsvc.fields import BOOSTS

TEXTS = ("title", "body", "captions")
KEYWORDS = ("source", "url", "date")
STORED = ("id", "title", "body", *KEYWORDS)
HEAP = 128_000_000
ANALYSER = "en_stem"


def schema() -> tantivy.Schema:
    """Three fields with positions and English stems, the others as exact values; all of them stored."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, stored=True, tokenizer_name=ANALYSER)
    for name in KEYWORDS:
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def build(jsonl: Path, folder: Path, *, threads: int = 1, heap: int = HEAP) -> int:
    """Index a JSON Lines file into a new folder; gives the number of articles. Merging has ended when it returns."""
    folder.mkdir(parents=True)
    writer = tantivy.Index(schema(), path=str(folder)).writer(heap, threads)
    count = 0
    with jsonl.open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            document = tantivy.Document()
            for name in STORED:
                document.add_text(name, record[name] or "")
            for caption in record["captions"]:
                document.add_text("captions", caption)
            writer.add_document(document)
            count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


class BareTantivy:
    """The index of the script, searched as the library offers it."""

    def __init__(self, folder: Path) -> None:
        self.index = tantivy.Index.open(str(folder))
        self.index.reload()
        self.schema = self.index.schema
        self.searcher = self.index.searcher()

    def query(self, asked: Asked) -> tantivy.Query:
        """The query made beforehand by Tantivy's own parser; a prefix is a regular expression in each field."""
        if asked.kind.shape == "prefix":
            parts = [tantivy.Query.regex_query(self.schema, name, f"{asked.words[0]}.*") for name in TEXTS]
            boosted = [tantivy.Query.boost_query(part, BOOSTS[name]) for part, name in zip(parts, TEXTS, strict=True)]
            return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in boosted])
        text = " ".join(asked.words)
        text = f'"{text}"' if asked.kind.shape == "phrase" else text
        every = asked.kind.shape == "all"
        return self.index.parse_query(text, list(TEXTS), field_boosts=BOOSTS, conjunction_by_default=every)

    def find(self, query: tantivy.Query) -> Found:
        """The ids of the ten best and the exact total."""
        result = self.searcher.search(query, 10)
        ids: Sequence[str] = [self.searcher.doc(address)["id"][0] for _, address in result.hits]
        return Found(list(ids), result.count)  # type: ignore[attr-defined]  # the stubs leave `count` out


def main(arguments: list[str] | None = None) -> None:
    """Index, and print how many articles and how long it took without the start of Python, as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("jsonl", type=Path)
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("--threads", type=int, default=1, help="threads that write")
    parser.add_argument("--heap", type=int, default=HEAP, help="bytes of memory for postings that are not yet written")
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    count = build(options.jsonl, options.folder, threads=options.threads, heap=options.heap)
    say(json.dumps({"articles": count, "seconds": round(time.perf_counter() - begun, 2)}))


if __name__ == "__main__":
    main()
