"""How values are said to people on the page: days, months, counts, languages."""

from __future__ import annotations

import datetime as dt
import re

from searchsvc.answer import Reprints

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

LANGUAGES = {
    "ar": "Arabic",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}

_DOUBTS = {
    "none": "undated",
    "ambiguous": "uncertain: may be another day",
    "future": "in the future?",
    "early": "before 1450?",
}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


def spoken_day(day: dt.date | None) -> str:
    """The calendar day as printed, ``6 February 2020``; ``undated`` where there is none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "undated"


def spoken_doubt(doubt: str) -> str:
    """Why the date of an article may be wrong; empty where there is no doubt."""
    return _DOUBTS.get(doubt, "")


def spoken_date(text: str) -> str:
    """A year, month or day as a request has it (``2020``, ``2020-02``, ``2020-02-06``), said in words."""
    parts = text.split("-")
    if not all(part.isdecimal() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return text
    words = [str(int(part)) for part in reversed(parts)]
    if len(parts) > 1:
        words[-2] = MONTHS[int(parts[1]) - 1]
    return " ".join(words)


def language(tag: str) -> str:
    """The English name of a BCP 47 tag's language, or the tag itself where it has none here."""
    return LANGUAGES.get(tag.partition("-")[0].lower(), tag) or "Unknown"


def lang_attribute(tag: str) -> str:
    """The tag where it can stand in a ``lang`` attribute, else nothing."""
    return tag if _TAG.match(tag) else ""


def spoken_copies(copies: Reprints) -> str:
    """Where else a story appeared: ``also in 14 sources``, ``also in x.example``, ``2 more copies``."""
    if copies.in_sources > 1:
        return f"also in {copies.in_sources:,} sources"
    if copies.sources:
        return f"also in {copies.sources[0]}"
    return f"{copies.total:,} more {'copy' if copies.total == 1 else 'copies'}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 article``, ``1,204 articles``; ``plural`` where it is not the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
