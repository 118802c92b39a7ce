"""What is typed, and the tree that it is: words, operators, phrases and fields."""

from __future__ import annotations

from searchsvc.query.tree import (
    And,
    Everything,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Tree,
    Weighted,
    Wildcard,
    Word,
)


def every(*parts: str | Tree) -> And:
    """``And`` of parts, plain strings being words."""
    return And(tuple(Word(part) if isinstance(part, str) else part for part in parts))


def either(*parts: str | Tree) -> Or:
    """``Or`` of parts, plain strings being words."""
    return Or(tuple(Word(part) if isinstance(part, str) else part for part in parts))


def without(part: str | Tree) -> Not:
    """``Not`` of a part."""
    return Not(Word(part) if isinstance(part, str) else part)


a, b, c, d = Word("a"), Word("b"), Word("c"), Word("d")
x, y = Word("x", "title"), Word("y", "title")

WORDS: dict[str, tuple[str, Tree]] = {
    "nothing": ("", Everything()),
    "blanks": (" \t\n\u3000", Everything()),
    "a star": ("*", Everything()),
    "stars": ("**", Everything()),
    "a star and a word": ("* a", every(Everything(), a)),
    "a word": ("idlib", Word("idlib")),
    "two words": ("idlib ceasefire", every("idlib", "ceasefire")),
    "blanks of all kinds between": ("a\u00a0b\n\u2003c", And((a, b, c))),
    "Cyrillic": ("Идлиб", Word("Идлиб")),
    "Chinese": ("停火", Word("停火")),
    "an ampersand": ("AT&T", Word("AT&T")),
    "an apostrophe": ("don't", Word("don't")),
    "a curly apostrophe": ("don’t", Word("don’t")),
    "an address": ("http://x.org/a:b", Word("http://x.org/a:b")),
    "an address with a query": ("http://x.org/?q=*&r=a?b~2", Word("http://x.org/?q=*&r=a?b~2")),
    "a language": ("C++", Word("C++")),
    "a result": ("3:1", Word("3:1")),
    "a time": ("12:30", Word("12:30")),
    "a hyphen inside": ("de-escalation", Word("de-escalation")),
    "a date that is a word": ("2020-02", Word("2020-02")),
    "an unknown field": ("foo:bar", Word("foo:bar")),
    "a colon behind": ("Syria: war", every("Syria:", "war")),
    "only a colon": (":", Word(":")),
    "only a caret": ("^", Word("^")),
    "only a tilde": ("~", Word("~")),
    "an emoji": ("😀", Word("😀")),
    "a percent sign": ("50%", Word("50%")),
    "a path": ("C:\\temp", Word("C:\\temp")),
    "an e-mail address": ("a@x.org", Word("a@x.org")),
    "dots": ("...", Word("...")),
    "a question": ("why?", Word("why?")),
    "a question with a name": ("What next in Syria?", every("What", "next", "in", "Syria?")),
    "full-width signs": ("（停火）", Word("（停火）")),
    "brackets": ("[Video] a", every("[Video]", "a")),
    "a nul": ("a\x00b", Word("a\x00b")),
}

BOOLEAN: dict[str, tuple[str, Tree]] = {
    "and": ("a AND b", And((a, b))),
    "and binds as juxtaposition does": ("a AND b c", And((a, b, c))),
    "or": ("a OR b", Or((a, b))),
    "a bar": ("a | b", Or((a, b))),
    "a bar without blanks": ("a|b", Or((a, b))),
    "two bars": ("a || b", Or((a, b))),
    "three alternatives": ("a OR b | c", Or((a, b, c))),
    "and before or": ("a b OR c d", Or((And((a, b)), And((c, d))))),
    "parentheses": ("(a OR b) c", And((Or((a, b)), c))),
    "operators at parentheses": ("(a)OR(b)", Or((a, b))),
    "parentheses at words": ("a(b)c", And((a, b, c))),
    "parentheses that change nothing": ("a (b c)", And((a, b, c))),
    "alternatives in alternatives": ("a OR (b OR c)", Or((a, b, c))),
    "many parentheses": ("((((a))))", a),
    "lower case and": ("a and b", every("a", "and", "b")),
    "lower case or": ("a or b", every("a", "or", "b")),
    "lower case not": ("not a", every("not", "a")),
    "mixed case": ("a Or b", every("a", "Or", "b")),
    "a minus": ("-a", Not(a)),
    "a minus among words": ("a -b", And((a, Not(b)))),
    "several minuses": ("--a", Not(a)),
    "not": ("NOT a", Not(a)),
    "not binds first": ("NOT a b", And((Not(a), b))),
    "not among alternatives": ("a OR NOT b", Or((a, Not(b)))),
    "not not": ("NOT NOT a", Not(Not(a))),
    "not minus": ("NOT -a", Not(Not(a))),
    "three times not": ("NOT NOT NOT a", Not(Not(Not(a)))),
    "a minus before a phrase": ('-"a b"', Not(Phrase("a b"))),
    "a minus before a group": ("-(a b)", Not(And((a, b)))),
    "a minus before a field": ("-title:x", Not(x)),
    "a minus before a field's group": ("-title:(x y)", Not(And((x, y)))),
    "a minus before everything": ("-*", Not(Everything())),
    "a minus before an operator": ("-OR", without("or")),
    "a plus": ("+a", a),
    "pluses": ("++a +b", And((a, b))),
    "plus and minus": ("+-a", Not(a)),
    "a hyphen behind a phrase": ('"a b"-led c', every(Phrase("a b"), "led", "c")),
}

PHRASES: dict[str, tuple[str, Tree]] = {
    "a phrase": ('"de-escalation zone"', Phrase("de-escalation zone")),
    "a phrase of one word": ('"idlib"', Phrase("idlib")),
    "blanks in a phrase": ('"  a \n b "', Phrase("a b")),
    "operators in a phrase": ('"a OR (b) -c"', Phrase("a OR (b) -c")),
    "slop": ('"russian specialists"~3', Phrase("russian specialists", slop=3)),
    "no slop": ('"a b"~0', Phrase("a b")),
    "slop and weight": ('"a b"~3^2', Weighted(Phrase("a b", slop=3), 2.0)),
    "curly marks": ("“a b”", Phrase("a b")),
    "German marks": ("„a b“", Phrase("a b")),
    "Swedish marks": ("”a b”", Phrase("a b")),
    "French marks": ("« a b »", Phrase("a b")),
    "Danish marks": ("»a b«", Phrase("a b")),
    "marks within marks": ('"a “b” c"', Phrase("a “b” c")),
    "an inch within curly marks": ('“6" pipe”', Phrase('6" pipe')),
    "three kinds of marks": ('«6" “pipe”»', Phrase('6" “pipe”')),
    "a comma behind": ('"a b", c', And((Phrase("a b"), c))),
    "phrases side by side": ('"a""b"', And((Phrase("a"), Phrase("b")))),
    "a number before the mark": ('"covid 19" a', And((Phrase("covid 19"), a))),
    "a word at the mark": ('他说"停火"', every("他说", Phrase("停火"))),
    "a tilde after a blank": ('"a b" ~3', every(Phrase("a b"), "~3")),
}

FIELDS: dict[str, tuple[str, Tree]] = {
    "title": ("title:idlib", Word("idlib", "title")),
    "captions": ('captions:"special forces"', Phrase("special forces", "captions")),
    "body": ("body:a", Word("a", "body")),
    "source": ("source:themoscowtimes.com", Word("themoscowtimes.com", "source")),
    "source as a phrase": ('source:"The Moscow Times"', Phrase("The Moscow Times", "source")),
    "source as a prefix": ("source:moscow*", Prefix("moscow", "source")),
    "a source before a comma": ("source:TASS, a", And((Word("TASS", "source"), a))),
    "a source that ends in a dot": ("source:Inc.", Word("Inc.", "source")),
    "language": ("lang:ru", Word("ru", "lang")),
    "capitals": ("Title:x TITLE:y", And((x, y))),
    "a group": ("title:(x y)", And((x, y))),
    "a group of all kinds": (
        'title:(x OR "a b"~2 -mil* sp?c war~)',
        Or(
            (
                x,
                And(
                    (
                        Phrase("a b", "title", 2),
                        Not(Prefix("mil", "title")),
                        Wildcard("sp?c", "title"),
                        Fuzzy("war", 1, "title"),
                    )
                ),
            )
        ),
    ),
    "the inner field wins": ("title:(x body:a)", And((x, Word("a", "body")))),
    "a group in a group": ("title:(x body:(a OR b) y)", And((x, Or((Word("a", "body"), Word("b", "body"))), y))),
    "a colon in the value": ("title:a:b", Word("a:b", "title")),
    "a field in the value": ("title:body:a", Word("body:a", "title")),
    "an address": ("title:http://x.org/", Word("http://x.org/", "title")),
    "an operator": ("title:OR", Word("OR", "title")),
    "a blank behind": ("Title: a", every("Title", "a")),
    "an unknown field before a phrase": ('foo:"a b"', every("foo:", Phrase("a b"))),
}
