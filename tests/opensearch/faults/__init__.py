"""What happens to an archive when something happens to its cluster: nodes are killed and paused, connections are cut.

Every fault is done for real, and everything is compared with an index of the same corpus on this machine.
``python -m tests.opensearch.faults 10`` does each of them ten times over.
"""
