"""How an article lies in an index of OpenSearch: the settings and fields of the index, and the document.

Texts are handed over as terms with blanks between, and cut at the blanks again by the cluster. ``_source`` keeps the
article alone, and nothing keeps the terms as they came: shards are copied as files and never by repeating what was
written, so an index has no copies while it is written (:mod:`searchsvc.engines.opensearch.indices`).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from searchsvc.article import Article
from searchsvc.encoding import encode
from searchsvc.engines.base import GAP, Entry, when
from searchsvc.engines.opensearch.similarity import DEFAULTS
from searchsvc.engines.surrogates import plain, unplain
from searchsvc.fields import KEYWORD_FIELDS, TEXT_FIELDS

FORMAT = 2
OURS = {"searchsvc": {"format": FORMAT}}
"""``_meta`` of the mapping, by which an index is known."""

EMPTY = "-"
"""The one term of a field without terms: the cluster counts no article for BM25 that has not the field. No term of ours
has this character."""

EXPUNGED = 1.0
"""Deleted articles count in the scores of a segment until they are more than this share of it, in percent."""

_ID_BYTES = 512
_LONGEST_VALUE = 8_191
"""Characters of up to four bytes: more than 32,766 of these in a keyword, and the cluster refuses the article."""

_LONGEST_TERM = 1 << 20
_ESCAPED = "escaped"
_LONE = "\ud7ff".encode()


def length_of(field: str) -> str:
    """The name of the column with the number of terms in a text field; absent where there is none."""
    return f"{field}_length"


def settings(shards: int) -> dict[str, Any]:
    """The settings of an index that is being filled: nothing of it is searched yet."""
    analysis = {
        "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": _LONGEST_TERM}},
        "analyzer": {"terms": {"type": "custom", "tokenizer": "blanks"}},
    }
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "auto_expand_replicas": "false",  # whatever a template of this cluster says
        "codec": "best_compression",
        "refresh_interval": "-1",
        "merge.policy.expunge_deletes_allowed": EXPUNGED,
        "analysis": analysis,
    }


def mapping() -> dict[str, Any]:
    """The fields of an index, as the cluster tells them."""
    keyword = {"type": "keyword", "ignore_above": _LONGEST_VALUE}
    fields: dict[str, Any] = dict.fromkeys((*KEYWORD_FIELDS, "part"), keyword)
    for name in TEXT_FIELDS:
        fields[name] = {"type": "text", "position_increment_gap": GAP - 1, "analyzer": "terms", "similarity": name}
        fields[length_of(name)] = {"type": "integer", "index": False}
    fields["id"] = {"type": "keyword", "index": False}
    fields["date"] = {"type": "date", "format": "strict_date"}
    fields["when"] = {"type": "long"}
    fields["article"] = {"type": "object", "enabled": False}
    kept = {"includes": ["article"], "recovery_source_enabled": False}
    return {"dynamic": "strict", "_meta": OURS, "_source": kept, "properties": fields}


def new_index(shards: int) -> dict[str, Any]:
    """What makes an empty index."""
    similarity = dict.fromkeys(TEXT_FIELDS, DEFAULTS.setting)
    return {"settings": {"index": {**settings(shards), "similarity": similarity}}, "mappings": mapping()}


def document_id(id_: str) -> str:
    """The ``_id`` of an article: its id where there is room for it."""
    text = plain(id_)
    content = text.encode()
    return text if len(content) <= _ID_BYTES else f"{_LONE.decode()}{blake2b(content, digest_size=32).hexdigest()}"


def document(entry: Entry, part: str = "") -> bytes:
    """The entry as the cluster takes it, a line of JSON."""
    article, at = entry.article, when(entry.article)
    made: dict[str, Any] = {"id": article.id, "article": article.to_json()}
    for name, runs in entry.fields.items():
        lengths = [len(run.split()) for run in runs]
        made[name] = [run for run, length in zip(runs, lengths, strict=True) if length] or EMPTY
        if any(lengths):
            made[length_of(name)] = sum(lengths)
    made.update((name, value) for name, value in entry.keywords.items() if value)
    if article.day is not None:
        made.update(when=at, date=article.day.isoformat())
    if part:
        made["part"] = part
    content = encode(made)
    # What has a lone surrogate comes out with its escape, which the cluster does not take.
    if _LONE in content or rb"\ud" in content:
        made["article"][_ESCAPED] = True
        content = encode(_each(made, plain))
    return content


def article_of(source: dict[str, Any]) -> Article:
    """The article of a ``_source``; raises KeyError, TypeError or ValueError where it holds none."""
    stored = source["article"]
    return Article.from_json(_each(stored, unplain) if stored.get(_ESCAPED) else stored)


def columns(article: Article) -> tuple[str, str, int | None, str | None]:
    """What an index holds of an article beside it: ``_id``, ``id``, ``when`` and ``date``."""
    id_, day = article.id, article.day
    return document_id(id_), plain(id_), when(article) if day else None, day.isoformat() if day else None


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each(inner, change) for name, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list) else value
