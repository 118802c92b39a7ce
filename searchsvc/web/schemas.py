"""The shapes of what the API answers, as JSON Schema 2020-12: the ``components`` of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchsvc.answer import FACETS

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A reference to one of SCHEMAS."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Schema) -> Schema:
    """A list of items."""
    return {"type": "array", "items": items}


def closed(properties: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object with these keys and no others; all are there but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
DATE: Schema = {
    "type": ["string", "null"],
    "description": "A day (2020-02-06) or an instant with its offset; null where the article has no date.",
}
PLACE: Schema = {
    "type": ["integer", "null"],
    "minimum": 0,
    "description": "In Unicode code points of the query.",
}
DOUBT: Schema = {
    "enum": ["", "ambiguous", "future", "early"],
    "description": "Why the date may be wrong: day and month could be swapped, it lies in the future, or before 1450.",
}
COUNTS: Schema = {"type": "object", "additionalProperties": COUNT, "description": "Articles or files, by value."}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
HIGHLIGHTS = closed({name: array(ref("Fragment")) for name in ("title", "body", "captions")})
ARTICLE: dict[str, Schema] = {
    "id": TEXT,
    "title": TEXT,
    "date": DATE,
    "date_from": {"type": "string", "description": "Where the date was read: dateline, front matter, field, …"},
    "date_doubt": DOUBT,
    "source": {"type": "string", "description": "The publisher."},
    "url": TEXT,
    "author": TEXT,
    "language": {"type": "string", "description": "A BCP 47 tag, or empty."},
    "captions": array(TEXT),
    "body": TEXT,
    "related": array(closed({"title": TEXT, "url": TEXT})),
}

SCHEMAS: dict[str, Schema] = {
    "Answer": closed(
        {
            "query": TEXT,
            "understood": {"type": "string", "description": "The query as it was read, spelled back."},
            "loosened": {
                "type": "boolean",
                "description": "All words together found nothing; these hits come closest.",
            },
            "notices": array(ref("Notice")),
            "did_you_mean": {"type": ["string", "null"]},
            "total": {**COUNT, "description": "Exact, however many pages are asked for; near-copies are one."},
            "total_articles": {**COUNT, "description": "The same, each copy counted."},
            "page": {"type": "integer", "minimum": 1},
            "per_page": {"type": "integer", "minimum": 1},
            "next": {"type": ["string", "null"], "description": "The `cursor` of the following page."},
            "took_ms": {"type": "number", "minimum": 0},
            "hits": array(ref("Hit")),
            "facets": {
                "type": "object",
                "description": "Each copy counted, as in `total_articles`.",
                "propertyNames": {"enum": list(FACETS)},
                "additionalProperties": array(ref("FacetCount")),
            },
            "index": ref("Index"),
        }
    ),
    "Hit": closed(
        {
            "id": TEXT,
            "title": TEXT,
            "date": DATE,
            "date_doubt": DOUBT,
            "source": TEXT,
            "url": TEXT,
            "language": TEXT,
            "score": {"type": "number", "minimum": 0},
            "copies": {"anyOf": [ref("Copies"), {"type": "null"}]},
            "highlights": HIGHLIGHTS,
        }
    ),
    "Copies": {
        **closed({"total": COUNT, "in_sources": COUNT, "sources": {**array(TEXT), "maxItems": 10}}),
        "description": "The other articles of the archive that are near-copies, found or not; their other publishers.",
    },
    "Fragment": closed(
        {
            "text": TEXT,
            "marks": {
                **array(ref("Mark")),
                "description": "In order, apart from each other, in Unicode code points of `text`.",
            },
            "html": {"type": "string", "description": "The text escaped; `<mark>` is the only tag."},
        }
    ),
    "Mark": {
        "type": "array",
        "prefixItems": [COUNT, COUNT],
        "minItems": 2,
        "maxItems": 2,
        "description": "[start, end).",
    },
    "Notice": closed({"message": TEXT, "start": PLACE, "end": PLACE}),
    "FacetCount": closed({"value": TEXT, "count": {"type": "integer", "minimum": 0}}),
    "Index": closed(
        {
            "engine": TEXT,
            "generation": TEXT,
            "articles": COUNT,
            "updated": {"type": "string", "format": "date-time"},
        }
    ),
    "Article": closed(ARTICLE),
    "MarkedArticle": closed({**ARTICLE, "highlights": HIGHLIGHTS, "notices": array(ref("Notice"))}),
    "Suggestions": closed(
        {
            "query": TEXT,
            "suggestions": array(
                closed(
                    {
                        "text": {"type": "string", "description": "The whole query, completed."},
                        "word": {"type": "string", "description": "The word that completes it."},
                        "articles": {**COUNT, "description": "How many articles have the word."},
                    }
                )
            ),
        }
    ),
    "About": closed(
        {
            "index": ref("Index"),
            "from": {**DAY, "description": "The day of the oldest article."},
            "to": {**DAY, "description": "The day of the newest article."},
            "years": array(ref("FacetCount")),
            "sources": array(ref("FacetCount")),
            "languages": array(ref("FacetCount")),
            "undated": COUNT,
            "gaps": {
                **array(closed({"from": TEXT, "to": TEXT, "months": COUNT})),
                "description": "Months without an article, the longest stretches first.",
            },
            "coverage": ref("Coverage"),
        }
    ),
    "Coverage": closed(
        {
            "readers": {"type": "object", "additionalProperties": closed({"files": COUNT, "articles": COUNT})},
            **dict.fromkeys(("languages", "dates", "encodings", "unreadable", "aside"), COUNTS),
            "copies": {**COUNT, "description": "Articles that are near-copies of an earlier one."},
            "doubtful": array(closed({"id": TEXT, "date": TEXT, "doubt": DOUBT})),
            "troubles": array(closed({"path": TEXT, "reason": TEXT, "line": {"type": ["integer", "null"]}})),
        }
    ),
    "Health": closed({"status": {"const": "ok"}}),
    "Readiness": closed({"status": {"const": "ready"}, "index": ref("Index")}),
    "Problem": closed(
        {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "errors": array(
                closed(
                    {"param": TEXT, "message": TEXT, "start": PLACE, "end": PLACE, "hint": TEXT},
                    optional=("message", "start", "end"),
                )
            ),
        },
        optional=("errors",),
    ),
}
