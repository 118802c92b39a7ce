"""Text to terms: every rule, places on the text, and linear work whatever the text."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.analysis import Analyser, analyser, chunks, stretches
from searchsvc.folding import fold, normal
from searchsvc.scripts import is_run

TERMS = {
    "case": ("Idlib IDLIB idlib", "idlib idlib idlib"),
    "blanks of every kind": ("a\tb\u00a0c\u2003d\ne\u3000f", "a b c d e f"),
    "compatible forms": ("ﬁne ｗｉｄｅ １２３ ²", "fine wide 123 2"),
    "curly and straight apostrophes": ("don't don’t donʼt", "don't don't don't"),
    "possessive": ("Russia's Russia’s RUSSIA'S Russiaʼs", "russia russia russia russia"),
    "plural possessive": ("the forces' base", "the forc base"),
    "possessive of an acronym": ("the U.S.'s and U.S’s", "the us and us"),
    "possessive of a year": ("1990's", "1990"),
    "contractions are one word": ("we're I'll they've he'd I'm", "we'r i'll they'v he'd i'm"),
    "names with an apostrophe": ("O'Brien o'clock", "o brien o clock"),
    "elided articles": ("l'élection d'État", "l election d etat"),
    "quotation marks around words": ("'said' ‘said’ “said”", "said said said"),
    "hyphens": ("de-escalation COVID-19 F-16", "de escal covid 19 f 16"),
    "dashes": ("war–peace war—peace", "war peac war peac"),
    "soft hyphens": ("run\u00adning milit\u00adary", "run militari"),
    "underscores": ("_foo_bar__", "foo bar"),
    "grouped thousands": ("1,000 1,234,567 1,000.5", "1000 1234567 1000.5"),
    "decimals": ("3.14 3,14 0.5", "3.14 3.14 0.5"),
    "grouped with points": ("1.000.000 1.234.567,8", "1000000 1234567.8"),
    "dates and versions give their parts": ("06.02.2020 1.2.3", "06 02 2020 1 2 3"),
    "digits of other scripts": ("٢٠٢٠ १२", "2020 12"),
    "numbers with letters": ("3rd 2020s 4G", "3rd 2020s 4g"),
    "acronyms": ("U.S. U.S.A. e.g. J.R.R.", "us usa eg jrr"),
    "a dot is no acronym": ("Ph.D. x.org end.Next", "ph d x org end next"),
    "addresses": ("http://x.org/a:b?c=d", "http x org a b c d"),
    "signs": ("AT&T C++ #1 50% a@b", "at t c 1 50 a b"),
    "stemmed": ("running specialists attacks", "run specialist attack"),
    "no stop words": ("to be or not to be", "to be or not to be"),
    "accents of Latin letters": ("naïve Élection Łódź Ærø Straße", "naiv election lodz aero strasse"),
    "accents of Greek letters": ("Αθήνα αθηνα", "αθηνα αθηνα"),
    "decomposed accents": ("e\u0301te\u0301", "ete"),
    "й is a letter, ё is е": ("мой ёлка елка май", "мой елка елка май"),
    "й and ё decomposed": ("мои\u0306 е\u0308лка", "мой елка"),
    "stress marks go": ("за\u0301мок", "замок"),
    "Ukrainian apostrophes": ("п'ять п’ять пʼять", "п'ять п'ять п'ять"),
    "dotless and dotted i": ("İstanbul Işık", "istanbul isik"),
    "Hebrew and Arabic points": ("שָׁלוֹם مُحَمَّد مــحمد", "שלום محمد محمد"),
    "Hindi keeps its vowel signs": ("हिन्दी", "हिंदी"),
    "Chinese": ("北京大学", "北京 京大 大学 学"),
    "one ideograph": ("中", "中"),
    "Chinese between punctuation": ("停火，以及", "停火 火 以及 及"),
    "kana, with marks of length": ("ニュースの", "ニュ ュー ース スの の"),
    "half-width kana": ("ｶﾞｽ", "ガス ス"),
    "decomposed kana": ("カ\u3099ス", "ガス ス"),
    "Hangul": ("대한민국", "대한 한민 민국 국"),
    "decomposed Hangul": (unicodedata.normalize("NFD", "대한민국"), "대한 한민 민국 국"),
    "Chinese beside Latin and digits": ("中国China2020年", "中国 国 china2020 年"),
    "emoji": ("😀 ❤️ 👩‍🚀 👍🏽", ""),
    "only punctuation": ("… -- ?!", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "terms"), TERMS.values(), ids=TERMS)
def test_terms(text: str, terms: str) -> None:
    assert analyser("en").terms(text) == terms.split()


STEMS = {
    "Russian": ("ru", "войны война войну", "войн войн войн"),
    "German": ("de", "Häuser", "haus"),
    "Portuguese of Brazil": ("pt-BR", "casas casa", "cas cas"),
    "a language without a stemmer": ("fa", "Attacks", "attacks"),
    "no language": ("", "Attacks", "attacks"),
    "a tag that is none": ("?-?", "Attacks", "attacks"),
}


@pytest.mark.parametrize(("language", "text", "terms"), STEMS.values(), ids=STEMS)
def test_words_are_stemmed_by_the_language(language: str, text: str, terms: str) -> None:
    assert analyser(language).terms(text) == terms.split()


PLACES = {
    "words without punctuation": ("Hello, world!", ["Hello", "world"]),
    "a possessive without its s": ("Russia's army", ["Russia", "army"]),
    "hyphenated parts": ("de-escalation", ["de", "escalation"]),
    "an acronym without its possessive": ("the U.S.'s army", ["the", "U.S", "army"]),
    "a whole number": ("1,000 men", ["1,000", "men"]),
    "letters with their accents": ("e\u0301te\u0301 fini", ["e\u0301te\u0301", "fini"]),
    "overlapping bigrams": ("北京大", ["北京", "京大", "大"]),
    "half-width kana with their marks": ("ｶﾞｽﾞ", ["ｶﾞｽﾞ", "ｽﾞ"]),
    "behind characters beyond the basic plane": ("😀 idlib 𝒙 x", ["idlib", "𝒙", "x"]),
}


@pytest.mark.parametrize(("text", "pieces"), PLACES.values(), ids=PLACES)
def test_tokens_lie_on_their_words(text: str, pieces: list[str]) -> None:
    assert [text[token.start : token.end] for token in analyser("en").tokens(text)] == pieces


SIGNS = (
    " .,'’ʼ-_\u00ad\u200c\u200d\u0301\u0306\u0308\u3099\ufe0f1٢aéйİß中ｶﾞ각각ुש\u0640ﷺ"
    "یم٫ก\u0e33\u0e49เໜກ្ကန်ノ\u200b\u200e\U000e0100😀\ud800\n"
)
ASCII_SIGNS = " .,'sStaBC019_-\n\x1c"
texts = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from(SIGNS), max_size=60),
    st.text(st.sampled_from(ASCII_SIGNS), max_size=60),
)
languages = st.sampled_from(("en", "ru", "ar", "fa", "zh", "th", "fr", "tr", ""))


@given(texts, languages)
def test_tokens_are_the_terms_in_order_and_on_the_text(text: str, language: str) -> None:
    tokens = list(analyser(language).tokens(text))
    assert [token.term for token in tokens] == analyser(language).terms(text)
    assert all(token.term and 0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert not any(blank in token.term for token in tokens for blank in " \t\n")


@given(texts, languages)
def test_stretches_have_the_words_of_the_text(text: str, language: str) -> None:
    words = analyser(language)
    pieces = [piece for chunk in chunks(text) for piece in words.pieces(chunk)]
    found = [word for stretch in stretches(text) for chunk in chunks(stretch) for word in words.words(chunk)]
    assert found == [(piece.word, piece.term) for piece in pieces]


@given(texts, languages)
def test_a_fresh_analyser_and_a_used_one_agree(text: str, language: str) -> None:
    used = analyser(language)
    used.terms(text)
    assert used.terms(text) == Analyser(language).terms(text)


@given(texts, texts, languages)
def test_texts_apart_have_the_terms_of_each(left: str, right: str, language: str) -> None:
    terms = analyser(language).terms
    assert terms(f"{left} ; {right}") == terms(left) + terms(right)


@given(texts, languages)
def test_normal_forms_of_a_text_have_the_same_terms(text: str, language: str) -> None:
    terms = analyser(language).terms
    composed = unicodedata.normalize("NFC", text)
    assert terms(unicodedata.normalize("NFD", composed)) == terms(composed)


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    for word in chunks(text):
        assert fold(fold(word)) == fold(word)
        assert fold(normal(word)) == fold(word)


def test_a_very_long_word_is_cut_alike_when_indexed_and_when_asked() -> None:
    word = "a" * 100_000
    assert analyser("en").terms(word) == ["a" * 100] == [analyser("en").term(normal(word)[:100])]


CJK = {
    "Chinese": ("停火", True),
    "kana": ("ｶﾞス", True),
    "mixed": ("停a", False),
    "Latin": ("a", False),
    "empty": ("", False),
}


@pytest.mark.parametrize(("text", "right"), CJK.values(), ids=CJK)
def test_runs_of_cjk_are_told_from_others(text: str, right: bool) -> None:
    assert is_run(text) is right


HOSTILE = {
    "dotted letters that end wrong": ("a." * 500, "aa"),
    "numbers that end wrong": ("1," * 500, "a"),
    "digits that end wrong": ("1" * 1_000, ",a"),
    "apostrophes": ("a'" * 500, "a"),
    "possessives": ("a's" * 500, "'"),
    "combining marks": ("a" + "\u0301" * 1_000, "."),
    "marks alone": ("\u0301 " * 500, ""),
    "ideographs and digits": ("中1" * 500, ""),
    "jamo": ("가" * 500, "ᆨ"),
    "underscores": ("_" * 1_000, "'"),
    "dots": ("." * 1_000, "a"),
}


@pytest.mark.parametrize(("repeated", "end"), HOSTILE.values(), ids=HOSTILE)
def test_work_is_linear(repeated: str, end: str) -> None:
    """Twice the text is about twice the work, counted in calls of Python functions and pieces found.

    A regular expression that went back over the text would not be seen by that; it would make this test take minutes.
    """

    def work(text: str) -> int:
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(count)
        try:
            assert len(list(Analyser("en").tokens(text))) <= len(text)
        finally:
            sys.setprofile(None)
        return calls

    once, twice = work(repeated + end), work(repeated * 2 + end)
    assert twice <= 2.2 * once + 1_000
    assert Analyser("en").terms(repeated * 20 + end) is not None
