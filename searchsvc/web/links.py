"""The addresses of the page: every state of a search is one, and the same state always has the same one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, quote_plus, urlsplit

from searchsvc.answer import SearchRequest

UNSAFE = re.compile(r"[\s\"<>\\^`{|}\x00-\x20\x7f]")  # RFC 3986 has none of them in an address
_DEFAULTS = SearchRequest()


def state(request: SearchRequest) -> list[tuple[str, str]]:
    """What of a request goes into the address, as pairs: only what differs from the defaults."""
    pairs = [("q", request.q), *(("source", source) for source in request.source), ("lang", request.lang)]
    pairs += [("after", request.after), ("before", request.before)]
    if request.copies != _DEFAULTS.copies:
        pairs.append(("copies", request.copies))
    pairs.append(("copies_of", request.copies_of))
    if request.sort != _DEFAULTS.sort:
        pairs.append(("sort", request.sort))
    if request.per_page != _DEFAULTS.per_page:
        pairs.append(("per_page", str(request.per_page)))
    if request.page > 1:
        pairs.append(("page", str(request.page)))
    return [(name, value) for name, value in pairs if value]


def web_url(url: str) -> str:
    """The url where a link to it is safe: http or https, a host, and no blank or quote; else nothing."""
    if UNSAFE.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses under ``root``, the path of the search page (``/``)."""

    root: str = "/"

    def results(self, request: SearchRequest) -> str:
        """The search page in this state."""
        return _with_query(self.root, state(request))

    def query(self, q: str) -> str:
        """The search page with nothing but this query."""
        return self.results(SearchRequest(q=q))

    def copies(self, article_id: str) -> str:
        """Every near-copy of an article, the earliest first."""
        return self.results(SearchRequest(copies_of=article_id, sort="oldest"))

    def article(self, article_id: str, request: SearchRequest) -> str:
        """The article's page, which keeps the state of the search to mark by and to lead back to."""
        return _with_query(f"{self.root}articles/{_quoted(article_id)}", state(request))

    def article_json(self, article_id: str, q: str) -> str:
        """The article as JSON, marked by ``q``."""
        return _with_query(f"{self.root}api/v1/articles/{_quoted(article_id)}", [("q", q)] if q else [])

    def export(self, request: SearchRequest, form: str) -> str:
        """Every hit of this search as a file, ``form`` being ``jsonl`` or ``csv``."""
        whole = replace(request, page=1, per_page=_DEFAULTS.per_page)
        return _with_query(f"{self.root}api/v1/export", [*state(whole), ("format", form)])

    def feed(self, request: SearchRequest) -> str:
        """The newest articles of this search as an Atom feed."""
        pairs = [(name, value) for name, value in state(request) if name not in ("sort", "per_page", "page")]
        return _with_query(f"{self.root}feed.atom", pairs)


def _quoted(article_id: str) -> str:
    return quote(article_id, safe="/", errors="replace")


def _with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{'&'.join(f'{_encoded(name)}={_encoded(value)}' for name, value in pairs)}" if pairs else path


@lru_cache(maxsize=1024)
def _encoded(text: str) -> str:
    """A name or value as it is in a query string: one page has the same ones in some fifty addresses."""
    return quote_plus(text, errors="replace")
