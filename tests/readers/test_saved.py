"""Saved articles: what belongs to the text, and what does not."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchsvc.article import Article, Link
from searchsvc.readers import read
from searchsvc.readers.record import article_of
from searchsvc.readers.saved import parse_saved


def saved(text: str) -> Article:
    return parse_saved(text, "x")


@pytest.mark.corpora
def test_the_real_article(corpora: Path) -> None:
    [article] = [found for path in (corpora / "saved").glob("*.txt") for found in read(path, corpora)]
    assert isinstance(article, Article)
    assert article.id == "saved/000_cdaa8d1a6fa4108e"
    assert article.title == "Russian Military Specialists Killed in Syria, Foreign Ministry Says"
    assert (article.date, article.date_from) == (dt.date(2020, 2, 6), "dateline")
    assert article.source == "themoscowtimes.com"
    assert article.url.startswith("https://www.themoscowtimes.com/2020/02/06/russian-military")
    [caption] = article.captions
    assert caption.startswith("Russia, an ally of Syrian")
    assert caption.endswith("nine-year war. Stringer / Xinhua / ZUMA / TASS")
    assert "Foreign Ministry said Thursday" in article.body
    assert "Security Council meets to discuss" in article.body
    assert "Related article" not in article.body
    assert article.related == (Link("4 Russian Special Forces Officers Killed in Syria – Reports", ""),)
    assert article.body.endswith("Reuters contributed reporting to this article.")


URLS = {
    "below, in angles": ("t\n\nb\n\nOriginal url:\n\n<https://x.example/a>", "https://x.example/a"),
    "below, bare": ("t\n\nb\n\nOriginal url:\nhttps://x.example/a\n", "https://x.example/a"),
    "on the line": ("t\n\nb\n\nOriginal URL: https://x.example/a", "https://x.example/a"),
    "right below the text": ("t\n\nb\nOriginal url: <https://x.example/a>", "https://x.example/a"),
    "the last one counts": (
        "t\n\nb\n\nOriginal url: <https://y.example>\n\nOriginal url: <https://x.example/a>",
        "https://x.example/a",
    ),
    "a placeholder": ("t\n\nb\n\nOriginal url: <#>", ""),
    "left empty": ("t\n\nb\n\nOriginal url:\n\n", ""),
    "left out": ("t\n\nb", ""),
}


@pytest.mark.parametrize(("text", "url"), URLS.values(), ids=URLS)
def test_original_url(text: str, url: str) -> None:
    article = saved(text)
    assert article.url == url
    assert article.source == ("x.example" if url else "")
    assert article.body.startswith("b")


def test_what_follows_the_original_url_is_kept() -> None:
    assert saved("t\n\nOriginal url: <https://x.example>\n\nA correction.").body == "A correction."


def test_a_sentence_is_no_original_url() -> None:
    assert saved("t\n\nOriginal url: unknown to us").body == "Original url: unknown to us"


CAPTIONS = {
    "a bold credit at the end": ("A boat. **Ines / Wire**", ["A boat. Ines / Wire"], ""),
    "underscores": ("A boat. __Ines__", ["A boat. Ines"], ""),
    "over two lines": ("A boat\nin a storm. **Ines**", ["A boat in a storm. Ines"], ""),
    "a link in it": ("A [boat](#). **Ines**", ["A boat. Ines"], ""),
    "all bold is a heading": ("**What comes next**", [], "What comes next"),
    "bold in the middle": ("A **bold** word", [], "A bold word"),
    "escaped stars": (r"A boat \*\*Ines\*\*", [], "A boat **Ines**"),
    "only one pair of stars": ("A boat **", [], "A boat **"),
    "an image's": ('![alt](x.png "A *boat*")', ["A boat"], ""),
}


@pytest.mark.parametrize(("block", "captions", "body"), CAPTIONS.values(), ids=CAPTIONS)
def test_captions(block: str, captions: list[str], body: str) -> None:
    article = saved(f"t\n\n2020-02-06\n\n{block}")
    assert list(article.captions) == captions
    assert article.body == body


RELATED = {
    "a link": ("Related article: [A](https://x.example)", [Link("A", "https://x.example")]),
    "a placeholder": ("Related article: [A](#)", [Link("A", "")]),
    "no link": ("Related article: A", [Link("A", "")]),
    "bold": ("**Related article:** [A](#)", [Link("A", "")]),
    "empty": ("Related article:", []),
}


@pytest.mark.parametrize(("block", "related"), RELATED.values(), ids=RELATED)
def test_related(block: str, related: list[Link]) -> None:
    article = saved(f"t\n\n{block}\n\nb")
    assert list(article.related) == related
    assert article.body == "b"


def test_a_date_line_may_touch_the_title() -> None:
    assert saved("t\nFeb. 6, 2020\nb") == Article("x", "t", "b", dt.date(2020, 2, 6), "dateline")


LONG = "word " * 60 + "end"


def test_a_long_first_line_is_no_title() -> None:
    assert saved(f"{LONG}\nmore\n\nb") == Article("x", "", f"{LONG} more\n\nb")
    assert saved(f"{LONG}\n\n2020-02-06\n\nb") == Article("x", "", f"{LONG}\n\nb", dt.date(2020, 2, 6), "dateline")
    assert saved("a" * 300 + "\n\nb").title == "a" * 300


NOTES = {
    "a list": ("Shopping\n- milk\n- *two* eggs", "Shopping", "milk\n\ntwo eggs"),
    "an underlined title": ("Tides\n=====\n\nThey turn.", "Tides", "They turn."),
    "a title that touches the text": ("Tides\nThey turn\nat ten.", "Tides", "They turn at ten."),
    "a wrapped paragraph": (
        "The light was out when the boats came home, and nobody\nknew why.\n\nb",
        "The light was out when the boats came home, and nobody",
        "The light was out when the boats came home, and nobody knew why.\n\nb",
    ),
    "a long title in two lines": (
        "The Light Was Out When All the Boats of the Bay Came Home\nNobody Knew Why",
        "The Light Was Out When All the Boats of the Bay Came Home",
        "Nobody Knew Why",
    ),
    "one line": ("Milk", "Milk", ""),
}


@pytest.mark.parametrize(("text", "title", "body"), NOTES.values(), ids=NOTES)
def test_notes(text: str, title: str, body: str) -> None:
    assert (saved(text).title, saved(text).body) == (title, body)


def test_an_electronic_text() -> None:
    header = "The eBook of The Wall\n\nTitle: The Wall\n\nAuthor: Ana Ruiz\n\nLanguage: French\n\n"
    text = (
        "*** START OF THE EBOOK THE WALL ***\n\nI\n\nIt _held_\nfast.\n\n*** END OF THE EBOOK THE WALL ***\n\nLicence"
    )
    assert saved(header + text) == Article("x", "The Wall", "I\n\nIt held fast.", author="Ana Ruiz", language="fr")


def test_the_name_of_a_file_may_have_its_date(tmp_path: Path) -> None:
    for name, text in {"2020-02-06-tides.txt": "t\n\nb", "2020-02-06 b.txt": "t\n\nMay 1, 2021\n\nb"}.items():
        (tmp_path / name).write_text(text)
    dates = {article.date_from: str(article.date) for path in tmp_path.iterdir() for article in articles_at(path)}
    assert dates == {"file name": "2020-02-06", "dateline": "2021-05-01"}


def articles_at(path: Path) -> list[Article]:
    return [found for found in read(path, path.parent) if isinstance(found, Article)]


def test_windows_line_ends() -> None:
    assert saved("t\r\n\r\n2020-02-06\r\n\r\na\r\nb\r\n\r\nc").body == "a b\n\nc"


def escaped(text: str) -> str:
    """A text with every mark of punctuation escaped: it means itself."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def rendered(article: Article) -> str:
    """The article as a saved file has it."""
    date = [article.date.strftime("%B %d, %Y")] if article.date else []
    captions = [f"{escaped(caption)} **Ines**" for caption in article.captions]
    body = [escaped(paragraph) for paragraph in article.body.split("\n\n")]
    url = ["Original url:", f"<{article.url}>"] if article.url else []
    return "\n\n".join([escaped(article.title), *date, *captions, *body, *url])


texts = st.text(
    st.one_of(st.sampled_from(" \n*_[]()`<>&;\\#!-+.~:1aé字"), st.characters(codec="utf-8")), min_size=1, max_size=60
)


@given(title=texts, body=texts, caption=texts, date=st.none() | st.dates(min_value=dt.date(1000, 1, 1)))
@example("2020-02-06", "February 06, 2020", "x", None)
@example("t", "Original url: https://x.example\n\nRelated article: [a](b)", "y", None)
def test_the_same_article_as_a_line_of_json(title: str, body: str, caption: str, date: dt.date | None) -> None:
    record = {"title": f"T{title}", "body": f"B{body}", "captions": [f"C{caption}"], "url": "https://www.x.example/a"}
    line = json.loads(json.dumps({**record, "date": date and date.isoformat()}))
    article = replace(article_of(line, "x", 1), id="x", date_from="dateline" if date else "")
    credited = tuple(f"{caption} Ines" for caption in article.captions)
    assert saved(rendered(article)) == replace(article, captions=credited)
