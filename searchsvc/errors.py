"""Every exception of the package. Each message says what is wrong and what to do about it.

SearchsvcError
├── SettingsError      a flag, an environment variable or searchsvc.toml is wrong
├── QueryError         the query has a clear mistake; it names the places
├── ParameterError     a parameter of a request is unknown or malformed
├── NotFound           no article has that id
├── ReadingStopped     the process that reads the corpus died
├── IndexMissing       nothing has been indexed here yet
├── IndexLocked        another process is writing this index
├── IndexDamaged       the files of the index are not what was written
├── IndexUnwritable    the disk is full, or the folder of the index is not ours to write
└── EngineError        an engine cannot do what was asked (library missing, backend refuses)
    └── EngineUnavailable  the backend is away, or too busy: to ask again later helps

``exit_code`` is what the command line ends with, ``status`` what HTTP answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class SearchsvcError(Exception):
    """The root of the family: anything a user can cause or mend."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500
    title: ClassVar[str] = "The request failed"


class SettingsError(SearchsvcError):
    """A setting has a value that cannot be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a query: ``[start, end)`` in code points of the query, and the remedy."""

    message: str
    start: int
    end: int
    hint: str


class QueryError(SearchsvcError):
    """The query has at least one clear mistake; ``mistakes`` places each."""

    exit_code = 2
    status = 400
    title = "The query has a mistake"

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("; ".join(f"{m.message} ({m.hint})" for m in mistakes))
        self.mistakes = mistakes


class ParameterError(SearchsvcError):
    """A request parameter is unknown or malformed; ``param`` names it."""

    exit_code = 2
    status = 400
    title = "A parameter is wrong"

    def __init__(self, param: str, message: str) -> None:
        super().__init__(f"{param}: {message}")
        self.param = param


class NotFound(SearchsvcError):
    """No article has the id that was asked for."""

    status = 404
    title = "No such article"


class ReadingStopped(SearchsvcError):
    """The process that reads the files of the corpus ended before its work."""


class IndexMissing(SearchsvcError):
    """There is no index in the folder yet."""

    exit_code = 4
    status = 503
    title = "Nothing is indexed yet"


class IndexLocked(SearchsvcError):
    """Another process holds the write lock; the message says which."""

    exit_code = 4
    status = 503
    title = "The index is being written"


class IndexDamaged(SearchsvcError):
    """The index on disk cannot be read as what was written."""

    status = 503
    title = "The index is damaged"


class IndexUnwritable(SearchsvcError):
    """The index cannot be written; what was served still is."""

    title = "The index cannot be written"


class EngineError(SearchsvcError):
    """An engine cannot do what was asked of it."""

    status = 503
    title = "The search engine cannot answer"


class EngineUnavailable(EngineError):
    """The backend of an engine does not answer now; ``retry_after`` is in how many seconds to ask again."""

    title = "The search engine is away"
    retry_after: ClassVar[int] = 5
