"""Who waits for whom: laws of the graph, and every way it can be wrong."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.base.errors import GraphError
from lineal.pipeline.graph import (
    Graph,
    OutTable,
    _find_cycle,
    active,
    check_acyclic,
    connected,
    post_order,
    width,
)
from lineal.pipeline.model import ParamsDep, StageKey
from lineal.pipeline.paths import is_inside, overlaps
from tests.pipeline.make import above, acyclic, graph_from, graph_of, graphs, key, name_of, stage

# Characters on both sides of '/' in the alphabet are what a sorted table can get wrong.
PATHS = st.lists(st.sampled_from(["a", "b", "a!", "a-b", "a.b", "é"]), min_size=1, max_size=3).map(
    "/".join
)


@given(graphs())
def test_in_post_order_each_comes_after_all_it_leads_to(graph: Graph) -> None:
    """And every stage comes once."""
    order = post_order(graph.upstream, graph.stages)

    at = {one: position for position, one in enumerate(order)}
    assert sorted(order) == sorted(graph.stages)
    assert all(at[up] < at[one] for one in order for up in graph.upstream[one])


@given(acyclic(), st.data())
def test_post_order_from_a_root_is_what_it_depends_on(
    edges: dict[int, set[int]], data: st.DataObject
) -> None:
    """Nothing more, nothing less."""
    root = data.draw(st.sampled_from(list(edges)))
    graph = graph_from(edges)

    expected = {key(f"s{n}") for n in above(edges, root) | {root}}

    assert expected == set(post_order(graph.upstream, [key(f"s{root}")]))


@given(graphs())
def test_downstream_is_upstream_backwards(graph: Graph) -> None:
    """Edge by edge."""
    forwards = {(one, up) for one, ups in graph.upstream.items() for up in ups}

    assert forwards == {(down, one) for one, downs in graph.downstream.items() for down in downs}


@given(st.sets(PATHS, max_size=6), PATHS)
def test_the_output_table_agrees_with_looking_at_every_output(outs: set[str], path: str) -> None:
    """Which output holds a path, which outputs a directory holds, which two overlap."""
    stages = [stage(f"s{n}", outs=out) for n, out in enumerate(sorted(outs))]
    paths = [f"/p/{out}" for out in outs]
    asked = f"/p/{path}"
    if any(overlaps(one, other) for one in paths for other in paths if one != other):
        with pytest.raises(GraphError, match="outputs overlap"):
            OutTable(stages, name_of)
        return
    table = OutTable(stages, name_of)

    producer = table.containing(asked)
    found = (producer.out.path if producer else None, {p.out.path for p in table.within(asked)})

    holding = next((one for one in paths if is_inside(asked, one)), None)
    assert (holding, {one for one in paths if is_inside(one, asked)}) == found


@given(st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 5)), max_size=6))
def test_a_cycle_is_found_when_there_is_one(links: dict[int, set[int]]) -> None:
    """And what is found is a cycle: each needs the next, the last the first."""
    upstream = {
        key(str(n)): tuple(key(str(up)) for up in sorted(ups) if up in links)
        for n, ups in links.items()
    }
    cycle = _find_cycle(upstream)
    try:
        TopologicalSorter(upstream).prepare()
    except CycleError:
        assert cycle
        assert all(
            up in upstream[one] for one, up in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        )
    else:
        assert [] == cycle


@given(graphs())
def test_width_is_the_fullest_level(graph: Graph) -> None:
    """The level of a stage is its longest way to a beginning."""
    order = post_order(graph.upstream, graph.stages)

    def level(one: StageKey) -> int:
        return 1 + max(map(level, graph.upstream[one]), default=0)

    levels = [level(one) for one in order]
    assert max(levels.count(one) for one in levels) == width(order, graph.upstream)


@given(acyclic(), st.data())
def test_connected_is_reachable_in_either_direction(
    edges: dict[int, set[int]], data: st.DataObject
) -> None:
    """Merging whoever is linked until nothing changes gives the same sets."""
    root = data.draw(st.sampled_from(list(edges)))
    groups = [{n} for n in edges]
    for n, ups in edges.items():
        touched = [group for group in groups if group & (ups | {n})]
        groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    (mine,) = (group for group in groups if root in group)

    found = connected(graph_from(edges), [key(f"s{root}")])

    assert {key(f"s{n}") for n in mine} == found


@pytest.mark.parametrize(
    ("dep", "out", "linked"),
    [
        ("data", "data", True),
        ("data/raw/x.csv", "data/raw", True),
        ("data", "data/raw/x.csv", True),
        ("data-old", "data", False),
        ("dat", "data", False),
        ("data/x", "data/y", False),
    ],
)
def test_stages_are_linked_where_paths_overlap(dep: str, out: str, *, linked: bool) -> None:
    """Equal, inside, around; a common beginning of names is not enough."""
    graph = graph_of(stage("reads", deps=dep), stage("writes", outs=out))

    assert ((key("writes"),) if linked else ()) == graph.upstream[key("reads")]


def test_a_params_file_that_a_stage_writes_links_too() -> None:
    """Parameters are dependencies."""
    reads = stage("reads", params=(ParamsDep("p.yaml", "/p/p.yaml", ("lr",)),))

    graph = graph_of(stage("writes", outs="p.yaml"), reads)

    assert (key("writes"),) == graph.upstream[key("reads")]


def test_what_a_frozen_stage_depends_on_is_not_its_concern() -> None:
    """Its edges are gone in both directions."""
    graph = graph_of(stage("a", outs="x"), stage("b", deps="x", frozen=True))

    now = active(graph)

    assert ((), ()) == (now.upstream[key("b")], now.downstream[key("a")])


def test_a_cycle_is_drawn() -> None:
    """Each stage needs the one below it, and the last the first."""
    with pytest.raises(GraphError, match="the pipeline has a cycle") as caught:
        graph_of(
            stage("a", deps="z", outs="x"),
            stage("b", deps="x", outs="y"),
            stage("c", deps="y", outs="z"),
        )

    drawn = ["  ┌─> a", "  │     needs c", "  │     needs b", "  └──── needs a"]
    assert drawn == str(caught.value).splitlines()[1:]


def test_a_stage_that_needs_its_own_output_is_a_cycle_of_one() -> None:
    """It says so."""
    with pytest.raises(GraphError, match="a needs its own output"):
        graph_of(stage("a", deps="x", outs="x"))


def test_no_cycle_no_complaint() -> None:
    """Two ways to the same stage are not a circle."""
    upstream = {key("a"): (), key("b"): (key("a"),), key("c"): (key("a"), key("b"))}

    check_acyclic({}, upstream, name_of)

    assert [] == _find_cycle(upstream)


def test_two_stages_that_write_the_same_path_are_named() -> None:
    """Both of them."""
    with pytest.raises(GraphError, match="output 'x' is written by a and b"):
        graph_of(stage("a", outs="x"), stage("b", outs="x"))


def test_overlapping_outputs_are_named_with_their_stages() -> None:
    """The inner first."""
    with pytest.raises(GraphError, match="'d/x' of b lies inside 'd' of a"):
        graph_of(stage("b", outs="d/x"), stage("a", outs="d"))


def test_a_project_file_inside_an_output_is_refused() -> None:
    """The stage that owns the output would delete it."""
    inner = stage("in", file="/p/d/dvc.yaml")

    with pytest.raises(GraphError, match=r"'dvc.yaml' lies in 'd', an output of a"):
        graph_of(stage("a", outs="d"), inner)
