"""Real articles in Arabic, Persian, Chinese and Portuguese: a search finds what brute force finds, and marks it.

The judge shares nothing with the package: it normalises the text with a table of its own, and cuts it with ``\\w+``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain
from pathlib import Path

import pytest

from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive, open_archive
from searchsvc.article import Article
from searchsvc.highlight import Marker
from searchsvc.indexing import reindex
from searchsvc.query import parse
from searchsvc.query.planner import make_plan
from searchsvc.searching import search
from tests.archives import archive

pytestmark = [pytest.mark.corpora, pytest.mark.slow]

LANGUAGES = ("ar", "fa", "pt", "zh")
ENGINES = ("whoosh", "tantivy")
NON_JOINER = "\u200c"
ARABIC = str.maketrans(
    {**dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىی", "ي"), "ک": "ك", "ة": "ه", "ۀ": "ه", "ـ": ""}
)
UNSEEN = str.maketrans(dict.fromkeys("\u200e\u200f\u00ad", NON_JOINER))
POINTS = dict.fromkeys(code for code in range(0x300, 0x900) if unicodedata.category(chr(code)) == "Mn")
IDEOGRAPHS = "[\u4e00-\u9fff]"


def plain(text: str) -> str:
    """The text without case, accents and points, its Arabic letters of one kind."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).translate(ARABIC).lower())
    return unicodedata.normalize("NFC", text.translate(POINTS)).translate(ARABIC).translate(UNSEEN)


def words_of(text: str) -> set[str]:
    """The words of a plain text: Persian compounds as they are, and their parts."""
    compounds = re.findall(rf"\w+(?:{NON_JOINER}+\w+)*", text)
    found = {re.sub(f"{NON_JOINER}+", NON_JOINER, word) for word in compounds}
    return found.union(*(word.split(NON_JOINER) for word in found))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles with their plain texts and the words of each, by id; ``middle`` is 50 words of each language."""

    articles: list[Article]
    texts: dict[str, str] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    middle: dict[str, list[str]] = field(default_factory=dict)

    def having(self, word: str) -> set[str]:
        """The ids of the articles that have a word, a run of ideographs anywhere."""
        if re.fullmatch(f"{IDEOGRAPHS}+", word):
            return {id_ for id_, text in self.texts.items() if word in text}
        return {id_ for id_, words in self.words.items() if word in words}

    def of(self, language: str) -> list[Article]:
        """The articles in one language."""
        return [article for article in self.articles if article.language == language]


def read(corpora: Path) -> Iterator[Article]:
    """The articles, their ids with the language in front."""
    for language in LANGUAGES:
        lines = (corpora / "languages" / f"{language}.jsonl").read_text("utf-8").split("\n")
        for row in map(json.loads, filter(None, lines)):
            yield Article(f"{language}-{row['id']}", row["title"] or "", row["body"], language=language)


def middle_of(counts: Counter[str]) -> list[str]:
    """50 words: half from the middle of the list of words, half from where half of what is written is read."""
    ranked = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    reached = accumulate(counts[word] for word in ranked)
    half = counts.total() // 2
    place = sum(so_far < half for so_far in reached)
    return ranked[place : place + 25] + ranked[len(ranked) // 2 :][:25]


@pytest.fixture(scope="module")
def shelf(corpora: Path) -> Shelf:
    """All the articles, and the words to search for."""
    made = Shelf(list(read(corpora)))
    for article in made.articles:
        made.texts[article.id] = text = plain(f"{article.title}\n{article.body}")
        made.words[article.id] = words_of(text)
    for language in LANGUAGES:
        texts = [made.texts[article.id] for article in made.of(language)]
        pattern = f"(?=({IDEOGRAPHS}{{2}}))" if language == "zh" else r"\w+"
        met = chain.from_iterable(set(re.findall(pattern, text)) for text in texts)
        made.middle[language] = middle_of(Counter(word for word in met if word.isalpha()))
    return made


@pytest.fixture(scope="module")
def mixed(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Archive]]:
    """One archive of all the articles in each engine."""
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    lines = (json.dumps(article.to_json()) + "\n" for article in shelf.articles)
    (corpus / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    for engine in ENGINES:
        assert not reindex(corpus, index, engine).unreadable
    opened = {engine: open_archive(index, engine) for engine in ENGINES}
    yield opened
    for one in opened.values():
        one.close()


def found(archive: Archive, q: str) -> set[str]:
    """The ids of everything that a search finds, page by page; none of them twice."""
    answer = search(archive, SearchRequest(q=q, per_page=100, fragments=0, copies="all"))
    hits = list(answer.hits)
    while answer.next:
        answer = search(archive, SearchRequest(q=q, per_page=100, cursor=answer.next, fragments=0, copies="all"))
        hits += answer.hits
    ids = {hit.article.id.rpartition("#")[2] for hit in hits}
    assert len(ids) == len(hits) == answer.total
    return set() if answer.loosened else ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_with_a_word_is_found(shelf: Shelf, language: str) -> None:
    alone = archive(shelf.of(language))
    ours = {article.id for article in shelf.of(language)}
    for word in shelf.middle[language]:
        right = shelf.having(word) & ours
        assert right <= found(alone, word), word
        if language == "zh":
            assert right == found(alone, word), word


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_with_a_word_is_found_among_other_languages(
    shelf: Shelf, mixed: dict[str, Archive], language: str, engine: str
) -> None:
    for word in shelf.middle[language]:
        assert shelf.having(word) <= found(mixed[engine], word), word


def test_persian_words_find_nothing_but_their_compounds_and_spellings(shelf: Shelf) -> None:
    alone = archive(shelf.of("fa"))
    for word in shelf.middle["fa"]:
        for id_ in found(alone, word) - shelf.having(word):
            assert word in shelf.texts[id_].replace(NON_JOINER, ""), (word, id_)


def test_portuguese_words_find_nothing_that_begins_otherwise(shelf: Shelf) -> None:
    alone = archive(shelf.of("pt"))
    for word in shelf.middle["pt"]:
        for id_ in found(alone, word) - shelf.having(word):
            assert any(other[:3] == word[:3] for other in shelf.words[id_]), (word, id_)


def passages(shelf: Shelf, size: int, count: int = 40) -> list[str]:
    """Runs of ideographs as articles have them: every so many of all there are."""
    runs = sorted({run for text in shelf.texts.values() for run in re.findall(f"{IDEOGRAPHS}{{{size}}}", text)})
    return runs[:: len(runs) // count + 1]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 9])
def test_chinese_phrases_are_found_exactly(shelf: Shelf, mixed: dict[str, Archive], size: int, engine: str) -> None:
    for run in passages(shelf, size):
        assert found(mixed[engine], f'"{run}"') == shelf.having(run), run
        assert found(mixed[engine], run) == shelf.having(run), run


@pytest.mark.parametrize("engine", ENGINES)
def test_what_excludes_chinese_excludes_exactly(shelf: Shelf, mixed: dict[str, Archive], engine: str) -> None:
    runs = passages(shelf, 2, 15) + passages(shelf, 3, 15) + shelf.middle["zh"][:15]
    for word, run in zip(shelf.middle["zh"] * 2, runs, strict=False):
        right = shelf.having(word) - shelf.having(run)
        assert found(mixed[engine], f"{word} -{run}") == right, (word, run)
        assert found(mixed[engine], f'{word} NOT "{run}"') == right, (word, run)
    (run,) = shelf.middle["zh"][:1]
    assert found(mixed[engine], f"-{run}") == shelf.texts.keys() - shelf.having(run)


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_lie_on_the_words(shelf: Shelf, language: str) -> None:
    """In the text as it is, whatever its normal form; in Chinese every place is marked and nothing else."""
    alone = archive(shelf.of(language))
    bodies = {article.id: article.body for article in shelf.of(language)}
    for word in shelf.middle[language]:
        marker = Marker(make_plan(parse(word), alone.lexicon).plan, alone.lexicon.words)
        for id_ in shelf.having(word) & bodies.keys():
            body = bodies[id_]
            slices = [body[start:end] for start, end in marker.spans(body, "body", language)]
            if language == "zh":
                assert sum(map(len, slices)) == len(covered(body, word)), (word, id_)
            elif word in words_of(plain(body)):
                assert any(word in plain(piece).replace(NON_JOINER, "") for piece in slices), (word, id_)


def covered(text: str, word: str) -> set[int]:
    """The places of a text that a word lies on."""
    starts = (match.start() for match in re.finditer(f"(?={word})", text))
    return {place for start in starts for place in range(start, start + len(word))}
