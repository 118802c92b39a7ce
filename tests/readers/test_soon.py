"""Files made so that a careless pattern takes hours for them: they are read before the clock of the readers rings."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from searchsvc.article import Article, Unreadable
from searchsvc.readers import Clock, read_file
from tests.readers.html.pages import page, script

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm to end what takes hours")

ENVELOPE = "From ines@x.example Thu Feb  6 12:00:00 2020\n"
LONG_LINES = f"\nFrom {'A' * 60_000}\n" * 3
BLANK_LINES = f"\n{' ' * 24}" * 2000
LONG = {
    "blank lines in JSON-LD": (
        "x.html",
        page(script('{"@type":"NewsArticle",' + BLANK_LINES + '"headline":"Gulls"}')),
        ["Gulls"],
    ),
    "a line that begins as one between mails does": (
        "x.mbox",
        f"{ENVELOPE}Subject: Gulls\n\n{LONG_LINES}\n{ENVELOPE}Subject: Quay\n\nx\n",
        ["Gulls", "Quay"],
    ),
    "blanks behind an import": ("x.md", f"# Gulls\n\nimport{' ' * 60_000}x\n{{}}", ["Gulls"]),
    "blanks behind a dash": ("x.md", f"# Gulls\n\n-{' ' * 200_000}x\n{{}}", ["Gulls"]),
}


@pytest.mark.parametrize(("name", "content", "titles"), LONG.values(), ids=LONG)
def test_what_repeats_is_read_whole(name: str, content: str, titles: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    with Clock(10.0).running() as clock:
        found = list(read_file(tmp_path / name, tmp_path, {}, clock))
    assert [str(one) for one in found if isinstance(one, Unreadable)] == []
    assert [one.title for one in found if isinstance(one, Article)] == titles
