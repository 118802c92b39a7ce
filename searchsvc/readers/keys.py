"""Keys: what stands behind the # in the id of an article that shares its file with others, each given once."""

from __future__ import annotations

from hashlib import blake2b

from searchsvc.readers.plain import one_line

MAX_KEY = 1000
"""Characters: a key stands in addresses."""


class Keys:
    """The keys that were given to the articles of one file."""

    def __init__(self) -> None:
        self._given: dict[bytes, int] = {}

    def give(self, *wishes: str) -> str:
        """The first of the wishes that is free, else the last one with a number behind it; an empty one is no wish."""
        wished = [_short(key) for key in map(one_line, wishes) if key] or ["~"]
        return next(filter(self._take, wished), "") or self._numbered(wished[-1])

    def _take(self, key: str) -> bool:
        """Take a key, and tell whether it was free."""
        digest = _digest(key)
        free = digest not in self._given
        if free:
            self._given[digest] = 1
        return free

    def _numbered(self, key: str) -> str:
        digest = _digest(key)
        while True:
            self._given[digest] += 1
            if self._take(numbered := f"{key}~{self._given[digest]}"):
                return numbered


def _short(key: str) -> str:
    """The key, or its beginning and a digest of the whole, where it is too long."""
    return key if len(key) <= MAX_KEY else f"{key[: MAX_KEY - 17]}~{_digest(key).hex()}"


def _digest(key: str) -> bytes:
    # Not the key itself: a web archive has a million of them.
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
