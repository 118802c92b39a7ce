"""Electronic texts as libraries give them out: what their first pages say of them, and the text between their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

START = re.compile(r"^\*\*\*[ ]?START OF (?:THE|THIS) [^\n]*$", re.MULTILINE)
END = re.compile(r"^\*\*\*[ ]?END OF (?:THE|THIS) [^\n]*$", re.MULTILINE)
FIELD = re.compile(r"^(Title|Author|Language): +(\S[^\n]*)$", re.MULTILINE)
HEADER = 20_000
"""Characters among which the text begins."""
LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "danish": "da", "dutch": "nl", "english": "en", "finnish": "fi", "french": "fr",
    "german": "de", "greek": "el", "italian": "it", "japanese": "ja", "latin": "la", "norwegian": "no", "polish": "pl",
    "portuguese": "pt", "russian": "ru", "spanish": "es", "swedish": "sv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Etext:
    """An electronic text: what its header says, and the text itself."""

    text: str
    title: str = ""
    author: str = ""
    language: str = ""


def read_etext(text: str) -> Etext | None:
    """The electronic text in a text with Unix line ends; None where it has no mark of where it starts."""
    start = START.search(text, 0, HEADER)
    if start is None:
        return None
    said = dict(reversed(FIELD.findall(text[: start.start()])))
    end = END.search(text, start.end())
    inside = text[start.end() : end.start() if end else len(text)]
    language = LANGUAGES.get(said.get("Language", "").strip().lower(), "")
    return Etext(inside, said.get("Title", "").strip(), said.get("Author", "").strip(), language)
