"""Why there is no cluster to test with."""

from __future__ import annotations


class ClusterUnavailable(Exception):
    """This machine lacks what a cluster needs: a JDK, Maven, or Maven Central. Tests are skipped."""


class ClusterFailed(Exception):
    """A node ended, or the cluster did not become what was waited for; with the ends of the nodes' logs."""
