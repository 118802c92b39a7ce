"""An index where other things lie: nothing of somebody else is removed, or passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.errors import SettingsError
from searchsvc.indexing import reindex
from searchsvc.migrating import migrate
from tests.indexed import ids_of, saved, write

REINDEXED = {
    "indexed": {},
    "from nothing": {"full": True},
    "rehearsed": {"dry_run": True},
}


def files_in(folder: Path) -> list[Path]:
    """All files below."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("how", REINDEXED.values(), ids=REINDEXED)
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_folder_of_somebody_else_is_no_place_for_an_index(
    corpus: Path, index: Path, engine: str, how: dict[str, bool]
) -> None:
    mine = write(index, f"{engine}/notes/mine.md", "mine")
    with pytest.raises(SettingsError, match=r"\(notes\).*another --index"):
        reindex(corpus, index, engine, **how)  # type: ignore[arg-type]  # which of the flags, the table says
    assert files_in(index) == [mine]


def test_nor_for_that_of_another_engine(corpus: Path, index: Path) -> None:
    reindex(corpus, index)
    mine = write(index, "tantivy/notes/mine.md", "mine")
    with pytest.raises(SettingsError, match=r"\(notes\).*another --index"):
        migrate(index, "whoosh", "tantivy")
    assert files_in(index / "tantivy") == [mine]


def test_what_is_put_beside_an_index_stays(corpus: Path, index: Path) -> None:
    reindex(corpus, index)
    mine = write(index, "whoosh/notes/mine.md", "mine")
    write(corpus, "more.txt", saved("More"))
    assert reindex(corpus, index).added == 1
    assert mine.is_file()


def test_a_folder_of_the_corpus_may_be_called_like_an_engine(corpus: Path) -> None:
    yes = write(corpus, "whoosh/2020/yes.txt", saved("Yes"))
    with pytest.raises(SettingsError, match="2020"):
        reindex(corpus, corpus)
    for _ in range(2):
        assert reindex(corpus, corpus, "tantivy").articles == 4
    assert yes.is_file()


def test_the_indexes_of_all_engines_are_no_part_of_the_corpus(corpus: Path) -> None:
    reindex(corpus, corpus)
    migrate(corpus, "whoosh", "tantivy")
    assert reindex(corpus, corpus, full=True).unreadable == []
    assert ids_of(corpus) == ["harbour", "wire#a", "wire#b"]
