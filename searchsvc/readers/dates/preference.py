"""Which stands first in ``6/2/2020``, the day or the month: what a document shows, a language and a country do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from searchsvc.readers.dates.dated import Hints, Order
from searchsvc.readers.dates.folding import fold

FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2\d{4}(?![\d/-])", re.ASCII)
UNITED_STATES = frozenset(("us", "pr", "gu", "vi", "as", "um", "mp"))
MONTH_FIRST_REGIONS = {
    "en": UNITED_STATES | {"ph", "fm", "mh", "pw"},
    "es": frozenset(("pr", "pa")),
    "fil": frozenset(("ph", "")),
}
MONTH_FIRST_LANGUAGES = frozenset(("zh", "ja", "ko", "fil"))
"""Those that say the month before the day."""
YEAR_FIRST_LANGUAGES = frozenset(("zh", "ja", "ko", "hu", "lt", "mn", "fa", "eu", "sv"))
AMERICAN_DOMAINS = frozenset(("us", "gov", "mil", "edu"))
NO_COUNTRY = frozenset(("ai", "cc", "co", "fm", "io", "ly", "me", "tv", "ws", "ca", "eu", "ph"))
"""Domains that look like a country's and are used everywhere, or whose country writes both ways."""
DAY_FIRST: Order = "day"
"""What is taken where nothing is known: most countries write it so."""


def order_of(texts: Iterable[str]) -> Order:
    """What a document's dates show that have one reading: ``25/12/2019`` the day first, ``12/25/2019`` the month.

    Nothing where no date shows it, or where they contradict each other. The texts may hold more than a date.
    """
    shown: set[Order] = set()
    for text in texts:
        for first, _, second in FIGURES.findall(text if text.isascii() else fold(text)):
            if (int(first) > 12) != (int(second) > 12):
                shown.add("day" if int(first) > 12 else "month")
    return shown.pop() if len(shown) == 1 else ""


def preferred(hints: Hints) -> Order:
    """What stands first, by the strongest hint that says it; nothing where none does."""
    if hints.order:
        return hints.order
    language, region = hints.base, _region(hints.language)
    if region in MONTH_FIRST_REGIONS.get(language, ()):
        return "month"
    if language and (language != "en" or region not in ("", "ca")):
        return "month" if language in MONTH_FIRST_LANGUAGES else "day"
    return _by_domain(hints.source)


def year_first(hints: Hints) -> bool:
    """Whether the language of the text writes the year before the month."""
    return hints.base in YEAR_FIRST_LANGUAGES


def _region(tag: str) -> str:
    """The country of a language tag: ``TW`` of ``zh-Hant-TW``, in lower case; nothing where it has none."""
    parts = tag.lower().replace("_", "-").split("-")[1:]
    return next((part for part in parts if len(part) == 2), "")


def _by_domain(source: str) -> Order:
    try:
        host = urlsplit(source if "//" in source else f"//{source}").hostname or ""
    except ValueError:
        return ""
    domain = host.rstrip(".").rpartition(".")[2]
    if domain in AMERICAN_DOMAINS:
        return "month"
    return "day" if len(domain) == 2 and domain.isalpha() and domain not in NO_COUNTRY else ""
