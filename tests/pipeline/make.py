"""Stages as values, for what only decides. Nothing is on disk; the project is ``/p``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from lineal.pipeline.graph import Graph, build_graph
from lineal.pipeline.model import Dep, Out, ParamsDep, Recorded, Stage, StageKey
from lineal.pipeline.records import read_entry

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "/p/dvc.yaml"


def recorded(oid: str | None, **measures: Any) -> Recorded:
    return read_entry({"hash": "md5", "md5": oid, **measures} if oid else None)


def stage(name: str | None = "s", *, deps: str = "", outs: str = "", **more: Any) -> Stage:
    """Dependencies and outputs by path relative to ``/p``; with ``=oid`` what was recorded."""
    made = Stage(
        file=FILE,
        name=name,
        wdir="/p",
        cmd="true",
        deps=tuple(Dep(path, f"/p/{path}", seen) for path, seen in _items(deps)),
        outs=tuple(Out(path, f"/p/{path}", seen) for path, seen in _items(outs)),
    )
    return made._replace(**more)


def _items(words: str) -> Iterable[tuple[str, Recorded]]:
    for word in words.split():
        path, _, oid = word.partition("=")
        yield path, recorded(oid)


def params(keys: str = "", values: dict[str, Any] | None = None) -> ParamsDep:
    return ParamsDep("params.yaml", "/p/params.yaml", tuple(keys.split()), values)


def name_of(one: Stage) -> str:
    return str(one.name)


def graph_of(*stages: Stage) -> Graph:
    return build_graph(stages, name_of)


def key(name: str) -> StageKey:
    return StageKey(FILE, name)


def graph_from(edges: dict[int, set[int]], order: Iterable[int] | None = None) -> Graph:
    """Stage ``n`` reads the output of every stage in ``edges[n]``."""
    numbers = list(edges) if order is None else list(order)
    return graph_of(
        *(
            stage(f"s{n}", deps=" ".join(f"o{up}" for up in sorted(edges[n])), outs=f"o{n}")
            for n in numbers
        )
    )


@st.composite
def acyclic(draw: st.DrawFn, most: int = 8) -> dict[int, set[int]]:
    """What each of up to ``most`` stages depends on; only smaller numbers, so never a cycle."""
    size = draw(st.integers(1, most))
    return {n: draw(st.sets(st.integers(0, n - 1))) if n else set() for n in range(size)}


@st.composite
def graphs(draw: st.DrawFn, most: int = 8) -> Graph:
    """The stages are defined in any order."""
    edges = draw(acyclic(most))
    return graph_from(edges, draw(st.permutations(list(edges))))


def above(edges: dict[int, set[int]], number: int) -> set[int]:
    """Everything a stage depends on, the slow and obvious way."""
    return edges[number].union(*(above(edges, up) for up in edges[number]))
