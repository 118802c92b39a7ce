"""The scanner: the text of a query as tokens, in one pass from left to right.

Every character is taken into one token, or dropped with a notice; at most it is looked at twice, since a run behind a
parenthesis or a quotation mark is looked at for ``~3`` and ``^2`` before it is read as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from searchsvc.fields import BY_TYPED_NAME
from searchsvc.query.remarks import Remarks

DATE_OPS = ("date", "before", "after")
FIELD_NAMES = (*BY_TYPED_NAME, "before", "after")
OPERATORS = ("AND", "OR", "NOT")
PUNCTUATION = ",.;:!?…"
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")

_QUOTES = '"“”„‟«»'
_HEBREW = "\u05d0-\u05ea\u05ef-\u05f2\ufb1d\ufb1f-\ufb28\ufb2a-\ufb4f"
_POINTS = "\u05b0-\u05bd\u05bf\u05c1\u05c2\u05c7"
GERSHAYIM = re.compile(rf'(?<=[{_HEBREW}{_POINTS}])["“”](?=[{_HEBREW}])')
"""A quotation mark that is a part of a Hebrew abbreviation (``צה"ל``), as which it is typed in place of ``״``."""

_RUN = re.compile(rf"(?:[^\s()|{_QUOTES}]|{GERSHAYIM.pattern})+")
_SIGNS = re.compile(r"[+-]+")
_BARS = re.compile(r"\|+")
_BEHIND_GROUP = re.compile(rf"(?P<slop>~[0-9]*)?(?:\^(?P<weight>{NUMBER.pattern}))?")

_WEIGHT = re.compile(rf"\^[+-]?(?:{NUMBER.pattern})")
_NUMBERS = re.compile(r"[~^+.0-9-]+")

_LONE_QUOTE = 'An unmatched quotation mark was ignored; put a phrase in two: "like this".'
_LONE_SIGN = "A + or - with no word after it was ignored; to leave a word out, type -word without a space."
_LONE_WEIGHT = "A ^ with no word before it was ignored; to make a word count more, type word^2 without a space."
_ODD_NUMBERS = 'What comes directly after a phrase or group was ignored; write ~3 or ^2, as in "a b"~3 or (a b)^2.'
_ODD_TEXT = 'What comes directly after a phrase or group was read as words; write ~3 or ^2, as in "a b"~3 or (a b)^2.'


class Kind(Enum):
    """What a token is; END stands behind the last one."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    NOT = auto()
    AND = auto()
    OR = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """``[start, end)`` of a query.

    ``text`` is a word as typed, the text of a phrase, or the name of a field; ``slop`` (digits, or None) and
    ``weight`` are what stands directly after a phrase or a closing parenthesis.
    """

    kind: Kind
    text: str
    start: int
    end: int
    slop: str | None = None
    weight: str | None = None


def scan(text: str, remarks: Remarks) -> list[Token]:
    """The tokens of a text; parentheses may still lack their partners, and fields their values."""
    scanner = _Scanner(text, remarks, _partners(text))
    at = 0
    while at < len(text):
        at = scanner.step(at)
    return scanner.tokens


def _partners(text: str) -> dict[int, int]:
    """For each quotation mark the place of the next one of its kind, where there is one."""
    partners: dict[int, int] = {}
    last: dict[str, int] = {}
    for at, kind in _marks(text):
        if kind in last:
            partners[last[kind]] = at
        last[kind] = at
    return partners


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """The place and the kind of each quotation mark that is no letter of a word."""
    letters = {found.start() for found in GERSHAYIM.finditer(text)}
    for at, char in enumerate(text):
        if char in _QUOTES and at not in letters:
            yield at, "straight" if char == '"' else "angled" if char in "«»" else "curly"


def open_mark(text: str) -> int | None:
    """Where the phrase begins that is still being typed at the end of a text; None where there is none."""
    opened, its_kind = None, ""
    for at, kind in _marks(text):
        if opened is None and not text[at - 1 : at].isdigit():
            opened, its_kind = at, kind
        elif kind == its_kind:
            opened, its_kind = None, ""
    return opened


@dataclass(slots=True)
class _Scanner:
    text: str
    remarks: Remarks
    partners: dict[int, int]
    tokens: list[Token] = field(default_factory=list)

    def step(self, at: int) -> int:
        """Read what begins at ``at``; return the place behind it, which is always further on."""
        char = self.text[at]
        if char.isspace():
            return at + 1
        if char == "(":
            return self.emit(Kind.OPEN, char, at, at + 1)
        if char == ")":
            return self.close(at)
        if char == "|":
            return self.emit(Kind.OR, "|", at, _end(_BARS, self.text, at))
        if char in _QUOTES:
            return self.quote(at)
        if char in "+-":
            return self.signs(at)
        return self.run(at)

    def emit(self, kind: Kind, text: str, start: int, end: int) -> int:
        """Add a token."""
        self.tokens.append(Token(kind, text, start, end))
        return end

    def close(self, at: int) -> int:
        """A closing parenthesis, with what belongs to the group behind it."""
        end, slop, weight = self.suffix(at + 1)
        if slop is not None:
            self.remarks.notice('~ after a group was ignored; it goes after a word or a "phrase".', at + 1, end)
        self.tokens.append(Token(Kind.CLOSE, ")", at, end, weight=weight))
        return end

    def quote(self, at: int) -> int:
        """A phrase, or a quotation mark that begins none."""
        closing = self.closing(at)
        if closing is None:
            self.remarks.notice(_LONE_QUOTE, at, at + 1)
            return at + 1
        end, slop, weight = self.suffix(closing + 1)
        words = " ".join(self.text[at + 1 : closing].split())
        if words:
            self.tokens.append(Token(Kind.PHRASE, words, at, end, slop and slop[1:], weight))
        else:
            self.remarks.notice("Empty quotation marks were ignored.", at, end)
        return end

    def closing(self, at: int) -> int | None:
        """Where the phrase that opens at ``at`` closes; None where that mark is an inch, or closes something itself."""
        closing = self.partners.get(at)
        if closing is None or at == 0 or not self.text[at - 1].isalnum():
            return closing
        return None if self.text[at - 1].isdigit() or self.text[at + 1].isspace() else closing

    def suffix(self, at: int) -> tuple[int, str | None, str | None]:
        """What stands directly after a phrase or group: the place behind it, ``~3``, and the digits of ``^2``.

        Mere punctuation is taken in too, so that ``"a b",`` is the phrase and no more.
        """
        end = _end(_RUN, self.text, at)
        found = _BEHIND_GROUP.fullmatch(self.text[at:end].rstrip(PUNCTUATION))
        return (end, found["slop"], found["weight"]) if found else (at, None, None)

    def signs(self, at: int) -> int:
        """Plus and minus before something; behind something (``"IS"-led``) they merely join."""
        end = _end(_SIGNS, self.text, at)
        if at > 0 and not (self.text[at - 1].isspace() or self.text[at - 1] in "(|"):
            return end
        if "-" in self.text[at:end]:
            return self.emit(Kind.MINUS, "-", at, end)
        if end == len(self.text) or self.text[end].isspace() or self.text[end] in ")|":
            self.remarks.notice(_LONE_SIGN, at, end)
        return end

    def run(self, at: int) -> int:
        """A run of text without blanks: an operator, a field before a phrase or group, or a word."""
        end = _end(_RUN, self.text, at)
        run = self.text[at:end]
        if run in OPERATORS and (at == 0 or self.text[at - 1] not in "+-"):
            return self.emit(Kind[run], run, at, end)
        if run[-1] == ":" and run[:-1].lower() in FIELD_NAMES:
            return self.emit(Kind.FIELD, run[:-1], at, end)
        return end if self.stray(at, end) else self.emit(Kind.WORD, run, at, end)

    def stray(self, at: int, end: int) -> bool:
        """Whether a run is to be ignored: a weight without a word, or numbers that no phrase or group can have."""
        run = self.text[at:end].rstrip(PUNCTUATION)
        behind = at > 0 and self.text[at - 1] in f"){_QUOTES}" and run[:1] in ("~", "^")
        if behind:
            ignored = _NUMBERS.fullmatch(run) is not None
            self.remarks.notice(_ODD_NUMBERS if ignored else _ODD_TEXT, at, end)
            return ignored
        if _WEIGHT.fullmatch(run):
            self.remarks.notice(_LONE_WEIGHT, at, end)
            return True
        return False


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the match of ``pattern`` at ``at`` ends; ``at`` itself where there is none."""
    found = pattern.match(text, at)
    return found.end() if found else at


def complete(tokens: list[Token], remarks: Remarks) -> list[Token]:
    """The tokens without lone parentheses, empty groups, and signs and fields that nothing follows; END behind them."""
    kept: list[Token] = []
    for token in _paired(tokens, remarks):
        _settle(kept, token, remarks)
        if token.kind is Kind.CLOSE and kept[-1].kind is Kind.OPEN:
            remarks.notice("Empty parentheses were ignored.", kept.pop().start, token.end)
        else:
            kept.append(token)
    end = Token(Kind.END, "", len(remarks.text), len(remarks.text))
    _settle(kept, end, remarks)
    return [*kept, end]


def _paired(tokens: list[Token], remarks: Remarks) -> list[Token]:
    """The tokens without those parentheses that lack their partner."""
    opened: list[int] = []
    lone: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind is Kind.OPEN:
            opened.append(at)
        elif token.kind is Kind.CLOSE and opened:
            opened.pop()
        elif token.kind is Kind.CLOSE:
            lone.add(at)
    lone.update(opened)
    for at in lone:
        remarks.notice("An unmatched parenthesis was ignored.", tokens[at].start, tokens[at].end)
    return [token for at, token in enumerate(tokens) if at not in lone]


def _settle(kept: list[Token], token: Token, remarks: Remarks) -> None:
    """Take back a sign or field at the end of ``kept`` that ``token`` does not directly follow as its operand."""
    if kept and kept[-1].kind is Kind.FIELD and not _follows(token, kept[-1], (Kind.PHRASE, Kind.OPEN)):
        kept.append(_unfilled(kept.pop(), token, remarks))
    operands = (Kind.WORD, Kind.PHRASE, Kind.FIELD, Kind.OPEN)
    while kept and kept[-1].kind is Kind.MINUS and not _follows(token, kept[-1], operands):
        sign = kept.pop()
        remarks.notice(_LONE_SIGN, sign.start, sign.end)


def _follows(token: Token, before: Token, kinds: tuple[Kind, ...]) -> bool:
    return token.kind in kinds and token.start == before.end


def _unfilled(name: Token, behind: Token, remarks: Remarks) -> Token:
    """A field without a value as the word that it is; ``date:`` at the end of a query is a mistake."""
    typed = f"{name.text}:"
    if name.text.lower() in DATE_OPS and behind.kind in (Kind.CLOSE, Kind.END):
        hint = f'write {typed}2020, {typed}2020-02 or {typed}2020-02-06, or "{name.text}" for the word'
        remarks.mistake(f"{typed} needs a date directly after it", name.start, name.end, hint)
    else:
        example = typed + ("2020" if name.text.lower() in DATE_OPS else "word")
        message = f"Nothing comes directly after {typed}, so it was read as a word; write {example}."
        remarks.notice(message, name.start, name.end)
    return Token(Kind.WORD, name.text, name.start, name.end)
