"""What goes wrong with a cluster, told in our words: each with what to do about it."""

from __future__ import annotations

import re
from typing import Any

from opensearchpy.exceptions import ConnectionError as NotReached
from opensearchpy.exceptions import ConnectionTimeout, SSLError, TransportError
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from searchsvc.engines.cluster import Cluster
from searchsvc.errors import (
    EngineError,
    EngineUnavailable,
    IndexDamaged,
    IndexLocked,
    IndexUnwritable,
    SearchsvcError,
)

OLDEST, NEWEST = (2, 19), (4,)
"""Versions from the first on, and before the second."""

NO_INDEX = "index_not_found_exception"
"""The type of the error where no index, or no alias that is required, has the name asked for."""

_BUSY = {429, 502, 503, 504}

_FAILED = 500

# What a search or a write meets where a node has just gone, and another is taking over its shards: with statuses from
# 404, where the place of a search was lost between two of its phases, to 503.
_PASSING = {
    "already_closed_exception",
    "cluster_manager_not_discovered_exception",
    "connect_transport_exception",
    "illegal_index_shard_state_exception",
    "index_shard_closed_exception",
    "master_not_discovered_exception",
    "no_shard_available_action_exception",
    "node_closed_exception",
    "node_disconnected_exception",
    "node_not_connected_exception",
    "receive_timeout_transport_exception",
    "search_context_missing_exception",
    "send_request_transport_exception",
    "shard_not_found_exception",
    "unavailable_shards_exception",
}
_CANCELLED = "task_cancelled_exception"
"""An operator, or the cluster, has ended a search that takes too much: it must not be begun again by itself."""

_LONGEST = 300
_WRITE_BLOCK = "FORBIDDEN/8/"
"""The block that we set ourselves, before an index is served."""
_READ_ONLY = re.compile(r"read-only|flood-stage|FORBIDDEN/(?:5|8|12)/|TOO_MANY_REQUESTS/12/")


class WalkLost(EngineUnavailable):
    """The cluster has lost its place in a walk over many articles, or part of the way; another walk may succeed."""


class IndexGone(IndexDamaged):
    """The index, or the alias, that was asked is not there."""


def passes(error: TransportError) -> bool:
    """Whether the same request may succeed in a moment: a fault of the server's own, whatever it is, may pass."""
    if isinstance(error, SSLError):
        return False
    if isinstance(error, NotReached):
        return True
    types = _types(error.info)
    if _CANCELLED in types or read_only(_reason(error)):
        return False
    return passing(error.status_code, error.info) or (error.status_code == _FAILED and bool(types))


def passing(status: int | str, error: object) -> bool:
    """Whether an answer with this status and error, of a request or of one change in it, may be another in a moment."""
    return status in _BUSY or bool(_types(error) & _PASSING)


def silent(error: TransportError) -> bool:
    """Whether there was no answer in time; who was asked may still be at it."""
    return isinstance(error, ConnectionTimeout)


def unsent(error: TransportError) -> bool:
    """Whether no node has got the request."""
    return isinstance(error, NotReached) and isinstance(error.info, NewConnectionError | ConnectTimeoutError)


def read_only(reason: str) -> bool:
    """Whether this is why an index is not written: a disk is nearly full, or somebody blocked it."""
    return bool(_READ_ONLY.search(reason))


def unwritable(reason: str) -> IndexUnwritable:
    """The error where :func:`read_only` is so."""
    if _WRITE_BLOCK in reason:
        return IndexUnwritable(
            f"the index is not to be written any more ({reason}): it is served, or another process has finished it; run"
            " the reindex again. Where somebody else blocked it, take the block away: PUT <index>/_settings"
            ' {"index.blocks.write": null}'
        )
    return IndexUnwritable(
        f"the cluster does not let the index be written ({reason}): make room on the disks of its nodes, or add a node;"
        " where the block stays after that, take it away: PUT <index>/_settings"
        ' {"index.blocks.read_only_allow_delete": null}'
    )


def taken_over(reason: str) -> IndexLocked:
    """The error where the alias of a writer is none any more."""
    return IndexLocked(f"another process has taken over the index, or thrown it away ({reason}): run it again")


def told(error: TransportError, cluster: Cluster, patience: float) -> SearchsvcError:
    """What an error of the library means, of a request that had ``patience`` seconds."""
    where = ", ".join(cluster.urls)
    if isinstance(error, SSLError):
        return EngineError(f"{where}: the certificate cannot be trusted ({error.error}): name who signed it with --ca")
    if isinstance(error, ConnectionTimeout):
        search = "ask again, narrow the search, or set a longer --timeout"
        other = "look at GET _cluster/health, and try again when the cluster has less to do"
        remedy = search if patience == cluster.timeout else other
        return EngineUnavailable(f"{where} did not answer in time ({patience:g} seconds): {remedy}")
    if isinstance(error, NotReached):
        return EngineUnavailable(f"{where} cannot be reached ({error.error}): is the cluster running, is --url right?")
    return _answered(error, where)


def _answered(error: TransportError, where: str) -> SearchsvcError:
    reason = _reason(error)
    if read_only(reason):
        return unwritable(reason)
    if error.status_code == 401:
        return EngineError(f"{where} does not know this user: set --user and SEARCHSVC_PASSWORD")
    if error.status_code == 403:
        rights = "docs/opensearch.md lists the rights that it takes, deploy/opensearch/roles.yml has them as roles"
        return EngineError(f"{where} does not allow this user to do that ({reason}): {rights}")
    if NO_INDEX in _types(error.info):
        again = "ask again; where that does not help run `searchsvc reindex --full`"
        return IndexGone(f"{reason}: it was replaced or deleted meanwhile: {again}")
    if _CANCELLED in _types(error.info):
        return EngineUnavailable(f"{where} has ended the search ({reason}): ask again, or narrow the search")
    if passes(error):
        return EngineUnavailable(f"{where} cannot answer now ({reason}): look at GET _cluster/health")
    if "max" in reason.lower() and "clause" in reason.lower():
        raised = "indices.query.bool.max_clause_count"
        return EngineError(f"the cluster refuses so many words in one search ({reason}): raise {raised} to 16384")
    return EngineError(f"{where} refused a request with {error.status_code}: {reason}")


def check_product(answer: Any) -> tuple[int, ...]:
    """The version of the server that said ``answer`` of itself; raises EngineError where it is none of ours."""
    version = answer.get("version", {}) if isinstance(answer, dict) else {}
    number = str(version.get("number", ""))
    if version.get("distribution") != "opensearch":
        what = f"Elasticsearch {number}" if number else "no OpenSearch"
        needs = "another client library, and its names for the settings of a cluster and for points in time"
        raise EngineError(f"this is {what}: searchsvc speaks to OpenSearch 2.19 and 3; the other would need {needs}")
    parsed = tuple(int(part) for part in re.findall(r"\d+", number)[:3])
    if not OLDEST <= parsed < NEWEST:
        raise EngineError(f"this is OpenSearch {number}: searchsvc needs 2.19 or later, before 4; change the cluster")
    return parsed


def _reason(error: TransportError) -> str:
    info = error.info
    if isinstance(info, dict) and isinstance(info.get("error"), dict):
        return reason_of(info["error"])
    # Who stands before a cluster may answer with a whole page.
    reason = " ".join(str(error.error).split())
    return reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]}…"


def reason_of(error: dict[str, Any]) -> str:
    """The outermost and the innermost reason in an error of the server."""
    failed = error.get("failed_shards") or []
    if not error.get("root_cause") and failed:
        return reason_of(failed[0].get("reason", {}))
    first = inner = (error.get("root_cause") or [error])[0]
    while isinstance(inner.get("caused_by"), dict):
        inner = inner["caused_by"]
    told = [f"{one.get('type', '?')}: {one.get('reason') or '?'}"[:_LONGEST] for one in (first, inner)]
    return ", because ".join(dict.fromkeys(told))


def _types(info: object) -> set[str]:
    """Every type of error that an answer names, at whatever depth."""
    if isinstance(info, list):
        return set().union(*map(_types, info))
    if isinstance(info, dict):
        found = set().union(*map(_types, info.values()))
        return found | {info["type"]} if isinstance(info.get("type"), str) else found
    return set()
