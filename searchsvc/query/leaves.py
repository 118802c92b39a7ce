"""Leaves: what one word or phrase of a query asks for, with its field, pattern, edits, slop and weight.

Whatever has none of these in a form that can be read stays a ``Word`` with the text as typed.
"""

from __future__ import annotations

import re
from typing import cast

from searchsvc.fields import BY_TYPED_NAME, Kind
from searchsvc.query import dates
from searchsvc.query.remarks import Remarks
from searchsvc.query.scanner import DATE_OPS, FIELD_NAMES, GERSHAYIM, NUMBER, OPERATORS, PUNCTUATION, Token
from searchsvc.query.tree import (
    DateOp,
    Dates,
    Everything,
    Fuzzy,
    Phrase,
    Prefix,
    Tree,
    Weighted,
    Wildcard,
    Word,
)

MAX_SLOP = 20
MAX_EDITS = 2
LEAST_WEIGHT, MOST_WEIGHT = 0.01, 100.0

KEYWORD_NAMES = tuple(name for name, field in BY_TYPED_NAME.items() if field.kind is Kind.KEYWORD)

# One word that begins with this is a prefix without its quotation marks, too; of several words it is the whole phrase.
_PREFIX = re.compile(r'[^\W_][^\s()|:~^*?"“”„‟«»]*')
_WORD_END = re.compile(r"(?:[^\W_]|[^\x00-\x7f\s])\Z")
_LETTER_WANTED = re.compile(r"\?(?=[^\W_]|\*)")
_LIKE_FIELD = re.compile(r"([^\W\d_]{2,}):(?=[^\W_]|[*\"“„«(]|$)")
_FIELDS = ", ".join(FIELD_NAMES[:-1]) + f" and {FIELD_NAMES[-1]}"

_STARS = 'A * in quotation marks was ignored; one at the end stands for any ending, as in "crude oi*".'
_STARS_WITH_SLOP = "A phrase with ~ cannot have a * too, so * was ignored."


def word(token: Token, group: str | None, remarks: Remarks) -> Tree:
    """What a word asks for; ``group`` is the field of the group that it stands in, which its own field overrules."""
    name, colon, value = token.text.partition(":")
    field: str | None
    if colon and name.lower() in FIELD_NAMES:
        start, field = token.end - len(value), name.lower()
        if field not in DATE_OPS:
            value = _unsigned(value, field, start, remarks)
    else:
        start, field, value = token.start, group, token.text
        _unknown_field(token, remarks)
    base, weight = _weight_of(value)
    if weight is None:
        _unweighted(value, start, token.end, remarks)
    place = Token(token.kind, base, start, token.end)
    leaf = dated(place, field, remarks) if field in DATE_OPS else _plain(place, field, remarks)
    return weighted(leaf, weight, token, remarks)


def phrase(token: Token, field: str | None, remarks: Remarks) -> Tree:
    """What a phrase asks for."""
    if field in DATE_OPS:
        return weighted(dated(token, field, remarks), token.weight, token, remarks)
    leaf = _starred_phrase(token, field) or Phrase(token.text, field, _slop(token, remarks))
    if isinstance(leaf, Phrase) and "*" in leaf.text and _has_letters(leaf.text):
        remarks.notice(_STARS_WITH_SLOP if leaf.slop else _STARS, token.start, token.end)
    return weighted(leaf, token.weight, token, remarks)


def _starred_phrase(token: Token, field: str | None) -> Prefix | None:
    """A phrase with a star at its end, and nowhere else: its last word may go on."""
    head = token.text.rstrip("*")
    if head == token.text or token.slop or "*" in head or not _WORD_END.search(head):
        return None
    return Prefix(head, field) if " " in head or _PREFIX.fullmatch(GERSHAYIM.sub("", head)) else None


def dated(token: Token, op: str | None, remarks: Remarks) -> Tree:
    """The days that ``op`` and the token's text name; where they name none, that is a mistake."""
    text = token.text.rstrip(",;:!?")
    try:
        dates.check(cast("DateOp", op), text)
    except dates.DateMistake as error:
        remarks.mistake(error.message, token.start, token.end, error.hint)
    return Dates(cast("DateOp", op), text)


def weighted(part: Tree, digits: str | None, token: Token, remarks: Remarks) -> Tree:
    """The part with the weight that ``digits`` name, kept within bounds; the part itself without any."""
    if digits is None:
        return part
    weight = min(max(float(digits), LEAST_WEIGHT), MOST_WEIGHT)
    if weight != float(digits):
        message = f"Weights run from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}, so ^{weight:g} was used."
        remarks.notice(message, token.start, token.end)
    return Weighted(part, weight)


def _plain(token: Token, field: str | None, remarks: Remarks) -> Tree:
    """A word, pattern or fuzzy word. In an address (``http://x.org/?q=*``) nothing has a meaning of its own."""
    text = token.text
    if "://" not in text:
        core = text.rstrip(PUNCTUATION)
        if found := _pattern(core, field, token, remarks) or _fuzzy(core, field, token, remarks):
            return found
    if field in KEYWORD_NAMES:
        text = text.rstrip(",;:!?") or text
    return Word(text.lower() if field is None and text in OPERATORS else text, field)


def _pattern(core: str, field: str | None, token: Token, remarks: Remarks) -> Tree | None:
    """A prefix, a wildcard or ``*``; None where the text is no pattern."""
    head, tilde, edits = core.partition("~")
    # what is kept must not end in a weight: that would be read as one when it is spelled back
    fuzzy = tilde and _wild(head) and not edits.strip("0123456789~") and _weight_of(head)[1] is None
    pattern = head.rstrip(PUNCTUATION) if fuzzy else core
    if not _wild(pattern):
        return None
    if pattern.strip("*") and not _has_letters(pattern):
        message = f"{core} has no letter or digit besides * and ?, so it was read as text."
        remarks.notice(message, token.start, token.end)
        return None
    if fuzzy:
        remarks.notice("A word with * or ? cannot be fuzzy too, so ~ was ignored.", token.start, token.end)
    return _starred(re.sub(r"\*+", "*", pattern), field, token, remarks)


def _starred(pattern: str, field: str | None, token: Token, remarks: Remarks) -> Tree:
    """The leaf for a pattern without stars in a row."""
    if pattern == "*":
        return _everything(field, token, remarks)
    if pattern.find("*") == len(pattern) - 1 and "?" not in pattern:
        return Prefix(pattern[:-1], field)
    return Wildcard(pattern, field)


def _everything(field: str | None, token: Token, remarks: Remarks) -> Tree:
    if field is not None:
        message = f"{field}:* was read as *, every article; a field takes a word, as in {field}:word."
        remarks.notice(message, token.start, token.end)
    return Everything()


def _fuzzy(core: str, field: str | None, token: Token, remarks: Remarks) -> Fuzzy | None:
    """A word that ends in ``~``, ``~1`` or ``~2``; None where the text is not fuzzy."""
    stem, tilde, digits = core.rpartition("~")
    if not tilde or digits.strip("0123456789") or not _has_letters(stem):
        return None
    typed = int(digits) if digits else 1
    edits = min(max(typed, 1), MAX_EDITS)
    if edits != typed:
        message = f"A fuzzy word allows 1 or {MAX_EDITS} changes, so ~{edits} was used."
        remarks.notice(message, token.start, token.end)
    return Fuzzy(stem, edits, field)


def _slop(token: Token, remarks: Remarks) -> int:
    """How far the words of a phrase may stand apart, kept within bounds."""
    if token.slop is None:
        return 0
    if not token.slop:
        remarks.notice('~ after a phrase needs a number, as in "a b"~3, so it was ignored.', token.start, token.end)
        return 0
    slop = min(int(token.slop), MAX_SLOP)
    if slop != int(token.slop):
        message = f"The words of a phrase can be at most {MAX_SLOP} apart, so ~{MAX_SLOP} was used."
        remarks.notice(message, token.start, token.end)
    return slop


def _weight_of(value: str) -> tuple[str, str | None]:
    """A word and the digits of its weight: ``idlib^3`` is idlib and 3; the word as it is where it has none."""
    head, _, digits = value.rstrip(PUNCTUATION).rpartition("^")
    return (head, digits) if head and NUMBER.fullmatch(digits) else (value, None)


def _unweighted(value: str, start: int, end: int, remarks: Remarks) -> None:
    """Say so where a word has a ``^`` without a weight; powers (``10^-3``) and addresses are text."""
    head, caret, _ = value.partition("^")
    if caret and any(map(str.isalpha, head)) and "://" not in value:
        remarks.notice("A ^ in a word needs a number behind it, as in word^2, so this was read as text.", start, end)


def _unsigned(value: str, field: str, start: int, remarks: Remarks) -> str:
    """A field's value without the sign in front, which would be text there."""
    bare = value.lstrip("+-")
    if bare in ("", value) or bare[0] == "^":
        return value
    message = f"The sign after {field}: was ignored; to leave out articles with the word there, type -{field}:word."
    remarks.notice(message, start, start + len(value) - len(bare))
    return bare


def _unknown_field(token: Token, remarks: Remarks) -> None:
    """Say so where a word looks like a field of ours and is none; ``Syria:``, ``3:1`` and addresses do not."""
    found = _LIKE_FIELD.match(token.text)
    following = remarks.text[token.end : token.end + 1]
    if found and (found.end() < len(token.text) or following in ('"', "“", "„", "«", "(")):
        message = f'There is no field "{found[1]}", so this was searched as words; the fields are {_FIELDS}.'
        remarks.notice(message, token.start, token.end)


def _wild(text: str) -> bool:
    """Whether a text is a pattern: a star anywhere, or a question mark with something behind it."""
    return "*" in text or _LETTER_WANTED.search(text) is not None


def _has_letters(text: str) -> bool:
    return any(char.isalnum() for char in text)
