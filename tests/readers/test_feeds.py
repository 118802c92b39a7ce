"""Feeds: each entry is an article, whatever the feed is written in and however broken it is."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.readers import read
from searchsvc.readers.feed import read_feed
from searchsvc.readers.xml_feed import read_xml_channel
from tests.readers.found import articles_in, found_by, notes_in, troubles_in

RSS = '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">'


def rss(item: str, channel: str = "") -> str:
    return f"{RSS}<channel>{channel}<item>{item}</item></channel></rss>"


def one(feed: str) -> Article:
    found = found_by(read_feed, feed)
    assert not troubles_in(found)
    [article] = articles_in(found)
    return article


KINDS = {
    "RSS 2.0": f"""{RSS}<channel><title>Tidewater Wire</title><link>https://tidewater.example/</link>
        <language>en-us</language><item><title>Wall &amp; wave</title><link>https://www.tidewater.example/wall</link>
        <guid isPermaLink="false">n1</guid><pubDate>Thu, 06 Feb 2020 23:30:00 -0500</pubDate>
        <author>desk@tidewater.example (Ana Ruiz)</author><description>Short.</description>
        <content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>It <b>held</b>.</p>
        <figure><img src="a.jpg"><figcaption>A boat</figcaption></figure><p>So far.</p>]]></content:encoded>
        </item></channel></rss>""",
    "RSS 1.0": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
        <channel rdf:about="https://tidewater.example/"><title>Tidewater Wire</title><dc:language>en-US</dc:language>
        <link>https://tidewater.example/</link></channel>
        <item rdf:about="n1"><title>Wall &amp; wave</title><link>https://www.tidewater.example/wall</link>
        <dc:date>2020-02-06T23:30:00-05:00</dc:date><dc:creator>Ana Ruiz</dc:creator>
        <description>&lt;p&gt;It held.&lt;p&gt;So far.</description>
        <media:content url="a.jpg"><media:description>A boat</media:description></media:content></item></rdf:RDF>""",
    "Atom 1.0": """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US">
        <title>Tidewater Wire</title><link href="https://tidewater.example/"/><author><name>Ana Ruiz</name></author>
        <entry><id>n1</id><title type="html">Wall &amp;amp; wave</title><summary>Short.</summary>
        <link rel="enclosure" href="a.mp3"/><link href="https://www.tidewater.example/wall"/>
        <published>2020-02-06T23:30:00-05:00</published><updated>2021-01-01T00:00:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <i>held</i>.</p><p>So far.</p>
        <figure><figcaption>A boat</figcaption></figure></div></content></entry></feed>""",
    "Atom 0.3": """<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en-US"><title>Tidewater Wire</title>
        <entry><id>n1</id><title>Wall &amp; wave</title><link rel="alternate" type="text/html"
        href="https://www.tidewater.example/wall"/><issued>2020-02-06T23:30:00-05:00</issued>
        <modified>2021-01-01T00:00:00Z</modified><author><name>Ana Ruiz</name></author>
        <content type="text/html" mode="escaped">&lt;p&gt;It held.&lt;/p&gt;&lt;p&gt;So far.&lt;/p&gt;
        &lt;figure&gt;&lt;figcaption&gt;A boat&lt;/figcaption&gt;&lt;/figure&gt;</content></entry></feed>""",
    "JSON Feed": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Tidewater Wire",
            "language": "en-US",
            "items": [
                {
                    "id": "n1",
                    "url": "https://www.tidewater.example/wall",
                    "title": "Wall & wave",
                    "content_html": "<p>It held.</p><p>So far.</p><figure><figcaption>A boat</figcaption></figure>",
                    "date_published": "2020-02-06T23:30:00-05:00",
                    "authors": [{"name": "Ana Ruiz"}],
                }
            ],
        }
    ),
}


@pytest.mark.parametrize("feed", KINDS.values(), ids=KINDS)
def test_every_kind_of_feed_says_the_same(feed: str) -> None:
    article = one(feed)
    assert (article.id, article.title, article.body) == ("x#n1", "Wall & wave", "It held.\n\nSo far.")
    assert (article.url, article.source) == ("https://www.tidewater.example/wall", "tidewater.example")
    assert article.date
    assert (article.date.isoformat(), article.date_from) == ("2020-02-06T23:30:00-05:00", "feed")
    assert (article.author, article.language, article.captions) == ("Ana Ruiz", "en-US", ("A boat",))


@pytest.mark.parametrize("feed", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("name", ["x", "x.xml", "x.json", "x.html"])
def test_a_feed_is_known_by_its_content(name: str, feed: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(feed, "utf-8")
    [article] = read(tmp_path / name, tmp_path)
    assert isinstance(article, Article)
    assert (article.title, article.id.endswith("#n1")) == ("Wall & wave", True)


FIELDS = {
    "a title with markup": ("<title>A &lt;b&gt;fine&lt;/b&gt; boat</title>", "title", "A fine boat"),
    "a title that only looks like it": ("<title>a &lt; b</title>", "title", "a < b"),
    "no title": ("<description>At ten.</description>", "body", "At ten."),
    "scripts": ("<description>a&lt;script&gt;b()&lt;/script&gt; c</description>", "body", "a c"),
    "no key but the link": ("<title>t</title><link>https://x.example/a</link>", "id", "x#https://x.example/a"),
    "no key": ("<title>t</title>", "id", "x#1"),
    "a key that is an address": ("<title>t</title><guid>https://x.example/a</guid>", "source", "x.example"),
    "no address": ("<title>t</title>", "source", "Tidewater Wire"),
    "an address of mail is no name": ("<title>t</title><author>ana@x.example</author>", "author", ""),
    "a name with its mail": ("<title>t</title><author>Ana &lt;ana@x.example&gt;</author>", "author", "Ana"),
    "authors": ("<title>t</title><dc:creator>A</dc:creator><dc:creator>B</dc:creator>", "author", "A, B"),
    "a day": ("<title>t</title><pubDate>6 February 2020</pubDate>", "date_from", "feed"),
    "no date": ("<title>t</title>", "date_from", ""),
    "doubt": ("<title>t</title><pubDate>6/2/2020</pubDate>", "date_doubt", "ambiguous"),
    "an image described": (
        "<title>t</title><description>b</description><media:content><media:title>T</media:title>"
        "<media:description>A boat</media:description><media:credit>Wire</media:credit></media:content>",
        "captions",
        ("A boat Wire",),
    ),
    "two images": (
        "<title>t</title><media:content><media:title>A</media:title></media:content>"
        "<media:content><media:title>B</media:title></media:content>",
        "captions",
        ("A", "B"),
    ),
    "an image called like the entry": ("<title>t</title><media:title>t</media:title>", "captions", ()),
    "an image called like its file": ("<title>t</title><media:title>a_1.jpg</media:title>", "captions", ()),
    "a film described": ("<title>t</title><media:description>It held.</media:description>", "body", "It held."),
    "the summary stays the text": (
        "<description>b</description><media:description>c</media:description>",
        "body",
        "b",
    ),
}


@pytest.mark.parametrize(("item", "name", "value"), FIELDS.values(), ids=FIELDS)
def test_fields(item: str, name: str, value: object) -> None:
    assert getattr(one(rss(item, "<title>Tidewater Wire</title>")), name) == value


def test_the_other_dates_of_a_feed_show_which_stands_first() -> None:
    dates = "".join(f"<item><title>t</title><pubDate>{date}</pubDate></item>" for date in ("2/6/2020", "2/25/2020"))
    days = [str(article.day) for article in articles_in(found_by(read_feed, f"{RSS}<channel>{dates}</channel></rss>"))]
    assert days == ["2020-02-06", "2020-02-25"]


BROKEN = {
    "cut": (f"{RSS}<channel>\n<item><title>t</title></item><item><tit", ["t"], "x:2: not well-formed XML"),
    "an entity": (rss("\n<title>t &wave; u</title>"), ["t &wave; u"], "x:2: not well-formed XML"),
    "an ampersand": (rss("<title>t & u</title>"), ["t & u"], "x:1: not well-formed XML"),
    "nothing in it": (f"{RSS}<channel></channel></rss>", [], "x: a feed without entries"),
    "an empty entry": (rss("<guid>a</guid>"), [], "x: entry 1: no text"),
    "no feed": ("<recipe><title>Soup</title></recipe>", [], "x: not a feed"),
    "no date": (rss("<title>t</title><pubDate>soon</pubDate>"), ["t"], "x: entry 1: the date “soon”"),
    "no language": (rss("<title>t</title>", "<language>a b</language>"), ["t"], "x: entry 1: the language “a b”"),
    "JSON": ('{"version": "https://jsonfeed.org/version/1",\n"items": [,]}', [], "x:2: not JSON: "),
    "JSON without items": ('{"version": "https://jsonfeed.org/version/1"}', [], "x: not a JSON feed: "),
    "JSON without text": ('{"version": "x", "items": [{"id": 1}, 2]}', [], "x: entry 1: no text"),
    "deep JSON": ('{"items": ' + "[" * 100_000, [], "x: not JSON that can be read"),
    "binary": ("\0\1\2", [], "x: binary, not text"),
}


@pytest.mark.parametrize(("feed", "titles", "trouble"), BROKEN.values(), ids=BROKEN)
def test_what_can_be_found_is_kept(feed: str, titles: list[str], trouble: str) -> None:
    found = found_by(read_feed, feed)
    assert [article.title for article in articles_in(found)] == titles
    assert troubles_in(found)[-1].startswith(trouble)


def test_old_encodings() -> None:
    feed = f'<?xml version="1.0" encoding="koi8-r"?>{rss("<title>Стена выстояла</title>")}'
    found = found_by(read_feed, feed.encode("koi8-r"))
    assert [article.title for article in articles_in(found)] == ["Стена выстояла"]
    assert notes_in(found) == ["koi8-r"]


DEFINED = "<!DOCTYPE rss [{}]>" + rss("<title>a{}b</title>")
BOMBS = {
    "a billion laughs": DEFINED.format(
        '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(10)), "&l10;"
    ),
    "one long laugh": DEFINED.format(f'<!ENTITY l "{"ha" * 50_000}">', "&l;" * 100_000),
    "a file": DEFINED.format('<!ENTITY l SYSTEM "file:///etc/hosts">', "&l;"),
    "a page": DEFINED.format('<!ENTITY l SYSTEM "http://127.0.0.1:9/">', "&l;"),
    "parameters": DEFINED.format('<!ENTITY % l SYSTEM "http://127.0.0.1:9/"> %l;', ""),
    "a document type": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">' + rss("<title>ab</title>"),
}


@pytest.mark.parametrize("feed", BOMBS.values(), ids=BOMBS)
def test_nothing_grows_and_nothing_is_fetched(feed: str) -> None:
    for article in articles_in(found_by(read_feed, feed)):
        assert (article.title[0], article.title[-1]) == ("a", "b")
        assert len(article.title) < 500_000
        assert "localhost" not in article.title


PIECES = (
    "<a", "<item>", "<item></item>", "<![CDATA[", "<!--", "<?a", "&a;", "<", ">", "<a b='", "<div>", "&lt;div&gt;",
    "<title>", "<media:description ", "<!DOCTYPE [<!ENTITY a '", '<!ENTITY a "', "<author>a@b.c (", "<link href='a'/>",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_repeats_are_read_in_linear_time(piece: str) -> None:
    assert found_by(read_feed, f"{RSS}<channel><item><title>t</title><description>{piece * (100_000 // len(piece))}")


@given(st.text("<>/&;=\"' \n!-[]abitem:", max_size=60))
def test_no_text_raises(text: str) -> None:
    assert found_by(read_feed, rss(text))


def wanted(path: Path) -> list[str]:
    """The titles of the entries, as another parser counts them, that hold more than markup."""
    entries = list(lxml.etree.parse(path).iter("{*}item", "{*}entry", "{*}ITEM"))
    titles = [entry.find("{*}title") if entry.tag != "ITEM" else entry.find("TITLE") for entry in entries]
    texts = ["".join(title.itertext()) for title in titles if title is not None]
    return [text for text in texts if text.strip() and lxml.html.fromstring(text).text_content().strip()]


@pytest.mark.corpora
def test_every_feed_of_a_large_collection(corpora: Path) -> None:
    """All 264 are read, or refused with a reason; no entry with a title is lost in those that are well-formed."""
    paths = sorted((corpora / "feeds").rglob("*.xml"))
    assert len(paths) == 264
    titles = 0
    for path in paths:
        found = list(read(path, corpora))
        assert found, path.name
        assert articles_in(found) or all(trouble.partition(": ")[2] for trouble in troubles_in(found)), path.name
        if "wellformed" in path.parts:
            known = [article.title for article in articles_in(found) if article.title]
            assert len(known) == len(wanted(path)), path.name
            titles += len(known)
    assert titles >= 35


@pytest.mark.parametrize("nothing", [" ", "<?xml version='1.0'?>", "<?xml version='1.0'?>\n", "\ufeff"])
def test_nothing_is_no_feed(nothing: str) -> None:
    channel = read_xml_channel(nothing)
    assert (channel.entries, channel.version) == ((), "")


def test_where_the_library_itself_fails_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.rss").write_text("<rss version='2.0'><channel></width><item><title>A</title></item>", "utf-8")
    [trouble] = read(tmp_path / "x.rss", tmp_path)
    assert "damaged in a way that no feed is read from" in str(trouble)
