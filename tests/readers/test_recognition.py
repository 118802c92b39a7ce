"""What is in a file shows in its first bytes: archives, mails and PDF files, whatever they are called."""

from __future__ import annotations

import tarfile
from collections.abc import Callable

import pytest

from searchsvc.readers import recognition
from tests.readers.drawn import drawn
from tests.readers.test_archives import tarred, zipped
from tests.readers.test_epub import BOOK
from tests.readers.test_mail import BOX, ENVELOPE, PLAIN
from tests.readers.test_warc import arc, record

PDF = drawn([[]])
SIGNS: dict[str, tuple[Callable[[bytes], bool], bytes, bool]] = {
    "a PDF file": (recognition.is_pdf, PDF, True),
    "rubbish before it": (recognition.is_pdf, b"\r\nrubbish\r\n" + PDF, True),
    "a text about PDF files": (recognition.is_pdf, b"They begin with %PDF-1.7, and objects follow.", False),
    "a book": (recognition.is_epub, zipped(BOOK, 0), True),
    "a zip archive": (recognition.is_zip, zipped({"a": b"b"}), True),
    "an empty zip archive": (recognition.is_zip, zipped({}), True),
    "initials": (recognition.is_zip, b"PK was there", False),
    "a tar archive": (recognition.is_tar, tarred({"a": b"b"}), True),
    "a tar archive of GNU": (recognition.is_tar, tarred({"a": b"b"}, tarfile.GNU_FORMAT), True),
    "a text": (recognition.is_tar, b"tar" * 200, False),
    "WARC": (recognition.is_warc, record(b"x"), True),
    "ARC": (recognition.is_warc, arc(b"x"), True),
    "a text about WARC": (recognition.is_warc, b"The WARC/1.0 format", False),
    "a mailbox": (recognition.is_mbox, BOX.encode(), True),
    "a mailbox with carriage returns": (recognition.is_mbox, BOX.replace("\n", "\r\n").encode(), True),
    "a text from somewhere": (recognition.is_mbox, b"From Avelin, spring 2020\nNote: it rains.", False),
    "a line of times": (recognition.is_mbox, b"From x" + b"00:00 2000 " * 6_000, False),
    "a mail": (recognition.is_mail, PLAIN.encode(), True),
    "a mail behind blank lines": (recognition.is_mail, b"\r\n\n" + PLAIN.encode(), True),
    "a text that begins like one": (recognition.is_mail, b"From: me\nDate: today\nSubject: gulls\n\nGulls.", False),
    "a text with an address": (recognition.is_mail, b"From: me\nMessage-ID is missing here.\n\nGulls.", False),
    "a mailbox is no mail": (recognition.is_mail, ENVELOPE.encode() + PLAIN.encode(), False),
}


@pytest.mark.parametrize(("sign", "content", "told"), SIGNS.values(), ids=SIGNS)
def test_signs(sign: Callable[[bytes], bool], content: bytes, told: bool) -> None:
    assert sign(content[:65536]) is told
