"""A real OpenSearch cluster on this machine, without Docker: N nodes, each a process, from jars of Maven Central.

``Cluster`` (cluster.py) starts nodes, kills, pauses and restarts them; ``fixture.py`` has it for tests;
``make cluster`` and ``make cluster-stop`` (standing.py) keep one up; ``proxy.py`` puts trouble in front of a node.
It needs a JDK and, the first time, Maven and the internet.
"""
