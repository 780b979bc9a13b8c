"""Which stages a run looks at, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.pipeline.run.options import RunOptions
from lineal.pipeline.run.select import dependents, plan_run, plan_single
from tests.pipeline.make import above, acyclic, graph_from, graph_of, graphs, key, stage

if TYPE_CHECKING:
    from lineal.pipeline.graph import Graph

GRAPH = graph_of(
    stage("join", deps="l r", outs="j"),
    stage("get", outs="g"),
    stage("left", deps="g", outs="l"),
    stage("right", deps="g", outs="r"),
    stage("other", outs="x"),
)


def names(options: RunOptions, *targets: str) -> list[str | None]:
    plan = plan_run(GRAPH, [GRAPH.stages[key(name)] for name in targets], options)
    return [one.name for one in plan.order]


@pytest.mark.parametrize(
    ("targets", "options", "expected"),
    [
        (["left"], RunOptions(), ["get", "left"]),
        (["left"], RunOptions(downstream=True), ["left", "join"]),
        (["left"], RunOptions(pipeline=True), ["get", "left", "right", "join"]),
        (["other", "left"], RunOptions(), ["get", "left", "other"]),
        ([], RunOptions(), ["get", "left", "right", "join", "other"]),
        (["get"], RunOptions(downstream=True), ["get", "left", "right", "join"]),
    ],
)
def test_what_is_chosen(targets: list[str], options: RunOptions, expected: list[str]) -> None:
    """Each after what it waits for, as early as the order of definition allows."""
    assert expected == names(options, *targets)


@given(graphs())
def test_a_plan_has_every_stage_after_what_it_waits_for(graph: Graph) -> None:
    """Whatever the order of definition."""
    plan = plan_run(graph, [], RunOptions())

    at = {one.key: position for position, one in enumerate(plan.order)}
    assert set(graph.stages) == set(at)
    assert all(at[up] < at[one] for one, ups in plan.waits_for.items() for up in ups)


@given(acyclic(), st.data())
def test_downstream_is_everything_that_depends_on_the_target(
    edges: dict[int, set[int]], data: st.DataObject
) -> None:
    """Directly or not; `dependents` says the same without the target."""
    root = data.draw(st.sampled_from(list(edges)))
    graph = graph_from(edges)
    plan = plan_run(graph, [graph.stages[key(f"s{root}")]], RunOptions(downstream=True))

    below = {key(f"s{n}") for n in edges if root in above(edges, n)}

    assert below == {one.key for one in plan.order} - {key(f"s{root}")}
    assert below == set(dependents(plan, key(f"s{root}")))


def test_a_plan_waits_only_for_stages_of_its_own() -> None:
    """But knows its neighbours in the whole project."""
    plan = plan_run(GRAPH, [GRAPH.stages[key("left")]], RunOptions(downstream=True))

    assert ((), [key("get")], (key("left"),)) == (
        plan.waits_for[key("left")],
        [up.key for up in plan.upstream[key("left")]],
        plan.waits_for[key("join")],
    )


def test_what_a_frozen_stage_depends_on_is_not_run() -> None:
    """Unless something else needs it."""
    graph = graph_of(stage("a", outs="x"), stage("b", deps="x", outs="y", frozen=True))

    plan = plan_run(graph, [graph.stages[key("b")]], RunOptions())

    assert ["b"] == [one.name for one in plan.order]


def test_single_items_run_one_after_the_other_as_named() -> None:
    """Nobody asks the graph whether that makes sense."""
    stages = [GRAPH.stages[key(name)] for name in ("join", "get")]

    plan = plan_single(stages)

    assert (["join", "get"], (key("join"),), 1) == (
        [one.name for one in plan.order],
        plan.waits_for[key("get")],
        plan.width,
    )


def test_the_width_of_a_plan_is_that_of_its_part_of_the_graph() -> None:
    """Two in the diamond, one in a chain."""
    whole = plan_run(GRAPH, [GRAPH.stages[key("join")]], RunOptions())
    chain = plan_run(GRAPH, [GRAPH.stages[key("left")]], RunOptions())

    assert (2, 1) == (whole.width, chain.width)
