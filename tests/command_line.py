"""The command line in this process, and a small archive for it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from searchsvc.cli import main
from searchsvc.indexing import reindex
from tests.indexed import lines, saved, write


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    """Run a command in this process; an exception that is not an exit is raised here."""
    return CliRunner(catch_exceptions=False).invoke(main, arguments, env=env, prog_name="searchsvc")


def small_archive(folder: Path) -> Path:
    """The folder, with three articles in corpus/ and their index in index/."""
    write(folder / "corpus", "mill.txt", saved("The old mill", "The mill … by the river.\n\nA mill. **Ann / Post**"))
    rows: list[dict[str, object]] = [
        {"id": "a", "title": "Harbour news", "body": "The harbour.", "source": "a.example", "date": "2021-05-04"},
        {"id": "b", "title": "Harbour views", "source": "b.example", "captions": ["A harbour \u202e\u009b31m"]},
    ]
    write(folder / "corpus", "wire.jsonl", lines(*rows))
    reindex(folder / "corpus", folder / "index")
    return folder
