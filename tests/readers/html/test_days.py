"""Which of a page's dates is the day of publication, and where it says to have been read."""

from __future__ import annotations

import datetime as dt

import pytest

from searchsvc.readers.html import parts_of
from tests.readers.html.pages import linked, meta, page, script

DAY = dt.date(2020, 2, 6)
URL = "https://bay.example/2020/02/06/wall"
OTHER = "2020-02-09"
META = meta(article__published_time="2020-02-06")

DAYS = {
    "JSON-LD": (page(linked(datePublished="2020-02-06")), DAY, "JSON-LD", ""),
    "in a graph": (
        page(script('{"@graph":[{"@type":["Article"],"datePublished":"2020-02-06"}]}')),
        DAY, "JSON-LD", "",
    ),
    "of the page, where nothing is said of an article": (
        page(script('[{"@type":"WebPage","datePublished":"2020-02-06"}]')),
        DAY, "JSON-LD", "",
    ),
    "not of another article in a list": (
        page(script('{"@type":"ItemList","itemListElement":[{"@type":"Article","datePublished":"2019"}]}') + META),
        DAY, "meta tag", "",
    ),
    "broken JSON-LD": (
        page(script('{"datePublished": ') + META),
        DAY, "meta tag", "",
    ),
    "JSON-LD in a comment, with line breaks": (
        page(script('<!-- {"@type":"Article","headline":"a\nb","datePublished":"2020-02-06"} -->')),
        DAY, "JSON-LD", "",
    ),
    "a meta tag": (page(meta(article__published_time="2020-02-06T08:00")), DAY, "meta tag", ""),
    "a meta tag by name": (page('<meta name="DC.date.issued" content="2020-02-06">'), DAY, "meta tag", ""),
    "a time tag": (page(body='<time itemprop="datePublished" datetime="2020-02-06">x</time>'), DAY, "time tag", ""),
    "a plain time tag by the headline": (
        page(body='<h1>Wall</h1><time datetime="2020-02-06">x</time>'), DAY, "time tag", "",
    ),
    "a date line": (page(body='<h1>Wall</h1><div class="post-date">February 6, 2020</div>'), DAY, "dateline", ""),
    "a date line after that of today": (
        page(body='<div class="date">9 March 2021</div><h1>Wall</h1><div class="date">6 February 2020</div>'),
        DAY, "dateline", "",
    ),
    "not a date line of a change": (
        page(f'<link rel="canonical" href="{URL}">', '<h1>Wall</h1><p class="date modified">9 February 2020</p>'),
        DAY, "url", "",
    ),
    "the url": (page(f'<link rel="canonical" href="{URL}">'), DAY, "url", ""),
    "never a change": (
        page(linked(dateModified="2020-03-01", datePublished="2020-02-06") + meta(article__modified_time="2020-03-01")),
        DAY, "JSON-LD", "",
    ),
    "two that disagree": (
        page(linked(datePublished="2020-02-06") + meta(article__published_time=OTHER)), DAY, "JSON-LD", "ambiguous",
    ),
    "two time zones": (
        page(linked(datePublished="2020-02-06") + meta(article__published_time="2020-02-07T02:00Z")),
        DAY, "JSON-LD", "",
    ),
    "a future one": (page(linked(datePublished="2990-02-06")), dt.date(2990, 2, 6), "JSON-LD", "future"),
    "none": (page(), None, "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "day", "place", "doubt"), DAYS.values(), ids=DAYS)
def test_day(text: str, day: dt.date | None, place: str, doubt: str) -> None:
    parts = parts_of(text)
    assert (parts.date, parts.date_from, parts.date_doubt) == (day, place, doubt)


def test_an_instant_keeps_its_offset() -> None:
    parts = parts_of(page(linked(datePublished="2020-02-06T23:30:00-05:00")))
    assert parts.date is not None
    assert parts.date.isoformat() == "2020-02-06T23:30:00-05:00"


def test_a_date_anywhere_in_the_text_is_the_last_resort() -> None:
    parts = parts_of(page(after="<footer><p>Posted on 2020-02-06</p></footer>"))
    assert (parts.date, parts.date_from) == (DAY, "text")


def test_the_address_that_it_was_fetched_from_dates_it() -> None:
    parts = parts_of(page(), URL)
    assert (parts.date, parts.date_from, parts.url) == (DAY, "url", URL)


AMBIGUOUS = {
    "American by its language": ("en-US", dt.date(2020, 2, 6)),
    "German by its language": ("de", dt.date(2020, 6, 2)),
}


@pytest.mark.parametrize(("language", "day"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_the_language_of_the_page_decides_what_stands_first(language: str, day: dt.date) -> None:
    text = page(meta(article__published_time="02/06/2020")).replace("<html>", f'<html lang="{language}">')
    assert parts_of(text).date == day
