"""Names of encodings: what a label in a header or in a page means, and what the first bytes say themselves."""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What Python calls an encoding, and what pages mean by it: browsers read iso-8859-1 as windows-1252, and so on.
MEANT = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "iso2022_jp": "iso-2022-jp",
    "euc_jp": "euc-jp",
}
# Labels of the Encoding Standard that Python has under other names, or not at all.
LABELS = {
    "ansi": "cp1252",
    "cn-big5": "big5",
    "dos-874": "cp874",
    "gb_2312-80": "gb2312",
    "iso-10646-ucs-2": "utf-16-le",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "logical": "iso8859-8",
    "sjis": "cp932",
    "ucs-2": "utf-16-le",
    "unicode": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
    "visual": "iso8859-8",
    "windows-874": "cp874",
    "windows-949": "cp949",
}
NO_TEXT = {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
"""Codecs of Python that no page is written in, or that browsers refuse (UTF-7) because it hides markup."""

ISO = re.compile(r"(?:iso)[-_]?8859[-_]?(\d{1,2})(?:[:-].*)?")
WINDOWS = re.compile(r"(?:x-)?(?:windows|win|cp|x-cp)[-_]?(125\d)")

HEAD = 4096
"""Bytes at the start of a page in which its declaration is looked for."""
META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{2,40})", re.IGNORECASE)
XML = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']\s*([A-Za-z0-9_.:+-]{2,40})", re.IGNORECASE)
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def byte_order_mark(raw: bytes) -> tuple[bytes, str]:
    """The mark that the bytes begin with, and the encoding it stands for; empty ones without a mark."""
    return next(((mark, encoding) for mark, encoding in BOMS if raw.startswith(mark)), (b"", ""))


def encoding_of(label: str) -> str:
    """The encoding that a label means to a browser, by a name that Python decodes; empty where it is none."""
    label = label.strip().strip("\"'").lower()
    label = LABELS.get(label, label)
    if found := ISO.fullmatch(label):
        label = f"iso8859-{found[1]}"
    elif found := WINDOWS.fullmatch(label):
        label = f"cp{found[1]}"
    return _python(label) or _python(label.removeprefix("x-"))


def in_page(raw: bytes) -> str:
    """The encoding that the page declares in its first bytes (XML declaration, ``<meta>``); empty where none."""
    head = raw[:HEAD]
    found = XML.match(head) or META.search(COMMENT.sub(b"", head))
    encoding = encoding_of(found[1].decode("ascii")) if found else ""
    # What could be read as ASCII so far is not UTF-16 or UTF-32, whatever it says.
    return "utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding


def _python(label: str) -> str:
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    name = info.name.replace("_", "-") if info.name in NO_TEXT else info.name
    if name in NO_TEXT or not info._is_text_encoding:
        return ""
    name = MEANT.get(name, name)
    return re.sub(r"^cp(125\d)$", r"windows-\1", re.sub(r"^iso8859", "iso-8859", name))
