"""Languages: said by the article, else detected, else none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.entries import named
from searchsvc.language import detect

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
