"""Real articles, read directly as JSON Lines and from saved-article files made of them: the same articles come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reuters import Record, escaped, jsonl_id, records, saved_id, saved_text, write_jsonl, write_saved
from searchsvc.article import Article, Unreadable
from searchsvc.readers import read
from searchsvc.readers.saved import parse_saved

ARTICLES = 20_000

TEXTS = {
    "plain": "Nothing to see here.",
    "emphasis": "5 * 3 ** 2 * 1 and _so_ __on__ and snake_case",
    "a link": "[said](https://example.org) and ![seen](a.jpg)",
    "an address": "see <ID:nN25172621> and <https://example.org/>",
    "a tag": "<b>bold</b> & <br> &amp; &#65; &nbsp;",
    "code": "`a` ``b`` ```",
    "a heading": "# one",
    "a quote": "> one",
    "a bullet": "- one",
    "a star": "* one",
    "a plus": "+ one",
    "a number": "1. one",
    "a number with a bracket": "2) two",
    "a rule": "---",
    "a rule of equals": "=====",
    "a fence": "~~~",
    "backslashes": "C:\\*a \\[ \\\\",
    "a bold end": "What it shows. **Somebody / Agency**",
    "a date": "October 20, 2006",
    "a related article": "Related article: something",
    "an original url": "Original url:",
    "a bare address": "http://example.org/a_b_c*d*",
    "strikes": "~~gone~~ ~10",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("place", ["title", "first paragraph", "last paragraph", "caption"])
def test_plain_text_survives_being_saved(text: str, place: str) -> None:
    row = Record(
        id="a",
        title=text if place == "title" else "A title",
        date="2006-10-20",
        body="\n\n".join([text] * (place == "first paragraph") + ["One."] + [text] * (place == "last paragraph")),
        captions=[f"{text} Agency"] if place == "caption" else [],
        source="",
        url="https://example.org/a",
        author="",
    )
    article = parse_saved(saved_text(row), "a")
    told = (article.title, article.body, list(article.captions), article.url, str(article.date))
    assert told == (row["title"], row["body"], row["captions"], row["url"], row["date"])


def test_escaped_text_has_no_more_words() -> None:
    assert escaped("Shares rose 3.5 percent, he said.") == "Shares rose 3.5 percent, he said."


def without_source(article: Article | Unreadable) -> tuple[object, ...]:
    """What both formats hold. A saved article has no author, and its publisher is the host of its url."""
    assert isinstance(article, Article), article
    return article.title, article.body, article.date, article.captions, article.url


@pytest.mark.corpora
def test_the_same_articles_come_out_of_both(corpora: Path, tmp_path: Path) -> None:
    rows = list(records(ARTICLES, corpora / "news" / "reuters-106k.jsonl.xz"))
    lines, saved = tmp_path / "lines", tmp_path / "saved"
    direct = list(read(write_jsonl(rows, lines), lines))
    assert write_saved(rows, saved) == len(direct) == ARTICLES
    for row, article in zip(rows, direct, strict=True):
        name = saved_id(row["id"])
        [twin] = read(saved / f"{name}.txt", saved)
        assert without_source(article) == without_source(twin), name
        assert isinstance(article, Article)
        assert isinstance(twin, Article)
        assert (article.id, twin.id) == (jsonl_id(row["id"]), name)
        assert (article.source, twin.source) == ("Reuters", "reuters.com")
