"""search(): the only way from a request to an answer. Also completions, whole articles with marks, and export."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from searchsvc.answer import Answer, FacetCount, Hit, MarkedArticle, SearchRequest, Suggestion
from searchsvc.archive import Archive
from searchsvc.article import Article
from searchsvc.correcting import correction
from searchsvc.cursor import Cursor, decode
from searchsvc.engines.base import UNDATED, EnginePage, EngineRequest, FacetName, Key
from searchsvc.errors import NotFound
from searchsvc.highlight import Marker, fragments, paragraphs
from searchsvc.query import plan, spell, tree
from searchsvc.query.parser import Parsed, read
from searchsvc.query.planner import Planned, make_loose_plan, make_plan

MARKED = 400_000
"""How many code points of a body are looked through for fragments: one huge article must not stall its page of hits."""

MOST_MARKS = 5_000
"""How many marks the body of a whole article may have: a page with more of them helps nobody."""

EXPORTED_AT_ONCE = 5_000
SOURCES_SHOWN = 200

_SEPARATORS = re.compile(r"[\s\"“”()]")

_FACETS: dict[str, FacetName] = {"source": "source", "lang": "language", "date": "month", "year": "year"}


def search(archive: Archive, request: SearchRequest) -> Answer:
    """The answer to a request.

    Raises QueryError for a clear mistake in the query and ParameterError for a cursor of another query.
    """
    begun = time.perf_counter()
    cursor = decode(request) if request.cursor else None
    asked = _Asked(archive, request)
    page = asked.page(asked.planned, cursor)
    loosened, meant = False, None
    if page.total == 0 and cursor is None:
        meant = correction(archive, asked.parsed.tree, asked.filters)
    if (page.total == 0 and cursor is None) or (cursor is not None and cursor.loosened):
        loosened, page = asked.loosened(cursor, page)
    number = cursor.page if cursor else request.page
    keys = page.keys[: request.per_page]
    articles = {article.id: article for article in archive.engine.get([key.id for key in keys])}
    marker = Marker(asked.planned.plan)
    return Answer(
        query=request.q,
        understood=spell(asked.parsed.tree),
        total=page.total,
        page=number,
        per_page=request.per_page,
        hits=tuple(_hit(articles[key.id], key, marker, request) for key in keys),
        index=archive.info,
        next=_next(page, number, archive, request, loosened=loosened),
        took_ms=round((time.perf_counter() - begun) * 1000, 2),
        loosened=loosened,
        notices=(*asked.notices, *_changed(cursor, archive)),
        did_you_mean=meant,
        facets={name: _facet(name, page.facets[_FACETS[name]]) for name in request.facets},
    )


def read_article(archive: Archive, id_: str, q: str = "") -> MarkedArticle:
    """One article, with every match of ``q`` marked; raises NotFound, and QueryError for a mistake in ``q``."""
    found = archive.engine.get([id_])
    if not found:
        raise NotFound(f"No article has the id {id_!r}; search for its title")
    article = found[0]
    parsed = read(q)
    planned = make_plan(parsed.tree, archive.lexicon) if q.strip() else Planned(plan.Nothing())
    marker = Marker(planned.plan)
    body = marker.whole(article.body, "body", article.language)
    cut = len(body.marks) > MOST_MARKS
    notices = (tree.Notice(f"Only the first {MOST_MARKS:,} matches in the text are marked."),) if cut else ()
    return MarkedArticle(
        article,
        title=marker.whole(article.title, "title", article.language),
        body=paragraphs(replace(body, marks=body.marks[:MOST_MARKS])),
        captions=tuple(marker.whole(caption, "captions", article.language) for caption in article.captions),
        notices=(*parsed.notices, *planned.notices, *notices),
    )


def suggest(archive: Archive, q: str, limit: int = 8) -> list[Suggestion]:
    """Completions of the last word of ``q``, the commonest first."""
    last = _SEPARATORS.split(q)[-1]
    head, _, word = last.rpartition(":")
    start = len(q) - len(word)
    if head.lstrip("-+").lower() in ("source", "lang"):
        return _keyword_suggestions(archive, q[:start], head.lstrip("-+").lower(), word, limit)
    if head.lstrip("-+").lower() in ("date", "before", "after") or last in ("OR", "AND", "NOT"):
        return []
    bare = word.lstrip("-+")
    start += len(word) - len(bare)
    words = archive.lexicon.complete(bare, limit) if bare else []
    return [Suggestion(q[:start] + one.word, one.word, one.articles) for one in words]


def export(archive: Archive, request: SearchRequest) -> Iterator[Article]:
    """Every article found, in order, a batch at a time. Mistakes are raised at once, before the first article."""
    asked = _Asked(archive, request)
    total = asked.engine_page(asked.planned.plan, limit=0).total
    loose = None if total else make_loose_plan(asked.parsed.tree, archive.lexicon)
    return _all_articles(archive, asked, loose or asked.planned)


def _all_articles(archive: Archive, asked: _Asked, planned: Planned) -> Iterator[Article]:
    after: Key | None = None
    while keys := asked.engine_page(planned.plan, after=after, limit=EXPORTED_AT_ONCE).keys:
        yield from archive.engine.get([key.id for key in keys])
        after = keys[-1]


@dataclass(slots=True)
class _Asked:
    """A request, parsed and planned for one archive."""

    archive: Archive
    request: SearchRequest
    parsed: Parsed
    planned: Planned
    filters: tuple[plan.Plan, ...]
    notices: tuple[tree.Notice, ...]

    def __init__(self, archive: Archive, request: SearchRequest) -> None:
        self.archive, self.request = archive, request
        self.parsed = read(request.q)
        self.planned = make_plan(self.parsed.tree, archive.lexicon)
        filters = [make_plan(node, archive.lexicon) for node in _filters(request)]
        self.filters = tuple(made.plan for made in filters)
        said = (notice for made in (self.planned, *filters) for notice in made.notices)
        self.notices = tuple(dict.fromkeys((*self.parsed.notices, *said, *_outdated(archive))))

    def page(self, planned: Planned, cursor: Cursor | None) -> EnginePage:
        """The window that the request asks for and one hit more, which tells that it goes on; with its facets."""
        request = self.request
        limit = request.per_page + 1
        if cursor is not None:
            return self.engine_page(planned.plan, after=cursor.key, limit=limit, facets=request.facets)
        offset = (request.page - 1) * request.per_page
        return self.engine_page(planned.plan, offset=offset, limit=limit, facets=request.facets)

    def loosened(self, cursor: Cursor | None, page: EnginePage) -> tuple[bool, EnginePage]:
        """(whether most of the words find something, that page), where all of them found nothing."""
        planned = make_loose_plan(self.parsed.tree, self.archive.lexicon)
        if planned is None:
            return False, page
        loose = self.page(planned, cursor)
        if loose.total == 0:
            return False, page
        self.planned = planned
        return True, loose

    def engine_page(
        self,
        node: plan.Plan,
        *,
        limit: int,
        offset: int = 0,
        after: Key | None = None,
        facets: tuple[str, ...] = (),
    ) -> EnginePage:
        """One search of the engine, under the filters of the request."""
        whole = plan.All((node, *self.filters)) if self.filters else node
        names = tuple(_FACETS[name] for name in facets)
        return self.archive.engine.search(EngineRequest(whole, self.request.sort, offset, limit, after, names))


def _filters(request: SearchRequest) -> Iterator[tree.Tree]:
    if request.source:
        words = tuple(tree.Phrase(source, "source") for source in request.source)
        yield words[0] if len(words) == 1 else tree.Or(words)
    if request.lang:
        yield tree.Word(request.lang, "lang")
    if request.after:
        yield tree.Dates("after", request.after)
    if request.before:
        yield tree.Dates("before", request.before)


def _hit(article: Article, key: Key, marker: Marker, request: SearchRequest) -> Hit:
    language = article.language
    body = article.body[:MARKED]
    captions = (marker.whole(caption, "captions", language) for caption in article.captions)
    return Hit(
        article,
        key.score,
        title=(marker.whole(article.title, "title", language),) if article.title else (),
        body=fragments(body, marker.spans(body, "body", language), request.fragments, request.fragment_size),
        captions=tuple(caption for caption in captions if caption.marks),
    )


def _next(page: EnginePage, number: int, archive: Archive, request: SearchRequest, *, loosened: bool) -> str | None:
    """The cursor behind the last hit shown; None where no hit comes after it."""
    if len(page.keys) <= request.per_page:
        return None
    return Cursor(page.keys[request.per_page - 1], number + 1, archive.info.generation, loosened).encode(request)


def _outdated(archive: Archive) -> tuple[tree.Notice, ...]:
    if not archive.outdated:
        return ()
    return (
        tree.Notice("This index was made by another version: run `searchsvc reindex`, or some words are not found."),
    )


def _changed(cursor: Cursor | None, archive: Archive) -> tuple[tree.Notice, ...]:
    if cursor is None or cursor.generation == archive.info.generation:
        return ()
    return (tree.Notice("The index has changed since the first page: articles may be missing or come twice."),)


def _facet(name: str, counts: dict[str, int]) -> tuple[FacetCount, ...]:
    """Dates in their order, the undated last; sources and languages by their number of articles."""
    if name in ("date", "year"):
        rows = sorted(counts.items(), key=lambda row: (row[0] == UNDATED, row[0]))
    else:
        rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:SOURCES_SHOWN]
    return tuple(FacetCount(value, count) for value, count in rows)


def _keyword_suggestions(archive: Archive, head: str, field: str, typed: str, limit: int) -> list[Suggestion]:
    values = archive.lexicon.keywords.get("source" if field == "source" else "language", {})
    fitting = sorted((-count, value) for value, count in values.items() if value.lower().startswith(typed.lower()))
    return [
        Suggestion(head + (f'"{value}"' if re.search(r"\s", value) else value), value, -count)
        for count, value in fitting[:limit]
    ]
