"""Pages for the tests, made from what matters in them."""

from __future__ import annotations

import json

TEXT = (
    "<p>The harbour wall held overnight, the harbour master said on Thursday, and the ferry sailed on time.</p>"
    "<p>Nobody had expected the second gate to close so fast, least of all those who had built it for the town.</p>"
    "<p>The council meets again next week to decide what is to become of the old one, which still stands.</p>"
)


def page(head: str = "", body: str = "", *, after: str = "") -> str:
    """A page with this head; its body, three paragraphs of an article, and what comes after them."""
    article = f"<article>{body}{TEXT}{after}</article>"
    return f"<!doctype html><html><head>{head}</head><body><main>{article}</main></body></html>"


def script(text: str) -> str:
    """A script of JSON-LD with this text."""
    return f'<script type="application/ld+json">{text}</script>'


def linked(**values: object) -> str:
    """A script of JSON-LD with an article that has these values."""
    return script(json.dumps({"@type": "NewsArticle", **values}))


def meta(**values: str) -> str:
    """Meta tags; ``__`` in a name is a colon."""
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{text}">' for name, text in values.items())
