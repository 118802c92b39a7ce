"""Completions of the end of a query: what is offered, and how many articles it finds."""

from __future__ import annotations

import pytest

from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive
from searchsvc.searching import search, suggest
from tests.archives import archive, article

SOURCES = ("Port Alder Post", "Port Arthur | Weekly", 'The "Pilot"', "port.example")


@pytest.fixture(scope="module")
def port() -> Archive:
    """Articles of four publishers about ferries and what is about them."""
    texts = ("The ferry is about to leave.", "A ferry, and about time.", "Ferries about.", "Ferns at the port.")
    titles = ("Ferry strike", "Abroad", "Port news", "Ferns")
    rows = zip(SOURCES, texts, titles, strict=True)
    return archive([article(f"a{n}", text, title=title, source=source) for n, (source, text, title) in enumerate(rows)])


OFFERED: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "names with blanks": (
        "source:port",
        [('source:"Port Alder Post"', 1), ('source:"Port Arthur | Weekly"', 1), ("source:port.example", 1)],
    ),
    "a name in open quotation marks": (
        'source:"Port A',
        [('source:"Port Alder Post"', 1), (f'source:"{SOURCES[1]}"', 1)],
    ),
    "in capitals, behind a word and a minus": ('ferry -Source:"PORT  AL', [('ferry -Source:"Port Alder Post"', 1)]),
    "in curly marks": ("source:“Port AL", [('source:"Port Alder Post"', 1)]),
    "in a group": ('source:("Port AL', [('source:("Port Alder Post"', 1)]),
    "a name that has no blank": ('source:"port.', [('source:"port.example"', 1)]),
    "a name with quotation marks": ("source:the", [('source:“The "Pilot"”', 1)]),
    "a name that nobody has": ('source:"Porto', []),
    "a language": ('lang:"e', [('lang:"en"', 4)]),
    "behind a name": ('source:"Port Alder Post" fern', [('source:"Port Alder Post" ferns', 1)]),
    "behind an inch": ('6" source:"Port AL', [('6" source:"Port Alder Post"', 1)]),
    "a word anywhere": ("ferr", [("ferry", 2), ("ferries", 1)]),
    "a word of the title, in any form": (
        "title:fer",
        [("title:ferns", 1), ("title:ferries", 1), ("title:ferry", 1)],
    ),
    "which the others are not": ("title:abo", []),
    "in a phrase": ('"the fern', [('"the ferns', 1)]),
    "in a phrase of the title": ('title:"fern', [('title:"ferns', 1)]),
    "an operator in a phrase": ('"the OR', []),
    "a date in quotation marks": ('date:"20', []),
    "a Hebrew abbreviation": ('צה"ל', []),
}


@pytest.mark.parametrize(("q", "offered"), OFFERED.values(), ids=OFFERED)
def test_completions(port: Archive, q: str, offered: list[tuple[str, int]]) -> None:
    assert sorted((one.text, one.articles) for one in suggest(port, q)) == sorted(offered)


@pytest.mark.parametrize("q", ["source:p", 'source:"p', "source:“t", "title:fer", "title:a", "title:p", "lang:e"])
def test_a_completion_in_a_field_finds_what_it_says(port: Archive, q: str) -> None:
    assert suggest(port, q)
    for one in suggest(port, q):
        answer = search(port, SearchRequest(q=one.text))
        assert answer.total == one.articles
        assert not answer.notices
