"""Taking away what a test has put into a cluster."""

from __future__ import annotations

from searchsvc.engines.cluster import Cluster
from searchsvc.engines.opensearch.connection import connect


def clear(place: Cluster) -> None:
    """Delete every index of an archive."""
    connection = connect(place)
    for name in connection.do("GET", f"/{place.alias}*", accept={404}):
        if name == place.alias or name.startswith(f"{place.alias}-"):
            connection.do("DELETE", f"/{name}", accept={404})
