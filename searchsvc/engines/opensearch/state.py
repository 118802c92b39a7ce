"""What several machines have to agree about: small documents in the index ``<alias>-state``, changed one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from searchsvc.engines.opensearch.connection import WRITING, Connection
from searchsvc.engines.opensearch.layout import make_index
from searchsvc.errors import EngineUnavailable, SettingsError

Content = dict[str, Any]

_SETTINGS = {"index.number_of_shards": 1, "index.auto_expand_replicas": "0-1"}
_MAPPING = {"dynamic": False, "_meta": {"searchsvc": {"state": 1}}}
_AGAIN = 100


@dataclass(frozen=True, slots=True)
class Version:
    """Which state of a document was read: whoever changes it says so, and only one of two succeeds."""

    number: int
    term: int


class State:
    """The documents of one archive. Each request is tried again for ``patience`` seconds, then EngineUnavailable."""

    def __init__(self, connection: Connection, alias: str, patience: float = 30.0) -> None:
        self.index = f"{alias}-state"
        self._connection = connection
        self._patience = patience
        self._there = False

    def read(self, name: str) -> tuple[Content, Version] | None:
        """A document and its version; None where there is none."""
        answer = self._ask("GET", f"/{self.index}/_doc/{quote(name)}", accept={404})
        if not answer.get("found"):
            return None
        return answer["_source"], Version(answer["_seq_no"], answer["_primary_term"])

    def create(self, name: str, content: Content) -> Version | None:
        """Write a document that is not there; None where it is: of several that try, one succeeds."""
        self._make()
        return _version(self._ask("PUT", f"/{self.index}/_create/{quote(name)}", content, accept={409}))

    def replace(self, name: str, content: Content, version: Version) -> Version | None:
        """Write a document anew; None where it is not of this version any more."""
        where = f"/{self.index}/_doc/{quote(name)}"
        known = {"if_seq_no": version.number, "if_primary_term": version.term}
        return _version(self._ask("PUT", where, content, accept={404, 409}, **known))

    def remove(self, name: str, version: Version | None = None) -> bool:
        """Remove a document, where it is still of this version, if one is given; whether it was."""
        known = {"if_seq_no": version.number, "if_primary_term": version.term} if version else {}
        answer = self._ask("DELETE", f"/{self.index}/_doc/{quote(name)}", accept={404, 409}, **known)
        return bool(answer.get("result") == "deleted")

    def change(self, name: str, change: Callable[[Content], Content]) -> Content:
        """Write what ``change`` makes of a document (of an empty one where there is none), called once or more."""
        for _ in range(_AGAIN):
            found = self.read(name)
            content = change(found[0] if found else {})
            done = self.replace(name, content, found[1]) if found else self.create(name, content)
            if done:
                return content
        raise EngineUnavailable(f"{self.index} is changed by others all the time: run it again")

    def _make(self) -> None:
        """Make the index where it is not there; raises SettingsError where it is somebody else's."""
        if self._there:
            return
        make_index(self._connection, self.index, {"settings": _SETTINGS, "mappings": _MAPPING})
        found = self._ask("GET", f"/{self.index}/_mapping")
        if found[self.index]["mappings"].get("_meta") != _MAPPING["_meta"]:
            raise SettingsError(f"the cluster has an index {self.index} that is not of searchsvc: use another --alias")
        self._there = True

    def _ask(self, method: str, path: str, body: object = None, **more: Any) -> Any:
        return self._connection.ask(method, path, body, tries=WRITING, timeout=self._patience, **more)


def _version(answer: Content) -> Version | None:
    return None if "error" in answer or "_seq_no" not in answer else Version(answer["_seq_no"], answer["_primary_term"])
