"""The pages as HTML: what is on them for every kind of search, and that nothing in an article becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.archive import LiveArchive
from searchsvc.indexing import reindex
from searchsvc.web import create_app
from tests.browser import articles
from tests.browser.articles import AT


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The app over the articles of the browser tests."""
    folder = tmp_path_factory.mktemp("page")
    articles.write(folder / "corpus" / "browser")
    reindex(folder / "corpus", folder / "index", "whoosh")
    live = LiveArchive(folder / "index", "whoosh")
    yield create_app(live).test_client()
    live.close()


def html(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == status
    assert response.mimetype == "text/html"
    return response.get_data(as_text=True)


def text(page: str) -> str:
    """What is read on the page: tags gone, blanks evened."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", page)))


SAYS = {
    "first visit": ("/", "42 articles to search, 2017–2020"),
    "the total": ("/?q=quaywright", "40 articles"),
    "one article": ("/?q=lamplighter", "1 article "),
    "an undated one": ("/?q=quaywright+date:none", "undated"),
    "another language": ("/?q=quaywright+lang:fr", "French"),
    "a filter as a chip": ("/?q=quaywright&after=2017&before=2019", "Date 2018"),
    "did you mean": ("/?q=quaywrigth", "Did you mean quaywright?"),
    "understood": ("/?q=quaywright+%7C+lamplighter", "Understood as quaywright OR lamplighter"),
    "a notice": ("/?q=quaywright+(pier", "An unmatched parenthesis"),
    "loosened": ("/?q=quaywright+pier+basin+lamplighter", "No article has all of these words"),
    "loosened, with a filter": (
        "/?q=quaywright+lamplighter&lang=fr",
        "No article has all of these words",
    ),
    "loosened by a filter that leaves out the one with all": (
        "/?q=the+lamplighter&lang=fr",
        "With these filters no article has all of the words; these come closest. "
        "Without the filters 1 article has all.",
    ),
    "nothing found": ("/?q=xyzzyplugh", "Nothing found for xyzzyplugh"),
    "what to try for one word": ("/?q=quaywxzzyplugh", "Try: See the search tips"),
    "and what finds something": ("/?q=quaywrplu", "Try: Words that start the same way: quaywr* See"),
    "what to try for many": ("/?q=xyzzyplugh+plughxyzzy", "Use fewer or more general words."),
    "nothing with the filters": ("/?q=lamplighter&lang=fr", "Without the filters there is 1 article"),
    "past the end": ("/?q=lamplighter&page=9", "There is no page 9. Back to the last page, 1"),
    "dates leave out what they name": ("/?q=quaywright", "The date itself is left out"),
    "a caption": ("/?q=captions:quaywright", "Caption The quaywright on the northern pier."),
    "an article": (f"{AT}pier/03?q=quaywright", "4 matches"),
    "an article under a query with a mistake": (f"{AT}alone?q=date:2020-13", "Nothing is marked: There is no month 13"),
    "help": ("/help", "Search tips"),
}


@pytest.mark.parametrize(("path", "says"), SAYS.values(), ids=SAYS)
def test_the_page_says(client: FlaskClient, path: str, says: str) -> None:
    assert says in text(html(client, path))


REFUSALS = {
    "a query error has its place": ("/?q=pier+date:2020-13", 400, 'date:<span class="here">2020-13</span>'),
    "and keeps the query": ("/?q=pier+date:2020-13", 400, 'value="pier date:2020-13"'),
    "and is counted": ("/?q=pier+date:2020-13", 400, "<h1>There is a mistake in your search</h1>"),
    "and so are two": ("/?q=date:2020-13+date:2020-14", 400, "<h1>There are 2 mistakes in your search</h1>"),
    "and leads to the tips": ("/?q=pier+date:2020-13", 400, ">Search tips</a>"),
    "a wrong parameter is named": ("/?q=pier&sort=backwards", 400, "sort: must be one of"),
    "and the rest is kept": ("/?q=pier&sort=backwards", 400, 'href="/?q=pier"'),
    "a wrong date is shown again": ("/?q=pier&after=Jan+2020&before=2021", 400, 'name="after" value="Jan 2020"'),
    "and so is the other": ("/?q=pier&after=Jan+2020&before=2021", 400, 'name="before" value="2021"'),
    "and how to write it": (
        "/?q=pier&before=1.2.2020",
        400,
        "(write a year, month or day such as 2020, 2020-02 or 2020-02-06)",
    ),
    "no such article": ("/articles/nope", 404, "No such article"),
    "no such page": ("/nope", 404, "Not Found"),
}


@pytest.mark.parametrize(("path", "status", "holds"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_a_page_too(client: FlaskClient, path: str, status: int, holds: str) -> None:
    assert holds in html(client, path, status)


TRACKED = {
    "the results": "/?q=pier&",
    "the first visit": "/?",
    "an article": f"{AT}pier/03?q=quaywright&",
    "help": "/help?",
}


@pytest.mark.parametrize("path", TRACKED.values(), ids=TRACKED)
def test_what_others_append_to_an_address_changes_nothing(client: FlaskClient, path: str) -> None:
    tracked = html(client, f"{path}utm_source=letter&fbclid=1&utm=2")
    assert "utm" not in tracked
    assert "fbclid" not in tracked
    took = re.compile(r"[\d.]+ ms")
    assert took.sub("", tracked) == took.sub("", html(client, path))


HOSTILE_PATHS = {
    "in the results": "/?q=wrongdoing",
    "in the article": f"{AT}hostile/%3Cscript%3Ealert(1)%3C/script%3E?q=wrongdoing",
    "in the query": "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&lang=%22%3E%3Cscript%3E",
    "in a wrong parameter": "/?%3Cscript%3E=1&q=%3Cscript%3E",
    "in a mistake": "/?q=date:%3Cscript%3E+%3Cb%3E",
    "in an id": "/articles/%3Cscript%3Ealert(1)%3C/script%3E",
}


@pytest.mark.parametrize("path", HOSTILE_PATHS.values(), ids=HOSTILE_PATHS)
def test_nothing_of_others_becomes_markup(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script src="/static/search.js\?v=\w+" defer>', page)
    assert not re.search(r"<(img|style|b|i)\b|javascript:[^<]*\"|\son\w+=[^<]*>|\sstyle=", page.split("</head>")[1])


def test_the_examples_of_the_help_are_of_this_archive(client: FlaskClient) -> None:
    page = html(client, "/help")
    examples = [unescape(path) for path in re.findall(r'<dt><a href="([^"]+)"', page)]
    assert len(examples) > 15
    for path in examples:
        found = text(html(client, path))
        assert "Nothing found" not in found, path
        assert "No article has" not in found, path


def test_without_an_index_the_help_has_no_links_that_lead_to_nothing(tmp_path: Path) -> None:
    page = html(create_app(LiveArchive(tmp_path / "index", "whoosh")).test_client(), "/help")
    assert "<dt><code>harbour master</code></dt>" in page
    assert "<dt><a" not in page


def test_only_web_links_lead_out_and_say_nothing(client: FlaskClient) -> None:
    page = html(client, f"{AT}pier/03?q=pier") + html(client, "/?q=pier")
    out = re.findall(r"<a[^>]*href=\"https?:[^>]*>", page)
    assert out
    assert all('rel="noopener noreferrer"' in link for link in out)


def test_the_page_names_its_feed_its_search_and_its_icon(client: FlaskClient) -> None:
    head = html(client, "/?q=pier&lang=en").split("</head>")[0]
    assert (
        '<link rel="alternate" type="application/atom+xml" title="pier" href="/feed.atom?q=pier&amp;lang=en">' in head
    )
    assert 'type="application/opensearchdescription+xml"' in head
    assert 'type="image/svg+xml"' in head


def test_the_feed_of_these_results_has_their_filters_and_not_their_order(client: FlaskClient) -> None:
    page = html(client, "/?q=pier&source=paper1.example&after=2016&before=2021&sort=oldest&per_page=25&page=1")
    assert '<a href="/feed.atom?q=pier&amp;source=paper1.example&amp;after=2016&amp;before=2021">' in page


def test_one_article_is_counted_as_one(client: FlaskClient) -> None:
    page = text(html(client, "/?q=wrongdoing+OR+quaywright"))
    assert "</i>.example 1 article " in page
    assert " 1 articles" not in page


def test_every_link_of_the_page_is_answered(client: FlaskClient) -> None:
    page = html(client, "/?q=quaywright&source=paper1.example&source=paper3.example&page=1&after=2016") + html(
        client, "/help"
    )
    paths = sorted({unescape(path) for path in re.findall(r'(?:href|action)="(/[^"]*)"', page)})
    assert len(paths) > 40
    refused = {}
    for path in paths:
        with client.get(path) as response:
            if response.status_code != 200:
                refused[path] = response.status
    assert refused == {}


def test_a_facet_can_be_widened(client: FlaskClient) -> None:
    page = html(client, "/?q=quaywright&source=paper1.example")
    assert "paper2.example" in page
    assert re.search(r'aria-current="true"><span class="value">paper1\.example', page)


def test_a_loosened_search_counts_its_own_articles(client: FlaskClient) -> None:
    page = html(client, "/?q=the+lamplighter&lang=fr")
    total = re.search(r'class="count">(\d+) articles', page)
    assert total
    assert re.search(rf'French</span> <span class="number">{total[1]}<', page)
    assert '<span class="value">English' not in page


def test_the_other_languages_are_named_and_marked(client: FlaskClient) -> None:
    page = html(client, "/?q=quaywright&lang=ar")
    assert '<h2 lang="ar" dir="auto">' in page
    assert '<span class="tongue">Arabic</span>' in page
    assert '<span class="tongue">' not in html(client, "/?q=quaywright&lang=en")


@given(q=st.text(max_size=200), lang=st.text(max_size=5))
def test_any_text_is_answered(client: FlaskClient, q: str, lang: str) -> None:
    for path in ("/", f"{AT}pier/03"):
        response = client.get(f"{path}?{urlencode({'q': q, 'lang': lang}, errors='replace')}")
        assert response.status_code in (200, 400)
        assert "<main" in response.get_data(as_text=True)


def test_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    reindex(tmp_path / "corpus", tmp_path / "index", "whoosh")
    live = LiveArchive(tmp_path / "index", "whoosh")
    page = html(create_app(live).test_client(), "/")
    live.close()
    assert "The archive is empty" in page
    assert "searchsvc reindex" in page


def test_without_an_index_the_page_says_what_to_do(tmp_path: Path) -> None:
    page = html(create_app(LiveArchive(tmp_path / "index", "whoosh")).test_client(), "/", 503)
    assert "<code>searchsvc reindex" in page
