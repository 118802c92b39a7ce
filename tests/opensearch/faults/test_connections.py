"""Requests are refused and connections cut, before, within and after the answer: nothing is lost, nothing double."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from searchsvc.archive import open_archive
from searchsvc.engines.cluster import Cluster as Place
from searchsvc.engines.opensearch import bulk, connection
from searchsvc.errors import EngineError, EngineUnavailable, SearchsvcError, SettingsError
from searchsvc.indexing import reindex
from tests.cluster.certificates import Certificate, make_certificate
from tests.cluster.errors import ClusterUnavailable
from tests.cluster.proxy import Proxy, Trouble
from tests.opensearch.faults.archives import BY_DATE, ENGINE, Story, said, truth_of
from tests.opensearch.faults.times import THOROUGH

NOBODY = "http://127.0.0.1:9"
LOGIN = ("ada", "secret")
KINDS = (
    *("_bulk", "_clone", "_aliases", "_create/", "_doc/history", "_doc/lock", "_settings", "_refresh", "_flush"),
    *("_close", "_open", "-records/_doc", "-records"),
)
"""What is in the paths of requests that change something."""


@pytest.fixture
def far(place: Place, proxy: Proxy) -> Place:
    """The same place, behind the proxy."""
    return replace(place, urls=(proxy.url,))


@pytest.fixture(autouse=True)
def many_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several bulk requests, also of a small corpus; and no long pauses between tries."""
    monkeypatch.setattr(bulk, "REQUEST", 20_000)
    for module in (bulk, connection):
        monkeypatch.setattr(module, "WRITING", (0.05,) * 8)


def each(**trouble: object) -> list[Trouble]:
    """That trouble for the first two requests of every kind that changes something."""
    return [Trouble(path=kind, times=2, **trouble) for kind in KINDS]  # type: ignore[arg-type]  # any of its fields


TROUBLES = {
    "too many requests": each(status=429),
    "no gateway": each(status=502),
    "no service": each(status=503),
    "cut before": each(cut="before"),
    "cut after": each(cut="after"),
    "cut within": each(cut="within"),
}


FEW = ("too many requests", "cut after", "cut within")


@pytest.mark.parametrize(
    "troubles", [pytest.param(TROUBLES[name], id=name) for name in (TROUBLES if THOROUGH else FEW)]
)
@pytest.mark.parametrize("full", [True, False] if THOROUGH else [False], ids=lambda full: "all" if full else "changes")
def test_a_reindex_comes_through(
    place: Place, far: Place, proxy: Proxy, story: Story, tmp_path: Path, troubles: list[Trouble], full: bool
) -> None:
    index = tmp_path / "index"
    if not full:
        reindex(story.first, index, ENGINE, place)
    proxy.make(*(replace(trouble) for trouble in troubles))
    report = reindex(story.second, index, ENGINE, far)
    assert report.articles == len(story.after.articles)
    assert proxy.statuses("_bulk").count(troubles[0].status) == 2
    assert truth_of(index, place) == story.after


@pytest.mark.parametrize("troubles", TROUBLES.values(), ids=TROUBLES)
def test_a_search_is_asked_again(
    place: Place, far: Place, proxy: Proxy, story: Story, tmp_path: Path, troubles: list[Trouble]
) -> None:
    reindex(story.first, tmp_path / "index", ENGINE, place)
    archive = open_archive(tmp_path / "index", ENGINE, far)
    for request in BY_DATE:
        proxy.make(replace(troubles[0], path="_search", times=2))
        assert said(archive, request) == story.before.answers[request]
    proxy.make(replace(troubles[0], path="_mget"), replace(troubles[0], path="_count"))
    assert [article.id for article in archive.engine.get(["wire-0#0000", "no", "wire-1#0001"])] == [
        "wire-0#0000",
        "wire-1#0001",
    ]
    assert archive.engine.stats().articles == len(story.before.articles)
    archive.close()


def test_a_cluster_that_has_no_time_at_all_ends_a_reindex(
    place: Place, far: Place, proxy: Proxy, story: Story, tmp_path: Path
) -> None:
    reindex(story.first, tmp_path / "index", ENGINE, place)
    proxy.make(Trouble(path="_bulk", times=10_000, status=429))
    with pytest.raises(EngineUnavailable):
        reindex(story.second, tmp_path / "index", ENGINE, far)
    assert truth_of(tmp_path / "index", place) == story.before
    proxy.forget()
    reindex(story.second, tmp_path / "index", ENGINE, far)
    assert truth_of(tmp_path / "index", place) == story.after


def test_one_of_several_hosts_may_be_dead_from_the_start(place: Place, story: Story, tmp_path: Path) -> None:
    some = replace(place, urls=(NOBODY, *place.urls))
    reindex(story.first, tmp_path / "index", ENGINE, some)
    assert truth_of(tmp_path / "index", some) == story.before


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Certificate, Certificate]:
    """That of the server, and one of somebody else."""
    try:
        folder = tmp_path_factory.mktemp("certificates")
        return make_certificate(folder), make_certificate(folder, "elsewhere.example")
    except ClusterUnavailable as lacking:
        pytest.skip(str(lacking))


@pytest.fixture
def secure(place: Place, certificates: tuple[Certificate, Certificate]) -> Iterator[Place]:
    """The same place, behind TLS and a password."""
    with Proxy(place.urls[0], certificate=certificates[0], login=LOGIN) as proxy:
        user, password = LOGIN
        yield replace(place, urls=(proxy.url,), user=user, password=password, ca=certificates[0].certificate)


def test_over_tls_with_a_password(secure: Place, story: Story, tmp_path: Path) -> None:
    reindex(story.first, tmp_path / "index", ENGINE, secure)
    assert truth_of(tmp_path / "index", secure) == story.before


def test_without_trust_or_a_password_it_is_told_what_to_set(
    secure: Place, certificates: tuple[Certificate, Certificate], story: Story, tmp_path: Path
) -> None:
    wrong: dict[str, tuple[Place, type[SearchsvcError]]] = {
        "--ca": (replace(secure, ca=None), EngineError),
        "trusted.*--ca": (replace(secure, ca=certificates[1].certificate), EngineError),
        "--ca .*PEM": (replace(secure, ca=certificates[0].key), SettingsError),
        "--ca .*No such": (replace(secure, ca=tmp_path / "nothing.pem"), SettingsError),
        "--user and SEARCHSVC_PASSWORD": (replace(secure, password="guess"), EngineError),
        "SEARCHSVC_PASSWORD": (replace(secure, user="", password=""), EngineError),
    }
    for message, (place, kind) in wrong.items():
        for ask in (
            lambda at: open_archive(tmp_path / "index", ENGINE, at),
            lambda at: reindex(story.first, tmp_path / "index", ENGINE, at),
        ):
            with pytest.raises(kind, match=message):
                ask(place)


def test_a_user_who_may_not_is_told_what_rights_it_takes(
    far: Place, proxy: Proxy, story: Story, tmp_path: Path
) -> None:
    proxy.make(Trouble(path="_bulk", status=403, times=100))
    with pytest.raises(EngineError, match="lists the rights"):
        reindex(story.first, tmp_path / "index", ENGINE, far)


def test_where_nobody_answers_it_says_where_it_looked(story: Story, tmp_path: Path) -> None:
    nowhere = Place((NOBODY,), timeout=2)
    with pytest.raises(EngineUnavailable, match=f"{NOBODY} cannot be reached"):
        open_archive(tmp_path / "index", ENGINE, nowhere)
    with pytest.raises(EngineUnavailable, match=f"{NOBODY} cannot be reached"):
        reindex(story.first, tmp_path / "index", ENGINE, nowhere)
