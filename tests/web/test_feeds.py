"""The Atom feed and the description of the search box."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from searchsvc.web.feeds import instant
from tests.web.articles import HOSTILE

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def feed(client: FlaskClient, query: str) -> ET.Element:
    """The feed's root."""
    response = client.get(f"/feed.atom?{query}")
    assert response.status_code == 200, response.text
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.data)


def texts(root: ET.Element, name: str) -> list[str]:
    """The texts of the entries' children of that name."""
    return [found.text or "" for entry in root.iter(f"{ATOM}entry") for found in entry.findall(f"{ATOM}{name}")]


def links(root: ET.Element) -> dict[str, str]:
    """The links of a feed or an entry, by their relation."""
    return {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}


def test_the_newest_come_first(client: FlaskClient) -> None:
    root = feed(client, "q=ferry")
    assert texts(root, "title") == ["Ferry strike ends", "The lake is open again", "Notes without a date"]
    assert texts(root, "published") == ["2021-06-01T23:30:00-07:00", "2021-05-04T00:00:00Z"]
    assert texts(feed(client, "q=ferry&per_page=1&sort=oldest"), "title") == ["The lake is open again"]


@pytest.mark.parametrize("query", ["", "q=ferry", "q=hostile", "q=nothingness", "q=%3Cscript%3E&source=%22%3E"])
def test_the_feed_has_what_atom_asks_for(client: FlaskClient, query: str) -> None:
    root = feed(client, query)
    assert root.tag == f"{ATOM}feed"
    names = [child.tag.removeprefix(ATOM) for child in root]
    assert [names.count(name) for name in ("id", "title", "updated", "author")] == [1, 1, 1, 1]
    for entry in root.iter(f"{ATOM}entry"):
        names = [child.tag.removeprefix(ATOM) for child in entry]
        assert [names.count(name) for name in ("id", "title", "updated", "summary")] == [1, 1, 1, 1]
        assert "alternate" in links(entry)
        dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated", ""))
    assert len(set(texts(root, "id"))) == len(texts(root, "id"))


def test_links_lead_to_the_articles(client: FlaskClient) -> None:
    for entry in feed(client, "q=hostile").iter(f"{ATOM}entry"):
        path = links(entry)["alternate"].removeprefix("http://localhost")
        if "%ED" not in path:
            assert client.get(path, headers={"Accept": "text/html"}).status_code == 200, unquote(path)
        assert "via" not in links(entry), "javascript: and data: are no links"
    (lake,) = (entry for entry in feed(client, "q=captions:harbour").iter(f"{ATOM}entry"))
    assert links(lake)["via"] == "https://harbour-post.example/lake"


def test_the_feed_knows_its_search(client: FlaskClient) -> None:
    query = f"q={quote('title:lake & co')}&lang=en"
    assert links(feed(client, query))["self"] == (
        "http://localhost/feed.atom?q=title%3Alake+%26+co&lang=en&sort=newest&per_page=20"
    )
    same, other = feed(client, query), feed(client, "q=lake")
    assert same.findtext(f"{ATOM}id") == feed(client, query).findtext(f"{ATOM}id") != other.findtext(f"{ATOM}id")


def test_no_text_becomes_markup(client: FlaskClient) -> None:
    body = client.get("/feed.atom?q=hostile").text
    assert "<script" not in body
    assert "<img" not in body
    assert len(texts(feed(client, "q=hostile"), "title")) == len(HOSTILE)


INSTANTS = {
    "a day": (dt.date(2020, 2, 6), "2020-02-06T00:00:00Z"),
    "the first day": (dt.date(1, 1, 1), "0001-01-01T00:00:00Z"),
    "UTC": (dt.datetime(2020, 2, 6, 7, 8, 9, 10, dt.UTC), "2020-02-06T07:08:09+00:00"),
    "an offset": (dt.datetime(2020, 2, 6, tzinfo=dt.timezone(dt.timedelta(hours=3))), "2020-02-06T00:00:00+03:00"),
    "no offset": (dt.datetime(2020, 2, 6, 7, 8, 9), "2020-02-06T07:08:09Z"),
}


@pytest.mark.parametrize(("date", "text"), INSTANTS.values(), ids=INSTANTS)
def test_instants(date: dt.date, text: str) -> None:
    assert instant(date) == text


def test_browsers_are_told_how_to_search(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    assert response.content_type == "application/opensearchdescription+xml; charset=utf-8"
    root = ET.fromstring(response.data)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert [url.attrib["template"] for url in root.findall(f"{OPENSEARCH}Url")] == [
        "http://localhost/?q={searchTerms}",
        "http://localhost/feed.atom?q={searchTerms}",
    ]
    assert len(root.findtext(f"{OPENSEARCH}ShortName", "")) <= 16


@pytest.mark.parametrize("host", ['a"b', "a<b>", "a b", "\x01", "évil", "x" * 300])
@pytest.mark.parametrize("path", ["/opensearch.xml", "/feed.atom"])
def test_a_strange_host_breaks_nothing(client: FlaskClient, path: str, host: str) -> None:
    response = client.get(path, environ_overrides={"HTTP_HOST": host.encode().decode("latin-1")})
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        ET.fromstring(response.data)
