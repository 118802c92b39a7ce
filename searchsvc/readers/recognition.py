"""What bytes are, told from their beginning: whatever a file is called, this is what is in it."""

from __future__ import annotations

import re

from searchsvc.readers.charsets import byte_order_mark

_BLANK_START = re.compile(r"[\s\ufeff]*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)
_HTML = re.compile(r"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
_FEED = re.compile(r"<(?:rdf:RDF|(?:\w+:)?(?:rss|feed)|CHANNEL)[\s>]")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+rss[^\[>]*(?:\[.*?\]\s*)?>\s*", re.DOTALL | re.IGNORECASE)
_JSON_FEED = re.compile(r'\{.*?"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org', re.DOTALL)
_ENVELOPE = re.compile(r"From \S{1,320}.{0,99}\d\d:\d\d.{0,99}\d{4}.{0,99}\r?\n[\w-]+:")
"""With bounds: a long line of times and years would take forever."""
_FIELD = re.compile(r"([\w-]{2,60}):(?: |\t|$|\S)|[ \t]+\S")
_MAIL_FIELDS = frozenset(
    ("message-id", "mime-version", "received", "return-path", "delivered-to", "content-type", "dkim-signature")
)
_PDF_OBJECT = re.compile(rb"[\r\n]\d+ \d+ obj\b")
_ARC = re.compile(rb"filedesc:\S* |\w+://\S+ \d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} \d{14} ")
_JSON_START = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\]|\[|"))')


def text_of(head: bytes) -> str:
    """The beginning as text, good enough to look for signs of ASCII."""
    mark, encoding = byte_order_mark(head)
    if mark:
        return head[len(mark) :].decode(encoding, "replace")
    return head.decode("latin-1")


def is_pdf(head: bytes) -> bool:
    """A PDF file: its sign may come a little late, where its objects follow."""
    return head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and _PDF_OBJECT.search(head) is not None)


def is_epub(head: bytes) -> bool:
    """An EPUB book: a zip archive that says so first."""
    return head.startswith(b"PK\x03\x04") and b"mimetypeapplication/epub+zip" in head[:120]


def is_zip(head: bytes) -> bool:
    """A zip archive, also an empty one."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_tar(head: bytes) -> bool:
    """A tar archive."""
    return head[257:262] == b"ustar"


def is_warc(head: bytes) -> bool:
    """A web archive, WARC or the older ARC."""
    return head.lstrip().startswith(b"WARC/") or _ARC.match(head) is not None


def is_html(head: bytes) -> bool:
    """A web page: HTML comes first, behind comments and an XML declaration at most."""
    text = text_of(head)
    return _HTML.match(text, _start(text)) is not None


def is_feed(head: bytes) -> bool:
    """RSS, Atom, CDF or a JSON feed."""
    text = text_of(head).replace("\0", "")  # UTF-16 without a mark
    start = _start(text)
    doctype = _DOCTYPE.match(text, start)
    found = _FEED.match(text, doctype.end() if doctype else start) or _JSON_FEED.match(text.lstrip())
    return found is not None


def is_mbox(head: bytes) -> bool:
    """A mailbox: an envelope line, then headers."""
    return _ENVELOPE.match(text_of(head)) is not None


def is_mail(head: bytes) -> bool:
    """A mail, or a page saved as one (MHTML): nothing but fields up to a blank line, a sender among them.

    A text can begin with *From:* and *Date:*, too, so there has to be one more that only a mail has.
    """
    names = set()
    for line in text_of(head).lstrip("\r\n").splitlines():
        if not line:
            break
        found = _FIELD.match(line)
        if not found:
            return False
        names.add((found[1] or "").lower())
    return "from" in names and not _MAIL_FIELDS.isdisjoint(names)


def is_json(head: bytes) -> bool:
    """JSON that can hold articles: an object or an array."""
    return _JSON_START.match(text_of(head)) is not None


def is_json_lines(head: bytes) -> bool:
    """JSON with a whole object on the first line, and another line behind it."""
    first, _, rest = text_of(head).lstrip().partition("\n")
    return first.startswith("{") and first.rstrip().endswith("}") and rest.lstrip().startswith("{")


def is_front_matter(head: bytes) -> bool:
    """Markdown with front matter."""
    return text_of(head).startswith(("---\n", "---\r\n", "+++\n", "+++\r\n"))


def is_text(head: bytes) -> bool:
    """Something to read: no zero bytes but those of UTF-16 and UTF-32."""
    return bool(byte_order_mark(head)[0]) or (b"\0" not in head and bool(head.strip()))


def _start(text: str) -> int:
    found = _BLANK_START.match(text)
    return found.end() if found else 0
