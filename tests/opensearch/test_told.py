"""What is said of trouble with a cluster: with the remedy that helps, in a line, and without a password."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from opensearchpy.exceptions import TransportError

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import Connection
from searchsvc.engines.opensearch.trouble import told
from searchsvc.errors import EngineUnavailable, IndexUnwritable, SettingsError
from tests.cluster.proxy import Proxy, Trouble

SECRET = "pa/ss"
WITH_PASSWORD = {
    "with a slash": f"https://admin:{SECRET}@h:9200",
    "with a wrong scheme": f"htps://admin:{SECRET}@h:9200",
    "with a wrong port": f"https://admin:{SECRET}@h:port",
    "as a token": f"https://{SECRET}@h:9200",
}
LOGINS = {
    "Latin-1": ("ädä", "pässword"),
    "beyond Latin-1": ("ada", "пароль €"),
    "with a colon": ("ada", "a:b"),
}


@pytest.mark.parametrize("login", LOGINS.values(), ids=LOGINS)
def test_user_and_password_may_have_any_letters(place: Cluster, login: tuple[str, str]) -> None:
    with Proxy(place.urls[0], login=login) as proxy:
        user, password = login
        assert Connection(replace(place, urls=(proxy.url,), user=user, password=password)).version()


@pytest.mark.parametrize("url", WITH_PASSWORD.values(), ids=WITH_PASSWORD)
def test_a_password_in_an_address_is_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError, match="--user and SEARCHSVC_PASSWORD") as refused:
        Connection(Cluster((url,)))
    assert SECRET not in str(refused.value)


PLAIN = {"http://search.example:9200": True, "https://search.example:9200": False, "http://127.0.0.1:9200": False}


@pytest.mark.parametrize("url", PLAIN, ids=PLAIN)
def test_a_password_that_others_can_read_on_the_way_is_warned_of(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Connection(Cluster((url,), user="ada", password=SECRET))
    assert ("use https://" in caplog.text) is PLAIN[url]
    assert SECRET not in caplog.text


def test_who_writes_is_not_told_to_narrow_a_search(place: Cluster, proxy: Proxy) -> None:
    asking = Connection(replace(place, urls=(proxy.url,)))
    asking.version()
    proxy.make(Trouble(path="_cluster", times=9, delay=60))
    with pytest.raises(EngineUnavailable, match=r"in time \(0.2 seconds\): look at") as late:
        asking.ask("GET", "/_cluster/health", timeout=0.2)
    assert "narrow" not in str(late.value)


BLOCKS = {"write": "blocks.write", "read_only_allow_delete": "disks"}


@pytest.mark.parametrize("block", BLOCKS)
def test_the_remedy_fits_the_block(place: Cluster, block: str) -> None:
    asking, name = Connection(place), f"{place.alias}-blocked"
    asking.do("PUT", f"/{name}", {"settings": {f"index.blocks.{block}": True}})
    with pytest.raises(IndexUnwritable, match=BLOCKS[block]) as refused:
        asking.do("PUT", f"/{name}/_doc/1", {})
    assert ("disks" in str(refused.value)) is (block != "write")


def test_a_page_in_place_of_an_answer_is_cut() -> None:
    page = "<html>\n" + "<p>no gateway</p>\n" * 1_000
    said = str(told(TransportError(502, page, page), Cluster(("http://h:9200",)), 1.0))
    assert "<html> <p>no gateway" in said
    assert len(said) < 500
