"""What a search asks for and what it answers, as values. ``to_json`` gives the documented JSON, everywhere the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from searchsvc.article import Article
from searchsvc.engines.base import Sort
from searchsvc.query.tree import Notice

CopiesShown = Literal["fold", "all"]

FACETS = ("source", "date", "year", "lang")
MAX_PER_PAGE = 100

_MARKUP = re.compile("[&<>\"']")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One request, checked: ``after`` and ``before`` are dates as typed in a query (``2020``, ``2020-02-06``).

    ``copies`` says whether near-copies of one story are one hit or all shown; ``copies_of`` is an id, and shows every
    copy of that article.
    """

    q: str = ""
    source: tuple[str, ...] = ()
    lang: str = ""
    after: str = ""
    before: str = ""
    copies: CopiesShown = "fold"
    copies_of: str = ""
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 10
    cursor: str = ""
    facets: tuple[str, ...] = ()
    fragments: int = 3
    fragment_size: int = 200


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of an article's own text; ``marks`` are [start, end) in code points of ``text``, in order, apart.

    ``start`` is where the piece begins in the whole text.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    start: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The fragment with its text, its marks, and both as HTML."""
        return {"text": self.text, "marks": list(map(list, self.marks)), "html": self.html}

    @property
    def html(self) -> str:
        """The text escaped, the marks as ``<mark>``, which is the only tag."""
        text = self.text
        safe = escape if _MARKUP.search(text) else str
        out: list[str] = []
        at = 0
        for start, end in self.marks:
            out += (safe(text[at:start]), "<mark>", safe(text[start:end]), "</mark>")
            at = end
        out.append(safe(text[at:]))
        return "".join(out)

    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut at its marks: (piece, is it marked)."""
        out: list[tuple[str, bool]] = []
        at = 0
        for start, end in self.marks:
            if at < start:
                out.append((self.text[at:start], False))
            out.append((self.text[start:end], True))
            at = end
        if at < len(self.text):
            out.append((self.text[at:], False))
        return out


def escape(text: str) -> str:
    """Text as HTML: nothing in it is markup."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        text = text.replace(char, entity)
    return text


@dataclass(frozen=True, slots=True)
class Reprints:
    """The other articles of the archive that are near-copies of one, found or not.

    ``total`` counts them, ``in_sources`` their publishers other than that of the one; ``sources`` names up to ten of
    those, the one with the most copies first.
    """

    total: int
    in_sources: int
    sources: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The copies as documented."""
        return {"total": self.total, "in_sources": self.in_sources, "sources": list(self.sources)}


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. ``title`` is whole; ``body`` and ``captions`` are fragments."""

    article: Article
    score: float
    title: tuple[Fragment, ...]
    body: tuple[Fragment, ...]
    captions: tuple[Fragment, ...]
    copies: Reprints | None = None

    def to_json(self) -> dict[str, Any]:
        """The hit as documented."""
        article = self.article
        return {
            "id": article.id,
            "title": article.title,
            "date": article.date.isoformat() if article.date else None,
            "date_doubt": article.date_doubt,
            "source": article.source,
            "url": article.url,
            "language": article.language,
            "score": float(f"{self.score:.6g}"),
            "copies": self.copies.to_json() if self.copies else None,
            "highlights": {
                "title": [fragment.to_json() for fragment in self.title],
                "body": [fragment.to_json() for fragment in self.body],
                "captions": [fragment.to_json() for fragment in self.captions],
            },
        }


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the articles found, every copy counted, have this value. Months are ``2020-02``, undated ``none``."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Which state of which index answered."""

    engine: str
    generation: str
    articles: int
    updated: str

    def to_json(self) -> dict[str, Any]:
        """The index as documented."""
        return {
            "engine": self.engine,
            "generation": self.generation,
            "articles": self.articles,
            "updated": self.updated,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one search. ``next`` is the cursor of the following page, or None after the last.

    ``total`` counts what is shown, copies folded where they are; ``total_articles`` counts each copy.
    """

    query: str
    understood: str
    total: int
    total_articles: int
    page: int
    per_page: int
    hits: tuple[Hit, ...]
    index: IndexInfo
    next: str | None = None
    took_ms: float = 0.0
    loosened: bool = False
    notices: tuple[Notice, ...] = ()
    did_you_mean: str | None = None
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The answer as documented in docs/api.md."""
        return {
            "query": self.query,
            "understood": self.understood,
            "loosened": self.loosened,
            "notices": [{"message": n.message, "start": n.start, "end": n.end} for n in self.notices],
            "did_you_mean": self.did_you_mean,
            "total": self.total,
            "total_articles": self.total_articles,
            "page": self.page,
            "per_page": self.per_page,
            "next": self.next,
            "took_ms": self.took_ms,
            "hits": [hit.to_json() for hit in self.hits],
            "facets": {
                name: [{"value": row.value, "count": row.count} for row in rows] for name, rows in self.facets.items()
            },
            "index": self.index.to_json(),
        }


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """A whole article, each text one fragment with every match marked (no marks without a query).

    ``body`` is cut into its paragraphs; ``marks`` counts the marks over all texts.
    """

    article: Article
    title: Fragment
    body: tuple[Fragment, ...]
    captions: tuple[Fragment, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def marks(self) -> int:
        """How many marks the article has."""
        return sum(len(fragment.marks) for fragment in (self.title, *self.body, *self.captions))

    def to_json(self) -> dict[str, Any]:
        """The article's own JSON, and ``highlights`` with the whole of each text."""
        return {
            **self.article.to_json(),
            "highlights": {
                "title": [self.title.to_json()],
                "body": [fragment.to_json() for fragment in self.body],
                "captions": [fragment.to_json() for fragment in self.captions],
            },
            "notices": [{"message": n.message, "start": n.start, "end": n.end} for n in self.notices],
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what is typed: the whole query ``text``, its last word, and how many articles have that."""

    text: str
    word: str
    articles: int
