"""searchsvc: full-text search for archives of articles. Files in; a search page, a command line and JSON out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchsvc.answer import Answer, SearchRequest
    from searchsvc.archive import Archive, LiveArchive, open_archive
    from searchsvc.article import Article
    from searchsvc.errors import SearchsvcError
    from searchsvc.indexing import reindex
    from searchsvc.report import Report
    from searchsvc.searching import search

__all__ = [
    "Answer",
    "Archive",
    "Article",
    "LiveArchive",
    "Report",
    "SearchRequest",
    "SearchsvcError",
    "open_archive",
    "reindex",
    "search",
]

__version__ = "0.1.0"

_MODULES = {
    "Answer": "answer",
    "Archive": "archive",
    "Article": "article",
    "LiveArchive": "archive",
    "Report": "report",
    "SearchRequest": "answer",
    "SearchsvcError": "errors",
    "open_archive": "archive",
    "reindex": "indexing",
    "search": "searching",
}


def __getattr__(name: str) -> object:
    """What the package offers, imported when it is asked for: the command line can be interrupted before that."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
