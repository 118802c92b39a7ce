"""How readers of many languages write a word: which spellings find each other, what finds more, what does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchsvc.answer import SearchRequest
from searchsvc.searching import search
from tests.archives import archive, article


def finds(q: str, text: str, language: str) -> bool:
    """Whether a query finds an article with this text, every word of it being there; it is marked then, too."""
    answer = search(archive([article("a", f"— {text}. —", language=language)]), SearchRequest(q=q))
    right = bool(answer.hits) and not answer.loosened
    assert not right or any(fragment.marks for fragment in answer.hits[0].body)
    return right


SAME: dict[str, tuple[str, str, str]] = {
    "Arabic: alef with hamza above": ("ar", "أحمد", "احمد"),
    "Arabic: alef with hamza below": ("ar", "إسلام", "اسلام"),
    "Arabic: alef with madda": ("ar", "قرآن", "قران"),
    "Arabic: alef wasla": ("ar", "ٱلله", "الله"),
    "Arabic: the last letter of feminine words": ("ar", "مدرسة", "مدرسه"),
    "Arabic: with the article and the last letter": ("ar", "المدرسة", "المدرسه"),
    "Arabic: yeh without dots": ("ar", "مصطفى", "مصطفي"),
    "Arabic: hamza on its seat": ("ar", "رئيس", "رييس"),
    "Arabic: vowel points": ("ar", "مُحَمَّد", "محمد"),
    "Arabic: superscript alef": ("ar", "هٰذا", "هذا"),
    "Arabic: tatweel": ("ar", "محـــمد", "محمد"),
    "Arabic: letters of a Persian keyboard": ("ar", "کتاب علی", "كتاب علي"),
    "Arabic: forms for old printers": ("ar", "ﻛﺘﺎﺏ", "كتاب"),
    "Arabic: the article": ("ar", "الكتاب", "كتاب"),
    "Arabic: and the": ("ar", "والحكومة", "الحكومة"),
    "Arabic: digits": ("ar", "٢٠٢٠", "2020"),
    "Arabic: decimals and thousands": ("ar", "٣٫٥ ١٬٠٠٠", "3.5 1000"),
    "Arabic: marks of direction": ("ar", "\u200fبيروت\u200e", "بيروت"),
    "Persian: letters of an Arabic keyboard": ("fa", "کتابی", "كتابي"),
    "Persian: a compound and joined": ("fa", "می‌روم", "میروم"),
    "Persian: a compound and two words": ("fa", "می‌روم", "می روم"),
    "Persian: other signs in a compound": ("fa", "می‌روم", "می\u00adروم"),
    "Persian: several signs in a compound": ("fa", "نمی‌\u200eکند", "نمی‌کند"),
    "Persian: ezafe over the letter": ("fa", "خانهٔ", "خانه"),
    "Persian: ezafe in one letter": ("fa", "خانۀ", "خانه"),
    "Persian: hamza at the end": ("fa", "امضاء", "امضا"),
    "Persian: adverbs": ("fa", "قبلاً", "قبلا"),
    "Persian: digits": ("fa", "۱۳۹۹", "1399"),
    "Urdu: letters of an Arabic keyboard": ("ur", "ہے کیا", "هے كيا"),
    "Kurdish: a vowel": ("ku", "هەولێر", "ههولێر"),
    "Hebrew: points": ("he", "שָׁלוֹם", "שלום"),
    "Hebrew: sign of abbreviation": ("he", "צה״ל", "צה-ל"),
    "Hindi: nasal as dot or letter": ("hi", "हिन्दी सम्बन्ध", "हिंदी संबंध"),
    "Hindi: nukta": ("hi", "ज़रूर", "जरूर"),
    "Hindi: the two nasal vowels": ("hi", "हाँ", "हां"),
    "Malayalam: old encoding": ("ml", "അവൻ", "അവന്‍"),
    "Bengali: old encoding": ("bn", "উৎসব", "উত্‍সব"),
    "Russian: ё": ("ru", "ёлка", "елка"),
    "Russian: stress": ("ru", "за\u0301мок", "замок"),
    "Ukrainian: apostrophes": ("uk", "п'ять", "п’ять"),
    "Serbian: both alphabets, by their stems": ("sr", "влада", "vlada"),
    "Turkish: capitals with a dot": ("tr", "İSTANBUL", "istanbul"),
    "Turkish: capitals without a dot": ("tr", "ISPARTA", "ısparta"),
    "Turkish: typed without Turkish letters": ("tr", "Şişli Iğdır", "sisli igdir"),
    "German: umlauts with e, by their stems": ("de", "Müller", "Mueller"),
    "German: umlauts left out": ("de", "Müller", "Muller"),
    "German: sharp s": ("de", "Straße", "Strasse"),
    "French: accents, ligatures": ("fr", "cœur élevé", "coeur eleve"),
    "Romanian: cedilla for comma": ("ro", "București", "Bucureşti"),
    "Vietnamese: accents": ("vi", "Tiếng Việt Đà Nẵng", "tieng viet da nang"),
    "Polish": ("pl", "Łódź", "lodz"),
    "Icelandic": ("is", "Þór", "thor"),
    "Danish: å and ø without their signs": ("da", "Århus Ærø", "arhus aero"),
    "Greek: accents, the last s": ("el", "Αθήνας", "ΑΘΗΝΑΣ"),
    "Armenian: a ligature": ("hy", "և", "եւ"),
    "Georgian: capitals": ("ka", "ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი"),
    "Thai: two signs for one vowel": ("th", "แม่", "เเม่"),
    "Thai: digits": ("th", "๒๕๖๓", "2563"),
    "Lao: two letters for one": ("lo", "ໜ້າ", "ຫນ້າ"),
    "Khmer: breaks that are not seen": ("km", "ភាសា\u200bខ្មែរ", "ភាសាខ្មែរ"),
    "Korean: decomposed": ("ko", "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    "Japanese: half-width": ("ja", "ガス", "ｶﾞｽ"),
    "Japanese: a variant of an ideograph": ("ja", "葛\U000e0100城", "葛城"),
    "Chinese: full-width letters": ("zh", "ＷＴＯ組織", "wto組織"),
}


@pytest.mark.parametrize(("language", "one", "other"), SAME.values(), ids=SAME)
def test_spellings_find_each_other(language: str, one: str, other: str) -> None:
    assert finds(one, other, language)
    assert finds(other, one, language)


FOUND: dict[str, tuple[str, str, str]] = {
    "Persian: a word in its plural": ("fa", "کتاب", "کتاب‌های"),
    "Persian: a verb in its present": ("fa", "روم", "می‌روم"),
    "Persian: a part of three, two of them": ("fa", "می‌خواهم", "نمی‌می‌خواهم‌ش"),
    "Persian: all parts apart": ("fa", "می روم", "می‌روم"),
    "Korean: with its particle": ("ko", "정부", "정부는 발표했다"),
    "Korean: inside of a compound": ("ko", "대학", "서울대학교"),
    "Korean: one syllable": ("ko", "물", "눈물이"),
    "Thai: a word in a sentence": ("th", "ภาษา", "ฉันพูดภาษาไทยได้"),
    "Thai: one character of a sentence": ("th", "ได้", "ฉันพูดภาษาไทยได้"),
    "Thai: a phrase": ("th", '"ภาษาไทย"', "ฉันพูดภาษาไทยได้"),
    "Lao: a word in a sentence": ("lo", "ພາສາ", "ຂ້ອຍເວົ້າພາສາລາວ"),
    "Khmer: a word over a break that is not seen": ("km", "ភាសាខ្មែរ", "ខ្ញុំនិយាយ\u200bភាសា\u200bខ្មែរ"),
    "Burmese: a word in a sentence": ("my", "ဘာသာ", "မြန်မာဘာသာစကား"),
    "Japanese: a word in a sentence": ("ja", "閉鎖", "港は三日間閉鎖され"),
    "Chinese: a word in a sentence": ("zh", "北京", "在北京大学"),
    "Chinese: one character": ("zh", "京", "在北京"),
    "Chinese: behind letters": ("zh", "W杯", "W杯赛"),
    "Hebrew: the sign of abbreviation as a quotation mark": ("he", 'צה"ל', "צה״ל"),
}


@pytest.mark.parametrize(("language", "q", "text"), FOUND.values(), ids=FOUND)
def test_a_word_finds_what_it_is_part_of(language: str, q: str, text: str) -> None:
    assert finds(q, text, language)


APART: dict[str, tuple[str, str, str]] = {
    "Arabic: letters in another order": ("ar", "علم", "عمل"),
    "Arabic: parents are not the religion": ("ar", "الدين", "والدين"),
    "Arabic: water is not what": ("ar", "ماء", "ما"),
    "Persian: a word without its plural": ("fa", "کتاب‌ها", "کتاب"),
    "Persian: letters that only look alike": ("fa", "گل", "کل"),
    "Russian: й is a letter": ("ru", "йод", "иод"),
    "Ukrainian: ї is a letter": ("uk", "їжак", "іжак"),
    "Ukrainian: ґ is a letter": ("uk", "ґрати", "грати"),
    "Danish: aa": ("da", "Aarhus", "Århus"),
    "Japanese: the two kana": ("ja", "がす", "ガス"),
    "Chinese: traditional and simplified": ("zh", "中国", "中國"),
    "Chinese: over punctuation": ("zh", "中国家", "在中国，国家"),
    "Chinese: over a blank": ("zh", "北京", "北 京"),
    "Chinese: pairs that stand apart": ("zh", "北京大", "北京，京大"),
    "Thai: a consonant with another vowel": ("th", "ดี", "ดู"),
    "Thai: a character with a tone more": ("th", "ไม", "ไม้"),
    "Thai: in another order": ("th", "ไทยภาษา", "ภาษาไทย"),
    "Korean: another syllable": ("ko", "정부", "정보부"),
}


@pytest.mark.parametrize(("language", "q", "text"), APART.values(), ids=APART)
def test_other_words_are_not_found(language: str, q: str, text: str) -> None:
    assert not finds(q, text, language)


CODES = {
    "Arabic": "ar", "Persian": "fa", "Chinese": "zh", "Japanese": "ja", "Korean": "ko", "Thai": "th", "Hebrew": "he",
    "Hindi": "hi", "Russian": "ru", "Turkish": "tr", "German": "de", "French": "fr", "Vietnamese": "vi",
}  # fmt: skip


def test_the_examples_of_the_documentation(project: Path) -> None:
    section = (project / "docs" / "query-language.md").read_text("utf-8").partition("## In other languages")[2]
    rows = re.findall(r"^\| (\w+) \| (`.*) \| (`.*) \|$", section.partition("\n## ")[0], re.MULTILINE)
    assert {language for language, _, _ in rows} == CODES.keys()
    for language, typed, texts in rows:
        for q, text in zip(re.findall("`(.+?)`", typed), re.findall("`(.+?)`", texts), strict=True):
            assert finds(q, text, CODES[language]), (q, text)
