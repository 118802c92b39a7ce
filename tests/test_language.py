"""Languages: said by the article, else detected, else none."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.entries import named
from searchsvc.language import _BEGINNING, _SURE, _identifier, _is_english, detect
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
SCRIPTS = {
    "ko": "항구가 사흘 동안 닫혔다",
    "ja": "港は三日間閉鎖",
    "th": "ท่าเรือปิดสามวัน",
    "lo": "ທ່າເຮືອປິດສາມວັນ",
    "km": "កំពង់ផែបិទបីថ្ងៃ",
    "my": "ဆိပ်ကမ်းကို သုံးရက် ပိတ်ထားသည်",
    "he": "הנמל נסגר לשלושה ימים",
    "yi": "דער פּאָרט איז געווען פֿאַרמאַכט דרײַ טעג, און די שיף איז געבליבן אין האַפֿן װײַל",
    "el": "Το λιμάνι έκλεισε",
    "ka": "პორტი დაიხურა",
    "hy": "Նավահանգիստը փակվեց",
    "ta": "துறைமுகம் மூடப்பட்டது",
    "fa": "بندر پس از توفان سه روز بسته بود و گزارش کشتی‌ها در پایگاه ماند",
    "fa-with-arabic-keys": "فعال انتخاباتي يا احياگر امر به معروف و گزارش گروه چهارم",
    "uk": "Після шторму гавань була закрита три дні, і пором лишився в порту.",
    "ru": "После шторма гавань была закрыта на три дня, и паром остался в порту.",
    "ko with English names": "삼성전자와 Apple 항구가 사흘 동안 닫혔다",
}
UNCLEAR = {"nothing": "", "a word": "Idlib", "digits": "1234567890 " * 9, "signs": "?!… " * 20, "spaces": " " * 90}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=list(TEXTS))
def test_a_sentence_is_enough(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(("language", "text"), SCRIPTS.items(), ids=list(SCRIPTS))
def test_scripts_and_letters_tell(language: str, text: str) -> None:
    assert detect(text) == language[:2]


def test_blanks_at_the_beginning_do_not_hide_the_text() -> None:
    assert detect("8-7 23:04" + " " * 700 + TEXTS["zh"]) == "zh"


def test_foreign_names_do_not_make_a_text_another_language() -> None:
    russian = "В порту Київ после шторма паром остался на три дня, и пассажиры ждали, пока гавань снова откроют. "
    assert detect(russian * 3) == "ru"


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
    yield from (("news", f"{record['title']}\n{record['body'][:_BEGINNING]}") for record in records)
    for path in (corpora / "languages").glob("*.jsonl"):
        yield from (("languages", json.loads(line)["body"]) for line in path.read_text("utf-8").split("\n") if line)
    for path in (corpora / "fundus").glob("*/*.json"):
        yield from ((path.parent.name, text) for text in _strings(json.loads(path.read_text("utf-8"))))
    for path in (corpora / "markdown").rglob("*.md"):
        yield from (("markdown", found.body) for found in read(path, corpora) if isinstance(found, Article))


@pytest.mark.corpora
@pytest.mark.parametrize("language", ["ar", "fa", "pt", "zh"])
def test_real_articles_are_in_their_language(corpora: Path, language: str) -> None:
    lines = (corpora / "languages" / f"{language}.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    found = Counter(named(Article("a", row["title"] or "", row["body"])).language for row in rows)
    assert found[language] >= 0.99 * len(rows), found


NOT_ENGLISH = ("languages", "at", "ch", "cz", "dk", "fr", "id", "it", "kr", "li", "lt", "pl", "py", "se", "ua")


@pytest.mark.corpora
def test_english_words_and_the_identifier_agree(corpora: Path) -> None:
    english = 0
    for folder, text in _samples(corpora):
        if _is_english(sample := text[:_BEGINNING]):
            english += 1
            assert folder not in NOT_ENGLISH, sample
            language, sure = _identifier().classify(sample)
            assert (language, sure >= _SURE) == ("en", True), sample
    assert english > 1_500
