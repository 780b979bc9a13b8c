"""The whole project as a graph, with addresses as seen from the working directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.address import address
from lineal.pipeline.discover import discover
from lineal.pipeline.graph import build_graph

if TYPE_CHECKING:
    from lineal.pipeline.graph import Graph
    from lineal.pipeline.workspace import Workspace


class GraphOnce:
    """The graph when somebody asks for it: most targets are found without it."""

    __slots__ = ("_graph", "_ws")

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._graph: Graph | None = None

    def __call__(self) -> Graph:
        if self._graph is None:
            self._graph = load_graph(self._ws)
        return self._graph


def load_graph(ws: Workspace) -> Graph:
    return build_graph(discover(ws), lambda stage: address(stage, ws.cwd))
