"""The JSON API over a real index."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from searchsvc.article import Article
from tests.web.articles import ARTICLES, HOSTILE, PLAIN
from tests.web.shapes import conforms


def ids(response: TestResponse) -> list[str]:
    """The ids of the hits, in order."""
    assert response.status_code == 200, response.text
    return [hit["id"] for hit in response.get_json()["hits"]]


FINDS = {
    "a word": ("q=ferry&sort=oldest", ["post#lake", "post#ferry", "post#note"]),
    "in the captions": ("q=captions:harbour", ["post#lake"]),
    "a source": ("q=streik+OR+strike&source=seeblick.example", ["post#fähre"]),
    "two sources": ("q=strike+OR+F%C3%A4hre&source=seeblick.example&source=harbour-post.example&sort=newest",
                    ["post#fähre", "post#ferry"]),
    "a language": ("lang=de", ["post#fähre"]),
    "after a month": ("q=ferry&after=2021-05", ["post#ferry"]),
    "before a day": ("q=ferry&before=2021-06-01", ["post#lake"]),
    "newest, undated last": ("q=ferry&sort=newest", ["post#ferry", "post#lake", "post#note"]),
    "the second page": ("q=ferry&sort=newest&per_page=1&page=2", ["post#lake"]),
    "past the end": ("q=ferry&page=99", []),
}  # fmt: skip


@pytest.mark.parametrize(("asks", "finds"), FINDS.values(), ids=FINDS)
def test_search(client: FlaskClient, asks: str, finds: list[str]) -> None:
    response = client.get(f"/api/v1/search?{asks}")
    assert ids(response) == finds
    conforms(response.get_json(), "Answer")


def test_a_cursor_goes_through_everything(client: FlaskClient) -> None:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        response = client.get("/api/v1/search", query_string={"per_page": 2, "cursor": cursor})
        found += ids(response)
        cursor = response.get_json()["next"]
    assert sorted(found) == sorted(article.id for article in ARTICLES)


def test_facets(client: FlaskClient) -> None:
    facets = client.get("/api/v1/search?q=ferry&facets=source,date,year,lang").get_json()["facets"]
    assert {"value": "harbour-post.example", "count": 2} in facets["source"]
    assert {"value": "2021-06", "count": 1} in facets["date"]
    assert {"value": "2021", "count": 2} in facets["year"]
    assert {"value": "en", "count": 3} in facets["lang"]


def test_json_is_compact_and_unescaped(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=F%C3%A4hre")
    assert response.content_type == "application/json"
    assert '"id":"post#fähre"' in response.data.decode("utf-8")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: repr(article.id))
def test_every_article_is_there_under_its_id(client: FlaskClient, article: Article) -> None:
    response = client.get(f"/api/v1/articles/{quote(article.id)}")
    assert response.status_code == 200
    read = response.get_json()
    conforms(read, "MarkedArticle")
    assert read["id"] == article.id
    assert read["highlights"]["title"][0]["marks"] == []


def test_an_article_comes_marked(client: FlaskClient) -> None:
    read = client.get("/api/v1/articles/post%23lake?q=ferry").get_json()
    marked = [fragment for fragment in read["highlights"]["body"] if fragment["marks"]]
    assert [fragment["html"] for fragment in marked] == [
        "Boats are back on the lake. The <mark>ferry</mark> runs every hour."
    ]
    assert read["body"] == PLAIN[0].body


NO_ARTICLES = {
    "no such id": "nothing",
    "a file": "../../../etc/shadow",
    "a file from the root": "/etc/passwd",
    "this file": quote(__file__),
    "blank": "%20",
    "a null": "%00",
    "no UTF-8": "%ff%fe",
    "very long": "a" * 5000,
}


@pytest.mark.parametrize("id_", NO_ARTICLES.values(), ids=NO_ARTICLES)
def test_ids_name_articles_and_nothing_else(client: FlaskClient, id_: str) -> None:
    response = client.get(f"/api/v1/articles/{id_}")
    assert response.status_code == 404
    conforms(response.get_json(), "Problem")
    assert response.get_json()["type"] == "urn:searchsvc:problem:no-such-article"


def test_suggestions(client: FlaskClient) -> None:
    read = client.get("/api/v1/suggest?q=lake+fer").get_json()
    conforms(read, "Suggestions")
    assert {"text": "lake ferry", "word": "ferry", "articles": 3} in read["suggestions"]
    assert client.get("/api/v1/suggest").get_json()["suggestions"] == []


def test_export_has_every_hit_in_order(client: FlaskClient) -> None:
    response = client.get("/api/v1/export?q=ferry&sort=newest")
    assert response.headers["Content-Type"] == "application/jsonl; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="articles-ferry.jsonl"'
    assert response.headers["X-Total"] == "3"
    read = [Article.from_json(json.loads(line)) for line in response.data.splitlines()]
    assert [article.id for article in read] == ["post#ferry", "post#lake", "post#note"]
    assert read[1].body == PLAIN[0].body


def test_export_for_a_spreadsheet(client: FlaskClient) -> None:
    response = client.get("/api/v1/export?q=hostile&format=csv")
    assert response.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert response.headers["X-Total"] == str(len(HOSTILE))
    assert "'=hostile()" in response.data.decode("utf-8-sig")


def test_the_same_answer_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/api/v1/search?q=ferry")
    again = client.get("/api/v1/search?q=ferry", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/api/v1/search?q=lake", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_alive_and_ready(client: FlaskClient) -> None:
    conforms(client.get("/healthz").get_json(), "Health")
    ready = client.get("/readyz").get_json()
    conforms(ready, "Readiness")
    assert ready["index"]["articles"] == len(ARTICLES)


def test_alive_but_not_ready(empty: FlaskClient) -> None:
    assert empty.get("/healthz").status_code == 200
    response = empty.get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["type"] == "urn:searchsvc:problem:index-missing"
    assert "reindex" in response.get_json()["detail"]
