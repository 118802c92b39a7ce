"""searchsvc: full-text search for archives of articles. Files in; a search page, a command line and JSON out."""

from __future__ import annotations

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
