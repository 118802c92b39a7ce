"""The generations of an index that lies in a cluster: the promises of ``engines/generations.py``, kept by the cluster.

A generation is an index that is never changed once it is served, with its records beside it; what is served is what the
alias names, and publishing is one change of the alias. Folders here hold what was fetched of the records, and what is
being built.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.generations import Generations, Stamp
from searchsvc.engines.opensearch.connection import connect
from searchsvc.engines.opensearch.folders import PARTS, articles_in, begin, fresh, tidy
from searchsvc.engines.opensearch.history import History, before
from searchsvc.engines.opensearch.indices import PATIENCE, Indices
from searchsvc.engines.opensearch.layout import Layout
from searchsvc.engines.opensearch.lease import SECONDS, Lease, of_writer
from searchsvc.engines.opensearch.noticing import Noticed
from searchsvc.engines.opensearch.parts import Parts
from searchsvc.engines.opensearch.records import FOR_REINDEX_ONLY, Records
from searchsvc.engines.opensearch.state import State
from searchsvc.errors import IndexDamaged, IndexMissing, SearchsvcError, SettingsError

_LOG = logging.getLogger(__name__)
_QUICKLY = 2.0
_UNSERVED = "the alias {alias} names no index any more, though there are some: run `searchsvc rollback --to {last}`"


class ClusterGenerations(Generations):
    """The generations under the alias of a cluster; files of them lie in the folder ``index`` as well.

    ``lease`` is for how many seconds a writer may be silent, ``patience`` for how many the cluster may stand still.
    """

    def __init__(self, index: Path, cluster: Cluster, *, lease: float = SECONDS, patience: float = PATIENCE) -> None:
        super().__init__(index, "opensearch", cluster)
        self.folder = index / "opensearch" / cluster.alias
        self._keep = cluster.keep
        self._seconds = lease
        self._connection = connect(cluster)
        self._layout = Layout(self._connection, cluster.alias)
        self._state = State(self._connection, cluster.alias, lease / 2)
        self._indices = Indices(self._connection, cluster, patience)
        self._history = History(self._state, self._layout)
        self._parts = Parts(self._state, self._layout, self._history, self._indices, lease)
        self._noticed: Noticed[Stamp | None] = Noticed(self._look)
        self._fetched: dict[str, Records] = {}
        self._building: set[str] = set()
        self._lease: Lease | None = None

    def current(self) -> str | None:
        """The name of the generation that is served, None before the first. Raises SettingsError, IndexDamaged."""
        names = [*self._layout.served()]
        if len(names) > 1:
            several = f"the alias {self._layout.alias} names several generations ({', '.join(names)})"
            raise IndexDamaged(f"{several}, which searchsvc never does: run `searchsvc reindex --full`")
        return names[0] if names else None

    def required(self) -> str:
        """The name of the generation that is served; raises IndexMissing before the first."""
        name = self.current()
        if name is None:
            alias, kept = self._layout.alias, self.kept()
            if kept:
                raise IndexMissing(_UNSERVED.format(alias=alias, last=kept[-1]))
            raise IndexMissing(f"there is no index {alias} in the cluster yet: run `searchsvc reindex CORPUS`")
        return name

    def stamp(self) -> Stamp | None:
        """What changes whenever another generation becomes current; the cluster is asked once a second at most."""
        return self._noticed.value()

    def path(self, name: str) -> Path:
        """The folder of a generation, with all that searching needs; raises IndexDamaged where it is gone."""
        folder = self.folder / name
        if name not in self._building and self._records(name).fetch(folder, leaving=FOR_REINDEX_ONLY):
            self._tidy()
        return folder

    def records(self, name: str) -> Path:
        """The folder of a generation, with all that the next one is made from; raises IndexDamaged where it is gone."""
        if name not in self._building:
            self._records(name).fetch(self.folder / name)
        return self.folder / name

    def amended(self, name: str, *files: str) -> None:
        """Keep in the cluster what was written anew in the folder of a generation."""
        self._insist()
        self._records(name).upload(self.folder / name, files)

    def size(self, name: str) -> int:
        """How large a generation is in the cluster, in bytes, without the copies."""
        return self._indices.size(self._layout.index(name), self._records(name).index)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer; raises IndexLocked, naming the holder, where somebody else is.

        Where the holder has died it is waited for, as long as its lease.
        """
        lease = of_writer(self._state, self._seconds)
        with lease.held():
            self._lease = lease
            try:
                yield
            finally:
                self._lease = None

    @contextmanager
    def building(self, base: str | None) -> Iterator[Path]:
        """Build the next generation in the folder given and an index of its own, empty or a copy of that of ``base``.

        It becomes current on a clean exit; on an exception it is removed.
        """
        with self._alone():
            served, name = [*self._layout.served()], self._history.claimed()
            folder = self.folder / name
            self._building.add(name)
            try:
                self._begin(name, base, folder)
                yield folder
                self._publish(name, folder, served)
            except BaseException:
                self._abandon(name, folder)
                raise
            finally:
                self._building.discard(name)
            self._clean()

    @contextmanager
    def part(self, number: int, of: int, alike: str, *, restart: bool = False) -> Iterator[Path]:
        """Build one of several parts of the next generation in the folder given; others build the others meanwhile."""
        whole = self.folder / f"{PARTS}{number}"
        with self._parts.building(number, of, alike, restart=restart) as begun, fresh(whole) as place:
            folder = begin(place / begun.generation, begun.index, begun.through, number)
            yield folder
            begun.articles = articles_in(folder)
            records = Records(self._connection, begun.index, number)
            records.make()
            records.upload(folder)

    @contextmanager
    def finishing(self) -> Iterator[tuple[Path, list[Path]]]:
        """Make one generation of its parts: its folder, and one with the records of each part.

        It becomes current on a clean exit; on an exception all stays as it was, and it can be tried again.
        """
        with self._alone(), ExitStack() as folders:
            name, of = self._parts.checked()
            served, index = [*self._layout.served()], self._layout.index(name)
            self._building.add(name)
            folders.callback(self._building.discard, name)
            through = self._indices.take(index)
            self._insist()
            self._indices.reopen(index)
            places = [folders.enter_context(fresh(self.folder / f"{PARTS}{part + 1}")) / name for part in range(of)]
            for number, place in enumerate(places, 1):
                Records(self._connection, index, number).fetch(place)
            folder = begin(self.folder / name, index, through)
            yield folder, places
            self._publish(name, folder, served)
            self._parts.forget()
            self._layout.delete_parts(name)
            self._clean()

    def rollback(self, to: str | None = None) -> str:
        """Make an older generation current, the last one before or ``to``; its name. Raises SettingsError."""
        with self._alone():
            kept, served = self.kept(), [*self._layout.served()]
            older = before(kept, served)
            target = to or (older[-1] if older else "")
            if target not in kept:
                there = f"there are {', '.join(kept)}, and {', '.join(served)} is served" if kept else "there is none"
                wanted = f"there is no generation {to}" if to else "there is no older generation to go back to"
                raise SettingsError(f"{wanted} ({there}): keep more with --keep, or run `searchsvc reindex`")
            if [target] != served:
                self._insist()
                self._layout.swap(served, target)
                self._noticed.forget()
            return target

    def kept(self) -> list[str]:
        """The generations that can be served, in the order in which they became current.

        Where none is served, as after the alias was removed or a snapshot restored without, those that are whole too.
        """
        there, served = self._layout.names(both=True), [*self._layout.served()]
        order = [name for name in self._history.order() if name in there]
        known = served or [name for name in there if name != self._parts.generation() and self._whole(name)]
        return order + [name for name in known if name not in order]

    def sweep(self) -> list[str]:
        """Remove every generation but the current one, those kept before it, and the one that is built by parts.

        The names of those generations. Where it cannot be told which one is current, nothing is removed; where none is,
        what was never whole.
        """
        there, served = self._layout.names(), [*self._layout.served()]
        if len(served) > 1:
            return []
        past = before(self.kept(), served)
        if past and not served:
            _LOG.warning("%s; none of them is removed", _UNSERVED.format(alias=self._layout.alias, last=past[-1]))
        else:
            past = past[len(past) - min(len(past), self._keep - 1) :]
        keep = {*served, *past, self._parts.generation()}
        gone = [name for name in there if name not in keep | self._building]
        for name in gone:
            self._layout.delete(name)
        self._tidy()
        return gone

    def _whole(self, name: str) -> bool:
        """Whether all of a generation was written once: its records are the last of it."""
        return "manifest.json" in (self._records(name).contents() or {})

    def _begin(self, name: str, base: str | None, folder: Path) -> None:
        index = self._layout.index(name)
        if base is None:
            self._indices.make(index)
        else:
            self._indices.clone(self._layout.index(base), index)
        begin(folder, index, self._indices.take(index))

    def _publish(self, name: str, folder: Path, served: list[str]) -> None:
        """Make what was built current; on return it is."""
        self._insist()  # or whoever took over may have swept it
        index, records = self._layout.index(name), self._records(name)
        self._indices.close(index, articles_in(folder))
        records.make()
        records.upload(folder)
        self._indices.replicate(index, records.index)
        self._insist()
        self._history.add(name, served, self._layout.names())
        self._layout.swap(served, name)
        self._noticed.forget()

    def _abandon(self, name: str, folder: Path) -> None:
        """Remove what was being built; where that is not possible now, the next reindex does."""
        try:
            # A Ctrl-C just behind the change of the alias finds the new generation current already.
            if name in self._layout.served():
                return
            self._layout.delete(name)
        except SearchsvcError as error:
            _LOG.warning("%s stays in the cluster until the next reindex: %s", self._layout.index(name), error)
        shutil.rmtree(folder, ignore_errors=True)

    def _clean(self) -> None:
        try:
            self.sweep()
        except SearchsvcError as error:
            _LOG.warning("what is not needed any more stays in the cluster until the next reindex: %s", error)

    def _tidy(self) -> None:
        tidy(self.folder, self._layout.names)

    def _alone(self) -> AbstractContextManager[None]:
        return nullcontext() if self._lease else self.lock()

    def _insist(self) -> None:
        """Raise IndexLocked where another process has taken over since."""
        if self._lease:
            self._lease.insist()

    def _records(self, name: str) -> Records:
        if name not in self._fetched:
            self._fetched[name] = Records(self._connection, self._layout.index(name))
        return self._fetched[name]

    def _look(self) -> Stamp | None:
        for name, made in self._layout.served(quickly=_QUICKLY).items():
            return int(name), made
        return None
