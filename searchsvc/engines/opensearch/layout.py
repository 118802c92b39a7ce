"""How an archive lies in a cluster: which indices are its generations, and which of them is served.

Generation 000007 of the alias ``searchsvc`` is the index ``searchsvc-000007`` with ``searchsvc-000007-records``; while
it is built in parts, ``searchsvc-000007-parts`` has what each part counted. A name alone makes none of them ours: what
is ours says so in its mapping.
"""

from __future__ import annotations

import re
from typing import Any

from searchsvc.engines.opensearch.connection import Connection
from searchsvc.errors import EngineError, EngineUnavailable, IndexLocked, SettingsError

_ALIAS = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
_THERE = "resource_already_exists_exception"
_SEEN = "*.mappings._meta,*.settings.index.creation_date"


class Layout:
    """The generations under one alias, each by its name: digits."""

    def __init__(self, connection: Connection, alias: str) -> None:
        if not _ALIAS.fullmatch(alias):
            raise SettingsError(f"--alias {alias}: use small letters, digits, - and _, up to 200 of them")
        self.alias = alias
        self._connection = connection
        self._generation = re.compile(re.escape(alias) + r"-(\d{6,})(?:-records|-parts)?")

    def index(self, name: str) -> str:
        """The index with the articles of a generation."""
        return f"{self.alias}-{name}"

    def indices(self, name: str) -> tuple[str, str]:
        """The indices with the articles and with the records of a generation."""
        return self.index(name), f"{self.index(name)}-records"

    def served(self, *, quickly: float = 0.0) -> dict[str, int]:
        """The generations that the alias names, with the time each was made; one, or none yet.

        With ``quickly`` it is what the next node knows, asked once, for so many seconds. Raises SettingsError where the
        alias is not ours.
        """
        if quickly:
            found = self._connection.ask(
                "GET", f"/{self.alias}", accept={404}, tries=(), timeout=quickly, local=True, filter_path=_SEEN
            )
        else:
            found = self._connection.do("GET", f"/{self.alias}", accept={404}, filter_path=_SEEN)
        if "error" in found:
            return {}
        return {self._ours(index, content): _made(content) for index, content in found.items()}

    def names(self, *, both: bool = False) -> list[str]:
        """The generations of ours in the cluster, half-built ones too, sorted by number; or those with both indices."""
        ours = {index for index, content in self._listed().items() if _is_ours(content)}
        names = {self._name(index) for index in ours} - {""}
        return sorted((name for name in names if not both or {*self.indices(name)} <= ours), key=int)

    def highest(self) -> int:
        """The largest number that any index has in its name, whosever it is."""
        return max((int(self._name(index) or 0) for index in self._listed()), default=0)

    def delete(self, name: str) -> None:
        """Remove a generation, articles and records at once, and what its parts left."""
        self._remove(*self.indices(name), self._of_parts(name))

    def delete_parts(self, name: str) -> None:
        """Remove the records of the parts of a generation, which has its own by now."""
        self._remove(self._of_parts(name))

    def swap(self, old: list[str], new: str) -> None:
        """Let the alias name ``new`` in place of ``old``, in one step; nothing happens where it does not name ``old``.

        Raises IndexLocked then.
        """
        gone = [{"remove": {"index": self.index(name), "alias": self.alias, "must_exist": True}} for name in old]
        actions = [*gone, {"add": {"index": self.index(new), "alias": self.alias}}]
        try:
            self._connection.do("POST", "/_aliases", {"actions": actions}, accept={404})
        except EngineUnavailable:
            if [*self.served()] != [new]:
                raise
        if [*self.served()] != [new]:
            raise IndexLocked(f"the alias {self.alias} was changed by somebody else meanwhile: run it again")

    def _of_parts(self, name: str) -> str:
        return f"{self.index(name)}-parts"

    def _remove(self, *indices: str) -> None:
        self._connection.do("DELETE", f"/{','.join(indices)}", ignore_unavailable=True)

    def _listed(self) -> dict[str, Any]:
        found: dict[str, Any] = self._connection.do(
            "GET", f"/{self.alias}-*", filter_path=_SEEN, expand_wildcards="all"
        )
        return found

    def _name(self, index: str) -> str:
        match = self._generation.fullmatch(index)
        return match[1] if match else ""

    def _ours(self, index: str, content: dict[str, Any]) -> str:
        if index == self.alias:
            raise SettingsError(f"the cluster has an index {index} that is not of searchsvc: choose another --alias")
        if not _is_ours(content) or not self._name(index):
            raise SettingsError(
                f"the alias {self.alias} is that of {index}, which is not of searchsvc: choose another --alias"
            )
        return self._name(index)


def make_index(connection: Connection, index: str, body: dict[str, Any]) -> None:
    """Make an index; one that is there, as after an earlier try of the same request, stays as it is."""
    error = connection.do("PUT", f"/{index}", body, accept={400}).get("error")
    check_made(index, error)


def check_made(index: str, error: dict[str, Any] | None) -> None:
    """Raise EngineError where an index was not made, and was not there."""
    if error and error["type"] != _THERE:
        raise EngineError(f"the cluster refused to make {index} ({error['type']}: {error['reason']}): mend that")


def _is_ours(content: dict[str, Any]) -> bool:
    return "searchsvc" in content.get("mappings", {}).get("_meta", {})


def _made(content: dict[str, Any]) -> int:
    return int(content["settings"]["index"]["creation_date"])
