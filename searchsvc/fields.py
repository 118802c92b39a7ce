"""FIELDS: the one table of what can be searched, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a field is indexed: words with positions, one exact value, or a calendar day."""

    TEXT = "text"
    KEYWORD = "keyword"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One searchable field: ``typed`` is how a query names it, ``boost`` its weight in the score.

    No query can name ``copy`` and ``group``, by which near-copies are folded: ``copy`` is ``first`` or ``later``,
    ``group`` the name of the group with ``1`` behind it for its first article and ``2`` for the others. An article
    without copies has neither.
    """

    name: str
    kind: Kind
    typed: str
    boost: float = 0.0
    shown: str = ""


FIELDS = (
    Field("title", Kind.TEXT, "title", 2.5, "Title"),
    Field("captions", Kind.TEXT, "captions", 1.0, "Captions"),
    Field("body", Kind.TEXT, "body", 1.0, "Body"),
    Field("source", Kind.KEYWORD, "source", 0.0, "Source"),
    Field("language", Kind.KEYWORD, "lang", 0.0, "Language"),
    Field("date", Kind.DATE, "date", 0.0, "Date"),
    Field("copy", Kind.KEYWORD, ""),
    Field("group", Kind.KEYWORD, ""),
)

TEXT_FIELDS = tuple(field.name for field in FIELDS if field.kind is Kind.TEXT)
BOOSTS = {field.name: field.boost for field in FIELDS if field.kind is Kind.TEXT}
KEYWORD_FIELDS = tuple(field.name for field in FIELDS if field.kind is Kind.KEYWORD)
BY_TYPED_NAME = {field.typed: field for field in FIELDS if field.typed}
