"""What an answer says about text that could not be read as it was typed, and where it says that it stands."""

from __future__ import annotations

import pytest

from searchsvc.query import read

CASES = {
    "a lone quotation mark": ('say "a b', [(4, 5, "unmatched quotation mark")]),
    "an inch": ('6" pipe', [(1, 2, "unmatched quotation mark")]),
    "a lone curly mark": ("“a", [(0, 1, "unmatched quotation mark")]),
    "an empty phrase": ('a "" b', [(2, 4, "Empty quotation marks")]),
    "a parenthesis too many": ("a) b", [(1, 2, "unmatched parenthesis")]),
    "a parenthesis too few": ("(a b", [(0, 1, "unmatched parenthesis")]),
    "several in a row": ("(((( a", [(0, 4, "unmatched parenthesis")]),
    "two apart": (") a (", [(0, 1, "unmatched parenthesis"), (4, 5, "unmatched parenthesis")]),
    "an empty group": ("a () b", [(2, 4, "Empty parentheses")]),
    "a minus before a blank": ("a - b", [(2, 3, "type -word without a space")]),
    "a minus at the end": ("a -", [(2, 3, "+ or - with no word after it")]),
    "a plus before a blank": ("a + b", [(2, 3, "+ or - with no word after it")]),
    "or behind": ("a OR", [(2, 4, 'read as the word "or"')]),
    "and in front": ("AND a", [(0, 3, 'read as the word "and"')]),
    "not behind": ("a NOT", [(2, 5, 'read as the word "not"')]),
    "or in a group": ("(OR a) b", [(1, 3, 'read as the word "or"')]),
    "a bar behind": ("a |", [(2, 3, "nothing on one side")]),
    "an unknown field": ("a foo:bar", [(2, 9, 'no field "foo"')]),
    "an unknown field before a phrase": ('foo:"a b"', [(0, 4, 'no field "foo"')]),
    "a field before a blank": ("title: a", [(0, 6, "write title:word")]),
    "a date before a blank": ("date: 2020", [(0, 5, "write date:2020")]),
    "a field before an empty group": (
        "a title:()",
        [(2, 8, "Nothing comes directly after title:"), (8, 10, "Empty parentheses")],
    ),
    "a sign behind a field": ("title:-a", [(6, 7, "type -title:word")]),
    "every article in a field": ("title:*", [(6, 7, "every article")]),
    "too many changes": ("a word~5", [(2, 8, "so ~2 was used")]),
    "no change": ("word~0", [(0, 6, "so ~1 was used")]),
    "too much slop": ('"a b"~50', [(0, 8, "so ~20 was used")]),
    "slop without a number": ('"a b"~', [(0, 6, "needs a number")]),
    "slop behind a group": ("(a b)~2", [(5, 7, "~ after a group was ignored")]),
    "too little weight": ("a b^0", [(2, 5, "so ^0.01 was used")]),
    "too much weight": ("(a b)^1000", [(4, 10, "so ^100 was used")]),
    "a fuzzy pattern": ("mil*t~2", [(0, 7, "cannot be fuzzy too")]),
    "a pattern without letters": ("a *-*", [(2, 5, "no letter or digit")]),
    "a weight without a word": ("oil ^2", [(4, 6, "type word^2 without a space")]),
    "a weight that is no number": ("title:oil^a", [(6, 11, "^ in a word needs a number")]),
    "a negative slop": ('"oil gas"~-1', [(9, 12, 'write ~3 or ^2, as in "a b"~3')]),
    "numbers behind a group": ("(a b)^-1", [(5, 8, "was ignored; write ~3 or ^2")]),
    "text behind a phrase": ('"oil gas"~gas', [(9, 13, "was read as words; write ~3 or ^2")]),
    "a star within a phrase": ('a "crude* oil"', [(2, 14, 'one at the end stands for any ending, as in "crude oi*"')]),
    "a star and slop": ('"crude oi*"~3', [(0, 13, "cannot have a * too")]),
    "code points, not bytes": ("😀é (", [(3, 4, "unmatched parenthesis")]),
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
    "an address with a caret": "http://x.org/a^b",
    "a face": "^_^",
    "a star at the end of a phrase": '"crude oi*"',
    "a phrase of stars": '"***"',
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
