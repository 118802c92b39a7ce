"""From one engine to another: the same index as a reindex makes, nothing lost on the way, nothing changed before."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.copies import Copies
from searchsvc.coverage import Coverage
from searchsvc.engines import open_engine
from searchsvc.engines.generations import ENGINE_FOLDER, Generations
from searchsvc.entries import WordCounts, cut
from searchsvc.errors import EngineError, IndexDamaged, IndexLocked, IndexMissing, SearchsvcError, SettingsError
from searchsvc.indexing import reindex, write_records
from searchsvc.ledger import Ledger
from searchsvc.lexicon import Lexicon
from searchsvc.manifest import NAME, Manifest
from searchsvc.migrating import migrate
from searchsvc.report import Progress
from searchsvc.served import served_engine
from tests.archives import article
from tests.indexed import LONG_AGO, counts, current, files, folders, lines, saved, state_of, write

BOTH_WAYS = {"to the fast one": ("whoosh", "tantivy"), "and back": ("tantivy", "whoosh")}

ROWS: list[dict[str, object]] = [
    {"id": "a", "title": "Harbour news", "body": "The harbour and the old mill.", "source": "a.example"},
    {"id": "b", "title": "Harbour views", "source": "Bö \"Post\"", "date": "2021-05-04T10:11:12+02:00"},
    {"id": "港", "title": "東京の港", "body": "東京の港で祭りがあった。", "language": "ja", "date": "2021-05-04"},
    {"id": "é\U0001f98a#/ ?", "title": "Der alte Hafen", "body": "Die Fähre kam im Sturm.", "language": "de"},
    {"id": "c", "title": "", "body": "", "captions": ["A garden of garlic", "The river"]},
    {"id": "a", "title": "Harbour news again", "body": "The ferry, the market and the bridge."},
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Articles of every kind, some without a date, ids in several scripts; one has an id that is no text."""
    folder = tmp_path / "corpus"
    write(folder, "mill.txt", saved("The old mill", "The mill by the river.\n\nA mill. **Ann / Post**"))
    write(folder, "wire.jsonl", lines(*ROWS))
    write(folder, "many.jsonl", lines(*({"id": str(n), "title": f"Market day {n}"} for n in range(450))))
    if sys.platform == "linux":
        write(folder, os.fsdecode(b"caf\xe9.txt"), saved("A café"))
    return folder


@pytest.fixture(params=BOTH_WAYS.values(), ids=list(BOTH_WAYS))
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    """From which engine to which."""
    source, target = request.param
    return source, target


def everything(index: Path) -> dict[str, tuple[int, int]]:
    """All files of an index but its locks, which stay as empty files."""
    return {name: seen for name, seen in files(index).items() if "LOCK" not in name}


def test_it_is_the_index_that_a_reindex_makes(corpus: Path, tmp_path: Path, way: tuple[str, str]) -> None:
    source, target = way
    index, made = tmp_path / "index", tmp_path / "made"
    report = reindex(corpus, index, source)
    reindex(corpus, made, target)
    before = everything(index)
    done = migrate(index, source, target)
    assert (done.generation, done.articles, done.built, done.switched) == ("000001", report.articles, True, False)
    assert done.parity.agrees
    assert done.old_bytes > 0 < done.new_bytes
    assert state_of(index, target) == state_of(made, target)
    assert {name: seen for name, seen in everything(index).items() if name in before} == before
    assert served_engine(index) == source
    assert {path.name for path in current(index, target).iterdir()} == {
        path.name for path in current(made, target).iterdir()
    }


def test_a_reindex_goes_on_from_it(corpus: Path, tmp_path: Path, way: tuple[str, str]) -> None:
    source, target = way
    index, made = tmp_path / "index", tmp_path / "made"
    found = reindex(corpus, index, source).articles
    migrate(index, source, target)
    assert counts(reindex(corpus, index, target)) == (0, 0, 0, found)
    assert folders(index, target) == ["000001"]
    (corpus / "mill.txt").unlink()
    write(corpus, "wire.jsonl", lines(ROWS[0], {"id": "new", "title": "New bakery"}), LONG_AGO + 1)
    reindex(corpus, index, target)
    reindex(corpus, made, target)
    changed, new = state_of(index, target), state_of(made, target)
    # Not the scores: Tantivy counts removed articles in them until their segment is written anew.
    assert (changed.articles, changed.lexicon, changed.keywords) == (new.articles, new.lexicon, new.keywords)
    assert [total for total, _ in changed.answers] == [total for total, _ in new.answers]


def test_what_is_there_already_is_not_built_again(corpus: Path, tmp_path: Path, way: tuple[str, str]) -> None:
    source, target = way
    index = tmp_path / "index"
    reindex(corpus, index, source)
    migrate(index, source, target)
    again = migrate(index, source, target, switch=True)
    assert (again.generation, again.built, again.switched) == ("000001", False, True)
    assert served_engine(index) == target
    os.utime(corpus / "mill.txt", (LONG_AGO + 9, LONG_AGO + 9))
    write(corpus, "empty.txt", "")
    reindex(corpus, index, source)
    assert not migrate(index, source, target).built
    assert Coverage.read(current(index, target)) == Coverage.read(current(index, source))
    assert Ledger.read(current(index, target) / "files.json") == Ledger.read(current(index, source) / "files.json")
    write(corpus, "more.txt", saved("One more"))
    reindex(corpus, index, source)
    newer = migrate(index, source, target)
    assert (newer.generation, newer.built) == ("000002", True)
    assert folders(index, target) == ["000002"]
    assert state_of(index, source).lexicon == state_of(index, target).lexicon


def damage_engine(folder: Path) -> None:
    """Cut the files of the engine in half."""
    for path in (folder / ENGINE_FOLDER).iterdir():
        os.truncate(path, path.stat().st_size // 2)


def test_a_damaged_index_of_the_new_engine_is_built_anew(corpus: Path, tmp_path: Path, way: tuple[str, str]) -> None:
    source, target = way
    index = tmp_path / "index"
    reindex(corpus, index, source)
    migrate(index, source, target)
    damage_engine(current(index, target))
    assert migrate(index, source, target).built
    assert folders(index, target) == ["000002"]


def test_an_empty_index(tmp_path: Path, way: tuple[str, str]) -> None:
    source, target = way
    (tmp_path / "corpus").mkdir()
    reindex(tmp_path / "corpus", tmp_path / "index", source)
    done = migrate(tmp_path / "index", source, target, switch=True)
    assert (done.articles, done.switched) == (0, True)


def test_progress_is_told(corpus: Path, tmp_path: Path) -> None:
    found = reindex(corpus, tmp_path / "index").articles
    told: list[Progress] = []
    migrate(tmp_path / "index", "whoosh", "tantivy", watch=told.append)
    assert [one.articles for one in told] == [200, 400, found]
    assert {one.total for one in told} == {found}


def test_interrupted_on_the_way_all_is_as_it_was(corpus: Path, tmp_path: Path, way: tuple[str, str]) -> None:
    source, target = way
    index = tmp_path / "index"
    reindex(corpus, index, source)
    migrate(index, source, target)
    write(corpus, "more.txt", saved("One more"))
    reindex(corpus, index, source)
    before = everything(index)

    def interrupted(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(index, source, target, switch=True, watch=interrupted)
    assert everything(index) == before
    assert migrate(index, source, target, switch=True).switched


def unlike(index: Path, corpus: Path) -> None:
    """Make an index of Whoosh's that finds less than its articles hold: the first one is without its words."""
    reindex(corpus, index)
    old = current(index)
    found = [article(f"{number}", f"harbour {number}") for number in range(30)]
    ledger = Ledger("", {"x": replace(next(iter(Ledger.read(old / "files.json").files.values())), articles={})})
    ledger.files["x"].articles.update({one.id: one.id for one in found})
    generations = Generations(index, "whoosh")
    with generations.building(None) as folder:
        words = WordCounts()
        engine = open_engine(generations, folder, cut)
        with engine.writing() as writer:
            for entry in map(words.learn, found):
                mute = entry.article.id == "0"
                writer.put(replace(entry, fields={name: [""] for name in entry.fields}) if mute else entry)
        engine.close()
        write_records(folder, words.lexicon(), Copies(), ledger, Coverage())
        Manifest.of(folder, "whoosh", len(found), {}).write(folder)


def test_where_they_do_not_agree_nothing_is_switched_and_nothing_stays(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    unlike(index, corpus)
    for kept in ([], ["000001"]):
        done = migrate(index, "whoosh", "tantivy", switch=True)
        assert (done.generation, done.switched, done.parity.agrees) == ("", False, False)
        assert ("harbour", "total", 29, 30) in [
            (one.query, one.what, one.old, one.new) for one in done.parity.differences
        ]
        assert served_engine(index) == "whoosh"
        assert folders(index, "tantivy") == kept
        reindex(corpus, index, "tantivy")


def with_words(change: Callable[[str], str]) -> Callable[[Path], None]:
    """The lexicon changed, and the manifest with it."""

    def write_lexicon(folder: Path) -> None:
        text = change((folder / "lexicon.tsv").read_text("utf-8"))
        write_records(folder, Lexicon(text, json.loads((folder / "keywords.json").read_text("utf-8"))),
                      Copies.read(folder), Ledger.read(folder / "files.json"), Coverage())  # fmt: skip
        manifest = Manifest.read(folder)
        Manifest.of(folder, manifest.engine, manifest.articles, {}).write(folder)

    return write_lexicon


def of_another_version(folder: Path) -> None:
    """As another version of the analysis would have made it."""
    replace(Manifest.read(folder), analysis="0").write(folder)


UNFIT: dict[str, tuple[Callable[[Path], object], str]] = {
    "its files are cut": (damage_engine, "reindex --full"),
    "no manifest": (lambda folder: (folder / NAME).unlink(), "reindex --full"),
    "a word is missing": (with_words(lambda text: text.partition("\n")[2]), "are not those of its articles"),
    "articles are missing in the ledger": (lambda folder: Ledger("").write(folder / "files.json"), "reindex --full"),
    "another version made it": (of_another_version, "another version"),
}


@pytest.mark.parametrize(("spoil", "said"), UNFIT.values(), ids=list(UNFIT))
def test_an_index_that_is_not_fit_is_told(
    corpus: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    index = tmp_path / "index"
    reindex(corpus, index)
    spoil(current(index))
    with pytest.raises(IndexDamaged, match=said):
        migrate(index, "whoosh", "tantivy", switch=True)
    assert folders(index, "tantivy") == []
    assert served_engine(index) == "whoosh"


REFUSED: dict[str, tuple[str, str, type[SearchsvcError], str]] = {
    "the same engine": ("whoosh", "whoosh", SettingsError, "already"),
    "an unknown engine": ("whoosh", "lucene", SettingsError, "tantivy"),
    "no index": ("tantivy", "whoosh", IndexMissing, "searchsvc reindex"),
}


@pytest.mark.parametrize(("source", "target", "error", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_done_is_told(
    corpus: Path, tmp_path: Path, source: str, target: str, error: type[SearchsvcError], said: str
) -> None:
    reindex(corpus, tmp_path / "index")
    before = everything(tmp_path)
    with pytest.raises(error, match=said):
        migrate(tmp_path / "index", source, target)
    assert everything(tmp_path) == before


def test_an_engine_that_is_not_installed(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reindex(corpus, tmp_path / "index")
    monkeypatch.delitem(sys.modules, "searchsvc.engines.tantivy", raising=False)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(EngineError, match="pip install"):
        migrate(tmp_path / "index", "whoosh", "tantivy")
    assert not (tmp_path / "index" / "tantivy").exists()


@pytest.mark.parametrize("held", ["whoosh", "tantivy"])
def test_while_either_is_written_there_is_no_migration(corpus: Path, tmp_path: Path, held: str) -> None:
    reindex(corpus, tmp_path / "index")
    with Generations(tmp_path / "index", held).lock(), pytest.raises(IndexLocked, match=f"process {os.getpid()}"):
        migrate(tmp_path / "index", "whoosh", "tantivy")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_while_it_runs_neither_is_written(corpus: Path, tmp_path: Path, engine: str) -> None:
    reindex(corpus, tmp_path / "index")
    refused: list[str] = []

    def meanwhile(_: Progress) -> None:
        with pytest.raises(IndexLocked) as error:
            reindex(corpus, tmp_path / "index", engine)
        refused.append(str(error.value))

    migrate(tmp_path / "index", "whoosh", "tantivy", watch=meanwhile)
    assert "migration" in refused[0]
