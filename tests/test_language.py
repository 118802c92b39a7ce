"""Languages: said by the article, else detected, else none."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.entries import named
from searchsvc.language import _SURE, SAMPLE, _identifier, _is_english, detect
from searchsvc.readers import read

TEXTS = {
    "en": "The harbour was closed for three days after the storm, and the ferry stayed in port.",
    "de": "Der Hafen war nach dem Sturm drei Tage lang geschlossen, und die Fähre blieb im Hafen.",
    "fr": "Le port est resté fermé pendant trois jours après la tempête, et le ferry est resté à quai.",
    "es": "El puerto estuvo cerrado tres días después de la tormenta, y el transbordador no salió.",
    "ru": "После шторма гавань была закрыта на три дня, и паром остался в порту.",
    "zh": "暴风雨过后港口关闭了三天渡轮一直停在港内没有出航乘客只好等待",
    "ja": "嵐のあと港は三日間閉鎖され、フェリーは港にとどまりました。乗客は待つしかありませんでした。",
    "ar": "أُغلق الميناء ثلاثة أيام بعد العاصفة وبقيت العبّارة راسية في الميناء",
}
UNCLEAR = {"nothing": "", "a word": "Idlib", "digits": "1234567890 " * 9, "signs": "?!… " * 20, "spaces": " " * 90}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=list(TEXTS))
def test_a_sentence_is_enough(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", UNCLEAR.values(), ids=list(UNCLEAR))
def test_what_is_not_clear_has_no_language(text: str) -> None:
    assert detect(text) == ""


@given(st.text(st.characters(), max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert detect(text) == "" or detect(text).isalpha()


def test_what_the_article_says_is_kept() -> None:
    assert named(Article("a", body=TEXTS["en"], language="pt-BR")).language == "pt-BR"


def test_title_body_and_caption_are_looked_at() -> None:
    assert named(Article("a", title=TEXTS["de"])).language == "de"
    assert named(Article("a", captions=(TEXTS["fr"],))).language == "fr"
    assert named(named(Article("a", body=TEXTS["ru"]))).language == "ru"


FOREIGN = {
    "German with the title of an English film": (
        "Am Sonntag lief „The Lord of the Rings and the Tower“ for Kinder im alten Kino am Hafen, danach gab es eine "
        "lange Diskussion mit dem Regisseur, der schon zum dritten Mal in die kleine Stadt gekommen war."
    ),
    "Danish": "Han har to børn for anden gang og en and, an det kan man jo ikke have noget imod, siger han.",
    "Dutch": "Dit is de film The Rings of the Lords and Kings of iets in die trant, was het niet in Den Haag?",
    "Spanish with a name": "El grupo The Who has actuado on tour, pero nadie sabe si volverá pronto a la ciudad.",
    "an English name in a long text": "The Rest of them and Others with " + "Leuten aus aller Herren Länder, " * 6,
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_some_english_words_do_not_make_a_text_english(text: str) -> None:
    assert not _is_english(text)


def _strings(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _samples(corpora: Path) -> Iterator[tuple[str, str]]:
    """(folder, text) of real texts in many languages, paragraph by paragraph where there are paragraphs."""
    with lzma.open(corpora / "news" / "reuters-106k.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = list(map(json.loads, islice(lines, 0, 20_000, 10)))
    yield from (("news", f"{record['title']}\n{record['body'][:SAMPLE]}") for record in records)
    for path in (corpora / "languages").glob("*.jsonl"):
        yield from (("languages", json.loads(line)["body"]) for line in path.read_text("utf-8").split("\n") if line)
    for path in (corpora / "fundus").glob("*/*.json"):
        yield from ((path.parent.name, text) for text in _strings(json.loads(path.read_text("utf-8"))))
    for path in (corpora / "markdown").rglob("*.md"):
        yield from (("markdown", found.body) for found in read(path, corpora) if isinstance(found, Article))


NOT_ENGLISH = ("languages", "at", "ch", "cz", "dk", "fr", "id", "it", "kr", "li", "lt", "pl", "py", "se", "ua")


@pytest.mark.corpora
def test_english_words_and_the_identifier_agree(corpora: Path) -> None:
    english = 0
    for folder, text in _samples(corpora):
        if _is_english(sample := text[:SAMPLE]):
            english += 1
            assert folder not in NOT_ENGLISH, sample
            language, sure = _identifier().classify(sample)
            assert (language, sure >= _SURE) == ("en", True), sample
    assert english > 1_500
