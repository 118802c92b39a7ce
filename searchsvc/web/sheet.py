"""What a page shows of a hit, of an article and of a place in the query, ready for the templates."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from searchsvc.answer import FacetCount, Fragment, Hit, MarkedArticle, SearchRequest
from searchsvc.article import Article
from searchsvc.engines.base import UNDATED
from searchsvc.web.histogram import MOST_BARS, central
from searchsvc.web.links import Links, web_url
from searchsvc.web.wording import lang_attribute, language, spoken_copies, spoken_day, spoken_doubt

CONTEXT = 40  # characters of the query shown on either side of a place in it
LONGEST_PLACE = 120
HEADLINE = 80  # characters of a text that has to be its own title
MOST_STEPS = 500  # marks with links to their neighbours, for those without JavaScript
Pieces = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One hit. ``more`` says that the body goes on after the last fragment; ``headline`` stands in for a title."""

    hit: Hit
    headline: str
    url: str
    original: str
    day: str
    doubt: str
    iso: str
    lang: str
    language: str
    more: bool
    copies: str
    copies_url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article, each text cut into (piece, number of its mark or 0); the marks are numbered through.

    ``steps`` is the last mark with links to its neighbours.
    """

    article: Article
    headline: str
    title: Pieces
    body: list[Pieces]
    captions: list[Pieces]
    marks: int
    steps: int
    day: str
    doubt: str
    iso: str
    lang: str
    original: str
    related: list[tuple[str, str]]
    back: str
    unmarked: str
    source_url: str
    json: str
    language: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the query with what stands around it."""

    before: str
    here: str
    after: str


def row(hit: Hit, request: SearchRequest, links: Links, main_language: str) -> Row:
    """The hit as the results show it; its language is named where it is not the main one."""
    article = hit.article
    other = bool(article.language) and _primary(article.language) != _primary(main_language)
    return Row(
        hit=hit,
        headline=headline(article),
        url=links.article(article.id, request),
        original=web_url(article.url),
        day=spoken_day(article.day),
        doubt=spoken_doubt(article.date_doubt),
        iso=article.date.isoformat() if article.date else "",
        lang=lang_attribute(article.language),
        language=language(article.language) if other else "",
        more=bool(hit.body) and not article.body.rstrip().endswith(hit.body[-1].text.rstrip()[-CONTEXT:]),
        copies=spoken_copies(hit.copies) if hit.copies and not request.copies_of else "",
        copies_url=links.copies(article.id),
    )


def sheet(found: MarkedArticle, request: SearchRequest, links: Links) -> Sheet:
    """The article as its page shows it."""
    article = found.article
    numbers = itertools.count(1)
    return Sheet(
        article=article,
        headline=headline(article),
        title=_numbered(found.title, numbers),
        body=[_numbered(paragraph, numbers) for paragraph in found.body],
        captions=[_numbered(caption, numbers) for caption in found.captions],
        marks=found.marks,
        steps=min(found.marks, MOST_STEPS),
        day=spoken_day(article.day),
        doubt=spoken_doubt(article.date_doubt),
        iso=article.date.isoformat() if article.date else "",
        lang=lang_attribute(article.language),
        original=web_url(article.url),
        related=[(link.title or link.url, web_url(link.url)) for link in article.related],
        back=links.results(request),
        unmarked=links.article(article.id, SearchRequest()),
        source_url=links.results(SearchRequest(source=(article.source,))) if article.source else "",
        json=links.article_json(article.id, request.q),
        language=language(article.language) if article.language else "",
    )


def headline(article: Article) -> str:
    """The title, else the first words of the text, else of a caption, else the id."""
    if article.title.strip():
        return article.title
    text = next((text for text in (article.body, *article.captions) if text.strip()), "").lstrip()
    return shortened(" ".join(text[: 2 * HEADLINE].split()), HEADLINE) or article.id


def shortened(text: str, length: int) -> str:
    """The text, cut after its last word within the length."""
    if len(text) <= length:
        return text
    return f"{text[:length].rpartition(' ')[0] or text[:length]} …"


def place(query: str, start: int | None, end: int | None) -> Place | None:
    """The place ``[start, end)`` of the query with some of its surroundings, or None for no place."""
    if start is None or end is None:
        return None
    before, here, after = query[:start], query[start:end], query[end:]
    if len(before) > CONTEXT:
        before = "…" + before[-CONTEXT:]
    if len(here) > LONGEST_PLACE:
        here, after = here[:LONGEST_PLACE] + "…", ""
    if len(after) > CONTEXT:
        after = after[:CONTEXT] + "…"
    return Place(before, here, after)


def years(rows: Sequence[FacetCount]) -> str:
    """The years from first to last, ``1998–2024``, but for the few that the histogram leaves out."""
    dated = sorted(central({int(row.value): row.count for row in rows if row.value != UNDATED}, MOST_BARS))
    return "–".join(dict.fromkeys((f"{dated[0]:04d}", f"{dated[-1]:04d}"))) if dated else ""


def tries(counts: Mapping[str, Sequence[FacetCount]]) -> list[str]:
    """Queries that show what can be asked and do find something in this archive."""
    dated = [row for row in counts.get("year", ()) if row.value != UNDATED]
    made = [f"date:{max(dated, key=lambda row: row.count).value}"] if dated else []
    made += [f"source:{row.value}" for row in counts.get("source", ())[:1] if row.value and " " not in row.value]
    made += [f"lang:{row.value}" for row in counts.get("lang", ())[1:2] if row.value]
    return made


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _numbered(fragment: Fragment, numbers: Iterator[int]) -> Pieces:
    return [(piece, next(numbers) if marked else 0) for piece, marked in fragment.pieces()]
