"""Near-copies folded: of every group that a search finds, the earliest article stands for all that were found.

Nearly always that is the first of the group, and the engine only leaves out what is marked as later. Where the first
was not found (it has another date, source or wording), the group would be gone: so the engine is asked which groups it
finds and how many of each, and of such an orphan the earliest that is found is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from searchsvc.answer import Reprints
from searchsvc.article import Article
from searchsvc.engines.base import Engine, EngineRequest, FacetName
from searchsvc.query.plan import All, Ids, KeywordIs, Not, Plan
from searchsvc.query.tree import Notice

MOST = 10_000
"""So many articles are looked through, or kept one by one, for groups whose first was not found."""

MOST_GROUPS = 50_000
"""So many groups are counted."""

SOURCES_SHOWN = 10

_FIRST = KeywordIs("copy", ("first",))
_LATER = KeywordIs("copy", ("later",))
_COPIED = KeywordIs("copy", ("first", "later"))


@dataclass(frozen=True, slots=True)
class Folded:
    """A plan that finds one article of each group; ``hidden`` are the articles that the plan as it was finds beside.

    ``facets`` count what the plan as it was finds, by value; none where nothing was looked for to be folded.
    """

    plan: Plan
    hidden: int = 0
    notices: tuple[Notice, ...] = ()
    facets: Mapping[FacetName, dict[str, int]] = field(default_factory=dict)


class _TooMany(Exception):
    """To find out which articles stand for their groups would take too long."""


def fold(engine: Engine, asked: Plan, facets: tuple[FacetName, ...] = ()) -> Folded:
    """The plan with the copies folded; as it was, with a notice, where that would take too long."""
    # What has no copies is looked at only where it counts for a facet.
    counted = engine.search(
        EngineRequest(asked if facets else All((asked, _COPIED)), limit=0, facets=("copy", *facets))
    ).facets
    later, first = counted["copy"].get("later", 0), counted["copy"].get("first", 0)
    try:
        orphans = _orphans(engine, asked, first, later) if later else {}
        if later == len(orphans):
            return Folded(asked, facets=counted)
        kept = _kept(engine, asked, orphans)
    except _TooMany:
        said = Notice("There are too many copies among these to fold them; each is shown.")
        return Folded(asked, notices=(said,), facets=counted)
    return Folded(All((asked, Not(All((_LATER, *map(Not, kept)))))), later - len(orphans), facets=counted)


def _orphans(engine: Engine, asked: Plan, first: int, later: int) -> dict[str, int]:
    """The groups that are found without their first, with how many of each.

    They are among the groups that are found, and among those whose first is not: the fewer are looked through.
    """
    missing = engine.search(EngineRequest(_FIRST, limit=0)).total - first
    if min(first + later, missing) > MOST_GROUPS:
        raise _TooMany
    if missing < first + later:
        without = _groups(engine, All((_FIRST, Not(asked))))
        found = _groups(engine, All((asked, KeywordIs("group", tuple(sorted(f"{value[:-1]}2" for value in without))))))
    else:
        found = _groups(engine, All((asked, _COPIED)))
    names = {value[:-1]: count for value, count in found.items() if value.endswith("2")}
    return {name: count for name, count in names.items() if f"{name}1" not in found}


def _groups(engine: Engine, asked: Plan) -> dict[str, int]:
    return engine.search(EngineRequest(asked, limit=0, facets=("group",))).facets["group"]


def _kept(engine: Engine, asked: Plan, orphans: Mapping[str, int]) -> list[Plan]:
    """What finds the later articles that stand for their group, in so many ways."""
    alone = tuple(sorted(f"{name}2" for name, count in orphans.items() if count == 1))
    several = {name: count for name, count in orphans.items() if count > 1}
    if len(alone) > MOST or sum(several.values()) > MOST:
        raise _TooMany
    kept: list[Plan] = [KeywordIs("group", alone)] if alone else []
    return [*kept, Ids(_earliest(engine, asked, several))] if several else kept


def _earliest(engine: Engine, asked: Plan, groups: Mapping[str, int]) -> tuple[str, ...]:
    """The id of the earliest article found of each group; ``groups`` has how many were."""
    later = KeywordIs("group", tuple(sorted(f"{name}2" for name in groups)))
    whole = EngineRequest(All((asked, later)), "oldest", limit=sum(groups.values()), groups=True)
    page = engine.search(whole)
    first = {group: key.id for key, group in reversed(list(zip(page.keys, page.groups, strict=True)))}
    return tuple(sorted(first.values()))


def members(engine: Engine, id_: str) -> Plan | None:
    """What finds an article and all of its copies; None where there is no such article."""
    page = engine.search(EngineRequest(Ids((id_,)), limit=1, groups=True))
    if not page.keys:
        return None
    return _members(page.groups[0]) if page.groups[0] else Ids((id_,))


def reprints(engine: Engine, articles: Sequence[Article], groups: Sequence[str]) -> list[Reprints | None]:
    """The other articles in the group of each, found or not; None for one without copies."""
    return [_reprints(engine, one, group) if group else None for one, group in zip(articles, groups, strict=True)]


def _reprints(engine: Engine, article: Article, group: str) -> Reprints:
    page = engine.search(EngineRequest(_members(group), limit=0, facets=("source",)))
    counts = {source: count for source, count in page.facets["source"].items() if source != article.source}
    sources = sorted(counts, key=lambda source: (-counts[source], source))
    return Reprints(page.total - 1, len(sources), tuple(sources[:SOURCES_SHOWN]))


def _members(group: str) -> Plan:
    return KeywordIs("group", (f"{group[:-1]}1", f"{group[:-1]}2"))
