"""What an answer says about text that could not be read as it was typed, and where it says that it stands."""

from __future__ import annotations

import pytest

from searchsvc.query import read

CASES = {
    "a lone quotation mark": ('say "a b', [(4, 5, "quotation mark without its partner")]),
    "an inch": ('6" pipe', [(1, 2, "quotation mark without its partner")]),
    "a lone curly mark": ("“a", [(0, 1, "quotation mark without its partner")]),
    "an empty phrase": ('a "" b', [(2, 4, "nothing between them")]),
    "a parenthesis too many": ("a) b", [(1, 2, "parenthesis without its partner")]),
    "a parenthesis too few": ("(a b", [(0, 1, "parenthesis without its partner")]),
    "several in a row": ("(((( a", [(0, 4, "parenthesis without its partner")]),
    "two apart": (") a (", [(0, 1, "parenthesis without"), (4, 5, "parenthesis without")]),
    "an empty group": ("a () b", [(2, 4, "Parentheses with nothing between")]),
    "a minus before a blank": ("a - b", [(2, 3, "type -word without a blank")]),
    "a minus at the end": ("a -", [(2, 3, "sign with nothing right behind")]),
    "a plus before a blank": ("a + b", [(2, 3, "sign with nothing right behind")]),
    "or behind": ("a OR", [(2, 4, 'read as the word "or"')]),
    "and in front": ("AND a", [(0, 3, 'read as the word "and"')]),
    "not behind": ("a NOT", [(2, 5, 'read as the word "not"')]),
    "or in a group": ("(OR a) b", [(1, 3, 'read as the word "or"')]),
    "a bar behind": ("a |", [(2, 3, "without something on both sides")]),
    "an unknown field": ("a foo:bar", [(2, 9, 'no field "foo"')]),
    "an unknown field before a phrase": ('foo:"a b"', [(0, 4, 'no field "foo"')]),
    "a field before a blank": ("title: a", [(0, 6, "a field is typed title:word")]),
    "a date before a blank": ("date: 2020", [(0, 5, "a field is typed date:2020")]),
    "a field before an empty group": ("a title:()", [(2, 8, "Nothing stands right behind title:"), (8, 10, "nothing")]),
    "a sign behind a field": ("title:-a", [(6, 7, "type -title:word")]),
    "every article in a field": ("title:*", [(6, 7, "every article")]),
    "too many changes": ("a word~5", [(2, 8, "so ~2 was used")]),
    "no change": ("word~0", [(0, 6, "so ~1 was used")]),
    "too much slop": ('"a b"~50', [(0, 8, "so ~20 was used")]),
    "slop without a number": ('"a b"~', [(0, 6, "needs a number")]),
    "slop behind a group": ("(a b)~2", [(5, 7, "~ behind a group was ignored")]),
    "too little weight": ("a b^0", [(2, 5, "so ^0.01 was used")]),
    "too much weight": ("(a b)^1000", [(4, 10, "so ^100 was used")]),
    "a fuzzy pattern": ("mil*t~2", [(0, 7, "cannot be fuzzy too")]),
    "a pattern without letters": ("a *-*", [(2, 5, "no letter or digit")]),
    "code points, not bytes": ("😀é (", [(3, 4, "parenthesis without its partner")]),
}
SILENT = {
    "a colon in a headline": "Syria: war",
    "an address": "http://x.org/a:b",
    "an address to write to": "mailto://a@x.org",
    "a result": "3:1",
    "a scope": "std::vector",
    "a drive": "C:\\temp",
    "a question": "why?",
    "a plus": "+a",
    "a hyphen": "de-escalation",
    "a hyphen behind a phrase": '"a b"-led',
    "punctuation behind a phrase": '"a b", (c d).',
    "lower case operators": "a or b and not c",
    "everything": "*",
    "nothing": "",
    "a power": "10^-3",
    "emoji": "😀",
}


@pytest.mark.parametrize(("typed", "said"), CASES.values(), ids=CASES)
def test_notices_say_what_and_where(typed: str, said: list[tuple[int, int, str]]) -> None:
    notices = read(typed).notices
    assert [(notice.start, notice.end) for notice in notices] == [(start, end) for start, end, _ in said]
    assert all(words in notice.message for notice, (_, _, words) in zip(notices, said, strict=True))


@pytest.mark.parametrize("typed", SILENT.values(), ids=SILENT)
def test_ordinary_text_passes_without_a_word(typed: str) -> None:
    assert read(typed).notices == ()


@pytest.mark.parametrize(("typed", "said"), CASES.values(), ids=CASES)
def test_a_notice_is_a_sentence(typed: str, said: list[tuple[int, int, str]]) -> None:
    assert said
    for notice in read(typed).notices:
        assert notice.message.endswith(".")
        assert len(notice.message) < 160
