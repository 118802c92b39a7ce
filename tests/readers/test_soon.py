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
MAIL = "From: ines@x.example\nSubject: Gulls\nMessage-ID: <1>\nContent-Type: text/html\n\n"
ARC = "filedesc://x.arc 192.0.2.1 20200206120000 text/plain 0\n\nhttp://x.example/ "
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
    "blanks in a line with a sign of an id": ("x.md", f"# Gulls\n\na{' ' * 200_000}x ^ y", ["Gulls"]),
    "blanks in a caption": ("x.md", f"# Gulls\n\n[caption]{' ' * 200_000}x[/caption]", ["Gulls"]),
    "images that never end in a caption": ("x.md", f"# Gulls\n\n[caption]{'![' * 200_000}[/caption]", ["Gulls"]),
    "comments that never end": ("x.md", f"# Gulls\n\n{'{/*' * 100_000}", ["Gulls"]),
    "a parameter that never ends": ("x.md", f"# Gulls\n\n{{{{< figure {'-' * 200_000} src=x >}}}}\n\nx", ["Gulls"]),
    "a fence that is none": ("x.md", f"# Gulls\n\n{'~' * 200_000}`", ["Gulls"]),
    "a tag that never ends": ("x.eml", f"{MAIL}<p>x<{'a' * 200_000}", ["Gulls"]),
    "headings in one another": ("x.html", page(body="<h1>" * 500 + "Gulls"), ["Gulls"]),
    "times in a line of a web archive": ("x.arc", f"{ARC}{'1 20200101000000 ' * 3600}x\n" * 9, []),
}


@pytest.mark.parametrize(("name", "content", "titles"), LONG.values(), ids=LONG)
def test_what_repeats_is_read_whole(name: str, content: str, titles: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    with Clock(10.0).running() as clock:
        found = list(read_file(tmp_path / name, tmp_path, {}, clock))
    assert not [str(one) for one in found if isinstance(one, Unreadable) and "took over" in one.reason]
    assert [one.title for one in found if isinstance(one, Article)] == titles
