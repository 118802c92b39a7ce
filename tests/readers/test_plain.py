"""Light Markdown to plain text, and the dates that lines are."""

from __future__ import annotations

import datetime as dt

import pytest

from searchsvc.article import Link
from searchsvc.readers.blocks import read_block, split
from searchsvc.readers.dates import Hints, dateline, read_date
from searchsvc.readers.fields import field_date, host, language_tag
from searchsvc.readers.inline import read_inline
from searchsvc.readers.plain import normal, one_line

INLINE = {
    "a link": ("the ministry [said](#) so", "the ministry said so"),
    "a link with a title": ('[a](https://x.example "T") b', "a b"),
    "an address with brackets": ("[a](https://x.example/b_(c)) d", "a d"),
    "an address in angles": ("[a](<b c>) d", "a d"),
    "no address": ("[a]( ) [b]()", "a b"),
    "emphasis in a link": ("[*a* **b**](#) c", "a b c"),
    "a link in emphasis": ("**[a](#) b**", "a b"),
    "an image": ("a ![alt *text*](x.png) b", "a  b"),
    "an image in a link": ("[![alt](x.png) more](#)", " more"),
    "a link in a link": ("[a [b](#) c](#)", "[a b c](#)"),
    "italic and bold": ("*a* _b_ **c** __d__ ***e*** ~~f~~", "a b c d e f"),
    "bold in italic": ("*a **b** c*", "a b c"),
    "code": ("`a*b*` and ``c ` d``", "a*b* and c ` d"),
    "entities": ("R&amp;D &#8212; caf&eacute; &lt;b&gt; &#x41;", "R&D — café <b> A"),
    "no entities": ("AT&T; &unknown; &notit; & so", "AT&T; &unknown; &notit; & so"),
    "an address as text": ("see <https://x.example/a?b=1>", "see https://x.example/a?b=1"),
    "escapes": (r"\*a\* \[b\](c) \\ \& \<i\> 1\. \`d\` \_e\_", r"*a* [b](c) \ & <i> 1. `d` _e_"),
    "an escaped entity": (r"\&amp;", "&amp;"),
    "an escaped backslash before emphasis": (r"\\*a*", r"\a"),
    "a backslash that escapes nothing": (r"C:\dir \é", r"C:\dir \é"),
    "words joined by underscores": ("snake_case_names __init_x", "snake_case_names __init_x"),
    "a product": ("5*3*2 and 5 * 3 * 2", "5*3*2 and 5 * 3 * 2"),
    "a footnote star": ("price* and more*", "price* and more*"),
    "a lone star": ("a *b", "a *b"),
    "brackets": ("[sic] (XOM.N) [a] (b) x[1]", "[sic] (XOM.N) [a] (b) x[1]"),
    "smaller than": ("a < b > c <- d <3", "a < b > c <- d <3"),
    "tags": ("<b>a</b> <script>b</script>", "<b>a</b> <script>b</script>"),
    "a lone backtick": ("it`s ``odd", "it`s ``odd"),
    "bold among Chinese": ("这是**粗体**文字", "这是粗体文字"),
    "a blank inside marks": ("** a ** * b *", "** a ** * b *"),
}


@pytest.mark.parametrize(("markdown", "plain"), INLINE.values(), ids=INLINE)
def test_inline(markdown: str, plain: str) -> None:
    assert read_inline(markdown).text == plain


def test_tags_are_markup_where_html_is() -> None:
    text = "<p class='x'>a<br/>b <em>c</em>d <T> 1<2 <unknown>"
    assert one_line(read_inline(text, html=True).text) == "a b cd <T> 1<2 <unknown>"


def test_links_and_captions_are_kept_apart() -> None:
    inline = read_inline(r'[a \*b](http://x.example/?p=1&amp;q=\_2) ![alt](i.png "A *boat*") `c`')
    assert inline.links == (Link("a *b", "http://x.example/?p=1&q=_2"),)
    assert inline.captions == ("A boat",)


BLOCKS = {
    "line wraps": ("one\ntwo\n\nthree", ["one two", "three"]),
    "windows line ends are the caller's": ("one\n \t\ntwo", ["one", "two"]),
    "headings": ("# A #\nb\n### C", ["A", "b", "C"]),
    "a heading underlined": ("A\n===\n\nB\n---\nc", ["A", "B", "c"]),
    "a hashtag and C#": ("#hashtag\n\n## About C#", ["#hashtag", "About C#"]),
    "quotes": ("> a\n> b\n>\n>> c", ["a b", "c"]),
    "items": ("- a\n- b\n  more\n\n* c\n+ d", ["a", "b more", "c", "d"]),
    "numbered items keep their numbers": ("1. a\n2. b", ["1. a", "2. b"]),
    "a number at a line's start": ("It was in\n2020. Then\n14. of May", ["It was in 2020. Then 14. of May"]),
    "rules": ("a\n\n***\n\n- - -\n\nb", ["a", "b"]),
    "a dash of speech": ("— Да, — сказал он.", ["— Да, — сказал он."]),
    "fences": ("a\n\n```py\nx = a*b*c\n\n# y\n```\n\nb", ["a", "x = a*b*c", "# y", "b"]),
    "a fence left open": ("~~~\n*a*", ["*a*"]),
    "emphasis that starts a line": ("*a* b\n**c** d", ["a b c d"]),
    "nothing": (" \n\n ", []),
}


@pytest.mark.parametrize(("markdown", "paragraphs"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(markdown: str, paragraphs: list[str]) -> None:
    assert [paragraph for block in split(markdown) for paragraph in read_block(block).paragraphs] == paragraphs


NORMAL = {
    "runs of blanks": (" a  b\t\u00a0c ", "a b c"),
    "line ends": ("a\r\nb\rc\r\n\r\nd", "a b c\n\nd"),
    "controls": ("a\0b\x07\ufeff\x1b[0m\ud800", "ab[0m"),
    "turned text": ("a\u202eb\u202c \u2066c\u2069", "ab c"),
    "marks of direction stay": ("a\u200fb", "a\u200fb"),
    "only controls": ("\0\n\n\x01", ""),
    "Chinese lines": ("风浪\n太大\n\nA\n字", "风浪太大\n\nA 字"),
    "Korean lines": ("부산\n항구", "부산 항구"),
    "joiners stay": ("می\u200cخواهم", "می\u200cخواهم"),
    "emoji": ("👩‍🚀  ok", "👩‍🚀 ok"),
}


@pytest.mark.parametrize(("text", "expected"), NORMAL.values(), ids=NORMAL)
def test_normal(text: str, expected: str) -> None:
    assert normal(text) == expected


DATES = {
    "the format's own": ("February 06, 2020", dt.date(2020, 2, 6)),
    "day first": ("6 February 2020", dt.date(2020, 2, 6)),
    "short, day first": ("06 Feb 2020", dt.date(2020, 2, 6)),
    "short with a point": ("Feb. 6, 2020", dt.date(2020, 2, 6)),
    "Sept.": ("Sept. 30, 2021", dt.date(2021, 9, 30)),
    "ISO": ("2020-02-06", dt.date(2020, 2, 6)),
    "upper case": ("FEBRUARY 6, 2020", dt.date(2020, 2, 6)),
    "a weekday": ("Thursday, 6th February 2020", dt.date(2020, 2, 6)),
    "an instant": (
        "2020-02-06T08:05:00+03:00",
        dt.datetime(2020, 2, 6, 8, 5, tzinfo=dt.timezone(dt.timedelta(hours=3))),
    ),
    "an instant in UTC": ("2020-02-06 8:05Z", dt.datetime(2020, 2, 6, 8, 5, tzinfo=dt.UTC)),
    "a time of no known offset": ("2020-02-06 08:05", dt.date(2020, 2, 6)),
    "year first, no zeros": ("2020/2/6", dt.date(2020, 2, 6)),
    "points, day first": ("6.2.2020", dt.date(2020, 2, 6)),
    "a day over 12": ("31/12/2019", dt.date(2019, 12, 31)),
    "a day over 12, last": ("12/31/2019", dt.date(2019, 12, 31)),
    "day or month, it is the same": ("6/6/2020", dt.date(2020, 6, 6)),
    "Chinese": ("2020年2月6日", dt.date(2020, 2, 6)),
    "Korean": ("2020년 2월 6일", dt.date(2020, 2, 6)),
    "of a mail": ("Thu, 06 Feb 2020 12:00:00 GMT", dt.datetime(2020, 2, 6, 12, tzinfo=dt.UTC)),
    "only figures": ("20200206", None),
    "no such day": ("February 30, 2020", None),
    "no such month": ("Fabruary 3, 2020", None),
    "more than a date": ("February 06, 2020 was cold", None),
    "a year": ("2020", None),
    "other digits": ("٢٠٢٠-٠٢-٠٦", dt.date(2020, 2, 6)),
    "year nought": ("0000-01-01", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("line", "date"), DATES.values(), ids=DATES)
def test_datelines(line: str, date: dt.date | None) -> None:
    found = dateline(line)
    assert (found and found.date) == date


def test_an_offset_is_kept_as_printed() -> None:
    instant = read_date("2020-02-06T23:30:00-05:00").date
    assert instant.isoformat() == "2020-02-06T23:30:00-05:00"


FIELDS = {
    "basic": ("20200206", "2020-02-06"),
    "basic, with a time": ("20200206T120000Z", "2020-02-06T12:00:00+00:00"),
    "basic, no offset": ("20200206T1200", "2020-02-06"),
    "of a mail": ("Thu, 06 Feb 2020 12:00:00 +0300", "2020-02-06T12:00:00+03:00"),
    "of a mail, short": ("6 Feb 2020 12:00 -0500", "2020-02-06T12:00:00-05:00"),
    "seconds": ("1580990400", "2020-02-06T12:00:00+00:00"),
    "milliseconds": ("1580990400123", "2020-02-06T12:00:00+00:00"),
    "a fraction of a second": ("1580990400.5", "2020-02-06T12:00:00+00:00"),
}


@pytest.mark.parametrize(("text", "date"), FIELDS.values(), ids=FIELDS)
def test_dates_of_fields(text: str, date: str) -> None:
    assert read_date(text).date.isoformat() == date


NO_DATES = ("soon", "2020-13-01", "20201301", "20200206T256000Z", "12345678901", "12:00", "2020", "1e9")


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text: str) -> None:
    found, complaint = field_date(text, Hints())
    assert found is None
    assert complaint.startswith(f"the date “{text}” was not understood")


HOSTS = {
    "www": ("https://www.X.example/a", "x.example"),
    "a port": ("http://x.example:8080/", "x.example"),
    "no web address": ("ftp://x.example", ""),
    "a script": ("javascript:alert(1)", ""),
    "broken": ("https://[x", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("url", "expected"), HOSTS.values(), ids=HOSTS)
def test_hosts(url: str, expected: str) -> None:
    assert host(url) == expected


TAGS = {"plain": ("EN", "en"), "region": ("pt_br", "pt-BR"), "script": ("zh-hans-cn", "zh-Hans-CN"), "none": (" ", "")}


@pytest.mark.parametrize(("text", "tag"), TAGS.values(), ids=TAGS)
def test_language_tags(text: str, tag: str) -> None:
    assert language_tag(text) == tag
