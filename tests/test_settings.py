"""Settings: the environment over searchsvc.toml, texts as one would type them, and mistakes told."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.errors import SettingsError
from searchsvc.settings import Setting, settings

NAMES = ("index", "per_page", "source", "full")

FOUND: dict[str, tuple[str, dict[str, str], dict[str, Setting]]] = {
    "nothing": ("", {}, {}),
    "a text": ('index = "a b"', {}, {"index": "a b"}),
    "a number": ("per_page = 5", {}, {"per_page": "5"}),
    "a hyphen": ("per-page = 5", {}, {"per_page": "5"}),
    "yes": ("full = true", {}, {"full": "true"}),
    "a list": ('source = ["a", 1]', {}, {"source": ["a", "1"]}),
    "the environment": ("", {"SEARCHSVC_PER_PAGE": "5"}, {"per_page": "5"}),
    "the environment over the file": ("per_page = 6", {"SEARCHSVC_PER_PAGE": "5"}, {"per_page": "5"}),
    "an empty variable": ("per_page = 6", {"SEARCHSVC_PER_PAGE": ""}, {"per_page": "6"}),
    "somebody else's variables": ("", {"SEARCHSVC_OTHER": "1", "PER_PAGE": "2", "searchsvc_index": "x"}, {}),
}


@pytest.mark.parametrize(("file", "environ", "found"), FOUND.values(), ids=list(FOUND))
def test_what_is_set(tmp_path: Path, file: str, environ: dict[str, str], found: dict[str, Setting]) -> None:
    (tmp_path / "searchsvc.toml").write_text(file, "utf-8")
    assert settings(NAMES, tmp_path, environ) == found


def test_no_file_is_fine(tmp_path: Path) -> None:
    assert settings(NAMES, tmp_path, {}) == {}


WRONG = {
    "an unknown key": (b"indx = 1", "there is no option 'indx': choose from full, index, per-page, source"),
    "no TOML": (b"index =", "cannot be read"),
    "no text": (b"\xff", "cannot be read"),
    "a table": (b"[index]\na = 1", "index is a table"),
    "a list in a list": (b"source = [[1]]", "source is a table or a list"),
    "two ways to write it": (b"per_page = 1\nper-page = 2", "per-page is set twice"),
}


@pytest.mark.parametrize(("file", "message"), WRONG.values(), ids=list(WRONG))
def test_a_mistake_is_told_with_the_file(tmp_path: Path, file: bytes, message: str) -> None:
    (tmp_path / "searchsvc.toml").write_bytes(file)
    with pytest.raises(SettingsError, match=r"searchsvc\.toml") as caught:
        settings(NAMES, tmp_path, {})
    assert message in str(caught.value)
