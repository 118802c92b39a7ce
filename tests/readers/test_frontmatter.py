"""Front matter in each of its languages, and what its fields give."""

from __future__ import annotations

import datetime as dt

import pytest

from searchsvc.article import Article, Unreadable
from searchsvc.readers.markdown import parse_markdown


def found(text: str, name: str = "x.md") -> tuple[Article, list[str]]:
    article, *troubles = parse_markdown(text, name, "x")
    assert isinstance(article, Article)
    assert all(isinstance(trouble, Unreadable) for trouble in troubles)
    return article, list(map(str, troubles))


LANGUAGES = {
    "YAML": '---\ntitle: "High: water"\ndate: 2020-02-06\n---\nb',
    "YAML, its end in points": "---\ntitle: 'High: water'\ndate: 2020-02-06\n...\nb",
    "YAML, named": '---yaml\ntitle: "High: water"\ndate: 2020-02-06\n---\nb',
    "YAML with an alias": '---\nslug: &a "High: water"\ntitle: *a\ndate: 2020-02-06\n---\nb',
    "TOML": '+++\ntitle = "High: water"\ndate = 2020-02-06\n[menu.main]\nweight = 1\n+++\n\nb',
    "TOML, named": '---toml\ntitle = "High: water"\ndate = "2020-02-06"\n---\nb',
    "TOML with the fields of a site": '+++\ntitle = "High: water"\n[params]\nDate = 2020-02-06\n+++\nb',
    "JSON": '{\n  "title": "High: water",\n  "date": "2020-02-06",\n  "x": [{}, null, 1.5, true]\n}\n\nb',
    "JSON, named": '---json\n{"title": "High: water", "date": "2020-02-06"}\n---\nb',
    "JSON without its braces": ';;;\n"title": "High: water",\n"date": "2020-02-06"\n;;;\nb',
    "lines": "Title: High: water\nDate: 2020-02-06\nTags: a, b\n\nb",
    "lines, ended": "title: High: water\ndate: 2020-02-06\ntags:\n- a\n---\nb",
    "Windows": "---\r\ntitle: 'High: water'\r\ndate: 2020-02-06\r\n---\r\nb",
}


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_every_language_says_the_same(text: str) -> None:
    article, troubles = found(text)
    assert not troubles
    assert (article.title, article.body, article.date) == ("High: water", "b", dt.date(2020, 2, 6))


BROKEN = {
    "YAML": ("---\ntitle: High: water\ndate: 2020-02-06\n---\nb", "x.md:2: front matter is not plain YAML: mapping"),
    "TOML": ('+++\ntitle = "High: water"\ndate = 2020-02-06\nx =\n+++\nb', "x.md:4: front matter is not TOML: "),
    "TOML at its end": ("+++\ntitle = 'High: water'\ndate = 2020-02-06\nx = [\n+++\nb", "front matter is not TOML: "),
    "deep TOML": ("+++\ntitle = 'High: water'\ndate = 2020-02-06\nx = " + "[" * 9_999 + "\n+++\nb", "TOML that can be"),
    "a huge number": (
        "+++\ntitle = 'High: water'\ndate = 2020-02-06\nx = " + "9" * 9_999 + "\n+++\nb",
        "a huge number",
    ),
    "JSON": ('{"date": "2020-02-06",\n"title": "High: water",}\n\nb', "x.md:2: front matter is not JSON: "),
    "deep JSON": ('{"x": ' + "[" * 60_000 + "\n\nb", "front matter is not JSON that can be read: nested too deeply"),
    "a source that is a text": (
        "---\ntitle: 'High: water'\ndate: 2020-02-06\nsource: " + "x" * 1_001 + "\n---\nb",
        "x.md:4: the source “" + "x" * 40 + "…” is longer than 1,000 characters, so it was ignored",
    ),
    "YAML that is never closed": (
        "---\ntitle: 'High: water'\ndate: 2020-02-06\n\nb",
        "x.md:1: front matter that is never",
    ),
    "lines that are never closed": ("---\ntitle: High: water\ndate: 2020-02-06\n\nb", "put a line of --- below them"),
    "TOML that is never closed": ('+++\ntitle = "High: water"\ndate = 2020-02-06\n\nb', "put a line of +++ below them"),
    "JSON that is never closed": (';;;\n"title": "High: water",\n"date": "2020-02-06"\n\nb', "put a line of ;;; below"),
    "text directly behind it": ("---\ntitle: 'High: water'\ntags:\n- a\ndate: 2020-02-06\nb", "is never closed"),
    "a rule in the text": (
        "---\ntitle: 'High: water'\ndate: 2020-02-06\n\nb\n\n---\n",
        "x.md:1: front matter that is never",
    ),
    "an alias of a list": ("---\na: &a [b]\ntitle: 'High: water'\ndate: 2020-02-06\nx: *a\n---\nb", "aliases are read"),
}


@pytest.mark.parametrize(("text", "reason"), BROKEN.values(), ids=BROKEN)
def test_an_article_is_not_lost_for_its_front_matter(text: str, reason: str) -> None:
    article, [trouble] = found(text)
    assert reason in trouble
    assert article.body == "b"
    assert '"x"' in text or (article.title, article.date) == ("High: water", dt.date(2020, 2, 6))


NONE = {
    "a text between rules": ("---\n\nAll is well.\n\n---\n\nb", "All is well.\n\nb"),
    "text in rules, not YAML": ("---\n*a*, [b\n\n---\n\nb", "a, [b\n\nb"),
    "a rule": ("---\nAll is well.", "All is well."),
    "a rule before a label": ("---\nNote: all is well.\n\nb", "Note: all is well.\n\nb"),
    "a rule before an empty line": ("---\n\ntitle: none\n\nb", "title: none\n\nb"),
    "a shortcode": ("{{< toc >}}\n\nb", "b"),
    "a sentence with a colon": ("title: none\nfound here\n\nb", "title: none found here\n\nb"),
    "braces": ("{a}", "{a}"),
}


@pytest.mark.parametrize(("text", "body"), NONE.values(), ids=NONE)
def test_no_front_matter(text: str, body: str) -> None:
    article, troubles = found(text)
    assert not troubles
    assert article.body == body


DATES = {
    "published in Jekyll is a switch": ("published: true\ncreated: 2020-02-06", "2020-02-06"),
    "Hugo's": ("lastmod: 2021-01-01\npublishDate: 2020-02-06", "2020-02-06"),
    "the date before all": ("pubDate: 2021-01-01\ndate: 2020-02-06\ncreated: 2019-01-01", "2020-02-06"),
    "a mapping": ("date:\n  updated: 2021-01-01\n  created: 2020-02-06", "2020-02-06"),
    "an instant": ("date: 2020-02-06 8:32:24 -0400", "2020-02-06T08:32:24-04:00"),
    "only a change": ("lastmod: 2021-01-01", None),
    "none": ("date: ~\npublished: false", None),
}


@pytest.mark.parametrize(("fields", "date"), DATES.values(), ids=DATES)
def test_dates(fields: str, date: str | None) -> None:
    article, troubles = found(f"---\n{fields}\n---\nb")
    assert not troubles
    assert (article.date and article.date.isoformat(), article.date_from) == (date, "front matter" if date else "")


NAMES = {
    "a post of Jekyll": ("blog/2020-02-06-high-water.md", "High water", "2020-02-06"),
    "a note of Obsidian": ("notes/High water.md", "High water", None),
    "a note that is packed": ("notes/High water.md.gz", "High water", None),
    "a note in an archive": ("notes.zip#High water.md", "High water", None),
    "a note with points": ("Tides 2.0.md", "Tides 2.0", None),
    "a word": ("readme.md", "", None),
    "a slug": ("high-water.md", "", None),
}


@pytest.mark.parametrize(("name", "title", "date"), NAMES.values(), ids=NAMES)
def test_what_the_name_of_the_file_says(name: str, title: str, date: str | None) -> None:
    article, _ = found("b", name)
    assert (article.title, article.date and article.date.isoformat()) == (title, date)
    assert article.date_from == ("file name" if date else "")
    article, _ = found("---\ntitle: a\ndate: 2021-01-01\n---\nb", name)
    assert (article.title, article.day, article.date_from) == ("a", dt.date(2021, 1, 1), "front matter")


FIELDS = {
    "authors": ("authors:\n- Ana\n- name: Tom\n- display_name: Ines", "author", "Ana, Tom, Ines"),
    "one author": ("author: {name: Ana, email: a@x.example}", "author", "Ana"),
    "an author twice": ("author: Ana\nauthors: [Ana, Tom]", "author", "Ana, Tom"),
    "the address": ("url: /a/\ncanonical_url: https://x.example/a", "url", "https://x.example/a"),
    "the address in one word": ("canonicalURL: https://x.example/a", "source", "x.example"),
    "the caption of the image": ("image:\n  path: a.jpg\n  caption: A *boat*", "captions", ("A boat",)),
    "captions of images": ("images: [{caption: A}, {caption: B}]", "captions", ("A", "B")),
    "a title with templates": ("title: 'High {{ site.water }}*water*'", "title", "High water"),
    "no other title": ("linkTitle: a", "title", ""),
    "a draft": ("draft: true", "body", "b"),
}


@pytest.mark.parametrize(("fields", "name", "value"), FIELDS.values(), ids=FIELDS)
def test_fields(fields: str, name: str, value: object) -> None:
    assert getattr(found(f"---\n{fields}\n---\nb")[0], name) == value


SUMMARIES = {
    "no body": ("summary: A *wall* held.", "", "A wall held."),
    "a body": ("summary: A wall held.", "b", "b"),
    "said in the title": ("summary: t", "", ""),
}


@pytest.mark.parametrize(("fields", "text", "body"), SUMMARIES.values(), ids=SUMMARIES)
def test_a_summary_stands_for_a_body(fields: str, text: str, body: str) -> None:
    assert found(f"---\ntitle: t\n{fields}\n---\n{text}")[0].body == body
