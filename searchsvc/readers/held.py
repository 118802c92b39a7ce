"""Held: parts of a text that mean themselves, code above all, held apart while the markup around them is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PLACE = re.compile("\0(\\d+)\0")
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def literal(text: str) -> str:
    """The text with a backslash before all punctuation: as Markdown it says itself."""
    return PUNCTUATION.sub(r"\\\g<0>", text)


def caption(text: str) -> str:
    """The Markdown of an image with this caption."""
    line = " ".join(text.split()).replace('"', r"\"")
    return f'![](# "{line}")' if line else ""


@dataclass(frozen=True, slots=True)
class Held:
    """Parts of one text. Each is marked in it by its number between two null characters, which no text has."""

    parts: list[str] = field(default_factory=list)

    def hold(self, text: str) -> str:
        """What to write in the place of a part."""
        self.parts.append(PLACE.sub(self._as_it_was, text))
        return f"\0{len(self.parts) - 1}\0"

    def block(self, text: str) -> str:
        """What to write in the place of a part that is paragraphs of its own."""
        return f"\n\n{self.hold(text)}\n\n"

    def released(self, text: str) -> str:
        """The text with every part back in its place, as Markdown that says it."""
        return PLACE.sub(lambda found: literal(self.parts[int(found[1])]), text) if self.parts else text

    def _as_it_was(self, found: re.Match[str]) -> str:
        return self.parts[int(found[1])]
