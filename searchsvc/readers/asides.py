"""Files that are no articles, wherever they lie: what a saved page brings along, and what systems leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

PARTS_OF_PAGES = (
    ".apng", ".avif", ".avi", ".bmp", ".css", ".eot", ".flac", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".js", ".m4a",
    ".m4v", ".map", ".mjs", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".ogv", ".otf", ".png", ".svg", ".tif", ".tiff",
    ".ttf", ".wasm", ".wav", ".webm", ".webp", ".woff", ".woff2",
)  # fmt: skip
"""Suffixes of what a saved page brings along: left aside, and counted."""

_LEFT_BEHIND = ("__macosx", "thumbs.db", "desktop.ini")


def is_part_of_page(name: str) -> bool:
    """Whether a file with this name is a part of pages, as pictures and styles are."""
    return PurePosixPath(name).suffix.lower() in PARTS_OF_PAGES


def is_hidden(parts: Sequence[str]) -> bool:
    """Whether a file with these parts of its path is hidden, or was left behind by a system."""
    return any(part.startswith(".") or part.lower() in _LEFT_BEHIND for part in parts)
