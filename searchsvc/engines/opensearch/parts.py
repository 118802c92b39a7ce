"""A generation that several machines build together, each a part of it.

One document says which generation it is, how many parts it has and which are done. Each change of it is made by one at
a time, so what is put together is just what was done: a part that begins again is undone in the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from searchsvc.engines.opensearch.history import History
from searchsvc.engines.opensearch.indices import Indices
from searchsvc.engines.opensearch.layout import Layout
from searchsvc.engines.opensearch.lease import Lease, of_writer
from searchsvc.engines.opensearch.state import Content, State, Version
from searchsvc.errors import EngineError, IndexDamaged, IndexLocked, SettingsError

_NAME = "parts"
_ANEW = "begin anew with --restart on the first of them"


@dataclass(slots=True)
class Begun:
    """A part that is being built: its generation, the index of that, and the alias through which the part is written.

    Who builds it tells how many ``articles`` it has.
    """

    generation: str
    index: str
    through: str
    articles: int = 0


class Parts:
    """The parts of the generation that is being built by parts, if one is."""

    def __init__(self, state: State, layout: Layout, history: History, indices: Indices, lease: float) -> None:
        self._state = state
        self._layout = layout
        self._history = history
        self._indices = indices
        self._lease = lease

    def generation(self) -> str | None:
        """The generation that is being built; None where none is."""
        found = self._begun()
        return str(found[0]["generation"]) if found else None

    @contextmanager
    def building(self, number: int, of: int, alike: str, *, restart: bool) -> Iterator[Begun]:
        """Build one part of a generation: of the one that others build, or of a new one.

        Nothing of an earlier run of this part is in it, and nothing that such a run still sends comes in. On a clean
        exit the part is done. Raises SettingsError where the others have other parts, IndexLocked where this part, or
        with ``restart`` any, is being built, EngineError where not all of it is there.
        """
        if not 1 <= number <= of:
            raise SettingsError(f"there is no part {number} of {of}: name one from 1/{of} to {of}/{of}")
        lease = self._right(number, of)
        with lease.held():
            if restart:
                self._throw_away(number)
            name = self._joined(number, of, alike)
            index = self._layout.index(name)
            self._indices.make(index)
            begun = Begun(name, index, self._indices.take(index, number))
            lease.insist()  # or the one whose right was taken just now is the one that took over
            self._indices.remove_part(index, number, begun.through)
            yield begun
            found = self._indices.count(index, number)
            if found != begun.articles:
                wrote = f"part {number}/{of} wrote {begun.articles:,} articles, and {index} has {found:,} of them"
                raise EngineError(f"{wrote}: run this part again")
            lease.insist()
            self._state.change(_NAME, lambda content: _done(content, name, number, found))

    def checked(self) -> tuple[str, int]:
        """The generation whose parts are all done and in the index, and how many they are; no part begins any more.

        Raises SettingsError where none is begun, or some have to be built (again), naming them.
        """
        found = self._begun()
        if found is None:
            raise SettingsError(
                "no parts of an index are being built: begin with `searchsvc reindex --part 1/2 CORPUS`"
            )
        content, version = found
        if not content["checked"]:
            self._insist(content)
        # Written where it says so already, too: whoever would throw away what he read before finds it changed.
        if self._state.replace(_NAME, {**content, "checked": True}, version) is None:
            raise IndexLocked("a part has just begun or ended: run `searchsvc reindex --finish` again after it")
        return str(content["generation"]), int(content["of"])

    def forget(self) -> None:
        """The generation is served, or thrown away."""
        self._state.remove(_NAME)

    def _begun(self) -> tuple[Content, Version] | None:
        found = self._state.read(_NAME)
        if found and found[0]["generation"] in self._layout.served():
            # Whoever put it together was stopped right after that.
            self._state.remove(_NAME, found[1])
            return None
        return found

    def _right(self, number: int, of: int | str) -> Lease:
        return Lease(self._state, f"part-{number}-lock", f"part {number} of {of} is being built", self._lease)

    def _joined(self, number: int, of: int, alike: str) -> str:
        while True:
            found = self._begun()
            if found is None:
                begun = {"generation": self._history.claimed(), "of": of, "alike": alike, "checked": False, "done": {}}
                if self._state.create(_NAME, begun):
                    return str(begun["generation"])
                continue
            content, version = found
            _check(content, of, alike)
            done = {part: count for part, count in content["done"].items() if part != str(number)}
            if self._state.replace(_NAME, {**content, "done": done}, version):
                return str(content["generation"])

    def _throw_away(self, number: int) -> None:
        """Remove what was begun; raises IndexLocked where a part of it is being built, or the whole put together."""
        with ExitStack() as others:
            others.enter_context(of_writer(self._state, self._lease).held())
            found = self._begun()
            if found is None:
                return
            content, version = found
            for other in range(1, content["of"] + 1):
                if other != number:
                    others.enter_context(self._right(other, content["of"]).held())
            if not self._state.remove(_NAME, version):
                raise IndexLocked("another process has just begun or ended a part: run it again")
            self._layout.delete(content["generation"])

    def _insist(self, content: Content) -> None:
        """Raise where a part is not done, or its articles are not all there, or there are others."""
        index, of, done = self._layout.index(content["generation"]), content["of"], content["done"]
        wrong = {part: "is not done" for part in range(1, of + 1) if str(part) not in done}
        for part, articles in done.items():
            found = self._indices.count(index, int(part))
            if found != articles:
                wrong[int(part)] = f"has {found:,} articles, and wrote {articles:,}"
        if wrong:
            told = "; ".join(f"part {part}/{of} {why}" for part, why in sorted(wrong.items()))
            raise SettingsError(f"{told}: run `searchsvc reindex --part` for each of these, then --finish again")
        total = self._indices.count(index)
        if total != sum(done.values()):
            raise IndexDamaged(f"{index} holds {total:,} articles, and its parts {sum(done.values()):,}: {_ANEW}")


def _check(content: dict[str, Any], of: int, alike: str) -> None:
    if content["of"] != of:
        raise SettingsError(
            f"an index of {content['of']} parts is being built, not of {of}: name one of those, or {_ANEW}"
        )
    if content["alike"] != alike:
        raise SettingsError(f"the other parts were begun with another version or other settings of fields: {_ANEW}")
    if content["checked"]:
        raise SettingsError(f"all parts were put together: go on with `searchsvc reindex --finish`, or {_ANEW}")


def _done(content: Content, name: str, number: int, articles: int) -> Content:
    if content.get("generation") != name or content["checked"]:
        raise IndexLocked(f"{name}, to which this part belongs, was thrown away or put together: run it again")
    return {**content, "done": {**content["done"], str(number): articles}}
