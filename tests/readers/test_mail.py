"""Mails, mailboxes, and pages saved as mails."""

from __future__ import annotations

import base64
import gzip
import quopri
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from searchsvc.article import Article
from searchsvc.readers import Clock, Stop, mail, read_file
from searchsvc.readers.headers import spoken
from tests.readers.listed import articles, found_in, troubles
from tests.readers.mutants import mutants

HEAD = """\
From: Ines Okoro <ines@marrowbaygazette.example>
To: readers@marrowbaygazette.example
Subject: Gulls Return
Date: Thu, 06 Feb 2020 23:30:00 -0500
Message-ID: <gulls-1@marrowbaygazette.example>
MIME-Version: 1.0
"""
TEXT = "The gulls came back\nto the quay.\n\nThey stayed.\n"
PLAIN = f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n{TEXT}"
PAGE = """<html><head><title>x</title><style>p {}</style></head><body><p>The gulls <b>came</b> back.</p>
<table><tr><td>Quay</td><td>7</td></tr></table><div style="display:none">preview</div></body></html>"""
PAGE_TEXT = "The gulls came back.\n\nQuay 7"


def multipart(*parts: str, kind: str = "alternative", head: str = HEAD) -> str:
    """A mail of several parts, each with its header."""
    body = "".join(f"--edge\n{part}\n" for part in parts)
    return f'{head}Content-Type: multipart/{kind}; boundary="edge"\n\nFor old programs.\n{body}--edge--\n'


def part(content: str, kind: str = "text/plain", *fields: str) -> str:
    """A part of a mail."""
    return "\n".join([f"Content-Type: {kind}; charset=utf-8", *fields, "", content])


def one(content: str | bytes, root: Path, name: str = "a.eml") -> Article:
    """The only article of a mail."""
    raw = content if isinstance(content, bytes) else content.encode()
    [article] = articles(found_in(raw, name, root)).values()
    return article


def test_a_mail_is_an_article(tmp_path: Path) -> None:
    east = timezone(timedelta(hours=-5))
    assert one(PLAIN, tmp_path) == Article(
        id="a",
        title="Gulls Return",
        body="The gulls came back to the quay.\n\nThey stayed.",
        date=datetime(2020, 2, 6, 23, 30, tzinfo=east),
        date_from="mail header",
        source="marrowbaygazette.example",
        author="Ines Okoro",
    )


CODED = "Content-Transfer-Encoding: {}"
HTML = part(PAGE, "text/html")
ELSEWHERE = part("View this email in your browser: https://x.example")
ATTACHED = part("No.", "text/plain", "Content-Disposition: attachment; filename=a.txt")
BODIES = {
    "quoted-printable": (
        part("Caf=C3=A9 on the=\n quay", "text/plain", CODED.format("quoted-printable")),
        "Café on the quay",
    ),
    "broken quoted-printable": (part("5=xy=C3=A9=", "text/plain", CODED.format("quoted-printable")), "5=xyé"),
    "Base64": (part(base64.encodebytes("Café".encode()).decode(), "text/plain", CODED.format("base64")), "Café"),
    "broken Base64": (part("Q2Fm!w6kgYmFy\n*Zg", "text/plain", CODED.format("BASE64")), "Café barf"),
    "a page": (HTML, PAGE_TEXT),
    "both": (multipart(part("Plain text."), HTML, head=""), "Plain text."),
    "both, the plain one empty": (multipart(part(" \n"), HTML, head=""), PAGE_TEXT),
    "both, the plain one elsewhere": (multipart(ELSEWHERE, HTML, head=""), PAGE_TEXT),
    "with pictures": (
        multipart(multipart(part("Plain."), head=""), part("iVBO", "image/png"), kind="mixed", head=""),
        "Plain.",
    ),
    "with a text attached": (multipart(part("Plain."), ATTACHED, head=""), "Plain."),
    "no boundary at the end": (multipart(part("Plain."), head="").replace("--edge--", ""), "Plain."),
    "nothing said": ("\nPlain.", "Plain."),
}


@pytest.mark.parametrize(("content", "body"), BODIES.values(), ids=BODIES)
def test_the_text_of_a_mail(content: str, body: str, tmp_path: Path) -> None:
    assert one(HEAD + content, tmp_path).body == body


def test_charsets(tmp_path: Path) -> None:
    head = HEAD.replace("Gulls Return", "Чайки") + "Content-Type: text/plain; charset=koi8-r\n\n"
    article = one((head + "Чайки вернулись").encode("koi8-r"), tmp_path)
    assert (article.title, article.body) == ("Чайки", "Чайки вернулись")


SPOKEN = {
    "Q": ("=?utf-8?q?Caf=C3=A9_=3F?= open", "Café ? open"),
    "B": ("=?UTF-8?B?Q2Fmw6k=?=", "Café"),
    "another charset": ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
    "a language": ("=?utf-8*fr?q?Caf=C3=A9?=", "Café"),
    "several words": ("=?utf-8?q?Caf=C3?=\r\n =?utf-8?q?=A9?=", "Café"),
    "a word between others": ("a =?utf-8?q?b?= c", "a b c"),
    "unknown": ("=?klingon?q?Qapla?= x", "=?klingon?q?Qapla?= x"),
    "broken": ("=?utf-8?b?Q?= x =?utf-8?q?=C3=A", "=?utf-8?b?Q?= x =?utf-8?q?=C3=A"),
}


@pytest.mark.parametrize(("value", "text"), SPOKEN.values(), ids=SPOKEN)
def test_encoded_words(value: str, text: str) -> None:
    assert spoken(value) == text


HEADERS = {
    "a folded subject": (
        "Subject: Gulls Return",
        "Subject: Gulls\n Return to\n\tthe Quay",
        "title",
        "Gulls Return to the Quay",
    ),
    "an address alone": (
        "Ines Okoro <ines@marrowbaygazette.example>",
        "ines@quay.example",
        "author",
        "ines@quay.example",
    ),
    "a name in quotes": ("Ines Okoro <", '"Okoro, Ines" <', "author", "Okoro, Ines"),
    "an encoded name": ("Ines Okoro <", "=?utf-8?q?In=C3=A9s?= <", "author", "Inés"),
    "a list": ("MIME-Version: 1.0", "List-Id: Quay News <quay.lists.example>", "source", "quay.lists.example"),
    "a list of a service": ("MIME-Version: 1.0", "List-Id: <1234567.xt.local>", "source", "marrowbaygazette.example"),
    "an archived mail": (
        "MIME-Version: 1.0",
        "Archived-At: <https://lists.example/7>",
        "url",
        "https://lists.example/7",
    ),
    "a language": ("MIME-Version: 1.0", "Content-Language: pt-br", "language", "pt-BR"),
    "no date": ("Date: Thu, 06 Feb 2020 23:30:00 -0500\n", "", "date", None),
}


@pytest.mark.parametrize(("before", "after", "field", "value"), HEADERS.values(), ids=HEADERS)
def test_headers(before: str, after: str, field: str, value: str | None, tmp_path: Path) -> None:
    assert before in PLAIN
    assert getattr(one(PLAIN.replace(before, after), tmp_path), field) == value


def test_a_date_that_is_none_is_told(tmp_path: Path) -> None:
    found = found_in(PLAIN.replace("06 Feb", "66 Feb").encode(), "a.eml", tmp_path)
    assert [article.date for article in articles(found).values()] == [None]
    assert "the date “Thu, 66 Feb 2020" in troubles(found)[0]


def test_mails_attached_to_a_mail(tmp_path: Path) -> None:
    inner = PLAIN.replace("Gulls Return", "Attached").replace("gulls-1", "gulls-2")
    content = multipart(part("See below."), f"Content-Type: message/rfc822\n\n{inner}", kind="mixed")
    found = articles(found_in(content.encode(), "a.eml", tmp_path))
    assert {article_id: article.title for article_id, article in found.items()} == {
        "a": "Gulls Return",
        "a.eml#gulls-2@marrowbaygazette.example": "Attached",
    }


ENVELOPE = "From ines@x.example Thu Feb  6 12:00:00 2020\n"
BOXED = [PLAIN.replace("gulls-1", f"gulls-{number}") for number in (1, 2, 2)]
BOX = "".join(f"{ENVELOPE}{one}>From the quay.\n>>From \n\n" for one in BOXED)


@pytest.mark.parametrize(("name", "content"), [("a.mbox", BOX.encode()), ("a.mbox.gz", gzip.compress(BOX.encode()))])
def test_a_mailbox(name: str, content: bytes, tmp_path: Path) -> None:
    found = articles(found_in(content, name, tmp_path))
    address = "@marrowbaygazette.example"
    assert list(found) == [f"a#gulls-1{address}", f"a#gulls-2{address}", f"a#gulls-2{address}~2"]
    assert found[f"a#gulls-1{address}"].body.endswith("They stayed. From the quay. >From")


def test_a_mail_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text(BOX)
    clock = Clock(stops={"a.mbox#2": Stop(0, "it died there")})
    found = list(read_file(tmp_path / "a.mbox", tmp_path, {}, clock))
    assert list(articles(found)) == [f"a#gulls-{number}@marrowbaygazette.example" for number in (1, 2)]
    assert troubles(found) == ["a.mbox#2: it died there"]


@pytest.mark.parametrize("name", ["1580990400.M12P34.quay:2,S", "mail.txt", "INBOX", "cur/1"])
def test_a_mail_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    assert one(PLAIN, tmp_path, name).author == "Ines Okoro"


def test_a_text_is_no_mail_because_it_begins_like_one(tmp_path: Path) -> None:
    assert one("From: the quay\nDate: today\n\nGulls.", tmp_path, "a.txt").title == "From: the quay"


def test_a_saved_page(tmp_path: Path) -> None:
    place = "Content-Location: https://marrowbay.example/gulls"
    head = f"From: <Saved by Blink>\nSnapshot-{place}\nSubject: Gulls\nMIME-Version: 1.0\n"
    page = quopri.encodestring(b"<!doctype html><title>Gulls Return</title><p>The gulls came back.").decode()
    html = part(page, "text/html", CODED.format("quoted-printable"), place)
    article = one(multipart(html, part("p {}", "text/css"), kind="related", head=head), tmp_path, "a.mhtml")
    assert (article.id, article.title, article.url) == ("a", "Gulls Return", "https://marrowbay.example/gulls")


def test_what_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MAX_BYTES", 100)
    assert "too large to be one mail" in troubles(found_in(PLAIN.encode(), "a.eml", tmp_path))[0]


HOSTILE = {
    "parts in parts": "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5000)),
    "many parts": "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 100_000,
    "many fields": "X-Quay: 1\n" * 100_000 + "\nx",
    "a long field": "X-Quay: " + "=?utf-8?q?x?= " * 50_000 + "\n\nx",
    "a folded field": "X-Quay: 1\n" + " x\n" * 200_000 + "\nx",
    "brackets": "Reply-To: " + "(" * 50_000 + "\n\nx",
    "blanks": "Content-Type: text/plain" + " " * 60_000 + "\n\nx",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mails_are_read_in_linear_time(content: str, tmp_path: Path) -> None:
    assert found_in((HEAD + content).encode(), "a.eml", tmp_path)


SAMPLES = {"plain": PLAIN, "mailbox": BOX, **{name: HEAD + content for name, (content, _) in BODIES.items()}}


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES)
def test_damaged_mails_never_raise(content: str, tmp_path: Path) -> None:
    for mutant in mutants(content.encode()):
        for name in ("a.eml", "a.mbox"):
            assert found_in(mutant, name, tmp_path)
