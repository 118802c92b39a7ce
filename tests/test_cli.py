"""The command line: data on stdout, talk on stderr, exit codes, and never a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest

from searchsvc import __version__
from searchsvc.archive import LiveArchive
from searchsvc.cli import main
from searchsvc.engines.generations import Generations
from searchsvc.report import Progress
from searchsvc.terminal import _progress, plain
from searchsvc.web import create_app
from tests.command_line import run, small_archive
from tests.indexed import DAMAGES, ENGINE, lines, saved, write

COMMANDS = ("reindex", "search", "show", "check", "migrate", "rollback", "serve", "completion")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder in which commands run, with an index of corpus/ in index/."""
    return small_archive(tmp_path)


def test_help_and_version() -> None:
    assert run("--version").stdout == f"searchsvc, version {__version__}\n"
    for asked in ("-h", "--help"):
        assert all(name in run(asked).stdout for name in COMMANDS)
        for name in COMMANDS:
            found = run(name, asked)
            assert (found.exit_code, found.stderr) == (0, "")
            assert f"searchsvc {name}" in found.stdout


def test_the_page_on_the_command_line_names_every_option(project: Path) -> None:
    page = (project / "docs" / "command-line.md").read_text("utf-8")
    for name, command in main.commands.items():
        assert f"## {name}\n" in page
        options = (flag for option in command.params if isinstance(option, click.Option) for flag in option.opts)
        assert not [flag for flag in options if f"`{flag}" not in page], name


def test_the_settings_on_that_page_can_be_set(here: Path, project: Path) -> None:
    page = (project / "docs" / "command-line.md").read_text("utf-8")
    (here / "searchsvc.toml").write_text(page.partition("```toml\n")[2].partition("```")[0], "utf-8")
    assert run("search", "harbour", "--index", "index").exit_code == 0


def test_reindex_says_what_it_did(here: Path) -> None:
    (here / "corpus" / "mill.txt").unlink()
    write(here / "corpus", "broken.jsonl", "{\n")
    found = run("reindex")
    assert found.exit_code == 3
    assert "2 articles from 2 files" in found.stdout
    assert "0 added, 0 replaced, 1 removed, 2 unchanged" in found.stdout
    assert found.stderr.startswith("not read: broken.jsonl:1: not JSON")
    again = run("reindex", "--json")
    assert again.exit_code == 3
    report = json.loads(again.stdout)
    assert (report["articles"], report["unchanged"], report["dry_run"]) == (2, 2, False)
    assert [(one["path"], one["line"]) for one in report["unreadable"]] == [("broken.jsonl", 1)]
    assert json.loads(run("reindex", "--full", "--dry-run", "--json").stdout)["added"] == 2


def test_reindex_for_the_first_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    found = run("reindex")
    assert found.exit_code == 0
    assert found.stderr.startswith("no articles found in corpus")
    write(tmp_path / "corpus", "mill.txt", saved("Mill"))
    assert run("reindex", "--index", "other").stdout.startswith("Indexed 1 article from 1 file (new index)\n")
    assert "(new index: asked for with --full)" in run("reindex", "--index", "other", "--full").stdout


def test_search_for_people(here: Path) -> None:
    found = run("search", "harbour", "--facets", "source,date", "--sort", "newest")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.index("*Harbour* news") < found.stdout.index("*Harbour* views")
    assert "2 articles for harbour" in found.stdout
    assert "wire#a" in found.stdout
    assert "a.example" in found.stdout
    assert "More: --page 2" in run("search", "harbour", "-n", "1").stdout
    assert "There is no page 99; the last is 1." in run("search", "harbour", "--page", "99").stdout
    assert "There is no page" not in run("search", "nowhere", "--page", "99").stdout
    assert "Did you mean: harbour" in run("search", "harbuor").stdout
    assert run("search", "nowhere").exit_code == 0


SEARCHES: dict[str, tuple[list[str], dict[str, object]]] = {
    "words": (["harbour"], {"q": "harbour"}),
    "nothing": ([""], {"q": ""}),
    "none found": (["nowhere"], {"q": "nowhere"}),
    "a notice": (['"harbour'], {"q": '"harbour'}),
    "everything set": (
        ["-n", "1", "--page", "2", "--sort", "oldest", "--facets", "source,date,year,lang", "--", "-storm"],
        {"q": "-storm", "per_page": 1, "page": 2, "sort": "oldest", "facets": "source,date,year,lang"},
    ),
    "filters": (
        ["harbour", "--source", "a.example", "--source", "b.example", "--after", "2020", "--before", "2022-01"],
        {"q": "harbour", "source": ["a.example", "b.example"], "after": "2020", "before": "2022-01"},
    ),
    "a language": (["harbour", "--lang", "en"], {"q": "harbour", "lang": "en"}),
}


@pytest.mark.parametrize(("arguments", "parameters"), SEARCHES.values(), ids=list(SEARCHES))
def test_json_is_what_the_api_answers(here: Path, arguments: list[str], parameters: dict[str, object]) -> None:
    printed = json.loads(run("search", "--json", *arguments).stdout)
    live = LiveArchive(here / "index", ENGINE)
    answered = create_app(live).test_client().get("/api/v1/search", query_string=parameters).get_json()
    live.close()
    del printed["took_ms"], answered["took_ms"]
    assert printed == answered


def test_show(here: Path) -> None:
    found = run("show", "wire#a", "--query", "harbour")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("*Harbour* news\n")
    printed = json.loads(run("show", "wire#a", "-q", "harbour", "--json").stdout)
    live = LiveArchive(here / "index", ENGINE)
    answered = create_app(live).test_client().get("/api/v1/articles/wire%23a?q=harbour").get_json()
    live.close()
    assert printed == answered
    missing = run("show", "nowhere\x1b[31m")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "\x1b" not in missing.stderr


def test_check(here: Path) -> None:
    found = run("check")
    assert (found.exit_code, "is sound: 3 articles" in found.stdout) == (0, True)
    assert json.loads(run("check", "--json").stdout)["wrong"] == []
    DAMAGES["the lexicon is cut"](here / "index")
    found = run("check")
    assert (found.exit_code, "searchsvc reindex --full" in found.stdout) == (1, True)
    assert "--full" in json.loads(run("check", "--json").stdout)["remedy"]
    found = run("search", "mill")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "searchsvc reindex" in found.stderr


IN_CLUSTER = ("search", "x", "--engine", "opensearch", "--url")
WRONG = {
    "no such command": (["serch", "x"], 2, "search"),
    "no such option": (["search", "x", "--pag", "2"], 2, "--page"),
    "no query": (["search"], 2, "QUERY"),
    "a query without quotation marks": (["search", "oil", "gas"], 2, "put it in quotation marks, like 'oil gas'"),
    "a page below one": (["search", "x", "--page", "0"], 2, "--page"),
    "too many hits": (["search", "x", "-n", "101"], 2, "--per-page"),
    "no such order": (["search", "x", "--sort", "newset"], 2, "newest"),
    "no such engine": (["search", "x", "--engine", "lucene"], 2, "whoosh"),
    "no such facet": (["search", "x", "--facets", "sauce"], 2, "source"),
    "no date": (["search", "x", "--after", "2020-13"], 2, "--after"),
    "a page and a cursor": (["search", "x", "--cursor", "z", "--page", "2"], 2, "--page: cannot be combined"),
    "no such option, no word": (["search", "x", "-z"], 2, "-z"),
    "no cursor": (["search", "x", "--cursor", "zzz"], 2, "cursor"),
    "a mistake in the query": (["search", "date:2020-13"], 2, "2020-12"),
    "no corpus": (["reindex", "nowhere"], 2, "nowhere"),
    "a file for a corpus": (["reindex", "corpus/mill.txt"], 2, "is a file"),
    "no index": (["search", "x", "--index", "elsewhere"], 4, "searchsvc reindex"),
    "no index to check": (["check", "--index", "elsewhere"], 4, "searchsvc reindex"),
    "no index to show from": (["show", "x", "--index", "elsewhere"], 4, "searchsvc reindex"),
    "a file for an index": (["search", "x", "--index", "corpus/mill.txt"], 1, "--index"),
    "a file to write an index to": (["reindex", "--index", "corpus/mill.txt"], 1, "--index"),
    "an address and no cluster": (["search", "x", "--url", "http://127.0.0.1:1"], 2, "add --engine opensearch"),
    "shards and no cluster": (["reindex", "--shards", "3"], 2, "--shards is for a cluster, and the engine is whoosh"),
    "no address to serve from": (["serve", "--engine", "opensearch"], 2, "SEARCHSVC_URL"),
    "two nodes in one address": ([*IN_CLUSTER, "http://a:9200,http://b:9200"], 2, "give each node a --url of its own"),
    "an address with a question": ([*IN_CLUSTER, "http://a:9200?pretty"], 2, "no ? and no #"),
    "no such shell": (["completion", "cmd"], 2, "bash"),
}


MINUS = {
    "alone": (["-strike"], "-- -strike"),
    "behind a word": (["ferry", "-strike"], "-- 'ferry -strike'"),
    "like an option": (["-north"], "-- -north"),
    "like help": (["-harbour"], "-- -harbour"),
    "beside an option": (["--json", "-strike"], "-- -strike"),
}


@pytest.mark.parametrize(("arguments", "instead"), MINUS.values(), ids=list(MINUS))
def test_a_query_that_looks_like_an_option(arguments: list[str], instead: str) -> None:
    found = run("search", *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"To leave out a word, write: searchsvc search {instead}" in found.stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("arguments", "code", "said"), WRONG.values(), ids=list(WRONG))
def test_a_mistake_has_its_exit_code_and_says_what_to_do(arguments: list[str], code: int, said: str) -> None:
    found = run(*arguments)
    assert (found.exit_code, found.stdout) == (code, "")
    assert said in found.stderr


def test_a_locked_index(here: Path) -> None:
    with Generations(here / "index", ENGINE).lock():
        found = run("reindex")
        assert (found.exit_code, found.stdout) == (4, "")
        assert f"process {os.getpid()} on" in found.stderr
        assert run("search", "mill").exit_code == 0
        assert run("reindex", "--dry-run").exit_code == 0


def test_a_flag_over_the_environment_over_the_file(here: Path) -> None:
    def per_page(*more: str, **env: str) -> object:
        return json.loads(run("search", "harbour", "--json", *more, env=env).stdout)["per_page"]

    assert per_page() == 10
    (here / "searchsvc.toml").write_text("per-page = 3", "utf-8")
    assert per_page() == 3
    assert per_page(SEARCHSVC_PER_PAGE="4") == 4
    assert per_page("-n", "5", SEARCHSVC_PER_PAGE="4") == 5


def test_every_kind_of_option_can_be_set_elsewhere(here: Path) -> None:
    (here / "index").rename(here / "my index")
    (here / "searchsvc.toml").write_text('index = "my index"\nsource = ["a.example"]\njson = true', "utf-8")
    assert json.loads(run("search", "harbour").stdout)["total"] == 1
    assert json.loads(run("search", "harbour", env={"SEARCHSVC_SOURCE": "a.example b.example"}).stdout)["total"] == 2
    (here / "corpus").rename(here / "other")
    found = run("reindex", env={"SEARCHSVC_CORPUS": "other", "SEARCHSVC_DRY_RUN": "true"})
    assert json.loads(found.stdout)["dry_run"] is True


SET_WRONG = {
    "an unknown key": ("indx = 1", {}, "indx"),
    "no TOML": ("index", {}, "searchsvc.toml"),
    "a list for one": ('index = ["a"]', {}, "takes one value"),
    "a table": ("[search]", {}, "search"),
    "a word for a number in the file": ('per_page = "many"', {}, "--per-page"),
    "a word for a number": ("", {"SEARCHSVC_PER_PAGE": "many"}, "--per-page"),
    "no such order": ("", {"SEARCHSVC_SORT": "newset"}, "newest"),
    "too many in the file": ("per-page = 500", {}, "It is set in searchsvc.toml, as per-page"),
    "too many": ("", {"SEARCHSVC_PER_PAGE": "500"}, "It is set in the environment, as SEARCHSVC_PER_PAGE"),
    "no such engine": ('engine = "lucene"', {}, "It is set in searchsvc.toml, as engine"),
    "yes or no": ("json = 3", {}, "--json"),
}


@pytest.mark.parametrize(("file", "env", "said"), SET_WRONG.values(), ids=list(SET_WRONG))
def test_a_wrong_setting_is_told(here: Path, file: str, env: dict[str, str], said: str) -> None:
    (here / "searchsvc.toml").write_text(file, "utf-8")
    found = run("search", "harbour", env=env)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr
    assert run("-h").exit_code == run("--version").exit_code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    found = run("completion", shell)
    assert found.exit_code == 0
    assert "_SEARCHSVC_COMPLETE" in found.stdout
    typed = {"COMP_WORDS": "searchsvc search --so", "COMP_CWORD": "--so" if shell == "fish" else "2"}
    completed = run(env={**typed, "_SEARCHSVC_COMPLETE": f"{shell}_complete"})
    assert "--sort" in completed.stdout
    assert "--source" in completed.stdout


HOSTILE = "\x1b]0;title\x07\x1b[2J\r\x9b31m\u202e\u2066\x00\x7f\ud800"


def test_articles_do_not_steer_the_terminal(here: Path) -> None:
    assert not set(plain(HOSTILE)) & set(HOSTILE) - set("]0;title[2J31m")
    assert plain("a\tb\nc é 日本 🦊") == "a\tb\nc é 日本 🦊"
    write(here / "corpus", "hostile.jsonl", lines(dict.fromkeys(("title", "body", "source", "id"), HOSTILE + "evil")))
    write(here / "corpus", "evil\x1b[31m.txt", saved("Evil"))
    for found in (run("reindex"), run("search", "evil", "--facets", "source"), run("search", HOSTILE)):
        assert found.exception is None or found.exit_code == 3
        assert not set("\x1b\x07\r\x9b\u202e\u2066\x00\x7f") & set(found.output)


def test_progress_in_numbers() -> None:
    line = _progress(Progress(read=250, total=1000, articles=5000, seconds=10))
    assert line == " 25%  5,000 articles, 500 a second, about 30 s left"
    assert _progress(Progress(0, 1000, 0, 0)).startswith("  0%")
    assert _progress(Progress(1000, 1000, 9, 3)).startswith("100%")
    assert _progress(Progress(0, 0, 0, 1)).startswith("100%")
