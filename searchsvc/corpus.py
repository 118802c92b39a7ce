"""The corpus folder: which files are in it, in order, and whether one has changed."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from searchsvc.article import Unreadable
from searchsvc.errors import SettingsError
from searchsvc.readers import holds_many, stem_of
from searchsvc.readers.asides import is_part_of_page
from searchsvc.readers.naming import name_fault, printable
from searchsvc.readers.reasons import os_reason

NOT_ARTICLES = (".toml",)
"""Suffixes of settings, which lie beside articles."""

MAX_DEPTH = 100
"""Folders within folders: deeper ones are not entered."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to read: ``name`` is its path in the corpus (forward slashes, NFC), ``size`` in bytes."""

    path: Path
    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Unreached:
    """A file or folder of which nobody can tell now what is in it; a folder's ``name`` ends in a slash."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that is a part of pages, and no article."""

    name: str


Found = CorpusFile | Unreadable | Unreached | Aside


def scan(root: Path) -> Iterator[Found]:
    """The files of the corpus in the order of their names, and those that cannot be read, with the reason.

    Hidden files and folders, a README at the root and settings files are passed over. Whether a file is of a format
    that is read shows when it is read. A link counts as the file it leads to where that lies in the corpus; links to
    folders and links that lead out are not followed. Of two
    files whose articles would have one id, the first counts. Raises SettingsError where ``root`` is no folder.
    """
    if not root.is_dir():
        what = f"“{root}” is a file, not a folder" if root.exists() else f"there is no folder “{root}”"
        raise SettingsError(f"{what}: name the folder with the articles")
    return _folder(root, "", root.resolve(), 0)


def digest(path: Path) -> str:
    """The content of the file as 32 hexadecimal digits (BLAKE2b). Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def trouble_with(path: Path) -> OSError | None:
    """What the operating system says against reading a file, None where it lets us."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        return error
    return None


def is_gone(path: Path, error: OSError) -> bool:
    """Whether the trouble is that the file is not there: a link is there, even where it leads nowhere now."""
    return isinstance(error, FileNotFoundError) and not os.path.lexists(path)


def _folder(folder: Path, prefix: str, root: Path, depth: int) -> Iterator[Found]:
    """What is in a folder, whose own name with a slash at its end is ``prefix``."""
    if depth > MAX_DEPTH:
        yield Unreadable(printable(prefix), f"over {MAX_DEPTH} folders deep: move it further up")
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted((_sort_key(entry), entry) for entry in found if not _passed_over(entry, prefix))
    except OSError as error:
        if not prefix:
            raise SettingsError(f"the corpus {root} cannot be read: {os_reason(error)}") from error
        gone = isinstance(error, FileNotFoundError | NotADirectoryError)
        yield Unreadable(printable(prefix), os_reason(error)) if gone else Unreached(prefix, os_reason(error))
        return
    stems: dict[str, str] = {}
    for (name, _), entry in entries:
        if name.endswith("/"):
            yield from _folder(Path(entry.path), prefix + name, root, depth + 1)
        else:
            yield _first_with_its_id(_file(entry, prefix + name, root), stems)


def _sort_key(entry: os.DirEntry[str]) -> tuple[str, str]:
    """Names sort as whole paths do; a folder's name ends in a slash. The raw name tells twins apart."""
    slash = "/" if entry.is_dir(follow_symlinks=False) else ""
    return unicodedata.normalize("NFC", entry.name) + slash, entry.name


def _passed_over(entry: os.DirEntry[str], prefix: str) -> bool:
    name = entry.name.lower()
    return name.startswith(".") or name.endswith(NOT_ARTICLES) or (not prefix and name.partition(".")[0] == "readme")


def _file(entry: os.DirEntry[str], name: str, root: Path) -> Found:
    """The file behind a directory entry, or why it is not to be read."""
    shown, path = printable(name), Path(entry.path)
    if is_part_of_page(entry.name):
        return Aside(name)
    try:
        target = path.resolve(strict=True) if entry.is_symlink() else None
    except (OSError, RuntimeError):  # a loop is one or the other, by Python version
        return Unreached(name, "the link leads nowhere: remove it or mend it")
    try:
        status = entry.stat()
    except OSError as error:
        return Unreadable(shown, os_reason(error)) if is_gone(path, error) else Unreached(name, os_reason(error))
    if target and (fault := _link_fault(target, root)):
        return Unreadable(shown, fault)
    if not stat.S_ISREG(status.st_mode):
        return Unreadable(shown, "not a regular file: only files can be read")
    if fault := name_fault(name):
        return Unreadable(shown, fault)
    return CorpusFile(Path(entry.path), name, status.st_size, status.st_mtime_ns)


def _link_fault(target: Path, root: Path) -> str:
    """Why a symbolic link to ``target`` is not followed; empty where it is."""
    if not target.is_relative_to(root):
        return "the link leads out of the corpus: copy the file into the corpus"
    return "a link to a folder is not followed: its files are read where they lie" if target.is_dir() else ""


def _first_with_its_id(found: Found, stems: dict[str, str]) -> Found:
    """The file, unless one before it in the folder gives its articles the same ids."""
    if isinstance(found, Unreadable | Aside):
        return found
    first = stems.setdefault(stem_of(found.name) + "#" * holds_many(found.name), found.name)
    if first == found.name:
        return found
    return Unreadable(found.name, f"its articles would have the ids of those in {first}: rename one of the two")
