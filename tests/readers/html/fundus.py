"""What is read from real news pages, beside what is expected: ``python -m tests.readers.html.fundus`` prints it.

A page is expected to give a title (the same words), a day, a body (token F1), and its captions. There are pages whose
expectation says nothing of images; captions found there are neither right nor wrong. An image that is expected to have
no caption makes a caption found a wrong one, even where the page prints it.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchsvc.readers.html import Parts, parts_of
from tests.readers.html.scores import Expected, match, same_words, token_f1

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what is expected of it: the JSON beside it, whose versions stand in the order of the pages' names."""

    country: str
    path: Path
    url: str
    expected: dict[str, Any]

    def read(self) -> Parts:
        """What the reader makes of it."""
        return parts_of(gzip.decompress(self.path.read_bytes()).decode(), self.url)

    @property
    def body(self) -> str:
        """The body that is expected: the lead, then the sections with their headings."""
        body = self.expected["body"]
        sections = [text for section in body["sections"] for text in (*section["headline"], *section["paragraphs"])]
        return "\n\n".join((*body["summary"], *sections))


@dataclass(frozen=True, slots=True)
class Result:
    """What came out for a page: captions are counted as right, wrong and missing."""

    page: Page
    parts: Parts
    title: bool
    day: bool
    body: float
    right: int
    wrong: list[str]
    missing: list[str]


def pages(corpora: Path) -> Iterator[Page]:
    """All pages of all countries."""
    for folder in sorted(path for path in (corpora / "fundus").iterdir() if path.is_dir()):
        urls = json.loads((folder / "meta.info").read_bytes())
        for path in sorted(folder.glob("*.json")):
            versions = json.loads(path.read_bytes()).values()
            for page, expected in zip(sorted(folder.glob(f"{path.stem}_*.html.gz")), versions, strict=True):
                yield Page(folder.name, page, urls[page.name]["url"], expected)


def result(page: Page) -> Result:
    """What the reader makes of a page, judged."""
    parts, expected = page.read(), page.expected
    images = expected.get("images")
    captions = [Expected(image["caption"] or "", " ".join(image["authors"])) for image in images or ()]
    wrong, missing, right = match(parts.captions if images is not None else (), captions)
    day = parts.date.isoformat()[:10] if parts.date else ""
    title = same_words(parts.title, expected["title"])
    body = token_f1(parts.body, page.body)
    return Result(page, parts, title, day == expected["publishing_date"][:10], body, right, wrong, missing)


def caption_f1(results: Iterable[Result]) -> float:
    """Over all captions of the pages."""
    judged = list(results)
    right = sum(one.right for one in judged)
    off = sum(len(one.wrong) + len(one.missing) for one in judged)
    return 2 * right / (2 * right + off) if right or off else 1.0


def table(results: list[Result]) -> Iterator[str]:
    """A line for each country, one for all, and the misses."""
    yield f"{'country':8}{'pages':>6}{'title':>7}{'day':>5}{'body':>7}{'captions':>10}"
    for country in [*sorted({one.page.country for one in results}), "all"]:
        mine = [one for one in results if country in (one.page.country, "all")]
        body = sum(one.body for one in mine) / len(mine)
        titles, days = sum(one.title for one in mine), sum(one.day for one in mine)
        yield f"{country:8}{len(mine):6}{titles:7}{days:5}{body:7.3f}{caption_f1(mine):10.3f}"
    for one in results:
        yield from misses(one)


def misses(one: Result) -> Iterator[str]:
    """What is not right for a page."""
    name, expected = one.page.path.name.removesuffix(".html.gz"), one.page.expected
    if not one.title:
        yield f"{name}: title {one.parts.title!r}, not {expected['title']!r}"
    if not one.day:
        yield f"{name}: day {one.parts.date}, not {expected['publishing_date']}"
    if one.body < 0.9:
        yield f"{name}: body {one.body:.3f}"
    yield from (f"{name}: no caption: {text[:100]!r}" for text in one.wrong)
    yield from (f"{name}: caption missed: {text[:100]!r}" for text in one.missing)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table([result(page) for page in pages(CORPORA)]))
