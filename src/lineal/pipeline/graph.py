"""Which stage waits for which: edges, checks and orders. Pure; paths are only compared.

An edge leads from a stage to one it depends on: the path of a dependency equals, lies inside,
or contains the path of an output.
"""

from __future__ import annotations

import os.path
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import GraphError
from lineal.pipeline.paths import is_inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lineal.pipeline.model import Out, Stage, StageKey

    Address = Callable[[Stage], str]


class Graph(NamedTuple):
    """Stages by key, in definition order, with their edges both ways."""

    stages: dict[StageKey, Stage]
    upstream: dict[StageKey, tuple[StageKey, ...]]
    downstream: dict[StageKey, tuple[StageKey, ...]]


class Producer(NamedTuple):
    stage: Stage
    out: Out


def build_graph(stages: Iterable[Stage], address: Address) -> Graph:
    """The whole graph; every way it can be wrong is an error."""
    by_key = {stage.key: stage for stage in stages}
    outs = OutTable(by_key.values(), address)
    _check_stage_files(by_key.values(), outs, address)
    upstream = {key: _upstream(stage, outs) for key, stage in by_key.items()}
    check_acyclic(by_key, upstream, address)
    return Graph(by_key, upstream, _reversed(upstream))


class OutTable:
    """Outputs by path, asked by overlap. Refuses two stages that write the same place."""

    __slots__ = ("_by_path", "_sorted")

    def __init__(self, stages: Iterable[Stage], address: Address) -> None:
        self._by_path: dict[str, Producer] = {}
        for stage in stages:
            for out in stage.outs:
                other = self._by_path.get(out.path)
                if other is not None:
                    raise _duplicate(out, [other.stage, stage], address)
                self._by_path[out.path] = Producer(stage, out)
        # Sorted with '/' below every other character, a directory is followed by its content.
        self._sorted = sorted(self._by_path, key=_path_order)
        for parent, path in zip(self._sorted, self._sorted[1:], strict=False):
            if is_inside(path, parent):
                raise _overlap(self._by_path[parent], self._by_path[path], address)

    def get(self, path: str) -> Producer | None:
        return self._by_path.get(path)

    def containing(self, path: str) -> Producer | None:
        """The output ``path`` is, or lies in; there is one at most."""
        while path not in self._by_path:
            parent = os.path.dirname(path)
            if parent == path or not parent:
                return None
            path = parent
        return self._by_path[path]

    def within(self, directory: str) -> Iterator[Producer]:
        """Outputs that lie inside a directory."""
        start = bisect_left(self._sorted, _path_order(directory), key=_path_order)
        for path in self._sorted[start:]:
            if not is_inside(path, directory):
                break
            yield self._by_path[path]


def _path_order(path: str) -> str:
    return path.replace("/", "\0")


def _upstream(stage: Stage, outs: OutTable) -> tuple[StageKey, ...]:
    if stage.is_repo_import:
        return ()
    found: dict[StageKey, None] = {}
    for dep in stage.inputs:
        producer = outs.containing(dep.path)
        if producer is not None:
            found[producer.stage.key] = None
        else:
            found.update((inner.stage.key, None) for inner in outs.within(dep.path))
    return tuple(found)


def _reversed(edges: dict[StageKey, tuple[StageKey, ...]]) -> dict[StageKey, tuple[StageKey, ...]]:
    back: dict[StageKey, list[StageKey]] = {key: [] for key in edges}
    for key, targets in edges.items():
        for target in targets:
            back[target].append(key)
    return {key: tuple(sources) for key, sources in back.items()}


def active(graph: Graph) -> Graph:
    """Without the edges of frozen stages: what they depend on is not their concern."""
    upstream = {
        key: () if graph.stages[key].frozen else targets for key, targets in graph.upstream.items()
    }
    return Graph(graph.stages, upstream, _reversed(upstream))


def post_order(
    edges: dict[StageKey, tuple[StageKey, ...]], roots: Iterable[StageKey]
) -> list[StageKey]:
    """Every key reachable from the roots, each after all it leads to."""
    done: dict[StageKey, None] = {}
    for root in roots:
        stack = [(root, iter(edges[root]))]
        entered = {root}
        while stack:
            key, targets = stack[-1]
            following = next((t for t in targets if t not in done and t not in entered), None)
            if following is None:
                done.setdefault(key)
                stack.pop()
            else:
                entered.add(following)
                stack.append((following, iter(edges[following])))
    return list(done)


def width(order: Sequence[StageKey], upstream: dict[StageKey, tuple[StageKey, ...]]) -> int:
    """How many stages can be on one level: more workers than this never help."""
    level: dict[StageKey, int] = {}
    for key in order:
        level[key] = 1 + max((level.get(up, 0) for up in upstream[key]), default=0)
    counts: dict[int, int] = {}
    for depth in level.values():
        counts[depth] = counts.get(depth, 0) + 1
    return max(counts.values(), default=1)


def connected(graph: Graph, roots: Iterable[StageKey]) -> set[StageKey]:
    """Whole pipelines: everything linked to the roots in either direction."""
    seen = set(roots)
    pending = list(seen)
    while pending:
        key = pending.pop()
        for other in (*graph.upstream[key], *graph.downstream[key]):
            if other not in seen:
                seen.add(other)
                pending.append(other)
    return seen


def check_acyclic(
    stages: dict[StageKey, Stage],
    upstream: dict[StageKey, tuple[StageKey, ...]],
    address: Address,
) -> None:
    cycle = _find_cycle(upstream)
    if cycle:
        names = [address(stages[key]) for key in cycle]
        raise GraphError(
            f"the pipeline has a cycle:\n{_draw_cycle(names)}",
            hint="remove one of these dependencies, or split the stage that closes the circle",
        )


def _find_cycle(upstream: dict[StageKey, tuple[StageKey, ...]]) -> list[StageKey]:
    finished: set[StageKey] = set()
    for root in list(upstream):
        if root in finished:
            continue
        path: dict[StageKey, None] = {root: None}
        stack = [iter(upstream[root])]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                finished.add(path.popitem()[0])
            elif following in path:
                keys = list(path)
                return keys[keys.index(following) :]
            elif following not in finished:
                path[following] = None
                stack.append(iter(upstream[following]))
    return []


def _draw_cycle(names: list[str]) -> str:
    """The stages below each other, each needing the next, and the last the first again."""
    if len(names) == 1:
        return f"  {names[0]} needs its own output"
    lines = [f"  ┌─> {names[0]}"]
    lines += [f"  │     needs {name}" for name in names[1:]]
    lines.append(f"  └──── needs {names[0]}")
    return "\n".join(lines)


def _check_stage_files(stages: Iterable[Stage], outs: OutTable, address: Address) -> None:
    for file in dict.fromkeys(stage.file for stage in stages):
        producer = outs.containing(file)
        if producer is not None:
            raise GraphError(
                f"'{os.path.basename(file)}' lies in '{producer.out.spelled}', an output of"
                f" {address(producer.stage)}, which would delete it",
                hint="move the project file out of the output directory",
            )


def _duplicate(out: Out, stages: list[Stage], address: Address) -> GraphError:
    names = " and ".join(dict.fromkeys(address(stage) for stage in stages))
    return GraphError(
        f"output '{out.spelled}' is written by {names}",
        hint="let one stage write it, or give each its own path",
    )


def _overlap(parent: Producer, inner: Producer, address: Address) -> GraphError:
    return GraphError(
        f"outputs overlap: '{inner.out.spelled}' of {address(inner.stage)} lies inside"
        f" '{parent.out.spelled}' of {address(parent.stage)}",
        hint="keep outputs in separate directories, or list the files one by one",
    )
