"""The parser: what a person typed, as a tree.

The language, from the whole down to the characters::

    query    = [ either ]                            nothing is everything
    either   = every { ( "OR" | "|" ) every }
    every    = unary { [ "AND" ] unary }
    unary    = "NOT" unary | "-" primary | primary
    primary  = word | [ field ":" ] phrase [ weight ] | [ field ":" ] group [ weight ]
    group    = "(" either ")"                        a field before it is the field of each leaf without one
    phrase   = quote text quote [ "~" digits ] | quote text "*" quote
    word     = [ field ":" ] value [ weight ]
    value    = "*" | pattern | fuzzy | dates | run   dates where the field is date, before or after
    pattern  = run with "*" in it, or "?" before a letter, digit or "*"
    fuzzy    = run "~" [ digits ]
    dates    = "none" | day | [ day ] ".." [ day ]
    day      = yyyy [ "-" mm [ "-" dd ] ]
    weight   = "^" number                            directly after, without a space
    field    = "title" | "captions" | "body" | "source" | "lang" | "date" | "before" | "after"    in any case
    run      = characters that are not spaces, parentheses, quotation marks or "|"
    quote    = any of " “ ” „ ‟ « »; straight, curly and angled ones each close their own kind

Whatever does not fit is read as words or ignored, with a notice: operators without operands are the words ``or``,
``and``, ``not``; lone parentheses, quotation marks and signs go. A plus before a word is silently dropped.

The work is linear in the length of the text. The scanner moves forward with each step; tokens are then completed and
read in one pass each, with a lookahead of one token and no way back; and no text nests deeper than ``MAX_NESTING``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from searchsvc.query import leaves
from searchsvc.query.remarks import Remarks
from searchsvc.query.scanner import Kind, Token, complete, scan
from searchsvc.query.spell import spell
from searchsvc.query.tree import And, Everything, Not, Notice, Or, Tree

MAX_LENGTH = 1000
MAX_LEAVES = 64
MAX_NESTING = 32

_NO_OPERAND = (Kind.END, Kind.CLOSE, Kind.AND, Kind.OR)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was understood, and what there is to say about that."""

    tree: Tree
    notices: tuple[Notice, ...]


def parse(text: str) -> Tree:
    """The tree of a query. Raises QueryError as :func:`read`; what is merely odd passes without a word."""
    return read(text).tree


def read(text: str) -> Parsed:
    """The tree of a query with its notices. Raises QueryError with each clear mistake and its place.

    Mistakes are dates that cannot be, and more than 1,000 characters (also as spelled out by :func:`spell`),
    64 words and phrases, or 32 nestings of parentheses and negations.
    """
    remarks = Remarks(text)
    if len(text) > MAX_LENGTH:
        message = f"The query has {len(text):,} characters; at most {MAX_LENGTH:,} are read"
        remarks.mistake(message, MAX_LENGTH, len(text), "leave out words, or search in two steps")
        remarks.check()
    tokens = complete(scan(text, remarks), remarks)
    _count_leaves(tokens, remarks)
    tree = _Reading(tokens, remarks).whole() or Everything()
    remarks.check()
    _measure(tree, remarks)
    return Parsed(tree, remarks.notices())


def _count_leaves(tokens: list[Token], remarks: Remarks) -> None:
    """Refuse more words and phrases than are searched at once."""
    found = [token for token in tokens if token.kind in (Kind.WORD, Kind.PHRASE)]
    if len(found) > MAX_LEAVES:
        message = f"The query has {len(found)} words and phrases; at most {MAX_LEAVES} are searched"
        hint = "leave out words, or put those that belong together in quotation marks"
        remarks.mistake(message, found[MAX_LEAVES].start, found[-1].end, hint)


def _measure(tree: Tree, remarks: Remarks) -> None:
    """Refuse what is too long once spelled out, since an answer's ``understood`` must be a query itself."""
    length = len(spell(tree))
    if length > MAX_LENGTH:
        message = f"Written out, with a field before each word, the query has {length:,} characters"
        hint = f"leave out words: at most {MAX_LENGTH:,} characters are read"
        remarks.mistake(message, 0, len(remarks.text), hint)
        remarks.check()


@dataclass(slots=True)
class _Reading:
    """A walk over completed tokens: ``at`` only ever moves forward. What holds no leaf is None."""

    tokens: list[Token]
    remarks: Remarks
    at: int = 0

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """The next token, now read."""
        self.at += 1
        return self.tokens[self.at - 1]

    def operand_follows(self) -> bool:
        """Whether the operator to be read next has something behind it."""
        return self.tokens[self.at + 1].kind not in _NO_OPERAND

    def whole(self) -> Tree | None:
        """The whole query."""
        return self.either(None, 0)

    def either(self, field: str | None, depth: int) -> Tree | None:
        """``a OR b``."""
        parts = [self.every(field, depth)]
        while self.token.kind is Kind.OR:
            self.take()
            parts.append(self.every(field, depth))
        return _joined(Or, parts)

    def every(self, field: str | None, depth: int) -> Tree | None:
        """``a b`` and ``a AND b``, up to an OR with operands, a closing parenthesis or the end."""
        parts: list[Tree | None] = []
        while self.token.kind not in (Kind.END, Kind.CLOSE):
            if self.token.kind not in (Kind.AND, Kind.OR):
                parts.append(self.unary(field, depth))
            elif not parts or not self.operand_follows():
                parts.append(self.lone_operator(field))
            elif self.token.kind is Kind.OR:
                break
            else:
                self.take()
        return _joined(And, parts)

    def unary(self, field: str | None, depth: int) -> Tree | None:
        """``NOT a``, ``-a`` or ``a``."""
        if self.token.kind is Kind.NOT and not self.operand_follows():
            return self.lone_operator(field)
        if self.token.kind in (Kind.NOT, Kind.MINUS):
            sign = self.take()
            part = self.unary(field, self.deeper(depth, sign))
            return None if part is None else Not(part)
        return self.primary(field, depth)

    def primary(self, field: str | None, depth: int) -> Tree | None:
        """A word, a phrase or a group."""
        token = self.take()
        if token.kind is Kind.FIELD:
            return self.primary(token.text.lower(), depth)
        if token.kind is Kind.WORD:
            return leaves.word(token, field, self.remarks)
        if token.kind is Kind.PHRASE:
            return leaves.phrase(token, field, self.remarks)
        part = self.either(field, self.deeper(depth, token))
        closing = self.take()
        return None if part is None else leaves.weighted(part, closing.weight, closing, self.remarks)

    def lone_operator(self, field: str | None) -> Tree | None:
        """An operator that lacks an operand: the word that it is, or nothing where it is ``|``."""
        token = self.take()
        if token.text == "|":
            self.remarks.notice("A | with nothing on one side was ignored.", token.start, token.end)
            return None
        word = token.text.lower()
        message = f'{token.text} with nothing to combine was read as the word "{word}".'
        self.remarks.notice(message, token.start, token.end)
        return leaves.word(Token(Kind.WORD, word, token.start, token.end), field, self.remarks)

    def deeper(self, depth: int, token: Token) -> int:
        """One nesting further in. Raises QueryError where that is one too many."""
        if depth == MAX_NESTING:
            message = f"The query nests deeper than {MAX_NESTING} parentheses and negations"
            hint = "leave out parentheses that change nothing, or search in two steps"
            self.remarks.mistake(message, token.start, token.end, hint)
            self.remarks.check()
        return depth + 1


def _joined(join: Callable[[tuple[Tree, ...]], And | Or], parts: list[Tree | None]) -> Tree | None:
    """The parts under one node, parts of the same kind merged into it; one part is itself, none is None."""
    flat: list[Tree] = []
    for part in parts:
        if isinstance(part, And | Or) and type(part) is join:
            flat.extend(part.parts)
        elif part is not None:
            flat.append(part)
    return join(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)
