"""What stands elsewhere in a Markdown text: addresses of links by their label, and footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from searchsvc.readers.held import Held

DEFINITION = re.compile(
    r"""^\ {0,3}\[(?!\^)(?P<label>[^\[\]\n]++)\]:[ \t]*(?:<(?P<angled>[^<>\n]*+)>|(?P<bare>\S++))
    (?:[ \t]*\n?[ \t]++(?:"(?P<double>[^"\n]*+)"|'(?P<single>[^'\n]*+)'|\((?P<round>[^()\n]*+)\)))?[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s]++)\]:[ \t]*", re.MULTILINE)
NOTE_MARK = re.compile(r"\[\^([^\[\]\s]++)\]")


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a label leads to, and the title there: the caption, where it is an image."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """References by label, which is found however it is cased and spaced."""

    known: Mapping[str, Reference] = field(default_factory=dict)

    def find(self, label: str) -> Reference | None:
        """The reference of a label, None where the text has none."""
        return self.known.get(_key(label)) if self.known else None


NONE = References()


def cut_references(text: str, held: Held) -> tuple[str, References]:
    """The text without its definitions and marks of footnotes, and the references; what footnotes say stays.

    Labels have the parts of the text in them that are ``held``: so they will be found when these are released.
    """
    if "]:" not in text:
        return text, NONE
    notes = set(NOTE.findall(text))
    if notes:
        text = NOTE_MARK.sub(lambda mark: "" if mark[1] in notes else mark[0], NOTE.sub("\n", text))
    known: dict[str, Reference] = {}
    for found in DEFINITION.finditer(text):
        title = found["double"] or found["single"] or found["round"] or ""
        known.setdefault(_key(held.released(found["label"])), Reference(found["angled"] or found["bare"] or "", title))
    return (DEFINITION.sub("", text), References(known)) if known else (text, NONE)


def _key(label: str) -> str:
    return " ".join(label.casefold().split())
