"""What of a page is the text of its article."""

from __future__ import annotations

import pytest

from searchsvc.article import Link
from searchsvc.readers.html import parts_of
from tests.readers.html.pages import TEXT, linked, meta, page

FIRST = "The harbour wall held overnight, the harbour master said on Thursday, and the ferry sailed on time."
LEAD = "A night of storm is over in Port Avelin, and the new gate has done what it was built for."
HEAD = "<h1>The harbour wall held</h1>"
OTHER = '<a href="https://bay.example/other">Ferry strike ends after a month</a>'
CANONICAL = '<link rel="canonical" href="https://bay.example/wall">'


def test_paragraphs_are_parted_by_blank_lines() -> None:
    body = parts_of(page(body=HEAD)).body
    assert body.startswith(f"{FIRST}\n\nNobody had expected")
    assert body.count("\n\n") == 2


KNOWN = "in the year before, as everybody knows."
WITHIN = {
    "words in bold": (f"<p>The <b>old</b> wall<sup>1</sup> fell down {KNOWN}</p>", "The old wall1 fell down in"),
    "a line break": (f"<p>The wall of the harbour fell down.<br>It was {KNOWN}</p>", "down.\n\nIt was in"),
    "a heading": (f"<h2>What comes next for the wall</h2><p>The wall fell {KNOWN}</p>", "next for the wall\n\nThe"),
    "a list": (
        "<ul><li>The first gate is closed</li><li>The second gate is open</li></ul>",
        "is closed\n\nThe second",
    ),
    "a quotation": (f"<blockquote><p>It fell down {KNOWN}</p></blockquote>", "\n\nIt fell down in"),
    "a table": (
        "<table><tr><td>Gates</td><td>Two</td></tr><tr><td>Walls</td><td>One</td></tr></table>",
        "Gates Two\n\nWalls One",
    ),
}


@pytest.mark.parametrize(("markup", "text"), WITHIN.values(), ids=WITHIN)
def test_what_is_in_a_text(markup: str, text: str) -> None:
    assert text in parts_of(page(body=HEAD, after=markup + TEXT.replace("wall", "old wall"))).body


LEADS = {
    "called so": f'<div class="article-lead">{LEAD}</div>',
    "called so, in boxes": f'<div class="standfirst"><div><p>{LEAD}</p></div></div>',
    "that the page describes itself with": f"<header><div><span>{LEAD}</span></div></header>",
}


@pytest.mark.parametrize("markup", LEADS.values(), ids=LEADS)
def test_the_lead_comes_first(markup: str) -> None:
    text = page(meta(og__description=LEAD), f"{HEAD}{markup}")
    body = parts_of(text).body
    assert body.startswith(f"{LEAD}\n\n{FIRST}")
    assert body.count(LEAD) == 1


def test_a_description_that_is_not_printed_is_no_lead() -> None:
    assert parts_of(page(meta(og__description=LEAD), HEAD)).body.startswith(FIRST)


POINTERS = {
    "alone": f"<p>{OTHER}</p>",
    "with a word before": f"<p>Read also: {OTHER}</p>",
    "a heading": f"<h4>{OTHER}</h4>",
    "an address inside of the site": f"<p>{OTHER.replace('https://bay.example', '')}</p>",
}


@pytest.mark.parametrize("markup", POINTERS.values(), ids=POINTERS)
def test_a_paragraph_that_is_a_link_is_related(markup: str) -> None:
    parts = parts_of(page(CANONICAL, HEAD, after=markup + TEXT.replace("wall", "old wall")))
    assert parts.related in ((Link("Ferry strike ends after a month", "https://bay.example/other"),), ())
    assert "Ferry strike" not in parts.body


def test_a_link_among_words_stays() -> None:
    text = f"<p>It was the first storm since the {OTHER}, which was in the spring of the year before.</p>"
    parts = parts_of(page(CANONICAL, HEAD, after=text + TEXT.replace("wall", "old wall")))
    assert "Ferry strike ends after a month" in parts.body
    assert not parts.related


def test_a_page_of_links_keeps_them() -> None:
    lines = "".join(f'<p><a href="https://bay.example/{n}">The story number {n} of the year</a></p>' for n in range(20))
    assert parts_of(f"<html><body><article>{HEAD}{lines}</article></body></html>").body.count("story number") > 15


WHOLE = "\n".join(
    f"In the year {year} the wall of the harbour was built higher by {year % 7} stones." for year in range(1900, 1960)
)


def test_the_text_of_json_ld_where_the_page_prints_little() -> None:
    body = parts_of(page(linked(articleBody=WHOLE), HEAD)).body
    assert body == WHOLE.replace("\n", "\n\n")


def test_the_text_of_json_ld_with_markup() -> None:
    markup = "".join(f"<p>{line} <em>It</em> &amp; nothing else.</p>" for line in WHOLE.split("\n"))
    body = parts_of(page(linked(articleBody=markup), HEAD)).body
    assert "1 stones. It & nothing else.\n\nIn the year" in body


def test_the_printed_text_where_json_ld_only_says_it_twice() -> None:
    printed = parts_of(page(body=HEAD)).body
    assert parts_of(page(linked(articleBody=f"{printed} {printed}"), HEAD)).body == printed
