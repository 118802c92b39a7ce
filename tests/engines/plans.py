"""Strategies: small articles from a few words, and plans over the same words."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.copies import Member
from searchsvc.engines.base import Entry
from searchsvc.fields import TEXT_FIELDS
from searchsvc.query import plan

TERMS = ("a", "b", "c", "d", "中", "é")
SOURCES = ("", "Reuters", "TASS")
LANGUAGES = ("", "en", "ru")
GROUPS = tuple(Member(group, first).keywords for group in ("g", "h") for first in (True, False))
DAYS = (None, dt.date(1, 1, 1), dt.date(2020, 2, 29), dt.date(2020, 3, 1), dt.date(9999, 12, 31))
INSTANT = dt.datetime(2020, 3, 1, 23, 59, 59, tzinfo=dt.timezone(dt.timedelta(hours=-11)))

runs = st.lists(st.sampled_from(TERMS), max_size=12).map(" ".join)
ids = st.sampled_from([f"id{number}" for number in range(12)] + ["id", "ïd", "\ud800", "𝒙", "id/ü#1"])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An article ready to be indexed; few ids, so that some come twice."""
    source, language = draw(st.sampled_from(SOURCES)), draw(st.sampled_from(LANGUAGES))
    fields = {"title": [draw(runs)], "body": [draw(runs)], "captions": draw(st.lists(runs, max_size=3))}
    day = draw(st.sampled_from((*DAYS, INSTANT)))
    captions = tuple(fields["captions"])
    article = Article(draw(ids), fields["title"][0], fields["body"][0], day, "", captions, source, language=language)
    keywords = {"source": source, "language": language}
    return Entry(article, fields, keywords | draw(st.sampled_from(({}, *GROUPS))))


def _sorted(terms: list[str]) -> tuple[str, ...]:
    return tuple(sorted(terms))


slots = st.lists(st.sampled_from((*TERMS, "missing")), min_size=1, max_size=3, unique=True).map(_sorted)
fields = st.sampled_from((TEXT_FIELDS, *((name,) for name in TEXT_FIELDS)))
days = st.sampled_from([0, 1, dt.date(2020, 2, 29).toordinal(), dt.date(2020, 3, 1).toordinal(), 3_652_059, 3_652_060])
leaves = st.one_of(
    st.builds(plan.AnyTerm, slots, fields),
    st.builds(plan.AnyTerm, slots, fields),
    st.builds(plan.TermPhrase, st.lists(slots, min_size=2, max_size=4).map(tuple), fields, st.integers(0, 6)),
    st.builds(plan.KeywordIs, st.just("source"), st.sampled_from((("Reuters",), ("TASS", "nobody"), ()))),
    st.builds(plan.KeywordIs, st.just("language"), st.sampled_from((("en",), ("en", "ru")))),
    st.builds(plan.KeywordIs, st.just("group"), st.sampled_from((("g 1",), ("g 2", "h 1"), ("g 1", "g 2")))),
    st.builds(plan.KeywordIs, st.just("copy"), st.sampled_from((("later",), ("first", "later")))),
    st.builds(plan.Ids, st.lists(ids, max_size=10).map(tuple)),
    st.builds(plan.DayRange, days, days),
    st.sampled_from((plan.Undated(), plan.Everything(), plan.Nothing())),
)


def _grow(parts: st.SearchStrategy[plan.Plan]) -> st.SearchStrategy[plan.Plan]:
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(plan.All, several),
        st.builds(plan.Any, several),
        st.builds(plan.AtLeast, st.integers(1, 4), several),
        st.builds(plan.Not, parts),
        st.builds(plan.Weighted, parts, st.sampled_from((0.01, 0.5, 3.0))),
    )


plans: st.SearchStrategy[plan.Plan] = st.recursive(leaves, _grow, max_leaves=8)
