"""Threads that search without a pause, and compare each answer with the right one."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from searchsvc.answer import SearchRequest
from searchsvc.archive import Archive
from searchsvc.errors import SearchsvcError
from tests.opensearch.faults.archives import Said, eventually, said


class Searchers:
    """Searches of an archive from several threads until the end of the block.

    ``answered`` counts the right answers; ``wrong`` has the requests that got another one, ``errors`` what was raised
    in place of an answer.
    """

    def __init__(self, archive: Archive, right: Mapping[SearchRequest, Said], threads: int = 4) -> None:
        self.answered = 0
        self.wrong: list[tuple[SearchRequest, Said]] = []
        self.errors: list[SearchsvcError] = []
        self._archive = archive
        self._right = right
        self._counting = threading.Lock()
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._search, args=(n,), daemon=True) for n in range(threads)]

    def more(self, answers: int = 40) -> None:
        """Return when so many more right answers have come, or errors."""
        begun = self._count()
        eventually(lambda: self._count() >= begun + answers, f"{answers} more answers")

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _count(self) -> int:
        return self.answered + len(self.wrong) + len(self.errors)

    def _search(self, first: int) -> None:
        for request in itertools.islice(itertools.cycle(self._right), first, None):
            if self._ended.is_set():
                return
            try:
                got = said(self._archive, request)
            except SearchsvcError as error:
                self.errors.append(error)
                continue
            with self._counting:
                if got == self._right[request]:
                    self.answered += 1
                else:
                    self.wrong.append((request, got))
