"""The reference engine: every plan looked at article by article. Slow, obviously right; the measure of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from searchsvc.article import Article
from searchsvc.engines.base import UNDATED, EnginePage, EngineRequest, Entry, FacetName, IndexStats, Key, when
from searchsvc.engines.proximity import begins, positions, stands
from searchsvc.engines.scoring import idf, norm, weight
from searchsvc.fields import BOOSTS, KEYWORD_FIELDS
from searchsvc.query import plan


@dataclass(frozen=True, slots=True)
class _Indexed:
    """One article with the positions of its terms, by field."""

    article: Article
    keywords: dict[str, str]
    positions: dict[str, dict[str, list[int]]]
    lengths: dict[str, int]
    when: int


class MemoryEngine:
    """Articles in a dict. One thread at a time may write; nothing is kept on disk."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._articles: dict[str, _Indexed] = {}
        with self.writing():
            for entry in entries:
                self.put(entry)

    @contextmanager
    def writing(self) -> Iterator[MemoryEngine]:
        """Open a batch: on an exception the articles are as they were before."""
        before = dict(self._articles)
        try:
            yield self
        except BaseException:
            self._articles = before
            raise
        finally:
            self.__dict__.pop("_statistics", None)

    def put(self, entry: Entry) -> None:
        """Add or replace an article."""
        places = {name: positions(runs) for name, runs in entry.fields.items()}
        lengths = {name: sum(map(len, terms.values())) for name, terms in places.items()}
        article = entry.article
        self._articles[article.id] = _Indexed(article, entry.keywords, places, lengths, when(article))

    def remove(self, ids: Collection[str]) -> None:
        """Remove the articles that are there."""
        for id_ in ids:
            self._articles.pop(id_, None)

    def search(self, request: EngineRequest) -> EnginePage:
        """Score every article, sort, count, cut the window."""
        evaluation = _Evaluation(self._statistics)
        found = [
            (Key(score if request.sort == "relevance" else 0.0, indexed.when, id_), indexed)
            for id_, indexed in self._articles.items()
            if (score := evaluation.score(request.plan, indexed)) is not None
        ]
        found.sort(key=lambda hit: _order(hit[0], request))
        keys = [
            key for key, _ in found if request.after is None or _order(key, request) > _order(request.after, request)
        ]
        facets = {name: dict(Counter(_facet(hit, name) for _, hit in found)) for name in request.facets}
        for counts in facets.values():
            counts.pop("", None)
        window = keys[request.offset : request.offset + request.limit]
        articles = self.get([key.id for key in window]) if request.articles else []
        groups = [self._articles[key.id].keywords.get("group", "") for key in window] if request.groups else []
        return EnginePage(window, len(found), facets, articles, groups)

    def get(self, ids: Sequence[str]) -> list[Article]:
        """The articles that are there, in the order asked."""
        return [self._articles[id_].article for id_ in ids if id_ in self._articles]

    def ids(self) -> Iterable[str]:
        """Every id."""
        return list(self._articles)

    def stats(self) -> IndexStats:
        """Counts."""
        return IndexStats(len(self._articles), 1)

    def verify(self) -> list[str]:
        """Nothing can be wrong with a dict."""
        return []

    def close(self) -> None:
        """Nothing to let go."""

    @cached_property
    def _statistics(self) -> _Statistics:
        return _Statistics(list(self._articles.values()))


class _Statistics:
    """What BM25 needs to know of all articles."""

    def __init__(self, articles: list[_Indexed]) -> None:
        self._articles = len(articles)
        self.averages = {
            name: sum(a.lengths.get(name, 0) for a in articles) / len(articles) if articles else 0.0 for name in BOOSTS
        }
        self._terms: Counter[tuple[str, str]] = Counter()
        for indexed in articles:
            self._terms.update((name, term) for name, terms in indexed.positions.items() for term in terms)

    def idf(self, name: str, term: str) -> float:
        """The idf of a term in a field."""
        return idf(self._terms[name, term], self._articles)


class _Evaluation:
    """One search over all articles: the score of a plan for an article, None where it does not match."""

    def __init__(self, statistics: _Statistics) -> None:
        self._statistics = statistics
        self._sets: dict[tuple[str, ...], frozenset[str]] = {}

    def score(self, node: plan.Plan, indexed: _Indexed) -> float | None:
        """The score of ``node`` for one article."""
        match node:
            case plan.Everything():
                return 0.0
            case plan.Nothing():
                return None
            case plan.AnyTerm(terms, fields):
                return self._terms(terms, fields, indexed)
            case plan.TermPhrase():
                return self._phrase(node, indexed)
            case plan.KeywordIs(name, values):
                return 0.0 if indexed.keywords.get(name, "") in values else None
            case plan.Ids(ids):
                return 0.0 if indexed.article.id in ids else None
            case plan.DayRange(first, last):
                return 0.0 if indexed.when >= 0 and first <= indexed.when // 86400 <= last else None
            case plan.Undated():
                return 0.0 if indexed.when < 0 else None
            case plan.Not(part):
                return 0.0 if self.score(part, indexed) is None else None
            case plan.Weighted(part, factor):
                inner = self.score(part, indexed)
                return None if inner is None else inner * factor
            case plan.All(parts):
                return self._at_least(len(parts), parts, indexed)
            case plan.Any(parts):
                return self._at_least(1, parts, indexed)
            case plan.AtLeast(count, parts):
                return self._at_least(count, parts, indexed)
        raise TypeError(f"not a plan: {node!r}")

    def _at_least(self, count: int, parts: tuple[plan.Plan, ...], indexed: _Indexed) -> float | None:
        scores: list[float] = []
        for place, part in enumerate(parts):
            score = self.score(part, indexed)
            if score is not None:
                scores.append(score)
            elif len(scores) + len(parts) - place - 1 < count:
                return None
        return sum(scores) if len(scores) >= count else None

    def _terms(self, terms: tuple[str, ...], fields: tuple[str, ...], indexed: _Indexed) -> float | None:
        wanted = self._sets.setdefault(terms, frozenset(terms))
        score, matched = 0.0, False
        for name in fields:
            here = indexed.positions.get(name, {})
            for term in sorted(wanted & here.keys()):
                matched = True
                score += self._score(name, (term,), len(here[term]), indexed)
        return score if matched else None

    def _phrase(self, phrase: plan.TermPhrase, indexed: _Indexed) -> float | None:
        score, matched = 0.0, False
        for name in phrase.fields:
            here = indexed.positions.get(name, {})
            places = [[p for term in slot for p in here.get(term, ())] for slot in phrase.slots]
            if not stands(places, phrase.slop):
                continue
            matched = True
            if phrase.exact:
                score += self._score(name, tuple(slot[0] for slot in phrase.slots), begins(places), indexed)
            else:
                score += self._terms(phrase.terms, (name,), indexed) or 0.0
        return score if matched else None

    def _score(self, name: str, terms: tuple[str, ...], frequency: int, indexed: _Indexed) -> float:
        norm_ = norm(indexed.lengths[name], self._statistics.averages[name])
        return BOOSTS[name] * sum(self._statistics.idf(name, term) for term in terms) * weight(frequency, norm_)


def _order(key: Key, request: EngineRequest) -> tuple[float, float, str]:
    newest = float("inf") if key.when < 0 else -key.when
    match request.sort:
        case "relevance":
            return (-key.score, newest, key.id)
        case "newest":
            return (0.0, newest, key.id)
        case "oldest":
            return (0.0, float("inf") if key.when < 0 else key.when, key.id)


def _facet(indexed: _Indexed, name: FacetName) -> str:
    if name in KEYWORD_FIELDS:
        return indexed.keywords.get(name, "")
    day = indexed.article.day
    if day is None:
        return UNDATED
    return f"{day.year:04}-{day.month:02}" if name == "month" else f"{day.year:04}"
