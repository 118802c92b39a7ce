"""Reuters articles as files to measure and test with: one JSON Lines file, or one saved-article file each.

``python -m benchmarks.reuters FOLDER --articles 20000`` writes both kinds, ``FOLDER/jsonl`` and ``FOLDER/saved``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import lzma
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

NEWS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "news" / "reuters-106k.jsonl.xz"
JSONL_NAME = "reuters"


class Record(TypedDict):
    """One line of the news file."""

    id: str
    title: str
    date: str
    body: str
    captions: list[str]
    source: str
    url: str
    author: str


def records(count: int, news: Path = NEWS) -> Iterator[Record]:
    """The first ``count`` articles of the news file, as they stand there."""
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, count):
            yield json.loads(line)


def write_jsonl(rows: Iterable[Record], corpus: Path) -> Path:
    """Write one JSON Lines file into the folder ``corpus``; gives its path."""
    corpus.mkdir(parents=True, exist_ok=True)
    path = corpus / f"{JSONL_NAME}.jsonl"
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def write_saved(rows: Iterable[Record], corpus: Path) -> int:
    """Write one saved-article file for each record under ``corpus``; gives how many."""
    count = 0
    for row in rows:
        path = corpus / f"{saved_id(row['id'])}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(saved_text(row), encoding="utf-8", newline="\n")
        count += 1
    return count


def saved_id(record_id: str) -> str:
    """The id of the saved article made from a record: its path, with only safe characters.

    A dot becomes an underscore, or a part of the name would be taken for the suffix.
    """
    return re.sub(r"[^A-Za-z0-9_/-]", "_", record_id)


def jsonl_id(record_id: str) -> str:
    """The id of the article read from the record's line in the JSON Lines file."""
    return f"{JSONL_NAME}#{record_id}"


def saved_text(row: Record) -> str:
    """The record as a saved article: title, date line, paragraphs, captions, original url."""
    blocks = [escaped(one_line(row["title"])), date_line(row["date"])]
    blocks += [escaped(paragraph) for paragraph in paragraphs(row["body"])]
    blocks += [caption_block(one_line(caption)) for caption in row["captions"]]
    blocks += ["Original url:", f"<{row['url']}>"]
    return "\n\n".join(blocks) + "\n"


def date_line(iso: str) -> str:
    """``2006-10-20`` as ``October 20, 2006``."""
    day = dt.date.fromisoformat(iso)
    return f"{day:%B} {day.day:02d}, {day.year}"


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a text, each on one line: blank lines part them, other white space is one blank."""
    return [one_line(block) for block in re.split(r"\n\s*\n", body) if block.strip()]


def one_line(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


def caption_block(caption: str) -> str:
    """A caption paragraph: its last word is the bold credit by which a reader knows it."""
    text, _, credit = caption.rpartition(" ")
    return f"{escaped(text)} **{escaped(credit)}**".lstrip()


MARKUP = re.compile(r"([\\`*_\[\]<>&#~|!])")
LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")
LABEL = re.compile(r"^((?:related|original)\b[^:]*):", re.IGNORECASE)
DATE_LINE = re.compile(r"^([A-Z][a-z]+ \d{1,2}), (\d{4})$")


def escaped(text: str) -> str:
    """Plain text as light Markdown that means exactly that text, also where it looks like a label or a date."""
    text = MARKUP.sub(r"\\\1", text)
    text = LINE_START.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", text)
    text = LABEL.sub(r"\1\\:", text)
    return DATE_LINE.sub(r"\1\\, \2", text)


def main(arguments: list[str] | None = None) -> None:
    """Write the files and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    options = parser.parse_args(arguments)
    rows = list(records(options.articles))
    path = write_jsonl(rows, options.folder / "jsonl")
    count = write_saved(rows, options.folder / "saved")
    sys.stdout.write(f"{count} articles in {path} and {options.folder / 'saved'}\n")


if __name__ == "__main__":
    main()
