"""Pages that are broken, empty or made to do harm: an article or a reason, and always soon."""

from __future__ import annotations

import gzip
import random
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article, Note, Unreadable
from searchsvc.readers.html import parts_of, read_html
from searchsvc.readers.html.parts import FRAMES, NOTHING, SCRIPTS
from searchsvc.readers.source import Found, Source
from tests.readers.html.pages import TEXT, page, script

LACKING = {
    "nothing": ("", NOTHING),
    "blanks": (" \n", NOTHING),
    "a null": ("\0", NOTHING),
    "only a comment": ("<!-- x -->", NOTHING),
    "only a head": ("<html><head><title>T</title></head></html>", NOTHING),
    "only scripts": ("<html><title>T</title><div id=root></div><script>go()</script></html>", SCRIPTS),
    "frames": ("<html><title>T</title><frameset><frame src=a></frameset></html>", FRAMES),
}

# Sizes at which anything whose time grows by the square would take minutes.
READ = {
    "plain text": "The wall held, and it will hold again next year.",
    "null characters": TEXT.replace("wall", "w\0all"),
    "half of a pair": f"<p>\ud800{TEXT}",
    "an XML declaration with another encoding": f'<?xml version="1.0" encoding="latin-1"?><html>{TEXT}</html>',
    "numbers of characters that are none": "&#xffffffff;&#0;&#x110000;" * 1000 + TEXT,
    "deep elements": "<div>" * 100_000 + TEXT + "</div>" * 100_000,
    "deep elements, never closed": "<span><font>" * 50_000 + TEXT,
    "deep unknown elements": "<a-b>" * 50_000 + TEXT,
    "deep lists and tables": "<ul><li><table><tr><td>" * 500 + TEXT,
    "deep parts of a heading": "<h1>" + "<b>x" * 1500 + TEXT,
    "deep JSON-LD": script("[" * 200_000) + TEXT,
    "deep objects in JSON-LD": script('{"@graph":[' * 400 + "]}" * 400) + TEXT,
    "many objects in JSON-LD": script("[" + ",".join(['{"@type":"WebPage"}'] * 20_000) + "]") + TEXT,
    "odd values in JSON-LD": script('{"@type":["Article",1],"headline":{"a":[1]},"author":[[null]],"url":7}') + TEXT,
    "many attributes": "<div " + " ".join(f"a{number}=x" for number in range(200_000)) + f">{TEXT}",
    "a long attribute": f'<div class="{"x " * 1_000_000}">{TEXT}',
    "an image inside": f'<img src="data:image/png;base64,{"A" * 5_000_000}">{TEXT}',
    "many headings": "<h1><b>The wall of the harbour</b></h1>" * 5000 + TEXT,
    "many images in boxes": '<div class="image"><img alt="The wall"><b>A caption</b></div>' * 5000 + TEXT,
    "many captions": "".join(f"<figure><img><figcaption>Boat {n}</figcaption></figure>" for n in range(3000)) + TEXT,
    "captions in captions": '<div class="caption"><img>' * 1000 + TEXT,
    "many paragraphs": "<p>A short one" * 30_000 + TEXT,
    "many dates": '<h1>Wall</h1><time datetime="x">soon</time>' * 5000 + TEXT,
    "a title of many parts": f"<title>{'a | ' * 20_000}</title>{TEXT}",
    "blanks": f"<p>{' ' * 2_000_000}{TEXT}",
}


@pytest.mark.parametrize(("text", "reason"), LACKING.values(), ids=LACKING)
def test_a_page_without_text_says_why(text: str, reason: str) -> None:
    assert parts_of(text).lacks == reason


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_the_text_is_read_whatever_is_around_it(text: str) -> None:
    parts = parts_of(text)
    assert "wall" in parts.body
    assert not parts.lacks


def found_in(raw: bytes, charset: str = "") -> list[Found]:
    return list(read_html(Source("a/page.html", "a/page", partial(BytesIO, raw), charset=charset)))


def test_an_article() -> None:
    [article] = found_in(page(body="<h1>The wall</h1>").encode())
    assert isinstance(article, Article)
    assert (article.id, article.title) == ("a/page", "The wall")


def test_an_encoding_is_told() -> None:
    [note, article] = found_in(page('<meta charset="windows-1251">', "<h1>Стена</h1>").encode("windows-1251"))
    assert isinstance(note, Note)
    assert note.value.startswith("windows-1251")
    assert isinstance(article, Article)
    assert article.title == "Стена"


def test_a_reason() -> None:
    assert found_in(b"<html><frameset></frameset></html>") == [Unreadable("a/page.html", FRAMES)]
    assert found_in(b"  ") == [Unreadable("a/page.html", "empty")]


@given(st.text(alphabet=st.sampled_from('<>/="! abdivphimgfcton1&;#-'), max_size=300))
def test_any_markup(text: str) -> None:
    parts = parts_of(f"<html><body>{text}")
    assert parts.lacks or parts.body or parts.captions


@pytest.mark.corpora
@pytest.mark.slow
def test_real_pages_that_were_damaged(corpora: Path) -> None:
    """Cut, with pieces of other pages in them, with bits turned over: nothing is raised."""
    chance = random.Random(4)
    raws = [gzip.decompress(path.read_bytes()) for path in sorted((corpora / "fundus").glob("[a-d]*/*.gz"))]
    for raw in raws:
        for mutant in (cut(raw, chance), spliced(raw, chance.choice(raws), chance), flipped(raw, chance)):
            assert found_in(mutant)


def cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def spliced(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    place, start = chance.randrange(len(raw)), chance.randrange(len(other))
    return raw[:place] + other[start : start + 5000] + raw[place:]


def flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(200):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("control", ["\x01", "\x1b", "&#1;", "&#x2;", "&#xFFFE;", "&#xD800;", "&#0000031;"])
def test_controls_are_no_text(control: str) -> None:
    body = f"<p>{'The harbour wall held overnight, said the master. ' * 30}</p>"
    caption = f"<figure><img src=a.jpg><figcaption>The old har{control}bour wall at night</figcaption></figure>"
    head = f"<html><head><title>T{control}itle</title></head><body><h1>T{control}itle</h1>"
    parts = parts_of(f"{head}{body}{caption}tail{control}{body}", "")
    assert (parts.title, parts.captions) == ("Title", ("The old harbour wall at night",))
    assert len(parts.body) > 1000
