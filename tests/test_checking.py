"""Check: whatever happened to a file of the index, it is found, and nothing is found in a sound one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.article import Article
from searchsvc.checking import check
from searchsvc.engines.generations import ENGINE_FOLDER, Generations
from searchsvc.engines.whoosh.buffer import Buffer
from searchsvc.engines.whoosh.store import Store, commit, put_article
from searchsvc.entries import WordCounts
from searchsvc.errors import IndexMissing
from searchsvc.indexing import reindex
from searchsvc.manifest import Manifest, checksums
from searchsvc.terminal import findings
from tests.indexed import DAMAGES, ENGINE, LEDGER_DAMAGES, Damage, current, files, lines, saved, write


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two files."""
    write(tmp_path / "corpus", "mill.txt", saved("The mill"))
    write(tmp_path / "corpus", "wire.jsonl", lines({"title": "One"}, {"title": "Two"}))
    reindex(tmp_path / "corpus", tmp_path / "index")
    return tmp_path / "index"


def test_a_sound_index(index: Path) -> None:
    before = files(index)
    found = check(index, ENGINE)
    passed_over = ("manifest.json", "files.json", "coverage.json", "engine/MAIN_WRITELOCK")
    sizes = [size for name, (size, _) in files(current(index)).items() if name not in passed_over]
    assert (found.wrong, found.remedy) == ([], "")
    assert (found.engine, found.generation, found.articles) == (ENGINE, "000001", 3)
    assert (found.files, found.bytes) == (len(sizes), sum(sizes))
    assert files(index) == before


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        check(tmp_path / "index", ENGINE)


SAID = {name: damage for name, damage in DAMAGES.items() if not name.startswith("CURRENT")}


@pytest.mark.parametrize("damage", [*SAID.values(), *LEDGER_DAMAGES.values()], ids=[*SAID, *LEDGER_DAMAGES])
def test_damage_is_found(index: Path, damage: Damage) -> None:
    damage(index)
    found = check(index, ENGINE)
    assert found.wrong
    assert "--full" in found.remedy


def test_a_flipped_bit_in_any_file_is_found(index: Path) -> None:
    folder = current(index)
    for name in files(folder).keys() - {"manifest.json", "files.json"}:
        path = folder / name
        whole = path.read_bytes()
        for place in {0, len(whole) // 2, len(whole) - 1} if whole else ():
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            wrong = check(index, ENGINE).wrong
            assert [path.name in sentence for sentence in wrong] == [True], (name, place)
        path.write_bytes(whole)
    assert check(index, ENGINE).wrong == []


def test_articles_that_the_ledger_does_not_know_are_found(index: Path) -> None:
    path = current(index) / "files.json"
    path.write_text(path.read_text("utf-8").replace("wire#2", "wire#3"), "utf-8")
    assert ["in files.json, and not in both" in sentence for sentence in check(index, ENGINE).wrong] == [True]


def test_an_article_of_two_files_is_found(index: Path) -> None:
    path = current(index) / "files.json"
    row = path.read_text("utf-8").splitlines()[-1]
    path.write_text(path.read_text("utf-8") + row.replace("wire.jsonl", "again.jsonl") + "\n", "utf-8")
    assert check(index, ENGINE).wrong == ["ids that more than one article has in files.json: 2, first wire#1"]


def test_an_article_that_is_in_the_index_twice_is_found(index: Path) -> None:
    folder = current(index)
    store, buffer, article = Store(folder / ENGINE_FOLDER), Buffer(), Article("mill", title="Again")
    writer = store.writer()
    buffer.add(WordCounts().learn(article))
    put_article(writer, article)
    commit(store, writer, buffer, {})  # without deleting the one that is there
    manifest = Manifest.read(folder)
    replace(manifest, articles=manifest.articles + 1, files=checksums(folder, {})).write(folder)
    assert check(index, ENGINE).wrong == ["ids that more than one article has in the index: 1, first mill"]


def test_a_wrong_count_is_found(index: Path) -> None:
    path = current(index) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "articles": 4}), "utf-8")
    assert ["not the articles that were written" in sentence for sentence in check(index, ENGINE).wrong] == [True]


def test_an_index_of_another_version_is_not_called_damaged(index: Path) -> None:
    path = current(index) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 1}), "utf-8")
    found = check(index, ENGINE)
    assert (found.wrong, found.outdated) == (["it was written by another version of searchsvc"], True)
    assert found.remedy == "Run `searchsvc reindex`: it builds a new index from the corpus."
    assert findings(found).startswith("The index whoosh/000001 cannot be read:\n  it was written by another version")


def test_a_file_that_is_written_anew_under_its_name_and_size_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "index" / "whoosh").mkdir(parents=True)
    generations = Generations(tmp_path / "index", "whoosh")
    with generations.building(None) as first:
        for name in ("same", "anew", "of-tantivy.lock"):
            (first / ENGINE_FOLDER / name).write_text("old", "utf-8")
        known = checksums(first, {})
    with generations.building(first.name) as second:
        (second / ENGINE_FOLDER / "anew").unlink()
        (second / ENGINE_FOLDER / "anew").write_text("new", "utf-8")
        found = checksums(second, known)
        assert found == checksums(second, {})
    assert found.keys() == {"engine/same", "engine/anew"}
