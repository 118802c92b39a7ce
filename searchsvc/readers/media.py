"""Media RSS: what the images and films of an entry show, and who made them.

feedparser takes a title or description of an image for those of the entry. Of credits it keeps all, each with its
role; so titles and descriptions are handed to it as credits of a role that no feed has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from searchsvc.readers.fragment import read_fragment
from searchsvc.readers.plain import one_line

PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=\s*[\"']http://search\.yahoo\.com/mrss/?[\"']")
ROLE = "searchsvc-"
KINDS = ("title", "description")


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said of one image or film, and its credit."""

    text: str
    credit: str
    described: bool

    @property
    def whole(self) -> str:
        """The text with the credit behind it."""
        return self.text if self.credit in self.text else f"{self.text} {self.credit}"


def marked(text: str) -> str:
    """The XML text with the titles and descriptions of images as credits."""
    for prefix in sorted(set(PREFIX.findall(text))):
        for kind in KINDS:
            name = rf"{re.escape(prefix)}:{kind}(?=[\s/>])"
            text = re.sub(f"<{name}", f'<{prefix}:credit role="{ROLE}{kind}"', text)
            text = re.sub(f"</{name}", f"</{prefix}:credit", text)
    return text


def captions_of(credits_: Iterable[Mapping[str, str]]) -> list[Caption]:
    """The captions in the credits of an entry that was ``marked``. A credit alone is no caption."""
    said: list[dict[str, str]] = [{}]
    for credit in credits_:
        role = credit.get("role", "")
        kind = role.removeprefix(ROLE) if role.startswith(ROLE) else "credit"
        if kind in said[-1]:
            said.append({})  # the next image
        said[-1][kind] = one_line(read_fragment(credit.get("content", "")).text)
    return [
        Caption(text, one.get("credit", ""), "description" in one)
        for one in said
        if (text := one.get("description") or one.get("title"))
    ]
