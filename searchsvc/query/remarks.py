"""Remarks: what there is to say about a query, gathered while it is read, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from searchsvc.errors import Mistake, QueryError
from searchsvc.query.tree import Notice


@dataclass(slots=True)
class Remarks:
    """Notices (the query was read, but not as typed) and mistakes (it cannot be read) about ``text``."""

    text: str
    _notices: list[tuple[int, int, str]] = field(default_factory=list)
    _mistakes: list[Mistake] = field(default_factory=list)

    def notice(self, message: str, start: int, end: int) -> None:
        """Say something about ``[start, end)``."""
        self._notices.append((start, end, message))

    def mistake(self, message: str, start: int, end: int, hint: str) -> None:
        """Refuse ``[start, end)``; ``hint`` is the remedy."""
        self._mistakes.append(Mistake(message, start, end, hint))

    def check(self) -> None:
        """Raise QueryError with every mistake so far, in order of place; do nothing where there is none."""
        if self._mistakes:
            raise QueryError(tuple(sorted(self._mistakes, key=lambda mistake: (mistake.start, mistake.end))))

    def notices(self) -> tuple[Notice, ...]:
        """The notices in order of place; neighbours of one message, such as in ``((((``, are one."""
        merged: list[tuple[int, int, str]] = []
        for start, end, message in sorted(self._notices):
            if merged and merged[-1][2] == message and merged[-1][1] == start:
                start = merged.pop()[0]
            merged.append((start, end, message))
        return tuple(Notice(message, start, end) for start, end, message in merged)
