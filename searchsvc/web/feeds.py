"""What other programs of a person subscribe to: an Atom feed of a search, and the description of the search box."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import Blueprint, Response, request

from searchsvc import searching
from searchsvc.answer import Answer, Hit, SearchRequest
from searchsvc.web.links import Links, state, web_url
from searchsvc.web.live import live
from searchsvc.web.params import feed_request
from searchsvc.web.reply import Reply, xml_safe
from searchsvc.web.sheet import headline

ATOM = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
ATOM_TYPE = "application/atom+xml"
OPENSEARCH_TYPE = "application/opensearchdescription+xml"

register_namespace("", ATOM)
blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feed.atom")
def feed() -> Response:
    """The hits of a search as an Atom feed (RFC 4287), the newest first."""
    asked = feed_request(request.args)
    with live().current() as archive:
        answer = searching.search(archive, asked)
    response = Reply(
        tostring(atom(asked, answer), "utf-8", xml_declaration=True), content_type=f"{ATOM_TYPE}; charset=utf-8"
    )
    response.add_etag(weak=True)
    return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug types it as its own response


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """What a browser needs to offer the archive as a search engine (OpenSearch 1.1)."""
    root = Element("OpenSearchDescription", xmlns=OPENSEARCH)
    for name, text in (
        ("ShortName", "searchsvc"),
        ("Description", "Full-text search of an archive of articles"),
        ("InputEncoding", "UTF-8"),
    ):
        SubElement(root, name).text = text
    for kind, path in (("text/html", ""), (ATOM_TYPE, "feed.atom")):
        template = f"{home()}{path}?q={{searchTerms}}"
        SubElement(root, "Url", type=kind, method="get", template=template)
    body = tostring(root, "utf-8", xml_declaration=True)
    return Reply(body, content_type=f"{OPENSEARCH_TYPE}; charset=utf-8")


def atom(asked: SearchRequest, answer: Answer) -> Element:
    """The feed's root element."""
    given = urlencode(state(asked), errors="replace")
    root = Element(tag("feed"))
    add(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'searchsvc:feed:{given}')}")
    add(root, "title", f"searchsvc: {answer.query.strip() or 'everything'}")
    add(root, "updated", answer.index.updated)
    add(SubElement(root, tag("author")), "name", "searchsvc")
    for rel, kind, path in (("self", ATOM_TYPE, "feed.atom"), ("alternate", "text/html", "")):
        SubElement(root, tag("link"), rel=rel, type=kind, href=f"{home()}{path}?{given}")
    for hit in answer.hits:
        add_entry(root, hit, answer.index.updated)
    return root


def add_entry(root: Element, hit: Hit, indexed: str) -> None:
    """One article. Atom wants a time for each: an undated article has that of the index."""
    article = hit.article
    entry = SubElement(root, tag("entry"))
    add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, xml_safe(f'searchsvc:article:{article.id}'))}")
    add(entry, "title", headline(article))
    add(entry, "updated", instant(article.date) if article.date else indexed)
    if article.date:
        add(entry, "published", instant(article.date))
    if article.author or article.source:
        add(SubElement(entry, tag("author")), "name", article.author or article.source)
    href = Links(home()).article(article.id, SearchRequest())
    SubElement(entry, tag("link"), rel="alternate", type="text/html", href=href)
    if url := web_url(article.url):
        SubElement(entry, tag("link"), rel="via", href=xml_safe(url))
    add(entry, "summary", " … ".join(fragment.text for fragment in hit.body))


def add(parent: Element, name: str, text: str) -> None:
    """A child with a text, which may hold anything."""
    SubElement(parent, tag(name)).text = xml_safe(text)


def tag(name: str) -> str:
    """The name of an Atom element."""
    return f"{{{ATOM}}}{name}"


def instant(date: dt.date) -> str:
    """RFC 3339: a day begins at midnight UTC, as does a clock of unknown offset."""
    if not isinstance(date, dt.datetime):
        return f"{date.isoformat()}T00:00:00Z"
    text = date.isoformat(timespec="seconds")
    return text if date.tzinfo else f"{text}Z"


def home() -> str:
    """The address of the search page as the asker sees it, with a slash at its end."""
    return request.url_root
