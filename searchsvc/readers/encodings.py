"""The text that some bytes hold, whatever their encoding, and how sure one can be of it.

Trusted in this order, each only where the bytes bear it out: the byte order mark, what the transport declared, what
the page declares, UTF-8, what a detector says. Text that is valid UTF-8 beyond ASCII is UTF-8 whatever was declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from searchsvc.article import Note
from searchsvc.readers.charsets import byte_order_mark, encoding_of, in_page
from searchsvc.readers.codepages import LENIENT, STRAY, nearly_same, without_controls
from searchsvc.readers.detecting import Guess, guesses_of
from searchsvc.readers.misreading import is_misread
from searchsvc.readers.mojibake import may_have_mojibake, mended

_CONTROLS = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
_LOOK = 512
"""Bytes at the start that are searched for control characters."""
_CUT_SHORT = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
LAST = "windows-1252"
"""The encoding of what fits no other: it has a letter for nearly every byte."""
AS_GOOD = 0.9
"""An encoding that was promised is believed where it fits this well, compared with the one that fits best."""
WEAK = 0.1
"""Below this a guess says nothing against a promise."""
MOST_TRIED = 5

_LITTLE_FIRST = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_BIG_FIRST = ("utf-32-be", "utf-32-le", "utf-16-be", "utf-16-le")


class Binary(ValueError):
    """Bytes that are no text in any encoding; the message is the reason to show."""

    def __init__(self) -> None:
        super().__init__("binary, not text")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in (``bytes.decode`` knows the name), and how that was found out.

    ``how``: ``bom``, ``declared`` (by the transport), ``meta`` (in the page), ``utf-8`` or ``detected``. Where not
    ``certain``, another encoding would fit as well. ``repaired``: some of it was in another encoding, or broken.
    """

    text: str
    encoding: str
    how: str
    certain: bool = True
    repaired: bool = False


def decode(raw: bytes, declared: str = "", *, html: bool = False) -> Decoded:
    """The text of ``raw``; ``declared`` is a label of its transport, and ``html`` has markup searched for one.

    Raises Binary where it is no text.
    """
    if raw[:1] in (b"\xef", b"\xff", b"\xfe", b"\0") and (marked := _marked(raw)):
        return marked
    if b"\0" in raw:
        return _wide(raw) or replace(decode(_without_zeros(raw), declared, html=html), repaired=True)
    if _is_binary(raw[:_LOOK]):
        raise Binary
    if b"\x1b" not in raw:
        try:
            return _mended(Decoded(raw.decode(), "utf-8", "utf-8"), raw)
        except UnicodeDecodeError:
            pass
    promised = {encoding_of(declared): "declared"}
    if html:
        promised.setdefault(in_page(raw), "meta")
    return _nearly_utf8(raw) or _legacy(raw, promised)


def notes(decoded: Decoded) -> Iterator[Note]:
    """What is worth reporting of an encoding: every one but plain UTF-8, and what was assumed."""
    said = [decoded.encoding, *(["detected"] if decoded.how == "detected" else [])]
    said += (["uncertain"] if not decoded.certain else []) + (["repaired"] if decoded.repaired else [])
    if said != ["utf-8"]:
        yield Note("encoding", ", ".join(said))


def _is_binary(raw: bytes) -> bool:
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return controls > 1 + len(raw) // 50


def _marked(raw: bytes) -> Decoded | None:
    """The text behind a byte order mark."""
    mark, encoding = byte_order_mark(raw)
    raw = raw[len(mark) :]
    if encoding == "utf-8":
        if b"\0" in raw:
            raise Binary
        try:
            return _mended(Decoded(raw.decode(), encoding, "bom"), raw)
        except UnicodeDecodeError:
            return Decoded(_CUT_SHORT.sub(b"", raw).decode("utf-8", STRAY), encoding, "bom", repaired=True)
    if not encoding:
        return None
    text = raw.decode(encoding, "replace")
    if "\0" in text or text.count("\ufffd") > 1 + len(text) // 50:
        raise Binary
    return Decoded(text, encoding, "bom", repaired="\ufffd" in text)


def _wide(raw: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark, told by its zero bytes; None where it is neither."""
    big_first = raw[:4096:2].count(0) > raw[1:4096:2].count(0)
    for encoding in _BIG_FIRST if big_first else _LITTLE_FIRST:
        if len(raw) % (int(encoding[4:6]) // 8) == 0:
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_clean(text):
                return Decoded(text, encoding, "detected")
    return None


def _is_clean(text: str) -> bool:
    """Whether all but a few of the first characters can be printed."""
    head = text[:4096]
    odd = sum(1 for letter in head if not letter.isprintable() and letter not in "\t\n\r\f\xa0\u3000\xad\u200b\ufeff")
    return "\0" not in text and odd <= len(head) // 50


def _without_zeros(raw: bytes) -> bytes:
    """The bytes without the odd zero byte. Raises Binary where there are many."""
    if raw.count(0) * 1000 > len(raw):
        raise Binary
    return raw.replace(b"\0", b"")


def _mended(decoded: Decoded, raw: bytes) -> Decoded:
    """The same without mojibake; ``raw`` is the text in UTF-8."""
    if decoded.text.isascii() or not may_have_mojibake(raw):
        return decoded
    text = mended(decoded.text)
    return decoded if text == decoded.text else replace(decoded, text=text, repaired=True)


def _nearly_utf8(raw: bytes) -> Decoded | None:
    """UTF-8 with stray bytes in it, which are windows-1252; None where they are too many for that."""
    if b"\x1b" in raw:
        return None
    raw = _CUT_SHORT.sub(b"", raw)
    kept = raw.decode("utf-8", "ignore")
    strays = len(raw) - len(kept.encode())
    beyond_ascii = len(kept) - len(kept.encode("ascii", "ignore"))
    if not beyond_ascii or strays * 2 > beyond_ascii:
        return None
    text = raw.decode("utf-8", STRAY)
    return replace(_mended(Decoded(text, "utf-8", "utf-8", repaired=True), text.encode()), repaired=True)


def _legacy(raw: bytes, promised: dict[str, str]) -> Decoded:
    """The text by what was promised (encoding → by whom) where the bytes bear it out, else by what they look like."""
    guesses = guesses_of(raw)
    if not guesses:
        raise Binary
    readings = [reading for encoding, how in promised.items() if encoding and (reading := _read(raw, encoding, how))]
    for reading in readings:
        if any(nearly_same(raw, reading.encoding, guess.encoding) for guess in _as_good_as_best(guesses)):
            return reading
    weak, best = guesses[0].confidence < WEAK, guesses[0]
    if weak or (best.is_rare and not best.is_certain):
        for reading in readings:
            if not is_misread(reading.text):
                return replace(reading, certain=weak)
    return _guessed(raw, guesses) or Decoded(raw.decode(LAST, LENIENT), LAST, "detected", certain=False)


def _as_good_as_best(guesses: tuple[Guess, ...]) -> Iterator[Guess]:
    return (guess for guess in guesses if guess.confidence >= AS_GOOD * guesses[0].confidence)


def _guessed(raw: bytes, guesses: tuple[Guess, ...]) -> Decoded | None:
    if guesses[0].confidence < WEAK:  # too little to go by: what most articles are in comes first
        guesses = tuple(sorted(guesses, key=lambda guess: guess.is_rare))
    for guess in guesses[:MOST_TRIED]:
        if reading := _read(raw, guess.encoding, "detected"):
            same = raw.decode(LAST, LENIENT) == reading.text
            encoding = LAST if same else reading.encoding  # of two names for one text, the commoner one
            return replace(reading, encoding=encoding, certain=guess.is_certain and not reading.repaired)
    return None


def _read(raw: bytes, encoding: str, how: str) -> Decoded | None:
    """The text in one encoding; None where more than a few of the bytes are not in it."""
    text = raw.decode(encoding, LENIENT)
    broken = text.count("\ufffd")
    if broken and broken * 50 > len(text) - len(text.encode("ascii", "ignore")):
        return None
    plain = without_controls(text)
    decoded = Decoded(plain, encoding, how, repaired=bool(broken) or plain != text)
    return _mended(decoded, plain.encode())
