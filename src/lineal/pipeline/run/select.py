"""Which stages a run looks at, and in which order. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.graph import active, connected, post_order, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.graph import Graph
    from lineal.pipeline.model import Stage, StageKey
    from lineal.pipeline.run.options import RunOptions


class Plan(NamedTuple):
    """Stages in an order in which each comes after what it waits for.

    ``waits_for`` only names stages of the plan; ``upstream`` and ``downstream`` are the
    neighbours in the whole project, which ``--allow-missing`` and ``-k`` reach beyond the plan
    for.
    """

    order: tuple[Stage, ...]
    waits_for: dict[StageKey, tuple[StageKey, ...]]
    upstream: dict[StageKey, tuple[Stage, ...]]
    downstream: dict[StageKey, tuple[StageKey, ...]]
    width: int


def plan_single(stages: Sequence[Stage]) -> Plan:
    """``--single-item``: exactly the stages named, without looking at any graph."""
    nothing: dict[StageKey, tuple[StageKey, ...]] = {stage.key: () for stage in stages}
    chain = {stage.key: (before.key,) for before, stage in pairwise(stages)}
    return Plan(tuple(stages), {**nothing, **chain}, {}, nothing, 1)


def plan_run(graph: Graph, stages: Sequence[Stage], options: RunOptions) -> Plan:
    graph = active(graph)
    roots = [stage.key for stage in stages] or list(graph.stages)
    chosen = _chosen(graph, roots, options)
    waits_for = {
        key: tuple(up for up in graph.upstream[key] if up in chosen)
        for key in graph.stages
        if key in chosen
    }
    order = post_order(waits_for, waits_for)
    return Plan(
        order=tuple(graph.stages[key] for key in order),
        waits_for=waits_for,
        upstream={key: tuple(graph.stages[up] for up in graph.upstream[key]) for key in order},
        downstream=graph.downstream,
        width=width(order, waits_for),
    )


def _chosen(graph: Graph, roots: list[StageKey], options: RunOptions) -> set[StageKey]:
    if options.pipeline:
        return connected(graph, roots)
    return set(post_order(graph.downstream if options.downstream else graph.upstream, roots))


def dependents(plan: Plan, key: StageKey) -> list[StageKey]:
    """Everything below a stage, directly or not."""
    return [other for other in post_order(plan.downstream, [key]) if other != key]
