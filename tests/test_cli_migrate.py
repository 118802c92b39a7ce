"""The command line and its engine: which one it takes, `migrate`, and what it says over a large index."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from searchsvc.engines.generations import Generations
from searchsvc.served import served_engine
from searchsvc.terminal import OUTGROWN
from tests.command_line import run, small_archive
from tests.indexed import saved, write
from tests.test_migrating import unlike


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder in which commands run, with an index of corpus/ in index/."""
    return small_archive(tmp_path)


def engine(*more: str, **env: str) -> object:
    """Which engine answers a search."""
    return json.loads(run("search", "harbour", "--json", *more, env=env).stdout)["index"]["engine"]


@pytest.mark.usefixtures("here")
def test_migrate_says_how_the_engines_compare_and_what_to_do_next() -> None:
    found = run("migrate", "--to", "tantivy")
    assert (found.exit_code, found.stderr) == (0, "")
    first, *rows, last = [line for line in found.stdout.splitlines() if line]
    assert first.startswith("Built the tantivy index: 3 articles in ")
    everything = next(row.split() for row in rows if row.startswith("  all  "))
    assert everything[1] == everything[2] == everything[3]
    assert last.startswith("They agree. The index is served with whoosh; to switch: ")
    again = run(*last.partition("searchsvc ")[2].split())
    assert again.stdout.startswith("The tantivy index has these 3 articles already")
    assert "served with tantivy from now on" in again.stdout
    assert engine() == "tantivy"
    assert (
        "They agree. The index is served with tantivy\n"
        in run("migrate", "--engine", "whoosh", "--to", "tantivy").stdout
    )


def test_after_a_switch_every_command_takes_the_new_engine(here: Path) -> None:
    run("migrate", "--to", "tantivy", "--switch")
    assert json.loads(run("show", "wire#a", "--json").stdout)["id"] == "wire#a"
    assert run("check").stdout.startswith("The index tantivy/000001 is sound: 3 articles")
    write(here / "corpus", "more.txt", saved("One more"))
    assert json.loads(run("reindex", "--json").stdout)["articles"] == 4
    assert run("check").stdout.startswith("The index tantivy/000002 is sound: 4 articles")
    assert run("check", "--engine", "whoosh").stdout.startswith("The index whoosh/000001 is sound: 3 articles")
    assert run("migrate", "--to", "whoosh", "--switch").exit_code == 0
    assert run("check").stdout.startswith("The index whoosh/000002 is sound: 4 articles")


def test_a_flag_over_the_environment_over_the_file_over_the_switch(here: Path) -> None:
    assert engine() == "whoosh"
    run("migrate", "--to", "tantivy", "--switch")
    assert engine() == "tantivy"
    (here / "searchsvc.toml").write_text('engine = "whoosh"', "utf-8")
    assert engine() == "whoosh"
    assert engine(SEARCHSVC_ENGINE="tantivy") == "tantivy"
    assert engine("--engine", "whoosh", SEARCHSVC_ENGINE="tantivy") == "whoosh"
    (here / "index").rename(here / "other")
    (here / "searchsvc.toml").write_text('index = "other"', "utf-8")
    assert engine() == "tantivy"


@pytest.mark.usefixtures("here")
def test_a_setting_that_goes_before_a_switch_is_told() -> None:
    found = run("migrate", "--to", "tantivy", "--switch", env={"SEARCHSVC_ENGINE": "whoosh"})
    assert (found.exit_code, "SEARCHSVC_ENGINE" in found.stdout) == (0, True)


@pytest.mark.usefixtures("here")
def test_the_report_as_json() -> None:
    found = run("migrate", "--to", "tantivy", "--switch", "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    report = json.loads(found.stdout)
    assert [report[name] for name in ("source", "target", "articles", "built", "agrees", "switched")] == [
        *("whoosh", "tantivy", 3, True, True, True)
    ]
    assert report["parity"]["all"]["searches"] == sum(kind["searches"] for kind in report["parity"]["kinds"])


def test_engines_that_do_not_agree(here: Path) -> None:
    unlike(here / "index", here / "corpus")
    found = run("migrate", "--to", "tantivy", "--switch")
    assert found.exit_code == 1
    assert "harbour: total: 29 on whoosh, 30 on tantivy" in found.stdout
    assert " more; --json lists all" in found.stdout
    assert "The engines do not agree: the new index was removed" in found.stdout
    assert json.loads(run("migrate", "--to", "tantivy", "--json").stdout)["agrees"] is False
    assert served_engine(here / "index") == "whoosh"


WRONG = {
    "no engine named": (["--switch"], 2, "--to"),
    "no such engine": (["--to", "lucene"], 2, "tantivy"),
    "the same engine": (["--to", "whoosh"], 2, "already"),
    "no index": (["--to", "tantivy", "--index", "elsewhere"], 4, "searchsvc reindex"),
    "no index of that engine": (["--to", "whoosh", "--engine", "tantivy"], 4, "searchsvc reindex"),
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("arguments", "code", "said"), WRONG.values(), ids=list(WRONG))
def test_what_cannot_be_migrated_has_its_exit_code(arguments: list[str], code: int, said: str) -> None:
    found = run("migrate", *arguments)
    assert (found.exit_code, found.stdout) == (code, "")
    assert said in found.stderr


def test_a_locked_index(here: Path) -> None:
    with Generations(here / "index", "tantivy").lock():
        found = run("migrate", "--to", "tantivy")
    assert (found.exit_code, found.stdout) == (4, "")
    assert "another reindex or migration is running" in found.stderr


@pytest.mark.usefixtures("here")
def test_a_switch_to_an_engine_that_is_not_installed_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    run("migrate", "--to", "tantivy", "--switch")
    monkeypatch.delitem(sys.modules, "searchsvc.engines.tantivy", raising=False)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    found = run("search", "harbour")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "pip install 'searchsvc[tantivy]'" in found.stderr
    assert engine("--engine", "whoosh") == "whoosh"


@pytest.mark.usefixtures("here")
def test_an_engine_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "searchsvc.engines.tantivy", raising=False)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    found = run("migrate", "--to", "tantivy", "--switch")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "pip install 'searchsvc[tantivy]'" in found.stderr


def test_a_file_that_names_no_engine(here: Path) -> None:
    (here / "index" / "ENGINE").write_text("lucene\n", "utf-8")
    found = run("search", "harbour")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "--engine" in found.stderr
    assert engine("--engine", "whoosh") == "whoosh"
    assert run("search", "--help").exit_code == 0


@pytest.mark.usefixtures("here")
def test_over_a_large_index_of_whoosh_reindex_names_the_faster_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("reindex").stderr == ""
    monkeypatch.setattr("searchsvc.reindex_command.MANY_ARTICLES", 2)
    assert run("reindex").stderr == f"{OUTGROWN}\n"
    found = run("reindex", "--json")
    assert (json.loads(found.stdout)["articles"], found.stderr) == (3, f"{OUTGROWN}\n")
    assert run("reindex", "--dry-run").stderr == ""
    assert run("reindex", "--engine", "tantivy").stderr == ""
