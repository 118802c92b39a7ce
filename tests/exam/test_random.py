"""Random articles in changing batches, random plans and random queries: every engine answers as the reference."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchsvc.query import plan, spell
from tests.archives import ENGINES
from tests.engines import plans
from tests.exam import changing
from tests.exam.changing import Batch
from tests.exam.rounds import Tally, ask_plans, ask_queries
from tests.query.trees import queries, trees

PLANS, QUERIES = 8, 6
"""How many are asked in a round: an index is slower to make than to search."""

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of what disagrees, before it is cut
some_plans = st.lists(plans.plans, min_size=PLANS, max_size=PLANS)
some_queries = st.lists(st.one_of(trees(8).map(spell), queries()), min_size=QUERIES, max_size=QUERIES)
every_other = pytest.mark.parametrize("engine", [name for name in ENGINES if name != "memory"])


def rounds(engine: str) -> settings:
    """How many rounds an engine is asked here; ``python -m tests.exam`` asks for as many as one likes."""
    return settings(max_examples=12 if engine == "opensearch" else 40)  # a new index takes a cluster half a second


@every_other
def test_plans(engine: str) -> None:
    @rounds(engine)
    @given(changing.of_terms, some_plans)
    def ask(batches: list[Batch], asked: list[plan.Plan]) -> None:
        ask_plans(engine, batches, asked, Tally())

    ask()


@every_other
def test_queries(engine: str) -> None:
    @rounds(engine)
    @given(changing.of_words, some_queries)
    def ask(batches: list[Batch], asked: list[str]) -> None:
        ask_queries(engine, batches, asked, Tally())

    ask()
