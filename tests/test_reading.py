"""Reading: what comes of a file, and how it goes from process to process."""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import fields
from pathlib import Path

from searchsvc.article import Article, Link
from searchsvc.corpus import CorpusFile, scan
from searchsvc.ledger import fingerprint
from searchsvc.reading import Job, ReadArticle, read_files
from tests.indexed import lines, write

FULL = Article(
    id="a#1",
    title="Mühle",
    body="Old.\n\nMill.",
    date=dt.datetime(2020, 2, 6, 12, tzinfo=dt.timezone(dt.timedelta(hours=3))),
    date_from="field",
    captions=("One", "Three"),
    source="Fluss & Tal",
    url="https://example.org/a",
    author="A. Miller",
    language="de",
    related=(Link("Bridge", "https://example.org/b"),),
    date_doubt="future",
)
"""An article with something in every field."""


def job_of(corpus: Path) -> Job:
    """Everything in a corpus, to be read for the first time."""
    return Job(corpus, tuple((file, {}) for file in scan(corpus) if isinstance(file, CorpusFile)))


def test_the_length_of_an_article_is_that_of_all_its_texts(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", lines({"title": "Mill", "body": "Old.", "captions": ["One", "Three"]}))
    assert [item.length for item in read_files(job_of(tmp_path)) if isinstance(item, ReadArticle)] == [16]


def test_an_article_arrives_as_it_was_sent() -> None:
    assert all(getattr(FULL, field.name) != field.default for field in fields(Article))
    for changed in (FULL, None):
        item = ReadArticle(FULL.id, "0011", 16, changed)
        assert pickle.loads(pickle.dumps(item)) == item


def test_the_digest_of_an_article_stays() -> None:
    """With another one every article of every ledger would be indexed again."""
    assert fingerprint(FULL) == "2a712c795d478fc7"
