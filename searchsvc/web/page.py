"""The pages that people see: the search page, one article, the help. Views here, markup only in templates."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from searchsvc import searching
from searchsvc.advising import advice
from searchsvc.answer import Answer, FacetCount, IndexInfo, SearchRequest
from searchsvc.archive import Archive
from searchsvc.errors import ParameterError, QueryError, SearchsvcError
from searchsvc.web import params, sheet
from searchsvc.web.about import about
from searchsvc.web.filters import chips, facets, unfiltered
from searchsvc.web.guide import Chapter
from searchsvc.web.guide import guide as by_example
from searchsvc.web.histogram import histogram
from searchsvc.web.links import Links
from searchsvc.web.live import live
from searchsvc.web.pager import pager
from searchsvc.web.wording import counted, language, spoken_date, spoken_day, spoken_doubt

CHAPTERS = "searchsvc.help"
FACETS = ("source", "lang", "date", "year")

blueprint = Blueprint("page", __name__)
Counts = dict[str, tuple[FacetCount, ...]]


@blueprint.get("/")
def search() -> ResponseReturnValue:
    """The search page; all of its state is in the address."""
    try:
        asked = replace(params.page_request(request.args), facets=FACETS)
    except ParameterError as error:
        kept, typed = params.readable_request(request.args), params.typed_dates(request.args)
        return render_template("mistake.html", state=kept, typed=typed, wrong=error), error.status
    with live().current() as archive:
        try:
            answer = searching.search(archive, asked)
        except QueryError as error:
            mistakes = [(mistake, sheet.place(asked.q, mistake.start, mistake.end)) for mistake in error.mistakes]
            return render_template("mistake.html", state=asked, mistakes=mistakes), error.status
        counts = _counts(archive, asked, answer)
        elsewhere = _elsewhere(archive, asked, answer)
        offers = [] if answer.total else advice(archive, asked)
        main_language = _main_language(archive)
    return results(asked, answer, counts, main_language, elsewhere=elsewhere, advice=offers)


def results(asked: SearchRequest, answer: Answer, counts: Counts, main_language: str, **beside: object) -> str:
    """The answer as a page; ``counts`` are for the facets, ``beside`` is for the template as it is."""
    links = _links()
    return render_template(
        "results.html",
        state=asked,
        answer=answer,
        rows=[sheet.row(hit, asked, links, main_language) for hit in answer.hits],
        notices=[(n.message, sheet.place(asked.q, n.start, n.end)) for n in answer.notices],
        facets=facets(counts, asked, links),
        histogram=histogram(counts.get("date", ()), asked, links),
        counts=counts,
        chips=chips(asked, links),
        pager=pager(asked, answer.total, links),
        unfiltered=links.results(unfiltered(asked)),
        first_visit=asked == SearchRequest(facets=FACETS),
        differs=bool(asked.q.strip()) and answer.understood.split() != asked.q.split(),
        years=sheet.years(counts.get("year", ())),
        tries=sheet.tries(counts),
        **beside,
    )


@blueprint.get("/articles/<path:article_id>")
def article(article_id: str) -> ResponseReturnValue:
    """One article, whole, the matches of ``q`` marked; the other parameters lead back to the results."""
    asked = params.page_request(request.args)
    mistake: QueryError | None = None
    with live().current() as archive:
        try:
            found = searching.read_article(archive, article_id, asked.q)
        except QueryError as error:
            mistake, found = error, searching.read_article(archive, article_id, "")
    notices = [notice.message for notice in found.notices]
    shown = sheet.sheet(found, asked, _links())
    return render_template("article.html", state=asked, sheet=shown, notices=notices, mistake=mistake)


@blueprint.get("/help")
def guide() -> str:
    """How to ask: the query language by example, made once for each state of the archive."""
    made: dict[IndexInfo, list[Chapter]] = current_app.extensions.setdefault(CHAPTERS, {})
    try:
        with live().current() as archive:
            chapters = made.get(archive.info) or by_example(archive)
            made.clear()
            made[archive.info] = chapters
    except SearchsvcError:  # the language can be told without an archive
        chapters = by_example(None)
    return render_template("help.html", state=SearchRequest(), guide=chapters)


@blueprint.get("/about")
def covered() -> str:
    """What the archive covers, and what is missing."""
    with live().current() as archive:
        found = about(archive)
    coverage, links = found.coverage, _links()
    return render_template(
        "about.html",
        state=SearchRequest(),
        about=found,
        histogram=histogram(found.months, SearchRequest(), links),
        languages=[(language(row.value) or "not told", row.count) for row in found.languages],
        readers=[(name, read.articles) for name, read in coverage.readers.items()],
        dates=[(spoken_doubt(doubt), count) for doubt, count in coverage.dates.items()],
        encodings=list(coverage.encodings.items()),
        unreadable=list(coverage.unreadable.items()),
        aside=list(coverage.aside.items()),
        spoken_day=spoken_day,
        spoken_doubt=spoken_doubt,
        source_request=lambda source: SearchRequest(source=(source,)),
    )


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """What every template may use."""
    return {
        "links": _links(),
        "asset": asset,
        "counted": counted,
        "spoken_date": spoken_date,
        "replace": replace,
    }


def asset(name: str) -> str:
    """The address of a static file; the app adds the version to it."""
    return url_for("static", filename=name)


def _links() -> Links:
    return Links(f"{request.script_root}/")


def _counts(archive: Archive, asked: SearchRequest, answer: Answer) -> Counts:
    """The counts for each facet as if nothing were chosen in it, so that one can choose more, or something else.

    They count every copy, as those of the answer do, so that no copy has to be folded for them.
    A loosened answer keeps its own: without a filter the strict search may find something, and count other articles.
    """
    counts: Counts = dict(answer.facets)
    if answer.loosened:
        return counts
    for names, without in (
        (("source",), replace(asked, source=())),
        (("lang",), replace(asked, lang="")),
        (("date", "year"), replace(asked, after="", before="")),
    ):
        if without != asked:
            small = replace(without, copies="all", page=1, per_page=1, fragments=0, facets=names)
            counts |= searching.search(archive, small).facets
    return counts


def _elsewhere(archive: Archive, asked: SearchRequest, answer: Answer) -> int:
    """How many articles there are without the filters, where with them there is none, or none with all the words.

    Every copy counts, as at the head of the results.
    """
    if (answer.total and not answer.loosened) or unfiltered(asked) == replace(asked, page=1):
        return 0
    everywhere = searching.search(archive, replace(unfiltered(asked), copies="all", per_page=1, fragments=0, facets=()))
    return 0 if answer.loosened and everywhere.loosened else everywhere.total


def _main_language(archive: Archive) -> str:
    """The language that most of the archive is in: on a hit the others are worth a word."""
    counts = archive.lexicon.keywords.get("language", {})
    return max(counts, key=lambda tag: counts[tag], default="")
