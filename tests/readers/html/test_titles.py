"""Which of a page's titles is that of the article, and what is cut off from it."""

from __future__ import annotations

import pytest

from searchsvc.readers.html import parts_of
from tests.readers.html.pages import linked, meta, page

WALL = "The harbour wall held"
SITE = meta(og__site_name="Bay Post")
ADDRESS = '<link rel="canonical" href="https://bay.example/a">'

TITLES = {
    "a heading": (page(body=f"<h1>{WALL}</h1>"), WALL),
    "only the title tag": (page(f"<title>{WALL}</title>"), WALL),
    "none": (page(), ""),
    "the site after a bar": (page(SITE + f"<title>{WALL} | Bay Post</title>"), WALL),
    "the site after a dash": (page(SITE + f"<title>{WALL} – The Bay Post</title>"), WALL),
    "the site before": (page(SITE + f"<title>Bay Post | {WALL}</title>"), WALL),
    "the site without blanks": (
        page(meta(og__site_name="灣報") + "<title>海港的牆壁保住了_灣報</title>"),
        "海港的牆壁保住了",
    ),
    "the site by its host": (page(f"{ADDRESS}<title>{WALL} - bay.example</title>"), WALL),
    "the section, too": (
        page(SITE + meta(article__section="Harbour") + f"<title>{WALL} | Harbour | Bay Post</title>"),
        WALL,
    ),
    "a part that is no site": (page(f"{SITE}<title>Wall – a history</title>"), "Wall – a history"),
    "a name of the author after it": (
        page(f"<title>{WALL} | Bay Post | by Ann Oke</title>", f"<h1>{WALL}</h1>"),
        WALL,
    ),
    "JSON-LD before the social title": (page(linked(headline=WALL) + meta(og__title="You won’t believe it")), WALL),
    "the heading where the social title says the same": (
        page(linked(headline="Harbour wall: live") + meta(og__title=WALL), f"<h1>{WALL}</h1>"),
        WALL,
    ),
    "the social title before a heading that says something else": (
        page(meta(og__title=WALL, og__site_name="Bay Post"), "<h1>Port Avelin</h1>"),
        WALL,
    ),
    "a heading that is the site's": (page(SITE, f"<h1>Bay Post</h1><h1>{WALL}</h1>"), WALL),
    "the heading of the window": (page(f"<title>{WALL} - x</title>", f"<h1>Log in</h1><h1>{WALL}</h1>"), WALL),
    "a kicker in the heading": (
        page(meta(og__title=WALL), f"<h1><span>Flood</span><span>{WALL}</span></h1>"),
        WALL,
    ),
    "another kicker in the social title": (
        page(meta(og__title=f"Storm: {WALL}"), f"<h1><i>Flood</i> – <span>{WALL}</span></h1>"),
        WALL,
    ),
    "cut in JSON-LD": (page(linked(headline=f"{WALL} all…"), f"<h1>{WALL} all night</h1>"), f"{WALL} all night"),
    "entities, twice": (page(linked(headline="Wall &amp;amp; gate: it&#8217;s over")), "Wall & gate: it’s over"),
    "markup": (page(linked(headline="The <em>old</em> wall")), "The old wall"),
    "line breaks": (page(body="<h1>The\n harbour<br>wall</h1>"), "The harbour wall"),
    "hidden parts and buttons": (page(body=f"<h1>{WALL}<button>Share</button><b hidden>x</b></h1>"), WALL),
    "a soft hyphen": (page(meta(og__title="The harbour&shy;wall held")), "The harbour\xadwall held"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "title"), TITLES.values(), ids=TITLES)
def test_title(text: str, title: str) -> None:
    assert parts_of(text).title == title


def test_a_title_does_not_begin_the_body() -> None:
    assert parts_of(page(body=f"<h1>{WALL}</h1><p>{WALL}</p>")).body.startswith("The harbour wall held overnight")
