"""The parts of the page that think: addresses, periods, facets, chips, the pager."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from searchsvc.answer import FacetCount, SearchRequest
from searchsvc.web import periods
from searchsvc.web.filters import chips, facets
from searchsvc.web.links import Links, web_url
from searchsvc.web.pager import pager
from searchsvc.web.periods import Period
from searchsvc.web.wording import counted, lang_attribute, spoken_date

LINKS = Links("/")


def asked(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


STATES = {
    "nothing": (SearchRequest(), "/"),
    "a query": (SearchRequest(q='a "b c" & d'), "/?q=a+%22b+c%22+%26+d"),
    "the first page has no number": (SearchRequest(q="a", page=1), "/?q=a"),
    "everything": (
        SearchRequest(
            q="a", source=("x", "y"), lang="en", after="2019", before="2021", sort="newest", page=3, per_page=25
        ),
        "/?q=a&source=x&source=y&lang=en&after=2019&before=2021&sort=newest&per_page=25&page=3",
    ),
    "a lone surrogate": (SearchRequest(q="a\ud800"), "/?q=a%3F"),
}


@pytest.mark.parametrize(("request_", "url"), STATES.values(), ids=STATES)
def test_a_state_has_one_address(request_: SearchRequest, url: str) -> None:
    assert LINKS.results(request_) == url


ARTICLES = {
    "folders": ("2020/02/pier", "/articles/2020/02/pier?q=a"),
    "a key": ("notes#3", "/articles/notes%233?q=a"),
    "a question mark and blanks": ("what now? yes", "/articles/what%20now%3F%20yes?q=a"),
    "dots": ("../../etc/passwd", "/articles/../../etc/passwd?q=a"),
}


@pytest.mark.parametrize(("article_id", "url"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_has_an_address(article_id: str, url: str) -> None:
    assert LINKS.article(article_id, SearchRequest(q="a")) == url


URLS = {
    "http": ("http://a.example/", True),
    "https": ("https://a.example/b?c#d", True),
    "upper case": ("HTTPS://A.EXAMPLE/", True),
    "javascript": ("javascript:alert(1)", False),
    "javascript in disguise": ("java\nscript:alert(1)", False),
    "javascript after a blank": (" javascript:alert(1)", False),
    "data": ("data:text/html,<script>", False),
    "a blank in it": ("https://a.example/b c", False),
    "a quote in it": ('https://a.example/"b"', False),
    "a line break at its end": ("https://a.example/\n", False),
    "brackets of IPv6": ("http://[::1]:80/", True),
    "another alphabet": ("https://пример.example/я", True),
    "no scheme": ("//a.example/", False),
    "no host": ("https:///a", False),
    "broken": ("http://[::1", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("url", "is_linked"), URLS.values(), ids=URLS)
def test_only_web_urls_are_linked(url: str, is_linked: bool) -> None:
    assert web_url(url) == (url if is_linked else "")


PERIODS = {
    "a year": (Period("2019", "2021"), "2020"),
    "a month": (Period("2020-01", "2020-03"), "February 2020"),
    "a month over new year": (Period("2019-12", "2020-02"), "January 2020"),
    "a day": (Period("2020-02-05", "2020-02-07"), "6 February 2020"),
    "a day over new year": (Period("2019-12-31", "2020-01-02"), "1 January 2020"),
    "two years": (Period("2019", "2022"), "after 2019, before 2022"),
    "open before": (Period("2019", ""), "after 2019"),
    "open after": (Period("", "2020-02"), "before February 2020"),
    "of different grain": (Period("2019", "2020-02"), "after 2019, before February 2020"),
    "not dates at all": (Period("soon", "2020-99"), "after soon, before 2020-99"),
}


@pytest.mark.parametrize(("period", "name"), PERIODS.values(), ids=PERIODS)
def test_a_period_has_a_name(period: Period, name: str) -> None:
    assert period.name == name


def test_a_year_and_a_month_are_between_their_neighbours() -> None:
    assert periods.year(2020) == Period("2019", "2021")
    assert periods.month(periods.month_number("2020-02")) == Period("2020-01", "2020-03")
    assert periods.month(periods.month_number("2020-12")) == Period("2020-11", "2021-01")


EDGES = {
    "year one": (periods.year(1), Period("", "0002")),
    "the last year": (periods.year(9999), Period("9998", "")),
    "the first month": (periods.month(12), Period("", "0001-02")),
    "the last month": (periods.month(9999 * 12 + 11), Period("9999-11", "")),
}


@pytest.mark.parametrize(("period", "expected"), EDGES.values(), ids=EDGES)
def test_at_the_ends_of_time_a_side_is_open(period: Period, expected: Period) -> None:
    assert period == expected


def rows(*counts: tuple[str, int]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, count) for value, count in counts)


def test_facets_offer_what_is_there_and_mark_what_is_chosen() -> None:
    counts = {
        "source": rows(("a.example", 5), ("b.example", 2)),
        "lang": rows(("en", 7)),
        "year": rows(("2019", 3), ("2020", 3), ("none", 1)),
    }
    source, year = facets(counts, SearchRequest(q="x", source=("b.example",), page=4), LINKS)
    assert [(choice.name, choice.chosen) for choice in source.first] == [("a.example", False), ("b.example", True)]
    assert source.first[0].url == "/?q=x&source=b.example&source=a.example"
    assert source.first[1].url == "/?q=x"
    assert [choice.name for choice in year.first] == ["2020", "2019", "Undated"]
    assert asked(year.first[0].url) == {"q": "x", "source": "b.example", "after": "2019", "before": "2021"}


UNDATED = {
    "nothing": ("", "date:none", False),
    "a word": ("x", "x date:none", False),
    "either": ("x OR y", "(x OR y) date:none", False),
    "chosen": ("x date:none", "x", True),
    "chosen alone": ("date:none", None, True),
    "chosen with either": ("(x OR y) date:none", "x OR y", True),
}


@pytest.mark.parametrize(("q", "leads_to", "chosen"), UNDATED.values(), ids=UNDATED)
def test_undated_is_chosen_in_the_query(q: str, leads_to: str | None, chosen: bool) -> None:
    counts = {"year": rows(("2019", 3), ("none", 1))}
    (year,) = facets(counts, SearchRequest(q=q), LINKS)
    undated = year.first[1]
    assert (undated.name, undated.chosen) == ("Undated", chosen)
    assert asked(undated.url).get("q") == leads_to


def test_every_filter_has_a_chip_that_takes_it_away() -> None:
    request = SearchRequest(q="x", source=("a", "b"), lang="fr", after="2019", before="2021", page=2)
    assert [(chip.kind, chip.name) for chip in chips(request, LINKS)] == [
        ("Source", "a"),
        ("Source", "b"),
        ("Language", "French"),
        ("Date", "2020"),
    ]
    assert chips(request, LINKS)[0].url == "/?q=x&source=b&lang=fr&after=2019&before=2021"
    assert chips(request, LINKS)[3].url == "/?q=x&source=a&source=b&lang=fr"


PAGES = {
    "one page": (5, 1, [1], False, False),
    "the first of a few": (45, 1, [1, 2, None, 5], False, True),
    "in the middle of many": (1000, 50, [1, None, 49, 50, 51, None, 100], True, True),
    "a gap of one is filled": (100, 4, [1, 2, 3, 4, 5, None, 10], True, True),
    "the last": (1000, 100, [1, None, 99, 100], True, False),
    "past the end": (20, 9, [1, 2], True, False),
    "nothing": (0, 1, [1], False, False),
}


@pytest.mark.parametrize(("total", "page", "numbers", "back", "on"), PAGES.values(), ids=PAGES)
def test_pages(total: int, page: int, numbers: list[int | None], back: bool, on: bool) -> None:
    made = pager(SearchRequest(page=page), total, LINKS)
    assert [one and one[0] for one in made.numbers] == numbers
    assert (bool(made.previous), bool(made.next)) == (back, on)


def test_before_a_page_past_the_end_comes_the_last() -> None:
    assert asked(pager(SearchRequest(page=9), 20, LINKS).previous) == {"page": "2"}


TAGS = {"plain": ("en", "en"), "region": ("pt-BR", "pt-BR"), "hostile": ('en" onload="x', ""), "empty": ("", "")}


@pytest.mark.parametrize(("tag", "attribute"), TAGS.values(), ids=TAGS)
def test_only_a_language_tag_becomes_an_attribute(tag: str, attribute: str) -> None:
    assert lang_attribute(tag) == attribute


def test_words() -> None:
    assert (counted(1, "article"), counted(1204, "article")) == ("1 article", "1,204 articles")
    assert (counted(1, "match", "matches"), counted(2, "match", "matches")) == ("1 match", "2 matches")
    assert (spoken_date("2020-02-06"), spoken_date("2020-02"), spoken_date("0800")) == (
        "6 February 2020",
        "February 2020",
        "800",
    )
