"""An archive in a cluster, from the corpus to the answer: whatever happens to the corpus, it is as in a local index."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from searchsvc.archive import LiveArchive, open_archive
from searchsvc.engines import generations_of
from searchsvc.engines.cluster import Cluster
from searchsvc.errors import SettingsError
from searchsvc.indexing import reindex
from searchsvc.migrating import migrate
from searchsvc.parts import Part, finish, index_part
from tests.indexed import WORDS, lines, saved, state_of, two_files, write

ENGINE = "opensearch"
SECONDS = 20


def many_files(corpus: Path, files: int = 12) -> Path:
    """A corpus of some files with several articles each, some of them copies of each other."""
    chance = random.Random(5)
    story = " ".join(chance.choices(WORDS, k=200))
    for number in range(files):
        rows: list[dict[str, object]] = [
            {
                "id": str(row),
                "title": " ".join(chance.choices(WORDS, k=4)),
                "body": " ".join(chance.choices(WORDS, k=40)),
            }
            for row in range(5)
        ]
        rows.append({"id": "copy", "title": "The same story", "body": story, "date": f"2021-03-{number + 1:02}"})
        write(corpus, f"wire-{number}.jsonl", lines(*rows))
    return corpus


def check_as_local(corpus: Path, index: Path, place: Cluster) -> None:
    """The archive in the cluster says what a new index on Tantivy says, scores as exactly as both have them."""
    reindex(corpus, index.with_name("local"), "tantivy", full=True)
    there, here = state_of(index, ENGINE, place), state_of(index.with_name("local"), "tantivy")
    assert (there.articles, there.lexicon, there.keywords) == (here.articles, here.lexicon, here.keywords)
    for (total, hits), (expected, others) in zip(there.answers, here.answers, strict=True):
        assert total == expected
        scores = dict(others)
        assert {id_ for id_, _ in hits} == scores.keys()
        assert all(score == pytest.approx(scores[id_], rel=1e-4) for id_, score in hits)


def test_an_archive_that_grows_shrinks_and_changes(tmp_path: Path, place: Cluster) -> None:
    corpus, index = two_files(tmp_path / "corpus"), tmp_path / "index"
    first = reindex(corpus, index, ENGINE, place)
    assert (first.added, first.generation) == (3, "000001")
    check_as_local(corpus, index, place)
    write(corpus, "wire.jsonl", lines({"id": "b", "title": "Garden garlic closes"}, {"id": "c", "title": "New ferry"}))
    write(corpus, "mill.txt", saved("The mill burns"))
    again = reindex(corpus, index, ENGINE, place)
    assert (again.added, again.replaced, again.removed, again.unchanged) == (2, 1, 1, 1)
    check_as_local(corpus, index, place)
    (corpus / "harbour.txt").unlink()
    assert reindex(corpus, index, ENGINE, place).removed == 1
    check_as_local(corpus, index, place)


def test_without_a_change_nothing_new_is_made(tmp_path: Path, place: Cluster) -> None:
    corpus, index = two_files(tmp_path / "corpus"), tmp_path / "index"
    generation = reindex(corpus, index, ENGINE, place).generation
    write(corpus, "harbour.txt", (corpus / "harbour.txt").read_bytes(), changed=1_700_000_000)
    assert reindex(corpus, index, ENGINE, place).generation == generation


def test_any_machine_can_go_on(tmp_path: Path, place: Cluster) -> None:
    corpus = two_files(tmp_path / "corpus")
    reindex(corpus, tmp_path / "one", ENGINE, place)
    write(corpus, "mill.txt", saved("The mill burns"))
    report = reindex(corpus, tmp_path / "other", ENGINE, place)
    assert (report.added, report.unchanged, report.full) == (1, 3, False)
    check_as_local(corpus, tmp_path / "one", place)
    check_as_local(corpus, tmp_path / "third", place)


def test_a_server_notices_a_new_state(tmp_path: Path, place: Cluster) -> None:
    corpus = two_files(tmp_path / "corpus")
    reindex(corpus, tmp_path / "one", ENGINE, place)
    live = LiveArchive(tmp_path / "other", ENGINE, place)
    with live.current() as archive:
        assert archive.info.articles == 3
        write(corpus, "mill.txt", saved("The mill burns"))
        reindex(corpus, tmp_path / "one", ENGINE, place)
        assert archive.engine.stats().articles == 3
    wait_for_articles(live, 4)
    live.close()


def wait_for_articles(live: LiveArchive, count: int) -> None:
    """Return when a server has noticed the state with so many articles."""
    give_up = time.monotonic() + SECONDS
    while True:
        with live.current() as archive:
            if archive.info.articles == count:
                return
        assert time.monotonic() < give_up, f"not noticed after {SECONDS} seconds"


PARTS = 3


def in_parts(corpus: Path, index: Path, place: Cluster, numbers: tuple[int, ...] = (2, 1, 3)) -> None:
    """Index some parts of a corpus."""
    for number in numbers:
        index_part(corpus, index / str(number), ENGINE, place, Part(number, PARTS))


def test_parts_make_the_same_archive(tmp_path: Path, place: Cluster) -> None:
    corpus, index = many_files(tmp_path / "corpus"), tmp_path / "index"
    in_parts(corpus, index, place)
    report = finish(index, ENGINE, place)
    whole = reindex(corpus, tmp_path / "whole", "tantivy")
    assert (report.articles, report.files, report.coverage) == (whole.articles, whole.files, whole.coverage)
    assert report.coverage.copies == 11
    check_as_local(corpus, index, place)


def test_after_the_parts_changes_are_indexed_as_ever(tmp_path: Path, place: Cluster) -> None:
    corpus, index = many_files(tmp_path / "corpus"), tmp_path / "index"
    in_parts(corpus, index, place)
    finish(index, ENGINE, place)
    (corpus / "wire-0.jsonl").unlink()
    write(corpus, "mill.txt", saved("The mill burns"))
    report = reindex(corpus, index, ENGINE, place)
    assert (report.added, report.removed, report.full) == (1, 6, False)
    check_as_local(corpus, index, place)


def test_a_part_that_is_missing_is_named_and_can_be_run_again(tmp_path: Path, place: Cluster) -> None:
    corpus, index = many_files(tmp_path / "corpus"), tmp_path / "index"
    in_parts(corpus, index, place, (1, 3))
    with pytest.raises(SettingsError, match=r"2"):
        finish(index, ENGINE, place)
    in_parts(corpus, index, place, (1, 2))
    assert finish(index, ENGINE, place).articles == 72
    check_as_local(corpus, index, place)


def test_a_part_run_again_after_a_change_leaves_nothing_behind(tmp_path: Path, place: Cluster) -> None:
    corpus, index = many_files(tmp_path / "corpus"), tmp_path / "index"
    in_parts(corpus, index, place)
    for name in ("wire-0.jsonl", "wire-1.jsonl", "wire-2.jsonl"):
        write(corpus, name, lines({"id": "0", "title": "Only this one"}))
    in_parts(corpus, index, place)
    assert finish(index, ENGINE, place).articles == 9 * 6 + 3
    check_as_local(corpus, index, place)


def test_other_parts_are_refused_unless_all_begins_anew(tmp_path: Path, place: Cluster) -> None:
    corpus, index = many_files(tmp_path / "corpus"), tmp_path / "index"
    in_parts(corpus, index, place, (1,))
    with pytest.raises(SettingsError, match="restart"):
        index_part(corpus, index, ENGINE, place, Part(1, 2))
    index_part(corpus, index, ENGINE, place, Part(1, 2), restart=True)
    index_part(corpus, index, ENGINE, place, Part(2, 2))
    assert finish(index, ENGINE, place).articles == 72


def test_an_index_moves_to_the_cluster_and_back(tmp_path: Path, place: Cluster) -> None:
    corpus, index = many_files(tmp_path / "corpus"), tmp_path / "index"
    reindex(corpus, index, "tantivy")
    there = migrate(index, "tantivy", ENGINE, place, switch=True)
    assert there.parity.agrees
    assert there.switched
    assert there.new_bytes > 0
    assert not migrate(index, "tantivy", ENGINE, place).built
    back = migrate(index, ENGINE, "whoosh", place)
    assert back.parity.agrees
    check_as_local(corpus, index, place)


def test_going_back(tmp_path: Path, place: Cluster) -> None:
    corpus, index = two_files(tmp_path / "corpus"), tmp_path / "index"
    reindex(corpus, index, ENGINE, place)
    write(corpus, "mill.txt", saved("The mill burns"))
    reindex(corpus, index, ENGINE, place)
    assert generations_of(index, ENGINE, place).rollback() == "000001"
    assert len(ids_of(index, place)) == 3
    with pytest.raises(SettingsError, match="000001"):
        generations_of(index, ENGINE, place).rollback()
    report = reindex(corpus, index, ENGINE, place)
    assert (report.added, report.unchanged, report.full) == (1, 3, False)
    check_as_local(corpus, index, place)


def ids_of(index: Path, place: Cluster) -> list[str]:
    """The ids in the state that is served."""
    archive = open_archive(index, ENGINE, place)
    try:
        return sorted(archive.engine.ids())
    finally:
        archive.close()
