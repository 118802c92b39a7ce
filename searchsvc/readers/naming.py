"""What a file of the corpus is called: its name, its kind, and the id of the article in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from searchsvc.readers.plain import UNCARRIED

WRAPPINGS = re.compile(r"^.*\.\w{2,4}#|(?:\.[a-zA-Z]\w{1,8}){1,2}$")
"""The archive that a file lies in, its suffix and that of its packing."""
DATED_NAME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_](.+)")


def relative_name(path: Path, root: Path) -> str:
    """The path below the corpus root, with forward slashes, in Unicode NFC.

    Raises ValueError where ``path`` is not below ``root``.
    """
    return unicodedata.normalize("NFC", path.relative_to(root).as_posix())


def printable(name: str) -> str:
    """The name as it can be printed and stored: bytes and characters that cannot are shown as escapes."""
    shown = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in shown)


def name_fault(name: str) -> str:
    """Why no article can have this name, or an empty text where one can."""
    if not name.isascii() and any("\ud800" <= char <= "\udfff" for char in name):
        return "the file name is not UTF-8: rename the file"
    if any(unicodedata.category(char) == "Cc" for char in name) or UNCARRIED.search(name):
        return "the file name has control characters: rename the file"
    return ""


def suffix_of(name: str, known: Collection[str]) -> str:
    """The longest of the ``known`` suffixes that the name ends in, as it is written there; empty for none."""
    last = name.rpartition("/")[2]
    lowered = last.lower()
    fits = [suffix for suffix in known if lowered.endswith(suffix) and len(suffix) < len(last)]
    return last[len(last) - max(map(len, fits)) :] if fits else ""


def own_name(name: str) -> str:
    """The last part of a path: of a file in an archive (``a.zip#README``) what it is called there."""
    return name.rpartition("/")[2].rpartition("#")[2]


def no_reader(name: str) -> str:
    """The reason for a file with this name that no reader reads."""
    _, point, suffix = own_name(name).rpartition(".")
    return f"no reader for .{suffix} files" if point else "no reader for files without a suffix"


def title_in_name(name: str) -> str:
    """The title that the name of a file is, as that of a note in Obsidian or of a post in Jekyll; empty for none.

    A name of one word says nothing.
    """
    stem = WRAPPINGS.sub("", name.rpartition("/")[2])
    if dated := DATED_NAME.fullmatch(stem):
        words = dated[1].replace("-", " ").replace("_", " ")
        return words[:1].upper() + words[1:]
    return stem if " " in stem.strip() else ""
