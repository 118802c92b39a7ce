"""Headers of mails, of HTTP and of web archives: their fields, and what the values say in other scripts."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from searchsvc.readers.charsets import encoding_of

MOST_LINES = 1000
MOST_LETTERS = 64 * 1024
"""Lines of a header, and letters of a field in it: the rest is not read."""

_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")


def fields_of(lines: Iterable[str]) -> dict[str, str]:
    """The fields of a header up to the blank line behind it, by name in lower case; of two of a name, the first."""
    found: dict[str, str] = {}
    name, fresh = "", False
    for _, line in zip(range(MOST_LINES), lines, strict=False):
        if not line.strip():
            break
        if line[0] in " \t":
            if fresh and len(found[name]) < MOST_LETTERS:
                found[name] = f"{found[name]} {line.strip()}"
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        fresh = name not in found
        found.setdefault(name, value.strip())
    return found


def text_of(line: bytes) -> str:
    """A line of a header: UTF-8, or else Latin-1."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def media_type_of(content_type: str) -> str:
    """The media type of a Content-Type, in lower case: ``text/html``."""
    return content_type.partition(";")[0].strip().lower()


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type declares, empty where it does not."""
    return parameter(content_type, "charset")


def parameter(value: str, name: str) -> str:
    """A parameter of a field, as ``boundary`` is one of Content-Type; empty where it is not there."""
    found = re.search(rf"""[;\s]{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,"']+))""", value, re.IGNORECASE)
    return next(filter(None, found.groups()), "") if found else ""


def spoken(value: str) -> str:
    """The value of a field with its encoded words (``=?utf-8?q?=C3=A9t=C3=A9?=``) read.

    Parts of one letter in two words are put together; a word that cannot be read stays as it is.
    """
    return "".join(_pieces(_BETWEEN_WORDS.sub(r"\1", value[:MOST_LETTERS])))


def _pieces(value: str) -> Iterator[str]:
    at, waiting, charset = 0, b"", ""
    for word in _WORD.finditer(value):
        raw = _raw(word[2].lower(), word[3])
        encoding = encoding_of(word[1])
        if raw is None or not encoding:
            continue
        if waiting and (word.start() > at or encoding != charset):
            yield waiting.decode(charset, "replace")
            waiting = b""
        yield value[at : word.start()]
        at, waiting, charset = word.end(), waiting + raw, encoding
    if waiting:
        yield waiting.decode(charset, "replace")
    yield value[at:]


def _raw(kind: str, text: str) -> bytes | None:
    """The bytes of an encoded word, None where it is none."""
    if kind == "q":
        return unquote_to_bytes(text.replace("_", " ").replace("%", "%25").replace("=", "%"))
    return from_base64(text.encode("ascii", "ignore"))


def from_base64(text: bytes) -> bytes | None:
    """What is written in Base64, also where its end is missing; None where nothing can be read."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)) if letters or not text else None
