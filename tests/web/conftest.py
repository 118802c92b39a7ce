"""An index of a few articles, the app over it, and a client that asks the app."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from searchsvc.archive import LiveArchive
from searchsvc.article import Article
from searchsvc.indexing import reindex
from searchsvc.web import create_app
from tests.web.articles import ARTICLES, FILE

ENGINE = "whoosh"


def indexed(articles: Iterable[Article], folder: Path) -> Path:
    """A folder with the index of the articles, read from a file of JSON Lines."""
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir()
    lines = (line_of(article) for article in articles)
    (corpus / f"{FILE}.jsonl").write_text("".join(lines), encoding="utf-8")
    reindex(corpus, index, ENGINE)
    return index


def line_of(article: Article) -> str:
    """The line that gives the article back; the reader puts the name of the file before its id."""
    return json.dumps({**article.to_json(), "id": article.id.removeprefix(f"{FILE}#")}) + "\n"


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of ARTICLES."""
    return indexed(ARTICLES, tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="session")
def app(index: Path) -> Iterator[Flask]:
    """The app over the index."""
    live = LiveArchive(index, ENGINE)
    yield create_app(live)
    live.close()


@pytest.fixture(scope="session")
def client(app: Flask) -> FlaskClient:
    """Somebody who asks the app; there are no cookies, so that one does for all tests."""
    return app.test_client()


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    """Somebody who asks an app with nothing indexed."""
    return create_app(LiveArchive(tmp_path / "nothing", ENGINE)).test_client()
