"""The bookkeeping of a run, under every order in which stages may end."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lineal.pipeline.run.options import RunOptions
from lineal.pipeline.run.progress import FAILED, RAN, RESTORED, SKIPPED, Progress
from lineal.pipeline.run.select import Plan, dependents, plan_run
from tests.pipeline.make import graph_of, graphs, key, stage

if TYPE_CHECKING:
    from lineal.pipeline.graph import Graph
    from lineal.pipeline.model import Stage, StageKey


class Simulation:
    """Starts what is ready, up to ``jobs`` at once; Hypothesis says what ends next, and how."""

    def __init__(self, plan: Plan, data: st.DataObject, jobs: int) -> None:
        self.plan, self.data, self.jobs = plan, data, jobs
        self.progress = Progress(plan, force=False)
        self.ready = self.progress.initially_ready()
        self.running: list[Stage] = []
        self.ended: dict[StageKey, str] = {}

    def run(self, hows: list[str]) -> None:
        while self.ready or self.running:
            while self.ready and len(self.running) < self.jobs:
                one = self.plan.order[heapq.heappop(self.ready)]
                if not self.progress.has_ended(one):
                    self.start(one)
            if self.running:
                at = self.data.draw(st.integers(0, len(self.running) - 1))
                self.end(self.running.pop(at), self.data.draw(st.sampled_from(hows)))

    def start(self, one: Stage) -> None:
        assert all(self.ended[up] != FAILED for up in self.plan.waits_for[one.key])
        assert one.key not in self.ended
        self.progress.start(one)
        self.running.append(one)

    def end(self, one: Stage, how: str) -> None:
        self.ended[one.key] = how
        ready = self.progress.end(one, how)
        if how == FAILED:
            self.progress.block(one)
        else:
            self.ready = sorted([*self.ready, *ready])


@given(graphs(), st.data(), st.integers(1, 3))
def test_no_stage_starts_before_what_it_waits_for_has_ended(
    graph: Graph, data: st.DataObject, jobs: int
) -> None:
    """And every stage is run, once (`Simulation.start` asserts both)."""
    simulation = Simulation(plan_run(graph, [], RunOptions()), data, jobs)

    simulation.run([RAN, RESTORED, SKIPPED])

    assert set(graph.stages) == set(simulation.ended)


@given(graphs(), st.data(), st.integers(1, 3))
def test_exactly_what_depends_on_a_failure_is_left_out(
    graph: Graph, data: st.DataObject, jobs: int
) -> None:
    """All the rest is run."""
    plan = plan_run(graph, [], RunOptions())
    simulation = Simulation(plan, data, jobs)

    simulation.run([RAN, FAILED])

    failed = [one for one, how in simulation.ended.items() if how == FAILED]
    below = {other for one in failed for other in dependents(plan, one)}
    outcome = simulation.progress.outcome(interrupted=False)
    assert below == {one.key for one in outcome.blocked}
    assert set(graph.stages) - below == set(simulation.ended)


@given(graphs(), st.data())
def test_the_outcome_is_in_plan_order(graph: Graph, data: st.DataObject) -> None:
    """Whatever the order in which stages ended."""
    plan = plan_run(graph, [], RunOptions())
    simulation = Simulation(plan, data, 3)
    simulation.run([RAN, SKIPPED])

    outcome = simulation.progress.outcome(interrupted=False)

    assert [one for one in plan.order if simulation.ended[one.key] == RAN] == list(outcome.ran)
    assert len(plan.order) == len(outcome.ran) + len(outcome.skipped)


def test_stages_become_ready_in_plan_order() -> None:
    """By their positions."""
    graph = graph_of(stage("c", deps="x"), stage("b", deps="x"), stage("a", outs="x"))
    progress = Progress(plan_run(graph, [], RunOptions()), force=False)

    assert ([0], [1, 2]) == (
        progress.initially_ready(),
        progress.end(graph.stages[key("a")], RAN),
    )


def test_two_ways_to_the_same_stage_count_once() -> None:
    """Otherwise it would wait forever."""
    graph = graph_of(stage("a", outs="x y"), stage("b", deps="x y"))
    progress = Progress(plan_run(graph, [], RunOptions()), force=False)

    assert [1] == progress.end(graph.stages[key("a")], RAN)


def test_a_running_stage_is_not_blocked_any_more() -> None:
    """With --ignore-errors it may have begun before its other input failed."""
    graph = graph_of(stage("a", outs="x"), stage("b", deps="x", outs="y"), stage("c", deps="y"))
    progress = Progress(plan_run(graph, [], RunOptions()), force=False)
    progress.start(graph.stages[key("b")])

    assert ["c"] == [one.name for one in progress.block(graph.stages[key("a")])]


def test_force_is_for_all_or_for_those_named() -> None:
    """``--force`` and ``--force-downstream``."""
    graph = graph_of(stage("a", outs="x"), stage("b", deps="x"))
    plan = plan_run(graph, [], RunOptions())
    everything, some = Progress(plan, force=True), Progress(plan, force=False)
    some.force([key("b")])

    assert ([True, True], [False, True]) == (
        [everything.is_forced(one) for one in plan.order],
        [some.is_forced(one) for one in plan.order],
    )
