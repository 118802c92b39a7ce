"""Articles being gathered for the next segment: their terms as numbers, their dates, keywords and ids."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable

import numpy as np

from searchsvc.arrays import Array, packed, smallest
from searchsvc.engines.base import Entry, when
from searchsvc.engines.whoosh.inversion import FieldBuffer, Vocabulary, invert, vocabulary_arrays
from searchsvc.fields import KEYWORD_FIELDS, TEXT_FIELDS

ARTICLE_TOKENS = 40
"""An article costs as much memory as this many tokens, even if it has none: its id, its numbers, its dict entry."""


class Buffer:
    """A segment in the making: ``tokens`` tells how much memory it holds (about 12 bytes each; see ARTICLE_TOKENS)."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.dead: set[int] = set()
        self.tokens = 0
        self._numbers: dict[str, int] = {}
        self._vocabulary = Vocabulary()
        self._fields = {name: FieldBuffer() for name in TEXT_FIELDS}
        self._when = array("q")
        self._keywords: dict[str, list[str]] = {name: [] for name in KEYWORD_FIELDS}

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def end(self) -> int:
        """The furthest position used in any stream."""
        return max(buffer.end for buffer in self._fields.values())

    def add(self, entry: Entry) -> None:
        """Append an article; an earlier one with its id dies."""
        self.remove((entry.article.id,))
        self._numbers[entry.article.id] = len(self.ids)
        self.ids.append(entry.article.id)
        self.tokens += ARTICLE_TOKENS
        number = self._vocabulary.__getitem__
        for name, buffer in self._fields.items():
            self.tokens += buffer.add(map(number, run.split()) for run in entry.fields[name])
        self._when.append(when(entry.article))
        for name, values in self._keywords.items():
            values.append(entry.keywords.get(name, ""))

    def remove(self, ids: Iterable[str]) -> None:
        """Let articles die that were added to this buffer."""
        for id_ in ids:
            number = self._numbers.pop(id_, None)
            if number is not None:
                self.dead.add(number)

    def arrays(self) -> dict[str, Array]:
        """Everything as the arrays of a segment."""
        terms, ranks = self._vocabulary.numbered()
        out = vocabulary_arrays(terms)
        for name, buffer in self._fields.items():
            out |= invert(name, buffer.stream(), ranks)
        return out | article_arrays(self.ids, np.array(self._when, np.int64), self._keywords)


def article_arrays(ids: list[str], when_: Array, keywords: dict[str, list[str]]) -> dict[str, Array]:
    """What is known of each article of a segment besides its text.

    ``ids.*`` are the ids sorted, ``ids.articles`` the article number of each, ``ids.ranks`` the reverse, ``ids.crc``
    a checksum of each id by article number; ``when`` the sort key of the date; a keyword is a number into its values.
    """
    order = sorted(range(len(ids)), key=lambda number: ids[number].encode("utf-8", "surrogatepass"))
    blob, offsets = packed([ids[number] for number in order])
    ranks = np.empty(len(ids), np.int64)
    ranks[order] = np.arange(len(ids))
    out = {
        "ids.blob": blob,
        "ids.offsets": smallest(offsets),
        "ids.articles": smallest(np.array(order, np.int64)),
        "ids.ranks": smallest(ranks),
        "ids.crc": checksums(ids),
        "when": when_,
    }
    for name, values in keywords.items():
        distinct = sorted(set(values))
        place = {value: number for number, value in enumerate(distinct)}
        blob, offsets = packed(distinct)
        out[f"{name}.blob"], out[f"{name}.offsets"] = blob, offsets
        out[f"{name}.values"] = smallest(np.array([place[value] for value in values], np.int64))
    return out


def checksums(ids: Iterable[str]) -> Array:
    """A CRC-32 of each id: articles with equal ids are looked for by it, all at once."""
    return np.array([zlib.crc32(id_.encode("utf-8", "surrogatepass")) for id_ in ids], np.uint32)
