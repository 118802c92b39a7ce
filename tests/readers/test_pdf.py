"""PDF files with a text layer, and what is said of those without."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from searchsvc.article import Article
from searchsvc.readers import pdf
from tests.readers.drawn import Drawn, column, drawn
from tests.readers.listed import articles, found_in, troubles
from tests.readers.mutants import mutants

BODY = (
    "The gulls came back to the quay on Wed-\nnesday, the harbour master said, and the\nferry sailed on time.",
    "They stayed for a week.",
)
TEXT = (
    "The gulls came back to the quay on Wednesday, the harbour master said, and the ferry sailed on time.\n\n"
    "They stayed for a week."
)
HEADED = [("Gulls Return", 70, 800, 18), *column(*BODY, top=760)]
FACTS = {"Title": "Gulls Return to Quay", "Author": "Ines Okoro", "CreationDate": "D:20200206120000+03'00'"}


def one(content: bytes, root: Path, name: str = "a.pdf") -> Article:
    """The only article of a file."""
    [article] = articles(found_in(content, name, root)).values()
    return article


def test_a_file_is_an_article(tmp_path: Path) -> None:
    article = one(drawn([HEADED], FACTS), tmp_path)
    assert article == Article(
        id="a",
        title="Gulls Return to Quay",
        body=f"Gulls Return\n\n{TEXT}",
        date=datetime(2020, 2, 6, 12, tzinfo=timezone(timedelta(hours=3))),
        date_from="PDF metadata",
        author="Ines Okoro",
        language="en-GB",
    )


TITLES = {
    "none": ({}, "Gulls Return", TEXT),
    "a name of a file": ({"Title": "gulls_final2.indd"}, "Gulls Return", TEXT),
    "a name that Word gives": ({"Title": "Microsoft Word - gulls.doc"}, "Gulls Return", TEXT),
    "untitled": ({"Title": "Untitled"}, "Gulls Return", TEXT),
    "that of the text": ({"Title": "GULLS RETURN"}, "GULLS RETURN", TEXT),
}


@pytest.mark.parametrize(("facts", "title", "body"), TITLES.values(), ids=TITLES)
def test_titles(facts: dict[str, str], title: str, body: str, tmp_path: Path) -> None:
    article = one(drawn([HEADED], facts), tmp_path)
    assert (article.title, article.body) == (title, body)


def test_a_title_of_two_lines(tmp_path: Path) -> None:
    page = [("Gulls Return to", 70, 800, 18), ("Marrow Bay", 70, 778, 18), *column(*BODY, top=740)]
    assert one(drawn([page]), tmp_path).title == "Gulls Return to Marrow Bay"


DATES = {
    "a day": ("D:20200206", date(2020, 2, 6)),
    "no offset": ("D:20200206120000", date(2020, 2, 6)),
    "UTC": ("D:20200206120000Z", datetime(2020, 2, 6, 12, tzinfo=UTC)),
    "to the west": ("D:20200206233000-03'30'", datetime(2020, 2, 6, 23, 30, tzinfo=timezone(-timedelta(hours=3.5)))),
    "no prefix": ("20200206120000", date(2020, 2, 6)),
    "no date": ("yesterday", None),
    "no such day": ("D:20200230", None),
}


@pytest.mark.parametrize(("text", "expected"), DATES.values(), ids=DATES)
def test_dates(text: str, expected: date | None, tmp_path: Path) -> None:
    assert one(drawn([HEADED], {"CreationDate": text}), tmp_path).date == expected


BIRDS = ("gulls", "terns", "eider ducks", "cormorants")


def running(number: int) -> list[Drawn]:
    """A page with a title and a number at its edges."""
    text = column(f"Of {BIRDS[number - 1]} there is nothing new.", top=700)
    return [("Marrow Bay Gazette", 70, 820, 8), *text, (f"Page {number} of 4", 280, 30, 8)]


def test_running_titles_are_left_out(tmp_path: Path) -> None:
    body = one(drawn([running(number) for number in range(1, 5)], FACTS), tmp_path).body
    assert body.split("\n\n") == [f"Of {bird} there is nothing new." for bird in BIRDS]


def test_a_paragraph_goes_on_over_a_page(tmp_path: Path) -> None:
    first, second = column("The gulls came back to", top=100), column("the quay. They stayed.", top=800)
    assert one(drawn([first, second], FACTS), tmp_path).body == "The gulls came back to the quay. They stayed."


def test_a_paragraph_begins_further_in(tmp_path: Path) -> None:
    page = [("They stayed.", 70, 700, 10), ("Then they left.", 85, 688, 10), ("For good.", 70, 676, 10)]
    assert one(drawn([page], FACTS), tmp_path).body == "They stayed.\n\nThen they left. For good."


def encrypted(password: str) -> bytes:
    """A file that opens with a password."""
    writer, out = PdfWriter(PdfReader(io.BytesIO(drawn([HEADED])))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_a_file_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    assert one(encrypted(""), tmp_path).title == "Gulls Return"


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    assert one(gzip.compress(drawn([HEADED])), tmp_path, "a.pdf.gz").title == "Gulls Return"


UNREADABLE = {
    "no text": (drawn([[]]), "no text layer: run OCR first"),
    "encrypted": (encrypted("secret"), "encrypted: save it without its password"),
    "cut short": (drawn([HEADED])[:60], "a damaged PDF file"),
    "nothing in it": (b"%PDF-1.4\nx", "a damaged PDF file"),
}


@pytest.mark.parametrize(("content", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(content: bytes, reason: str, tmp_path: Path) -> None:
    [trouble] = troubles(found_in(content, "a.pdf", tmp_path))
    assert trouble.startswith(f"a.pdf: {reason}")


def test_a_long_file_is_read_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    found = found_in(drawn([running(number) for number in range(1, 5)], FACTS), "a.pdf", tmp_path)
    assert "terns" in articles(found)["a"].body
    assert troubles(found) == ["a.pdf: very long: only its first 2 pages were read, split it"]


SAMPLES = {"packed": drawn([HEADED] * 2, FACTS), "not packed": drawn([HEADED] * 2, FACTS, packed=False)}


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES)
def test_damaged_files_never_raise(content: bytes, tmp_path: Path) -> None:
    for mutant in mutants(content):
        assert found_in(mutant, "a.pdf", tmp_path)
