"""search(): the only way from a request to an answer. Also completions, whole articles with marks, and export."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from searchsvc.answer import Answer, FacetCount, Hit, MarkedArticle, SearchRequest, Suggestion
from searchsvc.archive import Archive
from searchsvc.article import Article
from searchsvc.correcting import correction
from searchsvc.cursor import Cursor, decode
from searchsvc.engines.base import UNDATED, EnginePage, EngineRequest, FacetName, Key
from searchsvc.errors import NotFound
from searchsvc.highlight import Marker, fragments, paragraphs
from searchsvc.passages import Passages
from searchsvc.query import plan, spell, tree
from searchsvc.query.loosening import loose_plans
from searchsvc.query.parser import Parsed, read
from searchsvc.query.planner import Planned, make_plan
from searchsvc.reprints import Folded, fold, members, reprints
from searchsvc.suggesting import completions

MOST_MARKS = 5_000
"""How many marks the body of a whole article may have: a page with more of them helps nobody."""

EXPORTED_AT_ONCE = 5_000
SOURCES_SHOWN = 200

_FACETS: dict[str, FacetName] = {"source": "source", "lang": "language", "date": "month", "year": "year"}


def search(archive: Archive, request: SearchRequest) -> Answer:
    """The answer to a request.

    Raises QueryError for a clear mistake in the query and ParameterError for a cursor of another query.
    """
    begun = time.perf_counter()
    asked = _Asked.of(archive, request)
    found = _find(asked)
    return Answer(
        query=request.q,
        understood=spell(asked.parsed.tree),
        total=found.page.total,
        total_articles=found.page.total + found.folded.hidden,
        page=asked.cursor.page if asked.cursor else request.page,
        per_page=request.per_page,
        hits=_hits(asked, found),
        index=archive.info,
        next=_next(asked, found),
        took_ms=round((time.perf_counter() - begun) * 1000, 2),
        loosened=found.loosened,
        notices=(*asked.notices, *found.folded.notices, *_changed(asked.cursor, archive)),
        did_you_mean=found.meant,
        facets={name: _facet(name, found.facets[_FACETS[name]]) for name in request.facets},
    )


def read_article(archive: Archive, id_: str, q: str = "") -> MarkedArticle:
    """One article, with every match of ``q`` marked; raises NotFound, and QueryError for a mistake in ``q``."""
    found = archive.engine.get([id_])
    if not found:
        raise NotFound(f"No article has the id {id_!r}; search for its title")
    article = found[0]
    parsed = read(q)
    planned = make_plan(parsed.tree, archive.lexicon) if q.strip() else Planned(plan.Nothing())
    marker = _marker(archive, planned)
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
    return completions(archive, q, limit)


def export(archive: Archive, request: SearchRequest) -> Iterator[Article]:
    """Every article found, in order, a batch at a time. Mistakes are raised at once, before the first article."""
    asked = _Asked.of(archive, request)
    whole = asked.folded(asked.planned).plan
    if not asked.run(EngineRequest(whole, limit=0)).total:
        loose = (asked.folded(planned).plan for planned in loose_plans(asked.parsed.tree, archive.lexicon))
        whole = next((each for each in loose if asked.run(EngineRequest(each, limit=0)).total), whole)
    return _all_articles(asked, whole)


def _all_articles(asked: _Asked, whole: plan.Plan) -> Iterator[Article]:
    batch, streamed = EngineRequest(whole, limit=EXPORTED_AT_ONCE, articles=True), 0
    while keys := (page := asked.run(batch)).keys:
        yield from page.articles
        streamed += len(keys)
        batch = replace(batch, after=keys[-1], rank=streamed)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, parsed and planned for one archive."""

    archive: Archive
    request: SearchRequest
    cursor: Cursor | None
    parsed: Parsed
    planned: Planned
    filters: tuple[plan.Plan, ...]
    notices: tuple[tree.Notice, ...]

    @classmethod
    def of(cls, archive: Archive, request: SearchRequest) -> _Asked:
        """Parse and plan a request."""
        cursor = decode(request) if request.cursor else None
        parsed = read(request.q)
        planned = make_plan(parsed.tree, archive.lexicon)
        filters = [make_plan(node, archive.lexicon) for node in _filters(request)]
        filters += [_copies_of(archive, request.copies_of)] if request.copies_of else []
        said = (notice for made in (planned, *filters) for notice in made.notices)
        notices = tuple(dict.fromkeys((*parsed.notices, *said, *_outdated(archive))))
        return cls(archive, request, cursor, parsed, planned, tuple(made.plan for made in filters), notices)

    def folded(self, planned: Planned) -> Folded:
        """The plan under the filters of the request, its copies folded where they are to be."""
        whole = plan.All((planned.plan, *self.filters)) if self.filters else planned.plan
        if self.request.copies == "all" or self.request.copies_of or not self.archive.coverage.copies:
            return Folded(whole)
        return fold(self.archive.engine, whole, self.facets)

    @property
    def facets(self) -> tuple[FacetName, ...]:
        """What is to be counted, as engines call it."""
        return tuple(_FACETS[name] for name in self.request.facets)

    def page(self, folded: Folded) -> EnginePage:
        """The window that the request asks for and one hit more, which tells that it goes on; with what is to count."""
        size = self.request.per_page
        facets = () if folded.facets else self.facets
        groups = self.archive.coverage.copies > 0
        window = EngineRequest(folded.plan, limit=size + 1, facets=facets, articles=True, groups=groups)
        if self.cursor is None:
            return self.run(replace(window, offset=(self.request.page - 1) * size))
        return self.run(replace(window, after=self.cursor.key, rank=(self.cursor.page - 1) * size))

    def run(self, asked: EngineRequest) -> EnginePage:
        """One search of the engine, in the order of the request."""
        return self.archive.engine.search(replace(asked, sort=self.request.sort))


@dataclass(frozen=True, slots=True)
class _Found:
    """A page of hits, the plan that found it, and whether that was the one for most of the words only."""

    page: EnginePage
    planned: Planned
    folded: Folded
    loosened: bool = False
    meant: str | None = None

    @property
    def facets(self) -> Mapping[FacetName, dict[str, int]]:
        """How many articles have each value, every copy counted."""
        return self.folded.facets or self.page.facets


def _find(asked: _Asked) -> _Found:
    """What all the words find, else most of them, else fewer; a cursor goes on with what its first page was."""
    strict = asked.cursor is None or not asked.cursor.loosened
    found = _page(asked, asked.planned) if strict else None
    if found is not None and (found.page.total or asked.cursor is not None):
        return found
    meant = correction(asked.archive, asked.parsed.tree, asked.filters) if asked.cursor is None else None
    for planned in loose_plans(asked.parsed.tree, asked.archive.lexicon):
        if (loose := _page(asked, planned)).page.total:
            return replace(loose, loosened=True, meant=meant)
    return replace(found or _page(asked, asked.planned), meant=meant)


def _page(asked: _Asked, planned: Planned) -> _Found:
    folded = asked.folded(planned)
    return _Found(asked.page(folded), planned, folded)


def _copies_of(archive: Archive, id_: str) -> Planned:
    """What narrows a search to the copies of one article."""
    found = members(archive.engine, id_)
    return Planned(found) if found else Planned(plan.Nothing(), (tree.Notice(f"No article has the id {id_[:80]!r}."),))


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


def _hits(asked: _Asked, found: _Found) -> tuple[Hit, ...]:
    marker = _marker(asked.archive, found.planned)
    passages = Passages(marker)
    page, shown = found.page, slice(asked.request.per_page)
    rows = zip(page.keys[shown], page.articles[shown], strict=True)
    hits = [_hit(article, key, marker, passages, asked.request) for key, article in rows]
    if page.groups:
        copies = reprints(asked.archive.engine, page.articles[shown], page.groups[shown])
        hits = [replace(hit, copies=others) for hit, others in zip(hits, copies, strict=True)]
    return tuple(hits)


def _marker(archive: Archive, planned: Planned) -> Marker:
    return Marker(planned.plan, None if archive.outdated else archive.lexicon.words)


def _hit(article: Article, key: Key, marker: Marker, passages: Passages, request: SearchRequest) -> Hit:
    language, body = article.language, article.body
    captions = (marker.whole(caption, "captions", language) for caption in article.captions)
    return Hit(
        article,
        key.score,
        title=(marker.whole(article.title, "title", language),) if article.title else (),
        body=fragments(body, passages.spans(body, language), request.fragments, request.fragment_size),
        captions=tuple(caption for caption in captions if caption.marks),
    )


def _next(asked: _Asked, found: _Found) -> str | None:
    """The cursor behind the last hit shown; None where no hit comes after it."""
    request = asked.request
    if len(found.page.keys) <= request.per_page:
        return None
    number = asked.cursor.page if asked.cursor else request.page
    last = found.page.keys[request.per_page - 1]
    return Cursor(last, number + 1, asked.archive.info.generation, found.loosened).encode(request)


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
