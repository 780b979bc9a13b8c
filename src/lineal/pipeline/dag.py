"""``dag``: the pipeline as a graph of stages, or of outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.address import address
from lineal.pipeline.drawing import Drawing
from lineal.pipeline.graph import OutTable
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.targets import collect_granular, narrowed
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from lineal.pipeline.graph import Graph
    from lineal.pipeline.workspace import Workspace


def draw(
    ws: Workspace,
    target: str | None,
    *,
    full: bool = False,
    outs: bool = False,
    collapse: bool = False,
) -> Drawing:
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        once = GraphOnce(ws)
        graph = once()
        drawing = _of_outs(ws, graph) if outs else _of_stages(ws, graph)
        if target is not None:
            selected = collect_granular(ws, target, once)
            names = [address(item.stage, ws.cwd) for item in selected]
            if outs:
                names = [ws.show(out.path) for item in selected for out in narrowed(item).outs]
            drawing = drawing.around(names, full=full)
        return drawing.collapsed() if collapse else drawing


def _of_stages(ws: Workspace, graph: Graph) -> Drawing:
    names = {key: address(stage, ws.cwd) for key, stage in graph.stages.items()}
    edges = (
        (names[before], names[key])
        for key, upstream in graph.upstream.items()
        for before in upstream
    )
    return Drawing(tuple(names.values()), tuple(edges))


def _of_outs(ws: Workspace, graph: Graph) -> Drawing:
    stages = graph.stages.values()
    table = OutTable(stages, lambda stage: address(stage, ws.cwd))
    edges: dict[tuple[str, str], None] = {}
    for stage in stages:
        for dep in stage.inputs:
            producer = table.containing(dep.path)
            found = [producer] if producer is not None else list(table.within(dep.path))
            for before in found:
                for out in stage.outs:
                    edges[ws.show(before.out.path), ws.show(out.path)] = None
    return Drawing(tuple(ws.show(out.path) for s in stages for out in s.outs), tuple(edges))
