"""Values as JSON in bytes, and back: what is stored, and what is sent."""

from __future__ import annotations

import json
from typing import Any

import orjson


def encode(document: object) -> bytes:
    """JSON as compact UTF-8. A lone surrogate goes out as its JSON escape, so that it survives the journey."""
    try:
        return orjson.dumps(document)
    except TypeError:  # orjson writes no lone surrogates, and says so in this way
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


def decode(content: bytes | str) -> Any:
    """The value of :func:`encode`; raises ValueError where it is not JSON."""
    try:
        return orjson.loads(content)
    except ValueError:  # nor does it read them
        return json.loads(content)
