"""Reading the parameters of a request: what they mean, and what is refused."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from searchsvc.answer import SearchRequest
from searchsvc.errors import ParameterError
from searchsvc.web import params


def given(text: str) -> MultiDict[str, str]:
    """The parameters of a query string."""
    return MultiDict(parse_qsl(text, keep_blank_values=True))


READ = {
    "nothing": ("", SearchRequest()),
    "a query": ("q=idlib+milit*", SearchRequest(q="idlib milit*")),
    "blanks stay": ("q=+a+", SearchRequest(q=" a ")),
    "an empty field of a form": ("q=a&lang=&page=&after=&source=", SearchRequest(q="a")),
    "two sources": ("source=a.org&source=b.org", SearchRequest(source=("a.org", "b.org"))),
    "a source twice": ("source=a.org&source=a.org", SearchRequest(source=("a.org",))),
    "a language": ("lang=zh-Hans", SearchRequest(lang="zh-Hans")),
    "days": ("after=2019&before=2020-02-06", SearchRequest(after="2019", before="2020-02-06")),
    "newest": ("sort=newest", SearchRequest(sort="newest")),
    "a page": ("page=3&per_page=100", SearchRequest(page=3, per_page=100)),
    "a cursor": ("cursor=abc", SearchRequest(cursor="abc")),
    "a cursor on page 1": ("cursor=abc&page=1", SearchRequest(cursor="abc")),
    "facets": ("facets=source,date, lang", SearchRequest(facets=("source", "date", "lang"))),
    "a facet twice": ("facets=year,year,", SearchRequest(facets=("year",))),
    "no fragments": ("fragments=0&fragment_size=40", SearchRequest(fragments=0, fragment_size=40)),
}


@pytest.mark.parametrize(("text", "request_"), READ.values(), ids=READ)
def test_reads(text: str, request_: SearchRequest) -> None:
    assert params.search_request(given(text)) == request_


REFUSED = {
    "unknown": ("query=a", "query", "known here: q, source"),
    "unknown and empty": ("x=", "x", "is not a parameter"),
    "no name": ("=a", "", "is not a parameter"),
    "another case": ("Q=a", "Q", "is not a parameter"),
    "q twice": ("q=a&q=b", "q", "given 2 times"),
    "q twice, once empty": ("q=a&q=", "q", "given 2 times"),
    "page 0": ("page=0", "page", "1 to 999999999, not '0'"),
    "page -1": ("page=-1", "page", "whole number"),
    "page in words": ("page=two", "page", "not 'two'"),
    "page in other digits": ("page=٣", "page", "whole number"),
    "page with a sign": ("page=%2B1", "page", "whole number"),
    "page beyond all": ("page=1" + "0" * 30, "page", "whole number"),
    "a page of none": ("per_page=0", "per_page", "1 to 100"),
    "a page too long": ("per_page=101", "per_page", "1 to 100"),
    "too many fragments": ("fragments=11", "fragments", "0 to 10"),
    "a short fragment": ("fragment_size=39", "fragment_size", "40 to 1000"),
    "no such sort": ("sort=best", "sort", "relevance, newest, oldest, not 'best'"),
    "no such facet": ("facets=source,colour", "facets", "not 'colour'"),
    "facets twice": ("facets=source&facets=lang", "facets", "given 2 times"),
    "no such month": ("after=2020-13", "after", "2020-01 to 2020-12"),
    "no date": ("before=soon", "before", "2020-02-06"),
    "a range": ("before=2019..2020", "before", "a range is after and before together"),
    "undated": ("after=none", "after", "2020-02-06"),
    "cursor and page": ("cursor=abc&page=2", "cursor", "cannot be combined with page"),
    "too many sources": ("&".join(f"source={n}" for n in range(51)), "source", "at most 50"),
    "a long source": ("source=" + "a" * 301, "source", "at most 300"),
    "a long wrong value": ("sort=" + "a" * 5000, "sort", "not 'aaaa"),
}


@pytest.mark.parametrize(("text", "param", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, param: str, says: str) -> None:
    with pytest.raises(ParameterError) as refused:
        params.search_request(given(text))
    assert refused.value.param == param
    assert says in str(refused.value)
    assert len(str(refused.value)) < 300


APPENDED = {
    "a newsletter": "utm_source=letter&utm_medium=mail",
    "a social network": "fbclid=IwAR0",
    "the same twice": "gclid=1&gclid=2",
    "without a value": "share",
    "without a name": "=a",
    "a known one in another case": "PAGE=2",
    "what only the API shows": "cursor=a&facets=source&fragments=1&fragment_size=40&format=csv",
}


@pytest.mark.parametrize("text", APPENDED.values(), ids=APPENDED)
def test_a_page_leaves_out_what_others_append_to_its_address(text: str) -> None:
    assert params.page_request(given(f"q=a&{text}&source=b&source=c")) == SearchRequest(q="a", source=("b", "c"))


@pytest.mark.parametrize("text", ["page=two", "sort=best", "q=a&q=b"])
def test_a_page_refuses_wrong_values(text: str) -> None:
    with pytest.raises(ParameterError):
        params.page_request(given(text))


def test_what_can_be_read_of_an_address_is_kept() -> None:
    text = "q=a&q=b&source=c&after=soon&before=2020&page=x&sort=newest&colour=red&" + "".join(
        f"n{number}=&" for number in range(10_000)
    )
    assert params.readable_request(given(text)) == SearchRequest(source=("c",), before="2020", sort="newest")


@pytest.mark.parametrize("text", ["page=1", "per_page=10", "cursor=a", "facets=source", "fragments=1", "format=xml"])
def test_an_export_has_no_pages(text: str) -> None:
    with pytest.raises(ParameterError):
        params.export_request(given(text))


def test_an_export_is_of_a_whole_search() -> None:
    asked, form = params.export_request(given("q=a&source=b&lang=en&after=2019&before=2021&sort=oldest&format=csv"))
    whole = SearchRequest(q="a", source=("b",), lang="en", after="2019", before="2021", copies="all", sort="oldest")
    assert asked == whole
    assert form == "csv"


def test_a_feed_has_the_newest_first() -> None:
    asked = params.feed_request(given("q=a"))
    assert (asked.sort, asked.per_page) == ("newest", 20)
    assert params.feed_request(given("sort=relevance&per_page=1")).sort == "relevance"


def test_every_parameter_is_told_about() -> None:
    for param in (*params.SEARCH, *params.EXPORT, *params.FEED, *params.ARTICLE, *params.SUGGEST):
        assert param.about.endswith("."), param.name
