"""What the archive covers, on the page and as JSON: it agrees with what was put in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from searchsvc.archive import LiveArchive
from searchsvc.indexing import reindex
from searchsvc.web import create_app
from tests.indexed import lines, write

ROWS = [
    {"id": "a", "title": "The old mill", "date": "2019-02-03", "source": "a.example", "language": "en"},
    {"id": "b", "title": "The new mill", "date": "2019-11-30", "source": "b.example", "language": "en"},
    {"id": "c", "title": "Die Mühle", "date": "2999-01-01", "source": "b.example", "language": "de"},
    {"id": "d", "title": "No date", "source": "b.example", "language": "en"},
    {"id": "e"},
]


@contextmanager
def client_of(corpus: Path, folder: Path) -> Iterator[FlaskClient]:
    """A client of the archive that a corpus makes."""
    reindex(corpus, folder / "index")
    live = LiveArchive(folder / "index", "whoosh")
    yield create_app(live).test_client()
    live.close()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    corpus = tmp_path / "corpus"
    write(corpus, "wire.jsonl", lines(*ROWS))
    write(corpus, "page_files/logo.png", b"")
    write(corpus, "strange.xyz", "?")
    with client_of(corpus, tmp_path) as client:
        yield client


def test_the_numbers(client: FlaskClient) -> None:
    found = client.get("/api/v1/about").get_json()
    assert (found["from"], found["to"], found["undated"]) == ("2019-02-03", "2999-01-01", 1)
    assert {row["value"]: row["count"] for row in found["years"]} == {"2019": 2, "2999": 1}
    assert {row["value"]: row["count"] for row in found["sources"]} == {"a.example": 1, "b.example": 3}
    assert {row["value"]: row["count"] for row in found["languages"]} == {"en": 3, "de": 1}
    assert found["gaps"] == [
        {"from": "2019-12", "to": "2998-12", "months": 11749},
        {"from": "2019-03", "to": "2019-10", "months": 8},
    ]
    coverage = found["coverage"]
    assert coverage["readers"] == {"JSON Lines": {"files": 1, "articles": 4}}
    assert coverage["dates"] == {"none": 1, "future": 1}
    assert coverage["aside"] == {".png": 1}
    assert coverage["unreadable"] == {"no reader for .xyz files": 1, "no text": 1}
    assert coverage["doubtful"] == [{"id": "wire#c", "date": "2999-01-01", "doubt": "future"}]
    assert [one["path"] for one in coverage["troubles"]] == ["strange.xyz", "wire.jsonl"]


def test_the_page_says_it(client: FlaskClient) -> None:
    page = client.get("/about").get_data(as_text=True)
    for said in ("4 articles, from 3 February 2019 to 1 January 2999; 1 undated", "German", "no reader for .xyz files",
                 "March 2019 to October 2019", "wire#c", 'href="/?q=date%3A2019"'):  # fmt: skip
        assert said in page, said


def test_of_nothing_there_is_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with client_of(tmp_path / "corpus", tmp_path) as client:
        found = client.get("/api/v1/about").get_json()
        assert (found["from"], found["to"], found["years"], found["gaps"]) == (None, None, [], [])
        assert client.get("/about").status_code == 200


def test_every_article_counts_near_copies_too(tmp_path: Path) -> None:
    story = " ".join(f"The mill of number {number} turns again, said the council." for number in range(40))
    rows = ({"id": f"{day}", "title": "Mill", "body": story, "date": f"2020-01-0{day}"} for day in range(1, 5))
    write(tmp_path / "corpus", "wire.jsonl", lines(*rows))
    with client_of(tmp_path / "corpus", tmp_path) as client:
        found = client.get("/api/v1/about").get_json()
    assert found["years"] == [{"value": "2020", "count": 4}]
    assert (found["from"], found["to"], found["coverage"]["copies"]) == ("2020-01-01", "2020-01-04", 3)
