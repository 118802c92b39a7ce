"""Bytes become the right text, with the right word for how that was found out; clean texts stay as they are."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Note
from searchsvc.readers.charsets import encoding_of, in_page
from searchsvc.readers.encodings import Binary, Decoded, decode, notes

RUSSIAN = "Паром снова ходит в гавань, сообщил начальник порта. Ёлка стоит на площади до января."
GERMAN = "Die Fähre fährt wieder über den Fluß. Früher hieß der Käpt’n Jürgen Größmann, später Österle."
POLISH = "Prom znów pływa do portu, powiedział kapitan. Łódź rybacka stoi na nabrzeżu, gdzie żona śpi."
HUNGARIAN = "A komp újra közlekedik, mondta a kikötő főnöke. A hajók időben érkeznek, a szél erős, a víz hűvös."
CHINESE = "渡轮星期五恢复了通航。港务局长说,这座城市的居民等了三个星期。"
JAPANESE = "フェリーは金曜日に運航を再開した。港湾局長によると、住民は三週間待ったという。"
PAGE = '<html><head><meta charset="{}"><title>Fähre</title></head><body>' + GERMAN + "</body></html>"


def utf8(text: str, how: str = "utf-8", *, repaired: bool = False) -> Decoded:
    return Decoded(text, "utf-8", how, repaired=repaired)


def latin1(text: str, how: str, *, certain: bool = True, repaired: bool = False) -> Decoded:
    return Decoded(text, "windows-1252", how, certain, repaired)


CASES: dict[str, tuple[bytes, str, Decoded]] = {
    "nothing": (b"", "", utf8("")),
    "ASCII": (b"plain", "", utf8("plain")),
    "UTF-8": (GERMAN.encode(), "", utf8(GERMAN)),
    "UTF-8 declared as Latin-1": (GERMAN.encode(), "iso-8859-1", utf8(GERMAN)),
    "UTF-8 with a mark": (GERMAN.encode("utf-8-sig"), "windows-1252", utf8(GERMAN, "bom")),
    "UTF-16 with a mark": (GERMAN.encode("utf-16"), "", Decoded(GERMAN, "utf-16-le", "bom")),
    "UTF-32 with a mark": (b"\0\0\xfe\xff" + "Ä".encode("utf-32-be"), "", Decoded("Ä", "utf-32-be", "bom")),
    "UTF-16 without a mark": (RUSSIAN.encode("utf-16-be"), "", Decoded(RUSSIAN, "utf-16-be", "detected")),
    "two letters of UTF-16": ("hi".encode("utf-16-le"), "", Decoded("hi", "utf-16-le", "detected")),
    "UTF-32 without a mark": (GERMAN.encode("utf-32-le"), "", Decoded(GERMAN, "utf-32-le", "detected")),
    "declared": (b"caf\xe9", "ISO-8859-1", latin1("café", "declared")),
    "quotes of Windows in Latin-1": (GERMAN.encode("cp1252"), "latin1", latin1(GERMAN, "declared")),
    "a byte that no letter has": (
        GERMAN.encode("cp1252") + b"\x81", "cp1252", latin1(GERMAN + "\x81", "declared"),
    ),
    "Russian declared rightly": (RUSSIAN.encode("koi8-r"), "koi8-r", Decoded(RUSSIAN, "koi8-r", "declared")),
    "Russian declared as Latin-1": (RUSSIAN.encode("cp1251"), "latin1", Decoded(RUSSIAN, "windows-1251", "detected")),
    "Russian declared as other Russian": (RUSSIAN.encode("koi8-r"), "cp1251", Decoded(RUSSIAN, "koi8-r", "detected")),
    "Russian not declared": (RUSSIAN.encode("cp866"), "", Decoded(RUSSIAN, "cp866", "detected")),
    "Polish declared as Latin-1": (
        POLISH.encode("iso8859-2"), "latin1", Decoded(POLISH, "iso-8859-2", "detected", certain=False),
    ),
    "Hungarian": (HUNGARIAN.encode("cp1250"), "", Decoded(HUNGARIAN, "windows-1250", "detected", certain=False)),
    "Latin-1 declared as UTF-8": (GERMAN.encode("cp1252"), "utf-8", latin1(GERMAN, "detected", certain=False)),
    "a label that is none": (RUSSIAN.encode("cp1251"), "none", Decoded(RUSSIAN, "windows-1251", "detected")),
    "Chinese": (CHINESE.encode("gb18030"), "gb2312", Decoded(CHINESE, "gb18030", "declared")),
    "Chinese, not declared": (CHINESE.encode("gb18030"), "", Decoded(CHINESE, "gb18030", "detected")),
    "Japanese in escapes": (JAPANESE.encode("iso2022-jp"), "", Decoded(JAPANESE, "iso-2022-jp", "detected")),
    "Japanese in Shift_JIS": (JAPANESE.encode("cp932"), "x-sjis", Decoded(JAPANESE, "cp932", "declared")),
    "a stray byte in UTF-8": (GERMAN.encode() + b" caf\xe9 \x96", "", utf8(GERMAN + " café –", repaired=True)),
    "UTF-8 cut inside a letter": (CHINESE.encode()[:-1], "", utf8(CHINESE[:-1], repaired=True)),
    "mojibake in UTF-8": ("CafÃ© Größe\n„groß“ â€™".encode(), "", utf8("Café Größe\n„groß“ ’", repaired=True)),
    "Russian mojibake": ("РџР°СЂРѕРј СЃРЅРѕРІР° С…РѕРґРёС‚".encode(), "", utf8("Паром снова ходит", repaired=True)),
    "Portuguese capitals that look like mojibake": ("“AMANHÔ".encode(), "", utf8("“AMANHÔ")),
    "a zero byte in a long text": (b"plain " * 300 + b"\0text", "", utf8("plain " * 300 + "text", repaired=True)),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "declared", "decoded"), CASES.values(), ids=CASES)
def test_decoding(raw: bytes, declared: str, decoded: Decoded) -> None:
    assert decode(raw, declared) == decoded


META = {
    "meta": (PAGE.format("windows-1252"), "windows-1252", "", "windows-1252", "meta"),
    "meta that lies": (PAGE.format("utf-8"), "windows-1252", "", "windows-1252", "detected"),
    "UTF-8 for all that meta says": (PAGE.format("latin1"), "utf-8", "", "utf-8", "utf-8"),
    "the transport comes first": (PAGE.format("iso-8859-15"), "cp1252", "cp1252", "windows-1252", "declared"),
    "the transport is wrong": (PAGE.format("cp1251").replace(GERMAN, RUSSIAN), "cp1251", "l1", "windows-1251", "meta"),
}  # fmt: skip


@pytest.mark.parametrize(("page", "written", "declared", "encoding", "how"), META.values(), ids=META)
def test_what_a_page_declares(page: str, written: str, declared: str, encoding: str, how: str) -> None:
    decoded = decode(page.encode(written, "replace"), declared, html=True)
    assert (decoded.encoding, decoded.how) == (encoding, how)
    assert decoded.text == page.encode(written, "replace").decode(written)


BINARY = {
    "controls": b"\x01\x02\x03\x04",
    "a program": b"\x7fELF\0\0",
    "zeros": b"a\0b",
    "zeros behind a mark": b"\xef\xbb\xbfa\0b",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06",
    "any bytes": bytes((n * 193 + n * n * 7) % 256 for n in range(3000)),
}


@pytest.mark.parametrize("raw", BINARY.values(), ids=BINARY)
def test_no_text(raw: bytes) -> None:
    with pytest.raises(Binary, match="binary, not text"):
        decode(raw)


LABELS = {
    "windows-1252": ("iso-8859-1", "Latin1", "us-ascii", "ISO_8859-1:1987"),
    "windows-1250": ("x-cp1250",),
    "windows-1251": ("win-1251", "CP1251"),
    "windows-1254": ("iso-8859-9",),
    "cp874": ("TIS-620", "windows-874"),
    "gb18030": ("gb2312", "x-gbk"),
    "cp949": ("ks_c_5601-1987", "EUC-KR"),
    "cp932": ("shift_jis", "x-sjis"),
    "big5hkscs": ("big5",),
    "mac-roman": ("macintosh",),
    "mac-cyrillic": ("x-mac-cyrillic",),
    "utf-8": (" 'UTF8' ", "utf-8-sig"),
    "utf-16-le": ("unicode", "utf-16"),
    "koi8-u": ("koi8-ru",),
    "iso-8859-8": ("iso-8859-8-i", "logical"),
    "iso-8859-15": ("ISO8859-15",),
    "": ("utf-7", "rot13", "idna", "", "no such", "a\0b", "zip"),
}


@pytest.mark.parametrize(("encoding", "labels"), LABELS.items(), ids=LABELS)
def test_labels(encoding: str, labels: tuple[str, ...]) -> None:
    assert {encoding_of(label) for label in labels} == {encoding}


DECLARATIONS = {
    "charset": (b'<meta charset="koi8-r">', "koi8-r"),
    "http-equiv": (b"<META http-equiv=Content-Type content='text/html; charset=Windows-1251'>", "windows-1251"),
    "XML": (b"<?xml version='1.0' encoding='iso-8859-2'?>", "iso-8859-2"),
    "UTF-16 that is none": (b'<meta charset="utf-16">', "utf-8"),
    "in a comment": (b'<!-- <meta charset="koi8-r"> --><meta charset="big5">', "big5hkscs"),
    "none": (b"<p>charset=koi8-r", ""),
}


@pytest.mark.parametrize(("page", "encoding"), DECLARATIONS.values(), ids=DECLARATIONS)
def test_declarations(page: bytes, encoding: str) -> None:
    assert in_page(page) == encoding


NOTES = {
    "plain": (utf8("x"), []),
    "with a mark": (utf8("x", "bom"), []),
    "declared": (Decoded("x", "cp932", "declared"), ["cp932"]),
    "detected": (Decoded("x", "windows-1251", "detected"), ["windows-1251, detected"]),
    "uncertain": (Decoded("x", "windows-1250", "detected", certain=False), ["windows-1250, detected, uncertain"]),
    "repaired": (utf8("x", repaired=True), ["utf-8, repaired"]),
}


@pytest.mark.parametrize(("decoded", "values"), NOTES.values(), ids=NOTES)
def test_notes(decoded: Decoded, values: list[str]) -> None:
    assert list(notes(decoded)) == [Note("encoding", value) for value in values]


@given(st.binary(max_size=400), st.sampled_from(["", "latin1", "utf-8", "gb2312", "shift_jis", "utf-16", "hz", "big5"]))
def test_any_bytes_are_text_or_binary(raw: bytes, declared: str) -> None:
    try:
        decoded = decode(raw, declared, html=True)
    except Binary:
        return
    decoded.text.encode()


@given(st.text(st.sampled_from("aeiounrst äöüßéñçãÀÉ’“”—…абвгдеРСё中文日本語한국اكتب\n")))
def test_utf8_stays(text: str) -> None:
    assert decode(text.encode(), "latin1").text == text


def test_the_encodings_of_real_texts(corpora: Path) -> None:
    """At least 97 % are right without a declaration (one letter in 1,000 may differ); none is wrong and certain."""
    wrong = []
    paths = sorted((corpora / "encodings").glob("*/*"))
    for path in paths:
        raw = path.read_bytes()
        decoded, expected = decode(raw), _as_named(raw, path)
        different = sum(a != b for a, b in zip(decoded.text, expected, strict=False))
        if len(decoded.text) != len(expected) or different > max(1, len(expected) // 1000):
            assert not decoded.certain, f"{path}: {decoded.encoding}"
            wrong.append(path.name)
    assert len(wrong) <= len(paths) * 0.03, wrong


def _as_named(raw: bytes, path: Path) -> str:
    """The text by the encoding that the folder is named after (``iso-8859-2-czech``)."""
    parts = path.parent.name.split("-")
    names = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    encoding = next(filter(None, map(encoding_of, names)))
    marked = path.name.startswith("bom-") and encoding.startswith("utf-32")
    return raw.decode("utf-32" if marked else encoding).lstrip("\ufeff")


@pytest.mark.parametrize("folder", ["html/not-utf8", "feeds/encoding"])
def test_real_pages_that_are_not_utf8(corpora: Path, folder: str) -> None:
    for path in sorted((corpora / folder).iterdir()):
        raw = path.read_bytes()
        decoded = decode(raw, html=True)
        assert decoded.text.count("\ufffd") == raw.count("\ufffd".encode()), path.name
        assert decoded.certain, path.name


def test_clean_texts_stay_as_they_are(corpora: Path) -> None:
    """Where a text has no control characters of the 1980s, decoding changes nothing of it."""
    for raw in _clean_texts(corpora):
        text = raw.decode()
        if not any("\x7f" < letter < "\xa0" for letter in text):
            assert decode(raw, "latin1").text == text.removeprefix("\ufeff")


def _clean_texts(corpora: Path) -> Iterator[bytes]:
    for path in sorted((corpora / "languages").glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            yield json.loads(line)["body"].encode()
    for path in sorted((corpora / "markdown" / "digitalgov").rglob("*.md")):
        yield path.read_bytes()
    with lzma.open(corpora / "news" / "reuters-106k.jsonl.xz") as lines:
        yield from islice(lines, 5000)
