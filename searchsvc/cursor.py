"""Cursors: where a page ended, as a text that the next request brings back."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import math
from dataclasses import dataclass

from searchsvc.answer import SearchRequest
from searchsvc.engines.base import Key
from searchsvc.errors import ParameterError

_NO_CURSOR = "not a cursor: take `next` from an answer as it is"
_LATEST = (dt.date.max.toordinal() + 1) * 86400
_MOST_PAGES = 1 << 32
"""Far more than there are: what an engine is handed stays a number that it can count to."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last hit of page ``page - 1``, in the generation that gave it, for one query with its filters and order."""

    key: Key
    page: int
    generation: str
    loosened: bool

    def encode(self, request: SearchRequest) -> str:
        """The cursor as URL-safe text, bound to the request."""
        key = self.key
        row = [_bound(request), key.score, key.when, key.id, self.page, self.generation, self.loosened]
        return base64.urlsafe_b64encode(json.dumps(row).encode()).decode().rstrip("=")


def decode(request: SearchRequest) -> Cursor:
    """The cursor that the request carries; raises ParameterError where it is not one, or of another query."""
    try:
        raw = base64.b64decode(request.cursor + "=" * (-len(request.cursor) % 4), altchars=b"-_", validate=True)
        bound, score, when, id_, page, generation, loosened = json.loads(raw)
        cursor = Cursor(Key(float(score), int(when), str(id_)), int(page), str(generation), bool(loosened))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ParameterError("cursor", _NO_CURSOR) from error
    if bound != _bound(request):
        raise ParameterError("cursor", "this cursor belongs to another query, filter or order: start again without it")
    if not (math.isfinite(cursor.key.score) and -1 <= cursor.key.when < _LATEST and 1 <= cursor.page < _MOST_PAGES):
        raise ParameterError("cursor", _NO_CURSOR)
    return cursor


def _bound(request: SearchRequest) -> str:
    """What a cursor depends on, in short: the same results in the same order."""
    filters = (request.source, request.lang, request.after, request.before, request.copies, request.copies_of)
    parts = (request.q, *filters, request.sort)
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=6).hexdigest()
