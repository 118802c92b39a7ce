"""The parameters of a request: one table for reading them, for the OpenAPI document and for docs/api.md.

Nothing else reads ``request.args``. An empty parameter (``?lang=``, as forms send it) counts as not given.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from searchsvc.answer import FACETS, MAX_PER_PAGE, SearchRequest
from searchsvc.errors import ParameterError
from searchsvc.query.dates import DateMistake, days

Args = MultiDict[str, str]
Value = str | int | tuple[str, ...]
Format = Literal["jsonl", "csv"]
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
LONGEST_QUERY = 1000  # characters, as of a query: what is longer could not be searched when it is completed
QUOTED = 40  # no more characters of a wrong value than these go into a message


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: ``least`` and ``most`` bound a whole number, ``longest`` a text, ``most`` repeated values."""

    name: str
    about: str
    kind: Literal["text", "whole", "date", "choice", "choices"] = "text"
    default: str | int = ""
    least: int = 0
    most: int = 999_999_999
    longest: int | None = None
    choices: tuple[str, ...] = ()
    repeatable: bool = False

    def read(self, values: list[str]) -> Value:
        """The value, checked. Raises ParameterError with the remedy."""
        given = [value for value in values if value]
        if self.repeatable:
            if len(given) > self.most:
                raise ParameterError(self.name, f"given {len(given)} times; at most {self.most} are read")
            return tuple(dict.fromkeys(self._one_text(value) for value in given))
        if len(values) > 1:
            raise ParameterError(self.name, f"given {len(values)} times; give it once")
        return self._one(given[0]) if given else self.absent

    @property
    def absent(self) -> Value:
        """The value where none is given."""
        return () if self.repeatable or self.kind == "choices" else self.default

    def _one(self, value: str) -> Value:
        match self.kind:
            case "text":
                return self._one_text(value)
            case "date":
                return self._one_date(value)
            case "whole":
                return self._one_whole(value)
            case "choice":
                return self._one_choice(value)
            case "choices":
                names = (name.strip() for name in value.split(","))
                return tuple(dict.fromkeys(self._one_choice(name) for name in names if name))

    def _one_text(self, value: str) -> str:
        if self.longest is not None and len(value) > self.longest:
            raise ParameterError(self.name, f"is {len(value)} characters long; at most {self.longest} are read")
        return value

    def _one_date(self, value: str) -> str:
        if ".." in value:
            raise ParameterError(self.name, "takes one day, month or year; a range is after and before together")
        try:
            days(value)
        except DateMistake as mistake:
            raise ParameterError(self.name, str(mistake)) from mistake
        return value

    def _one_whole(self, value: str) -> int:
        if not WHOLE_NUMBER.fullmatch(value) or not self.least <= int(value) <= self.most:
            bounds = f"{self.least} to {self.most}"
            raise ParameterError(self.name, f"must be a whole number, {bounds}, not {value[:QUOTED]!r}")
        return int(value)

    def _one_choice(self, value: str) -> str:
        if value not in self.choices:
            raise ParameterError(self.name, f"must be one of {', '.join(self.choices)}, not {value[:QUOTED]!r}")
        return value


Q = Param("q", "The query, in the query language. Empty: everything, newest first.")
SOURCE = Param(
    "source", "Only articles of this publisher; repeated: of any of these.", longest=300, most=50, repeatable=True
)
LANG = Param("lang", "Only articles in this language (a BCP 47 tag such as `en`).", longest=35)
AFTER = Param("after", "Only articles dated after this day, month or year, which is itself left out.", kind="date")
BEFORE = Param("before", "Only articles dated before this day, month or year, which is itself left out.", kind="date")
COPIES = Param(
    "copies",
    "Near-copies of one story as one hit, the earliest found; or each of them.",
    kind="choice",
    default="fold",
    choices=("fold", "all"),
)
COPIES_OF = Param("copies_of", "Only the article with this id and its near-copies, each of them.")
SORT = Param(
    "sort",
    "The order; undated articles come last in each.",
    kind="choice",
    default="relevance",
    choices=("relevance", "newest", "oldest"),
)
PAGE = Param("page", "Which page, from 1.", kind="whole", default=1, least=1)
PER_PAGE = Param("per_page", "Hits on a page.", kind="whole", default=10, least=1, most=MAX_PER_PAGE)
CURSOR = Param("cursor", "Go on after the page whose `next` this is; not together with `page`.")
FACETS_PARAM = Param("facets", "What to count the hits by: names with commas between.", kind="choices", choices=FACETS)
FRAGMENTS = Param("fragments", "Pieces of the body shown for a hit.", kind="whole", default=3, most=10)
FRAGMENT_SIZE = Param("fragment_size", "Characters in a piece.", kind="whole", default=200, least=40, most=1000)
FORMAT = Param(
    "format", "JSON Lines, or CSV for spreadsheets.", kind="choice", default="jsonl", choices=("jsonl", "csv")
)

FILTERS = (Q, SOURCE, LANG, AFTER, BEFORE)
VIEW = (*FILTERS, COPIES, COPIES_OF, SORT, PAGE, PER_PAGE)
SEARCH = (*VIEW, CURSOR, FACETS_PARAM, FRAGMENTS, FRAGMENT_SIZE)
EXPORT = (*FILTERS, replace(COPIES, default="all"), COPIES_OF, SORT, FORMAT)
FEED = (*FILTERS, COPIES, COPIES_OF, replace(SORT, default="newest"), replace(PER_PAGE, default=20))
ARTICLE = (replace(Q, about="A query whose matches are marked in the whole text."),)
SUGGEST = (replace(Q, about="What has been typed so far; its last word is completed.", longest=LONGEST_QUERY),)
NONE: tuple[Param, ...] = ()


def read(args: Args, table: tuple[Param, ...]) -> dict[str, Any]:
    """The value of every parameter of the table. Raises ParameterError at the first that is wrong or unknown.

    The values are as various as the table; each is checked against its row, which is why they are Any to the typist.
    """
    known = {param.name: param for param in table}
    for name in args:
        if name not in known:
            names = f"known here: {', '.join(known)}" if known else "no parameter is known here"
            raise ParameterError(name[:QUOTED], f"is not a parameter; {names}")
    return {name: param.read(args.getlist(name)) if name in args else param.absent for name, param in known.items()}


def page_request(args: Args) -> SearchRequest:
    """The search that the address of a page asks for. Raises ParameterError for a wrong value.

    What the page does not know is left out: addresses of pages are passed on, and mail, chat and other sites append
    parameters of their own (``utm_source``, ``fbclid``). In the API they are refused: there they are typing errors.
    """
    known = {param.name for param in VIEW}
    kept: Args = MultiDict((name, value) for name, value in args.items(multi=True) if name in known)
    return SearchRequest(**read(kept, VIEW))


def readable_request(args: Args) -> SearchRequest:
    """What of the address of a page can be read; the rest is left out."""
    values: dict[str, Any] = {}
    for param in VIEW:
        with suppress(ParameterError):
            values[param.name] = param.read(args.getlist(param.name))
    return SearchRequest(**values)


def typed_dates(args: Args) -> dict[str, str]:
    """The dates as they were typed, right or wrong, to be mended in their fields."""
    return {param.name: args.get(param.name, "")[:QUOTED] for param in (AFTER, BEFORE)}


def search_request(args: Args) -> SearchRequest:
    """The request that the parameters of the API ask for. Raises ParameterError."""
    request = SearchRequest(**read(args, SEARCH))
    if request.cursor and request.page > 1:
        raise ParameterError("cursor", "cannot be combined with page")
    return request


def export_request(args: Args) -> tuple[SearchRequest, Format]:
    """What to export, and as what. Raises ParameterError."""
    values = read(args, EXPORT)
    form: Format = values.pop("format")
    return SearchRequest(**values), form


def feed_request(args: Args) -> SearchRequest:
    """What the feed is of: the newest first unless asked otherwise. Raises ParameterError."""
    return SearchRequest(**read(args, FEED), fragments=2)


def article_query(args: Args) -> str:
    """The query whose matches are marked in an article, or nothing. Raises ParameterError."""
    q: str = read(args, ARTICLE)["q"]
    return q


def suggest_query(args: Args) -> str:
    """What has been typed so far. Raises ParameterError."""
    q: str = read(args, SUGGEST)["q"]
    return q


def no_parameters(args: Args) -> None:
    """Check that none is given. Raises ParameterError."""
    read(args, NONE)


def version(args: Args) -> str:
    """Which content of a static file the address names, or nothing; other parameters do not matter there."""
    return args.get("v", "")
