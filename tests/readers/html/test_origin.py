"""Who wrote a page, who published it, in which language, and where it stands."""

from __future__ import annotations

import pytest

from searchsvc.readers.html import parts_of
from tests.readers.html.pages import linked, meta, page

ADDRESS = "https://www.bay.example/wall"
FETCHED = "https://cache.example/x/wall"

AUTHORS = {
    "JSON-LD": (linked(author={"@type": "Person", "name": "Ann Oke"}), "Ann Oke"),
    "several": (linked(author=[{"name": "Ann Oke"}, {"name": "Bo Ren"}]), "Ann Oke, Bo Ren"),
    "several, one of them twice": (linked(author=["Ann Oke", "Bo Ren", "ANN OKE"]), "Ann Oke, Bo Ren"),
    "by": (linked(author="By Ann Oke"), "Ann Oke"),
    "a meta tag": ('<meta name="author" content="Ann Oke">', "Ann Oke"),
    "not an address": (meta(article__author="https://social.example/oke"), ""),
    "none": ("", ""),
}
SOURCES = {
    "the publisher": (linked(publisher={"name": "Bay Post"}) + meta(og__site_name="Post"), "Bay Post"),
    "the name of the site": (meta(og__site_name="Bay Post"), "Bay Post"),
    "the host": (f'<link rel="canonical" href="{ADDRESS}">', "bay.example"),
    "none": ("", ""),
}
ADDRESSES = {
    "canonical": (f'<link rel="canonical" href="{ADDRESS}">', ADDRESS),
    "social": (meta(og__url=ADDRESS), ADDRESS),
    "not a part of one": ('<link rel="canonical" href="/wall">', FETCHED),
    "not another scheme": ('<link rel="canonical" href="javascript:alert(1)">', FETCHED),
    "not that of the whole site": ('<link rel="canonical" href="https://www.bay.example/">', FETCHED),
    "where it was fetched": ("", FETCHED),
}
LANGUAGES = {
    "of the root": ('<html lang="pt-br">', "", "pt-BR"),
    "of JSON-LD": ("<html>", linked(inLanguage="de"), "de"),
    "of the social tags": ("<html>", meta(og__locale="fr_FR"), "fr-FR"),
    "the same twice": ('<html lang="en">', meta(og__locale="en_ZA"), "en-ZA"),
    "two that are not the same": ('<html lang="en">', linked(inLanguage="zu"), ""),
    "none that is a tag": ('<html lang="{{ lang }}">', "", ""),
}


@pytest.mark.parametrize(("head", "author"), AUTHORS.values(), ids=AUTHORS)
def test_author(head: str, author: str) -> None:
    assert parts_of(page(head)).author == author


@pytest.mark.parametrize(("markup", "author"), {
    '<p class="byline">By Ann Oke</p>': "Ann Oke",
    '<a rel="author" href="/oke">Ann Oke</a>': "Ann Oke",
}.items())  # fmt: skip
def test_a_printed_author(markup: str, author: str) -> None:
    assert parts_of(page(body=markup)).author == author


@pytest.mark.parametrize(("head", "source"), SOURCES.values(), ids=SOURCES)
def test_source(head: str, source: str) -> None:
    assert parts_of(page(head)).source == source


@pytest.mark.parametrize(("head", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_address(head: str, address: str) -> None:
    assert parts_of(page(head), FETCHED).url == address


@pytest.mark.parametrize(("root", "head", "language"), LANGUAGES.values(), ids=LANGUAGES)
def test_language(root: str, head: str, language: str) -> None:
    assert parts_of(page(head).replace("<html>", root)).language == language


def test_a_publisher_that_calls_itself_by_its_address_is_its_host() -> None:
    shown = page(head='<meta property="og:site_name" content="https://www.marrowbaygazette.example">')
    assert parts_of(shown).source == "marrowbaygazette.example"
