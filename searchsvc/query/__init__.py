"""The query language: text to tree (``parse``, ``read``) and back (``spell``); ``planner`` turns trees into plans."""

from __future__ import annotations

from searchsvc.query.parser import Parsed, parse, read
from searchsvc.query.spell import spell

__all__ = ["Parsed", "parse", "read", "spell"]
