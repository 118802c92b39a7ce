"""Marks in the original text, and the fragments that show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.answer import Fragment
from searchsvc.errors import QueryError
from searchsvc.highlight import Marker, fragments, paragraphs
from searchsvc.query import parse
from searchsvc.query.planner import make_plan
from tests.archives import article, lexicon


def mark(q: str, text: str, field: str = "body", language: str = "en") -> Fragment:
    """A text with the marks of a query, in an archive of this text alone."""
    known = lexicon([article("a", text, language=language)])
    made = make_plan(parse(q), known).plan
    found = Marker(made).whole(text, field, language)
    assert Marker(made, known.words).whole(text, field, language) == found
    return found


def shown(fragment: Fragment) -> str:
    """The text with its marks in brackets."""
    return "".join(f"[{piece}]" if marked else piece for piece, marked in fragment.pieces())


@pytest.mark.parametrize(
    ("language", "text"), [("pt", "O [Paulo] e o Jorge"), ("en", "Paul met [Paulo]"), ("", "[Paul] met [Paulo]")]
)
def test_in_each_language_the_words_that_are_its_own(language: str, text: str) -> None:
    plain = text.replace("[", "").replace("]", "")
    known = lexicon(
        [article(tag, one, language=tag) for tag, one in (("pt", "O Paulo e o Jorge"), ("en", "Paul met Paulo"))]
    )
    for q in ("paulo", '"paulo" OR jorgex', "(paulo lang:pt) OR (paulo lang:en) OR paulo"):
        marker = Marker(make_plan(parse(q), known).plan, known.words)
        assert shown(marker.whole(plain, "body", language)) == text


def test_what_only_one_language_asks_for_is_marked_in_no_other() -> None:
    known = lexicon([article("a", "war", language="en"), article("b", "war", language="fr")])
    marker = Marker(make_plan(parse("(war lang:fr) OR peace"), known).plan)
    assert [shown(marker.whole("war", "body", language)) for language in ("fr", "en")] == ["[war]", "war"]


MARKS: dict[str, tuple[str, str]] = {
    "a word, wherever it is": ("war", "[War] and [war], not warfare"),
    "its other forms": ("attack", "[attacks] [attacked] [attack]"),
    "without its possessive": ("russia", "[Russia]'s and [Russia]’s"),
    "an acronym without its possessive": ("us", "the [U.S]. and the [U.S].'s"),
    "a contraction": ("don't", "[Don’t] do it"),
    "two words": ("war peace", "[war] and [peace]"),
    "a phrase as one mark": ('"war and peace"', "[War and peace] are war; peace and war"),
    "a phrase over punctuation": ('"war peace"', "[war, (peace]) war. and peace"),
    "a phrase twice in a row": ('"war war"', "[war war war] x war"),
    "phrases that overlap": ('"a b" OR "b c"', "[a b c] b"),
    "a word of a phrase asked for beside it": ('"war and peace" war', "[war and peace] [war]"),
    "a phrase whose last word is begun": ('"crude oi*"', "[crude oil] and [crude oils], crude and oil"),
    "a Hebrew abbreviation": ('צה"ל', 'צה [צה"ל] [צה״ל]'),
    "a hyphenated word": ("de-escalation", "[de-escalation] and [De escalation], not escalation"),
    "a sloppy phrase by its words": ('"war peace"~3', "[war] or [peace], x x x x x x war"),
    "a sloppy phrase swapped": ('"war peace"~3', "[peace] and [war]"),
    "a sloppy phrase that is too far": ('"war peace"~1', "war x x x peace"),
    "a sloppy phrase of one word twice": ('"war war"~2', "x war x x x x [war] x [war]"),
    "a prefix": ("milit*", "[military] [militants] limit"),
    "a wildcard": ("w?r", "[war] wear"),
    "a fuzzy word": ("presidnet~", "the [president]"),
    "only in its field": ("title:war body:peace", "war [peace]"),
    "what is left out is not marked": ("war -peace", "[war] peace"),
    "not the words of a left out group": ("war -(peace OR x)", "[war] peace x"),
    "dates mark nothing": ("war date:2020 source:x", "[war] 2020 x"),
    "weights change nothing": ("(war OR peace)^3", "[war] [peace]"),
    "accents": ("refugies", "[réfugiés]"),
    "combining characters are in the mark": ("ete", "[e\u0301te\u0301] x"),
    "accents that were typed": ("été", "[ete]"),
    "a grouped number": ("1000", "[1,000] and [1000]"),
    "behind an emoji": ("war", "😀😀 [war]"),
    "nothing to mark": ("peace", "war"),
    "everything marks nothing": ("*", "war"),
    "a Chinese word as one mark": ("北京", "在[北京]大学"),
    "a longer Chinese word": ("北京大学", "在[北京大学]，北大"),
    "Chinese words that overlap": ("北京 京大", "在[北京大]学"),
    "one Chinese character": ("京", "在北[京]大学，[京]都"),
    "one character twice in a row": ("人", "[人人]都是[人]"),
    "one character at the end": ("学", "大[学]"),
    "one character of a longer one": ("ガ", "[ｶﾞ]ｽ[ガ]"),
    "a Thai word as one mark": ("ภาษา", "ฉันพูด[ภาษา]ไทย"),
    "one Thai character": ("ไทย", "ภาษา[ไทย] ไท"),
    "a Thai character with its signs": ("น้ำ", "ดื่ม[น้ำ]แล้ว [น้ำ]"),
    "Khmer over a break that is not seen": ("ភាសាខ្មែរ", "និយាយ\u200b[ភាសា\u200bខ្មែរ]"),
    "an Arabic word with its points": ("كتاب", "هنا [كِتـاب] هنا"),
    "a Persian compound by a part": ("کتاب", "آن [کتاب‌ها] را"),
    "a Persian compound in two words": ("می‌روم", "من [می روم] و [می‌روم]"),
    "half-width kana": ("ガス", "[ｶﾞｽ]と[ガス]"),
    "Chinese beside Latin": ("中国abc", "[中国abc]了"),
}


@pytest.mark.parametrize(("q", "right"), MARKS.values(), ids=MARKS)
def test_marks(q: str, right: str) -> None:
    text = right.replace("[", "").replace("]", "")
    assert shown(mark(q, text)) == right


def test_html_has_no_tag_but_mark() -> None:
    assert mark("script", "<script>&'\"</script>").html == (
        "&lt;<mark>script</mark>&gt;&amp;&#39;&#34;&lt;/<mark>script</mark>&gt;"
    )


SIGNS = "abé' .\n-中人ｶﾞ😀\u0301คำم\u200c\u200b"
texts = st.text(st.sampled_from(SIGNS), max_size=60) | st.text(max_size=40)
asked = st.one_of(
    st.sampled_from(
        ("คำ", "م", "م\u200cم", "a", "a*", '"a b"', '"a b"~2', "人", "中人", "a -b", "é~", "?b", '"a a"~3', "ab~2 中")
    ),
    st.text(max_size=8),
)


def check(fragment: Fragment) -> None:
    """Marks are in order, apart, on the text, and cover no blank at an end."""
    end = -1
    for start, stop in fragment.marks:
        assert end < start < stop <= len(fragment.text)
        end = stop
    assert "".join(piece for piece, _ in fragment.pieces()) == fragment.text


@given(asked, texts, st.integers(1, 4), st.integers(1, 60))
def test_marks_lie_on_the_text_and_unmarking_gives_it_back(q: str, text: str, count: int, size: int) -> None:
    try:
        whole = mark(q, text)
    except QueryError:
        return
    assert whole.text == text
    check(whole)
    cut = fragments(text, whole.marks, count, size)
    assert len(cut) <= count
    at = 0
    for fragment in cut:
        check(fragment)
        assert fragment.text in text
        at = text.index(fragment.text, at)
        assert bool(fragment.marks) is bool(whole.marks)
    for paragraph in paragraphs(whole):
        check(paragraph)
    assert "".join("".join(p.text.split()) for p in paragraphs(whole)) == "".join(text.split())


FILLER = " ".join(["filler"] * 60)


def body_of(*parts: str) -> str:
    """A long text: the parts, with sentences of filler between them."""
    return f". {FILLER}. ".join(("Start", *parts, "End."))


FRAGMENTS: dict[str, tuple[str, int, list[str]]] = {
    "the one with both words before those with one": ("war peace", 1, ["[war] and [peace] here"]),
    "in the order of the text": ("war peace", 3, ["[war] alone", "[peace] alone", "[war] and [peace] here"]),
    "no more than there are": ("war peace", 9, ["[war] alone", "[peace] alone", "[war] and [peace] here"]),
    "none asked for": ("war", 0, []),
}


@pytest.mark.parametrize(("q", "count", "right"), FRAGMENTS.values(), ids=FRAGMENTS)
def test_the_best_fragments(q: str, count: int, right: list[str]) -> None:
    whole = mark(q, body_of("war alone", "peace alone", "war and peace here"))
    found = [shown(fragment) for fragment in fragments(whole.text, whole.marks, count, 120)]
    assert len(found) == len(right)
    assert all(part in text for part, text in zip(right, found, strict=True))


def test_a_fragment_begins_with_its_sentence_and_is_not_too_long() -> None:
    whole = mark("war", body_of("The war goes on", "x"))
    (fragment,) = fragments(whole.text, whole.marks, 1, 100)
    assert fragment.text.startswith("The war goes on")
    assert len(fragment.text) <= 100
    assert not fragment.text.endswith("fille")


def test_without_marks_the_beginning_is_shown() -> None:
    assert [one.text for one in fragments("one two three", (), 3, 9)] == ["one two"]
    assert [one.text for one in fragments("onetwothree", (), 3, 4)] == ["onet"]
    assert fragments("", (), 3, 9) == ()
    assert fragments("one", (), 0, 9) == ()


def test_a_match_longer_than_a_fragment_is_shown_whole() -> None:
    words = " ".join(["war"] * 30)
    whole = mark(f'"{words}"', f"x x {words} x x")
    (fragment,) = fragments(whole.text, whole.marks, 3, 40)
    assert fragment.marks
    assert words in fragment.text


def test_paragraphs_are_cut_at_blank_lines() -> None:
    whole = mark('"war and peace" x', "one\ntwo war\n\n and peace \n \n\nx")
    assert [shown(paragraph) for paragraph in paragraphs(whole)] == ["one\ntwo [war]", "[and peace]", "[x]"]


def test_a_huge_text_of_one_word_is_marked_in_linear_work() -> None:
    """Looking at every window anew would take minutes."""
    whole = mark('"a b a b a b"~5', "a b " * 20_000)
    assert sum(stop - start for start, stop in whole.marks) == 40_000


def test_many_paragraphs_with_many_marks_are_cut_in_linear_work() -> None:
    whole = Marker(make_plan(parse("war"), lexicon([article("war", "war")])).plan).whole(
        "war and peace\n\n" * 50_000, "body", "en"
    )
    pieces = paragraphs(whole)
    assert len(pieces) == 50_000
    assert all(piece.marks == ((0, 3),) for piece in pieces)
    assert [piece.start for piece in pieces[:3]] == [0, 15, 30]
