"""Dates in addresses and file names."""

from __future__ import annotations

import datetime as dt

import pytest

from searchsvc.readers.dates import Dated, date_in_name, date_in_url

TODAY = dt.date(2026, 11, 22)
FEBRUARY = Dated(dt.date(2020, 2, 6))

URLS = {
    "folders": ("https://x.example/2020/02/06/title.html", FEBRUARY),
    "folders, no zeros": ("https://x.example/news/2020/2/6/title", FEBRUARY),
    "the end": ("/2020/02/06", FEBRUARY),
    "a month by its name": ("https://x.example/world/2020/feb/06/title", FEBRUARY),
    "before the title": ("https://x.example/2020-02-06-title", FEBRUARY),
    "after the title": ("https://x.example/title-2020-02-06/", FEBRUARY),
    "one number": ("https://x.example/a/20200206/1.html", FEBRUARY),
    "one number in a name": ("/t20200206_123.html", FEBRUARY),
    "two parts": ("/2020-02/06/content_1.htm", FEBRUARY),
    "two parts, folders": ("/2020/0206/c1001-1.html", FEBRUARY),
    "twice the same": ("/2020/02/06/a-2020/02/06/", FEBRUARY),
    "in the future": ("/2030/02/06/a", Dated(dt.date(2030, 2, 6), "future")),
    "a number from the future": ("/a/20300206", None),
    "a number of long ago": ("/a/16660902", None),
    "no such day": ("/2020/02/31/a", None),
    "a month": ("/2020/02/title", None),
    "two dates": ("/2020/02/06/a/2020/02/07/", None),
    "not in the path": ("https://x.example/?d=2020-02-06#2020-02-06", None),
    "a longer number": ("/a/202002061", None),
    "a month that is none": ("/2020/foo/06/", None),
    "another calendar's month": ("/2020/azar/06/", None),
    "broken": ("https://[x/2020/02/06", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("url", "dated"), URLS.values(), ids=URLS)
def test_dates_in_addresses(url: str, dated: Dated | None) -> None:
    assert date_in_url(url, today=TODAY) == dated


FILES = {
    "Jekyll": ("_posts/2020-02-06-title.md", FEBRUARY),
    "a diary": ("2020-02-06.md", FEBRUARY),
    "points": ("2020.02.06 title.txt", FEBRUARY),
    "one number": ("20200206-title.html", FEBRUARY),
    "at the end": ("title_2020_02_06.html", FEBRUARY),
    "of another system": ("a\\2020-02-06-title.md", FEBRUARY),
    "only a folder": ("2020-02-06/title.md", None),
    "a month": ("2020-02-title.md", None),
    "no such day": ("2020-02-31-title.md", None),
    "a version": ("title-1.2.3.md", None),
}


@pytest.mark.parametrize(("name", "dated"), FILES.values(), ids=FILES)
def test_dates_in_file_names(name: str, dated: Dated | None) -> None:
    assert date_in_name(name, today=TODAY) == dated
