"""The model of large archives does its arithmetic right: units, a worked example, and more of one thing costs more."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from benchmarks.scale_model import Hardware, Model, Plan, checked, planned
from benchmarks.scale_parameters import Growth, Line, Parameters, checks, parameters, read

PARAMETERS = Parameters(
    index={"stored": 2_000.0, "postings": 1_000.0},
    records=Line(1e6, 500),
    clients=Line(2, 0.001),
    nodes=Line(5, 0.002),
    finish=Line(10, 0.0001),
    part_held=Line(2e8, 1_000),
    finish_held=Line(1e8, 2_000),
    words=Growth(1_000, 0.5),
    web_held=Line(1e7, 200),
    asking=0.002,
    search=Line(0.003, 1e-8),
    shares={"a rare word": 0.001, "a common word": 0.199},
    update=Line(3, 1e-5),
)
HARDWARE = Hardware(cores=8, memory=64e9, disk=2e12, price=0.36)
MODEL = Model(PARAMETERS, HARDWARE)
MILLION = Plan(1e6, nodes=3, parts=4)

EXAMPLE: dict[str, tuple[Callable[[Plan], float], float]] = {
    "three copies of 3 kB, and records four times": (MODEL.disk, 3e3 * 1e6 * 3 + 501e6 * 4),
    "two copies more while it is rebuilt": (MODEL.building, 3e3 * 1e6 * 5 + 501e6 * 4),
    "three nodes are the fewest": (MODEL.data_nodes, 3),
    "a shard on each": (MODEL.shards, 3),
    "a copy of 3 GB to three nodes": (MODEL.copying, 3e9 / (3 * 200e6)),
    "parts take longer than nodes": (MODEL.indexing, 1002 / 4 + 110 + 5),
    "an update copies everything": (MODEL.update, 3 + 10 + 5),
    "a search reads a tenth of the articles": (MODEL.work, 0.003 + 0.1 * 1e6 * 1e-8),
    "half of 24 cores, 4 ms each": (MODEL.queries, 3_000),
    "36 cents an hour for each node": (MODEL.cost, 3 * 0.36 / 3600 / 3_000 * 1_000),
    "nobody waits when nobody else asks": (lambda plan: MODEL.latency(plan, 0), 0.002 + 0.004 / 3),
    "nobody is served when too many ask": (lambda plan: MODEL.latency(plan, 6_001), math.inf),
}


@pytest.mark.parametrize(("what", "comes"), EXAMPLE.values(), ids=EXAMPLE)
def test_a_worked_example(what: Callable[[Plan], float], comes: float) -> None:
    assert what(MILLION) == pytest.approx(comes)


SIZES = [10.0**power for power in range(4, 11)]
GROWS: dict[str, Callable[[Plan], float]] = {
    "disk": MODEL.disk,
    "disk while it is rebuilt": MODEL.building,
    "nodes": MODEL.data_nodes,
    "shards": MODEL.shards,
    "indexing": MODEL.indexing,
    "an update": MODEL.update,
    "work of a search": MODEL.work,
    "cost of a search": MODEL.cost,
    "latency": lambda plan: MODEL.latency(plan, 0.001),
}


@pytest.mark.parametrize("what", GROWS.values(), ids=GROWS)
def test_more_articles_never_take_less(what: Callable[[Plan], float]) -> None:
    taken = [what(replace(MILLION, articles=size)) for size in SIZES]
    assert taken == sorted(taken)
    assert taken[0] < taken[-1]


HELPS: dict[str, tuple[Callable[[Plan], float], Sequence[Plan]]] = {
    "parts help indexing": (MODEL.indexing, [replace(MILLION, parts=parts) for parts in (8, 4, 2, 1)]),
    "nodes help copying": (MODEL.copying, [replace(MILLION, nodes=nodes) for nodes in (9, 6, 3)]),
    "fewer copies take less disk": (MODEL.disk, [replace(MILLION, replicas=replicas) for replicas in (0, 1, 2)]),
    "fewer states take less disk": (MODEL.disk, [replace(MILLION, keep=keep) for keep in (1, 2, 3)]),
    "who asks less waits less": (
        lambda plan: MODEL.latency(MILLION, plan.articles),
        [replace(MILLION, articles=rate) for rate in (1, 1_000, 3_000, 5_900)],
    ),
}


@pytest.mark.parametrize(("what", "plans"), HELPS.values(), ids=HELPS)
def test_what_helps(what: Callable[[Plan], float], plans: Sequence[Plan]) -> None:
    taken = [what(plan) for plan in plans]
    assert taken == sorted(taken)
    assert taken[0] < taken[-1]


def test_more_nodes_answer_more_searches() -> None:
    large = replace(MILLION, articles=1e9)
    assert MODEL.queries(replace(large, nodes=60)) > MODEL.queries(replace(large, nodes=30))


def test_faster_cores_take_less_time() -> None:
    faster = Model(PARAMETERS, replace(HARDWARE, speed=2))
    assert faster.work(MILLION) == pytest.approx(MODEL.work(MILLION) / 2)
    assert faster.copying(MILLION) == MODEL.copying(MILLION)


def test_limits_are_reached_where_they_say() -> None:
    limits = dict(MODEL.limits(parts=8))
    finish = limits["--finish needs more memory than one machine has"]
    assert PARAMETERS.finish_held.at(finish) == pytest.approx(HARDWARE.memory, rel=0.01)
    words = limits["a web worker needs 4 GB for the words"]
    assert PARAMETERS.web_held.at(PARAMETERS.words.at(words)) == pytest.approx(4e9, rel=0.01)


LINES: dict[str, tuple[list[tuple[float, float]], Line]] = {
    "through two points": ([(1, 5), (3, 9)], Line(3, 2)),
    "through one point and zero": ([(4, 8)], Line(0, 2)),
    "never below zero": ([(1, 1), (2, 4)], Line(0, 9 / 5)),
    "never falling": ([(1, 4), (3, 2)], Line(3, 0)),
    "between three points": ([(0, 1), (1, 1), (2, 4)], Line(0.5, 1.5)),
}


@pytest.mark.parametrize(("points", "line"), LINES.values(), ids=LINES)
def test_lines(points: list[tuple[float, float]], line: Line) -> None:
    found = Line.through(points)
    assert (found.fixed, found.each) == pytest.approx((line.fixed, line.each))


def test_growth_has_both_points() -> None:
    growth = Growth.through((100, 50), (10_000, 500))
    assert (growth.at(100), growth.at(10_000)) == pytest.approx((50, 500))
    assert growth.exponent == pytest.approx(0.5)


def figures(articles: int) -> dict[str, object]:
    """What would be measured of so many articles if they were exactly as in PARAMETERS."""
    of = PARAMETERS
    indexing = {
        "client_seconds": of.clients.at(articles),
        "node_seconds": of.nodes.at(articles),
        "finish_seconds": of.finish.at(articles),
        "parts_mb": of.part_held.at(articles) / 1e6,
        "finish_mb": of.finish_held.at(articles) / 1e6,
    }
    searches = {
        name: {
            "postings": share * articles,
            "node_ms": of.search.at(share * articles) * 1e3,
            "client_ms": of.asking * 1e3,
        }
        for name, share in of.shares.items()
    }
    return {
        "indexing": indexing,
        "index": {part: size * articles for part, size in of.index.items()},
        "records": {"lexicon.tsv": of.records.at(articles) / 1e6},
        "words": of.words.at(articles),
        "web_mb": of.web_held.at(of.words.at(articles)) / 1e6,
        "searches": searches,
        "changed": {"client_seconds": of.update.at(articles) - 1, "node_seconds": 1.0},
    }


def test_parameters_come_out_of_what_they_make() -> None:
    of = parameters({size: figures(size) for size in (10_000, 100_000)})
    for what, said, measured in checks(of, 1_000_000, figures(1_000_000)):
        assert said == pytest.approx(measured), what


def test_the_tables_have_every_size() -> None:
    measured = {size: figures(size) for size in (10_000, 100_000, 1_000_000)}
    assert "+0%" in checked(measured)
    assert "| 1,000,000 | 1,000,000,000 |" in planned(MODEL, [MILLION, replace(MILLION, articles=1e9, nodes=40)])


def test_the_measured_figures_are_whole() -> None:
    measured = read()
    assert len(measured) >= 3
    assert checked(measured)
