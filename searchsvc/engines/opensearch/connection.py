"""The way to a cluster: one request after the other, to whichever node answers, until it is done or cannot be.

Here alone is the library; what it raises becomes one of our errors (``trouble.py``).
"""

from __future__ import annotations

import gzip
import logging
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from opensearchpy import JSONSerializer, Transport
from opensearchpy.exceptions import OpenSearchException, SerializationError, TransportError
from urllib3 import Timeout

from searchsvc.encoding import decode, encode
from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.trouble import check_product, passes, silent, told, unsent
from searchsvc.errors import EngineError, SettingsError

READING = (0.05, 0.2, 0.8)
"""Seconds between the tries of a search: somebody waits for it."""

WRITING = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the tries of what belongs to a reindex: a node may be restarted meanwhile."""

ANSWER = 120.0
"""Seconds that one request of a reindex may take."""

CONNECTING = 3.0
"""Seconds after which a node that does not take the connection is not there."""

_WORTH_PACKING = 1_000
_PACKED = {"content-encoding": "gzip"}
_CONNECTIONS = 32
_SET_ASIDE = 5.0
"""Seconds for which a node that did not answer is asked only where no other does."""

_HERE = ("localhost", "127.0.0.1", "::1")
_LOG = logging.getLogger(__name__)

# Without a handler of its own each failed try would be a traceback on the terminal.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


class Connection:
    """A connection to a cluster, for any number of threads. Nothing is sent before the first question."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._transport = _transport(cluster)
        self._checked = False
        self._checking = threading.Lock()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        accept: Collection[int] = (),
        tries: tuple[float, ...] = READING,
        timeout: float = 0.0,
        once: bool = False,
        pack: bool = True,
        **params: str | int | bool,
    ) -> Any:
        """The answer to a request: its JSON, or for HEAD whether that is there.

        ``body`` is sent as JSON, bytes as they are. An answer with an HTTP status that is in ``accept`` is no error:
        its JSON comes back too (an error of the server says its ``status`` in there). ``tries`` are the pauses after
        tries that may yet succeed, ``timeout`` the seconds that each may take (0: those of the cluster). What has no
        answer in all that time is sent to one other node, where there are several, and no more. With ``once`` it is
        sent again only where no node has got it; without ``pack`` a body goes as it is. Raises EngineUnavailable,
        EngineError, IndexDamaged, IndexUnwritable.
        """
        self._check()
        content, headers = _content(body, pack=pack)
        return self._asked(method, path, content, headers, accept, self._tries(tries, timeout, once=once), params)

    def do(self, method: str, path: str, body: object = None, *, accept: Collection[int] = (), **params: Any) -> Any:
        """The answer to a request of a reindex, for which there is time."""
        return self.ask(method, path, body, accept=accept, tries=WRITING, timeout=ANSWER, **params)

    def version(self) -> tuple[int, ...]:
        """The version of the server: (3, 8, 0)."""
        self._check()
        return self._version

    def _check(self) -> None:
        """Once: whether this is a server that can be talked to."""
        if self._checked:
            return
        with self._checking:
            if not self._checked:
                answer = self._asked("GET", "/", None, {}, (), self._tries(READING), {})
                self._version = check_product(answer)
                self._checked = True

    def _tries(self, pauses: tuple[float, ...], timeout: float = 0.0, *, once: bool = False) -> _Tries:
        return _Tries(pauses, timeout or self.cluster.timeout, several=len(self.cluster.urls) > 1, once=once)

    def _asked(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        accept: Collection[int],
        tries: _Tries,
        params: Mapping[str, str | int | bool],
    ) -> Any:
        written = {name: str(value).lower() if isinstance(value, bool) else value for name, value in params.items()}
        # The library hands the time on as it is, to who knows these, too.
        patience: Any = Timeout(connect=min(CONNECTING, tries.patience), read=tries.patience)
        while True:
            try:
                return self._transport.perform_request(
                    method, path, written, content, timeout=patience, ignore=tuple(accept), headers=headers
                )
            except TransportError as error:
                if not tries.again(error):
                    raise told(error, self.cluster, tries.patience) from error
                written.pop("preference", None)  # the copies that were preferred may be those that hang
            except OpenSearchException as error:
                raise EngineError(f"{self.cluster.urls[0]} does not answer as OpenSearch does: {error}") from error


class _Tries:
    """What may yet be tried of one request, each time for ``patience`` seconds."""

    def __init__(self, pauses: tuple[float, ...], patience: float, *, several: bool, once: bool) -> None:
        self.patience = patience
        self._pauses = iter(pauses)
        self._end = time.monotonic() + patience
        self._elsewhere = several
        self._once = once

    def again(self, error: TransportError) -> bool:
        """Whether to try again after this error; comes back when the pause is over."""
        pause = next(self._pauses, None)
        if pause is None or not passes(error) or (self._once and not unsent(error)):
            return False
        if silent(error):
            # Sent to each node in turn it would be work for all of them, just when they have too much.
            if not self._elsewhere:
                return False
            self._elsewhere, self._end = False, time.monotonic() + self.patience
        if time.monotonic() + pause >= self._end:
            return False
        time.sleep(pause)
        return True


def _content(body: object, *, pack: bool) -> tuple[bytes | None, dict[str, str]]:
    """A body as it is sent, and the headers that say how."""
    content = None if body is None else body if isinstance(body, bytes) else encode(body)
    headers = {"content-type": "application/x-ndjson"} if isinstance(body, bytes) else {}
    if pack and content and len(content) > _WORTH_PACKING:
        return gzip.compress(content, 1), headers | _PACKED
    return content, headers


class _Json(JSONSerializer):
    """JSON as everywhere here; it is several times as fast as what the library has."""

    def loads(self, s: str) -> Any:
        try:
            return decode(s)
        except ValueError as error:
            raise SerializationError(f"{s[:100]!r} is no JSON", error) from error


def _transport(cluster: Cluster) -> Transport:
    if not cluster.urls:
        raise SettingsError("which cluster? Name one of its nodes with --url https://host:9200")
    return Transport(
        [_host(url) for url in cluster.urls],
        serializer=_Json(),
        max_retries=0,  # the tries are made above, with pauses
        retry_on_timeout=True,  # so that a node that hangs is set aside
        pool_maxsize=_CONNECTIONS,
        dead_timeout=_SET_ASIDE,
        timeout_cutoff=0,
        timeout=cluster.timeout,
        headers={"accept-encoding": "gzip", **_login(cluster)},
        ssl_context=_trust(cluster),
    )


def _login(cluster: Cluster) -> dict[str, str]:
    """The header that says who asks; the library would say it in Latin-1."""
    if not cluster.user:
        return {}
    for url in cluster.urls:
        if url.startswith("http:") and urlsplit(url).hostname not in _HERE:
            _LOG.warning("%s: user and password go there as they are, for all on the way to read: use https://", url)
    # What was no text in the environment is sent as the bytes that it was.
    said = f"{cluster.user}:{cluster.password}".encode("utf-8", "surrogateescape")
    return {"authorization": f"Basic {b64encode(said).decode()}"}


def _host(url: str) -> dict[str, Any]:
    if "@" in url:  # first of all: no message may repeat it
        raise SettingsError("--url must not contain a user or a password: use --user and SEARCHSVC_PASSWORD")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        more = ": give each node a --url of its own" if "," in url else f" ({error})"
        raise SettingsError(f"--url {url} is no address of a node{more}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        right = "it begins with https:// or http://, names a host, and has no ? and no #, as https://host:9200"
        raise SettingsError(f"--url {url}: {right}")
    default = 443 if parts.scheme == "https" else 80
    secure = parts.scheme == "https"
    return {"host": parts.hostname, "port": port or default, "use_ssl": secure, "url_prefix": parts.path}


def _trust(cluster: Cluster) -> ssl.SSLContext | None:
    if not any(url.startswith("https:") for url in cluster.urls):
        return None
    try:
        return ssl.create_default_context(cafile=cluster.ca)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"--ca {cluster.ca}: {error}; it is a file with certificates in PEM") from error


@cache
def connect(cluster: Cluster) -> Connection:
    """The connection of this process to a cluster."""
    return Connection(cluster)
