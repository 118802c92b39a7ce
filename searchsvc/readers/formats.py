"""The formats that are read: their suffixes, how their content is recognised, who reads them, and what that needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from searchsvc.readers import recognition
from searchsvc.readers.naming import suffix_of
from searchsvc.readers.source import Reader
from searchsvc.readers.unpacking import PACKED_SUFFIXES


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``many``: a file can hold several articles, whose ids have a # and a key behind the stem.

    ``signs`` tells from the beginning of a file, without doubt, that it is of this format; ``likely`` is good enough
    where the name of the file says nothing. ``place`` is the module and the function that reads it, imported when it is
    first needed: some libraries take long to load. ``extra`` is the extra of this package that brings its library;
    ``slow`` marks formats that take some twenty times as long a byte as the others.
    """

    name: str
    suffixes: tuple[str, ...]
    place: str
    many: bool = False
    signs: Callable[[bytes], bool] | None = None
    likely: Callable[[bytes], bool] | None = None
    extra: str = ""
    slow: bool = False

    @property
    def reader(self) -> Reader:
        """Who reads it. Raises ImportError where its library is missing."""
        return _imported(self.place)


FORMATS = (
    Format("web archive", (".warc", ".arc"), "warc:read_warc", many=True, signs=recognition.is_warc, slow=True),
    Format("EPUB", (".epub",), "epub:read_epub", many=True, signs=recognition.is_epub, slow=True),
    Format("zip archive", (".zip",), "archives:read_zip", many=True, signs=recognition.is_zip),
    Format("tar archive", (".tar", ".tgz", ".txz", ".tbz2"), "archives:read_tar", many=True, signs=recognition.is_tar),
    Format("web page", (".html", ".htm", ".xhtml"), "html:read_html", signs=recognition.is_html, slow=True),
    Format("feed", (".xml", ".rss", ".atom", ".rdf"), "feed:read_feed", many=True, signs=recognition.is_feed),
    Format("PDF", (".pdf",), "pdf:read_pdf", signs=recognition.is_pdf, extra="pdf", slow=True),
    Format("mailbox", (".mbox",), "mbox:read_mbox", many=True, signs=recognition.is_mbox),
    Format("mail", (".eml", ".mht", ".mhtml"), "mail:read_mail", signs=recognition.is_mail),
    Format("JSON Lines", (".jsonl", ".ndjson"), "jsonl:read_jsonl", many=True, likely=recognition.is_json_lines),
    Format("JSON", (".json",), "jsonl:read_json", many=True, likely=recognition.is_json),
    Format("CSV", (".csv", ".tsv"), "csv_file:read_csv", many=True),
    Format("Markdown", (".md", ".markdown", ".mdx"), "markdown:read_markdown", likely=recognition.is_front_matter),
    Format("saved article", (".txt", ".text"), "saved:read_saved", likely=recognition.is_text),
)
"""In the order in which they are asked; the last one takes any text."""

SUFFIXES = tuple(
    f"{suffix}{packed}" for format_ in FORMATS for suffix in format_.suffixes for packed in ("", *PACKED_SUFFIXES)
)
"""The suffixes of all formats, also packed."""

_BY_SUFFIX = {suffix: format_ for format_ in FORMATS for suffix in format_.suffixes}


def format_named(name: str) -> Format | None:
    """The format that the name of a file promises, None where its suffix promises nothing."""
    suffix = suffix_of(name, SUFFIXES).lower()
    bare = next((suffix.removesuffix(packed) for packed in PACKED_SUFFIXES if suffix.endswith(packed)), suffix)
    return _BY_SUFFIX.get(bare)


def format_of(head: bytes, promised: Format | None) -> Format | None:
    """The format of a file that begins with ``head``: what its content shows, else what its name promised."""
    signed = [format_ for format_ in FORMATS if format_.signs and format_.signs(head)]
    if promised in signed or not signed:
        return promised
    return signed[0]


def format_guessed(head: bytes) -> Format | None:
    """The format of a file without a telling name, by its content alone."""
    return format_of(head, None) or next((one for one in FORMATS if one.likely and one.likely(head)), None)


def stem_of(name: str) -> str:
    """The name of a file without the suffix of its format: the id of its article, or what its ids begin with."""
    return name.removesuffix(suffix_of(name, SUFFIXES))


def holds_many(name: str) -> bool:
    """Whether the file with this name promises many articles, whose ids are its stem, a # and a key each."""
    promised = format_named(name)
    return promised is not None and promised.many


@cache
def _imported(place: str) -> Reader:
    module, _, function = place.partition(":")
    reader: Reader = getattr(import_module(f"searchsvc.readers.{module}"), function)
    return reader
