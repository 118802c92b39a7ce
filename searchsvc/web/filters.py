"""The filters of a search: what can be chosen beside the results, and what is chosen already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from searchsvc.answer import FacetCount, SearchRequest
from searchsvc.engines.base import UNDATED
from searchsvc.web import periods
from searchsvc.web.links import Links
from searchsvc.web.periods import Period
from searchsvc.web.wording import language

SHOWN = 8  # values of a facet that are seen at once; the rest unfolds
ONLY_UNDATED = "date:none"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: choosing it, or letting it go where it is chosen, leads to ``url``."""

    name: str
    count: int
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The values to choose from: ``first`` at once, ``rest`` on demand."""

    name: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; ``url`` is the search without it."""

    kind: str
    name: str
    url: str


def facets(counts: dict[str, tuple[FacetCount, ...]], request: SearchRequest, links: Links) -> list[Facet]:
    """What can be chosen, leaving out facets with nothing to choose between."""
    made = (
        _facet("Source", counts.get("source", ()), request, links, _source),
        _facet("Language", counts.get("lang", ()), request, links, _language),
        _facet("Year", _latest_first(counts.get("year", ())), request, links, _year),
    )
    return [facet for facet in made if len(facet.first) > 1 or any(choice.chosen for choice in facet.first)]


def chips(request: SearchRequest, links: Links) -> list[Chip]:
    """The filters in force, each with the way out of it."""
    first = replace(request, page=1)
    made = [
        Chip("Source", source, links.results(replace(first, source=tuple(s for s in request.source if s != source))))
        for source in request.source
    ]
    if request.lang:
        made.append(Chip("Language", language(request.lang), links.results(replace(first, lang=""))))
    if request.after or request.before:
        name = Period(request.after, request.before).name
        made.append(Chip("Date", name, links.results(replace(first, after="", before=""))))
    if request.copies_of:
        made.append(Chip("Copies", "of one story", links.results(replace(first, copies_of=""))))
    return made


def unfiltered(request: SearchRequest) -> SearchRequest:
    """The same query and order without a filter."""
    return replace(request, source=(), lang="", after="", before="", copies_of="", page=1, cursor="")


def _facet(
    name: str,
    rows: Sequence[FacetCount],
    request: SearchRequest,
    links: Links,
    choose: Callable[[SearchRequest, str], tuple[str, SearchRequest, bool]],
) -> Facet:
    made: list[Choice] = []
    start = replace(request, page=1) if request.page > 1 else request
    for row in rows:
        if not row.value:
            continue
        shown, chosen_request, is_chosen = choose(start, row.value)
        made.append(Choice(shown, row.count, links.results(chosen_request), is_chosen))
    first = [choice for place, choice in enumerate(made) if place < SHOWN or choice.chosen]
    return Facet(name, tuple(first), tuple(choice for choice in made[SHOWN:] if not choice.chosen))


def _source(request: SearchRequest, value: str) -> tuple[str, SearchRequest, bool]:
    if value in request.source:
        return value, replace(request, source=tuple(s for s in request.source if s != value)), True
    return value, replace(request, source=(*request.source, value)), False


def _language(request: SearchRequest, value: str) -> tuple[str, SearchRequest, bool]:
    chosen = value == request.lang
    return language(value), replace(request, lang="" if chosen else value), chosen


def _year(request: SearchRequest, value: str) -> tuple[str, SearchRequest, bool]:
    undated, without = _undated(request.q)
    open_request = replace(request, q=without, after="", before="")
    if value == UNDATED:
        return "Undated", open_request if undated else replace(open_request, q=_and_undated(without)), undated
    period = periods.year(int(value))
    chosen = Period(request.after, request.before) == period
    return value, open_request if chosen else replace(open_request, after=period.after, before=period.before), chosen


def _undated(q: str) -> tuple[bool, str]:
    """Whether the query asks for undated articles at its end, and the query without that."""
    if q == ONLY_UNDATED or q.endswith(f" {ONLY_UNDATED}"):
        q = q.removesuffix(ONLY_UNDATED).rstrip()
        return True, q[1:-1] if q.startswith("(") and q.endswith(")") and ")" not in q[1:-1] else q
    return False, q


def _and_undated(q: str) -> str:
    """The query with undated articles asked for; in brackets where an OR would take that to one side."""
    if " OR " in q or "|" in q:
        q = f"({q})"
    return f"{q} {ONLY_UNDATED}".strip()


def _latest_first(rows: Sequence[FacetCount]) -> list[FacetCount]:
    """Years from the latest, undated at the end."""
    return sorted(rows, key=lambda row: "" if row.value == UNDATED else row.value, reverse=True)
