"""What the exam leaves to each engine: Whoosh answers as the reference however small its segments are.

``tests/exam`` holds every engine against the reference.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchsvc.engines import whoosh
from searchsvc.query import plan
from tests.exam import changing
from tests.exam.changing import Batch
from tests.exam.rounds import Tally, ask_plans
from tests.exam.test_random import some_plans


@settings(max_examples=40)
@given(changing.of_terms, some_plans, st.sampled_from((5, 40)))
def test_whoosh_answers_as_the_reference_from_many_segments(
    batches: list[Batch], asked: list[plan.Plan], flush: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whoosh, "FLUSH_TOKENS", flush)
        ask_plans("whoosh", batches, asked, Tally())
