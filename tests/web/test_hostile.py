"""Articles and requests that mean harm: over all routes no markup, and never a failure of ours."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.web.articles import HOSTILE, SCRIPT
from tests.web.shapes import conforms

PAGES = {
    "the first page": "/",
    "the help": "/help",
    "about": "/about",
    "the search page": "/?q=hostile",
    "a query that is markup": f"/?q={quote(SCRIPT)}",
    "a filter that is markup": f"/?q=hostile&source={quote(SCRIPT)}",
    "a parameter that is markup": f"/?{quote(SCRIPT)}={quote(SCRIPT)}",
    "a value that is markup": f"/?page={quote(SCRIPT)}",
    "an address that is markup": f"/{quote(SCRIPT)}",
    **{f"article {article.id!r}": f"/articles/{quote(article.id)}?q=hostile" for article in HOSTILE},
    "no such article": f"/articles/{quote(SCRIPT)}!",
}


class Tags(HTMLParser):
    """The tags of a page that it should not have, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is inline or not ours: scripts, styles, handlers, and addresses that run."""
        values = dict(attrs)
        if tag == "style" or "style" in values:
            self.wrong.append(f"{tag} with a style")
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.wrong.append(tag)
        if tag in ("img", "iframe", "object", "embed") and not (values.get("src") or "").startswith("/static/"):
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE):
                self.wrong.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_pages_hold_no_foreign_markup(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code < 500
    assert response.mimetype == "text/html"
    tags = Tags()
    tags.feed(response.data.decode("utf-8"))
    assert not tags.wrong


PROGRAMS = {
    "search": ("/api/v1/search?q=hostile&per_page=100&facets=source,lang", "application/json"),
    "a query that is markup": (f"/api/v1/search?q={quote(SCRIPT)}", "application/json"),
    "suggestions": (f"/api/v1/suggest?q={quote(SCRIPT)}", "application/json"),
    **{
        f"article {article.id!r}": (f"/api/v1/articles/{quote(article.id)}?q=hostile", "application/json")
        for article in HOSTILE
    },
    "JSON Lines": ("/api/v1/export?q=hostile", "application/jsonl"),
    "spreadsheet": ("/api/v1/export?q=hostile&format=csv", "text/csv"),
    "feed": ("/feed.atom?q=hostile", "application/atom+xml"),
    "feed of markup": (f"/feed.atom?q={quote(SCRIPT)}", "application/atom+xml"),
    "wrong parameter": (f"/api/v1/search?{quote(SCRIPT)}=1", "application/problem+json"),
    "wrong address": (f"/api/{quote(SCRIPT)}", "application/problem+json"),
}


@pytest.mark.parametrize(("path", "kind"), PROGRAMS.values(), ids=PROGRAMS)
def test_nothing_for_programs_is_taken_for_a_page(client: FlaskClient, path: str, kind: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code < 500
    assert response.mimetype == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.data.decode("utf-8")


def test_html_in_json_holds_no_markup_but_marks(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=hostile&per_page=100").get_json()["hits"]
    assert {hit["id"] for hit in hits} == {article.id for article in HOSTILE}
    for hit in hits:
        check_highlights(hit["highlights"])


def check_highlights(highlights: dict[str, list[dict[str, object]]]) -> None:
    """Marks lie on the text, in order and apart; the HTML is the text with marks, and nothing else is a tag."""
    for fragments in highlights.values():
        for fragment in fragments:
            text, marks, markup = fragment["text"], fragment["marks"], fragment["html"]
            assert isinstance(text, str)
            assert isinstance(marks, list)
            assert isinstance(markup, str)
            ends = [0, *(end for mark in marks for end in mark), len(text)]
            assert ends == sorted(ends)
            assert all(start < end for start, end in marks)
            assert set(re.findall(r"<[^>]*>", markup)) <= {"<mark>", "</mark>"}
            assert html_text(re.sub(r"</?mark>", "", markup)) == text
            assert [html_text(inside) for inside in re.findall(r"<mark>(.*?)</mark>", markup, re.DOTALL)] == [
                text[start:end] for start, end in marks
            ]


def html_text(markup: str) -> str:
    """The text of HTML that holds the five entities of ours and no others (``html.unescape`` drops control codes)."""
    for entity in ("&lt;", "&gt;", "&#34;", "&#39;", "&amp;"):
        markup = markup.replace(entity, html.unescape(entity))
    return markup


ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
PIECES = [
    "hostile",
    "ferry",
    "lake",
    "OR",
    "NOT",
    "-",
    "(",
    ")",
    "fer*",
    "f?rry",
    "feery~2",
    "title:",
    "date:2021",
    '"',
]
PIECES += ["date:none", "captions:harbour", "ferry^3", "before:2021", "..", "source:", "日本", "\ud800", "\x00", "<b>"]
PIECES += ["lang:de", '"lake is"~2']
QUERIES = st.one_of(
    ANY_TEXT,
    st.text('ab"()-*?~^:.|<& \\|0123456789', max_size=40),
    st.lists(
        st.sampled_from(PIECES),
        max_size=8,
    ).map(" ".join),
)
VALUES = st.one_of(
    ANY_TEXT, st.integers(-2, 200).map(str), st.sampled_from(["newest", "source,date", "2021-05", "en", ""])
)
NAMES = st.one_of(
    st.sampled_from(["source", "lang", "after", "before", "sort", "page", "per_page", "cursor", "facets", "fragments"]),
    st.sampled_from(["fragment_size", "format", "q"]),
    ANY_TEXT,
)


def encoded(text: str) -> str:
    """Percent-encoded, lone surrogates as the bytes that are no UTF-8."""
    return quote(text.encode("utf-8", "surrogatepass"))


def never_fails(response: TestResponse) -> None:
    """The answer is one, or a problem of the asker's."""
    assert response.status_code in (200, 400, 404), response.text
    if response.status_code != 200:
        conforms(response.get_json(), "Problem")


@given(QUERIES)
def test_any_query_is_answered(client: FlaskClient, q: str) -> None:
    response = client.get(f"/api/v1/search?q={encoded(q)}")
    never_fails(response)
    if response.status_code == 200:
        answer = response.get_json()
        conforms(answer, "Answer")
        for hit in answer["hits"]:
            check_highlights(hit["highlights"])


@given(QUERIES)
def test_any_query_marks_an_article(client: FlaskClient, q: str) -> None:
    response = client.get(f"/api/v1/articles/post%23lake?q={encoded(q)}")
    never_fails(response)
    if response.status_code == 200:
        check_highlights(response.get_json()["highlights"])


@given(QUERIES)
def test_any_typing_is_completed(client: FlaskClient, q: str) -> None:
    response = client.get(f"/api/v1/suggest?q={encoded(q)}")
    assert response.status_code == 200
    conforms(response.get_json(), "Suggestions")


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/export", "/feed.atom"])
@given(st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_any_parameters_are_answered(client: FlaskClient, path: str, pairs: list[tuple[str, str]]) -> None:
    never_fails(client.get(f"{path}?{'&'.join(f'{encoded(name)}={encoded(value)}' for name, value in pairs)}"))


@given(ANY_TEXT)
def test_any_id_is_answered(client: FlaskClient, id_: str) -> None:
    never_fails(client.get(f"/api/v1/articles/{encoded(id_)}"))


@given(st.binary(max_size=60))
def test_any_bytes_are_answered(client: FlaskClient, raw: bytes) -> None:
    response = client.get("/api/v1/search", environ_overrides={"QUERY_STRING": raw.decode("latin-1")})
    never_fails(response)
