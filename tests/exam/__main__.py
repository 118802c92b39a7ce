"""The long run of the random exam: ``python -m tests.exam 10000`` puts so many plans and queries to every engine.

``python -m tests.exam 400 opensearch`` asks that one alone.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from searchsvc.query.plan import Plan
from tests.archives import ENGINES
from tests.cluster.cluster import Cluster
from tests.cluster.current import used
from tests.cluster.errors import ClusterUnavailable
from tests.cluster.standing import standing
from tests.exam import changing
from tests.exam.rounds import Tally, ask_plans, ask_queries
from tests.exam.test_random import PLANS, QUERIES, some_plans, some_queries

ASKED = 10_000


def run(name: str, count: int) -> tuple[Tally, int]:
    """Ask an engine: how much was asked, and in how many of the two kinds of rounds it disagreed.

    The same is asked each time; hypothesis tells the smallest example of a disagreement.
    """
    tally = Tally()

    @_often(count // PLANS)
    @given(changing.of_terms, some_plans)
    def plans(batches: list[changing.Batch], asked: list[Plan]) -> None:
        ask_plans(name, batches, asked, tally)

    @_often(count // QUERIES + count // 200)  # some of the random queries are mistakes, and no search
    @given(changing.of_words, some_queries)
    def queries(batches: list[changing.Batch], asked: list[str]) -> None:
        ask_queries(name, batches, asked, tally)

    return tally, _disagrees(plans) + _disagrees(queries)


def _often(examples: int) -> settings:
    checks = list(HealthCheck)
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None, suppress_health_check=checks)


def _disagrees(rounds: Callable[[], None]) -> bool:
    try:
        rounds()
    except AssertionError:
        traceback.print_exc()
        return True
    return False


def main(count: int, only: str = "") -> int:
    """Ask every engine but the reference, or one, with a line for each; the exit code."""
    wrong = 0
    for name in [only] if only else ENGINES:
        if name != "memory":
            try:
                with _reached(name):
                    tally, disagreements = run(name, count)
            except ClusterUnavailable as lacking:
                sys.stdout.write(f"{name} WAS NOT ASKED: {lacking}\n")
                wrong += bool(only)
                continue
            wrong += disagreements
            asked = f"{tally.plans:,} random plans and {tally.queries:,} random queries"
            archives = f"{tally.articles:,} articles in {tally.rounds:,} archives"
            sys.stdout.write(f"{name}: {asked} over {archives}: {disagreements} disagreements\n")
            sys.stdout.flush()
    return 1 if wrong else 0


@contextmanager
def _reached(name: str) -> Iterator[None]:
    """The cluster that an engine needs: the standing one, or one for as long as this lasts."""
    with ExitStack() as stack:
        if name == "opensearch":
            urls = [node.url for node in standing()]
            if not urls:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                urls = stack.enter_context(Cluster(folder)).urls
            stack.enter_context(used(urls))
        yield


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(int(arguments[0]) if arguments else ASKED, *arguments[1:]))
