"""The text that some bytes hold, whatever their encoding, and how sure one can be of it.

Trusted in this order, each only where the bytes bear it out: the byte order mark, what the transport declared, what
the page declares, UTF-8, what a detector says. Text that is valid UTF-8 beyond ASCII is UTF-8 whatever was declared.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from searchsvc.article import Note
from searchsvc.readers.charsets import byte_order_mark, encoding_of, in_page


class Binary(ValueError):
    """Bytes that are no text in any encoding; the message is the reason to show."""

    def __init__(self) -> None:
        super().__init__("binary, not text")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in (``bytes.decode`` knows the name), and how that was found out.

    ``how``: ``bom``, ``declared`` (by the transport), ``meta`` (in the page), ``utf-8`` or ``detected``. Where not
    ``certain``, another encoding would fit as well. ``repaired``: some bytes were in another encoding, and read as it.
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
    mark, encoding = byte_order_mark(raw)
    if mark:
        return Decoded(raw[len(mark) :].decode(encoding, "replace"), encoding, "bom")
    if b"\0" not in raw:
        try:
            return Decoded(raw.decode(), "utf-8", "utf-8")
        except UnicodeDecodeError:
            pass
    for how, encoding in (("declared", encoding_of(declared)), ("meta", in_page(raw) if html else "")):
        if encoding:
            try:
                return Decoded(raw.decode(encoding, LENIENT), encoding, how)
            except UnicodeDecodeError:
                pass
    return _detected(raw)


def notes(decoded: Decoded) -> Iterator[Note]:
    """What is worth reporting of an encoding: every one but plain UTF-8, and what was assumed."""
    said = [decoded.encoding, *(["detected"] if decoded.how == "detected" else [])]
    said += (["uncertain"] if not decoded.certain else []) + (["repaired"] if decoded.repaired else [])
    if said != ["utf-8"]:
        yield Note("encoding", ", ".join(said))


def _detected(raw: bytes) -> Decoded:
    best = from_bytes(raw).best()
    if best is None:
        raise Binary
    encoding = encoding_of(best.encoding)
    return Decoded(raw.decode(encoding, "replace"), encoding, "detected", certain=False)


def _as_control(error: UnicodeError) -> tuple[str, int]:
    """What browsers do: a byte that windows-1252 leaves undefined is the control character of that number."""
    if isinstance(error, UnicodeDecodeError) and error.encoding == "charmap":
        return error.object[error.start : error.end].decode("latin-1"), error.end
    raise error


LENIENT = "searchsvc.as_control"
codecs.register_error(LENIENT, _as_control)
